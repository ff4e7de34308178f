"""撤销: the last step is taken back as long as nobody has gone on with it. The history keeps both; what the step made goes, what it changed is as it was.

A step that may be taken back is marked :func:`undoable`: it leaves in its row of the history how the case's clocks, parts and
requests stood before (ids and times, never words). The title given on accepting and the answer's text stay: they are the next draft."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.db import models, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.notify import actions as notify
from qiaoliang.base.notify import queries as notices
from qiaoliang.work.cases import queries, rules
from qiaoliang.work.cases.actions import finding
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.models import Case, Event

More = ParamSpec("More")
#: of the case itself; the first date shown to the person is never taken back
OF_CASE = ("lead_id", "handler_id", "category_id", "kind", "due_at", "stopped_at")
#: related rows: what of each a step may change
OF_ROWS: dict[str, tuple[str, ...]] = {
    "deadlines": ("due_at", "met_at", "ended_at", "rung_at"),
    "assignments": ("end", "signed_at", "signed_by_id"),
    "requests": ("state", "decided_at", "ended_at"),
    "letters": ("closed_at",),
}
#: as the audit log names them
AUDITED = {"lead_id": "lead", "handler_id": "handler", "category_id": "category", "kind": "kind"}


def undoable(
    step: Callable[Concatenate[Actor, UUID, int, More], Event],
) -> Callable[Concatenate[Actor, UUID, int, More], Event]:
    """Let the step be taken back: remember how all stood before it."""

    @functools.wraps(step)
    def taken(actor: Actor, case_id: UUID, version: int, /, *args: More.args, **values: More.kwargs) -> Event:
        with transaction.atomic():
            case = locked(case_id, version)
            before = _state_of(case)
            event = step(actor, case_id, version, *args, **values)
            _keep(event, before)
            return event

    return taken


@transaction.atomic
def undo(actor: Actor, case_id: UUID, version: int) -> Event:
    """Take back the step that was taken last on the case; by the same person, in time, and nothing has happened since."""
    case = locked(case_id, version)
    last = case.events.order_by("-id").first()
    if last is None or f"undo_{last.step}" not in rules.STEPS or "before" not in last.refs:
        raise Refusal(_("There is nothing here that could be taken back now."), code="cases.undo")
    before = last.refs["before"]
    rules.ensure(actor, f"undo_{last.step}", case)
    changed = [name for name in OF_CASE if _plain(getattr(case, name)) != before["case"][name]]
    for name in OF_CASE:
        setattr(case, name, _value(before["case"][name], name))
    event = take(
        actor,
        f"undo_{last.step}",
        case,
        to=last.from_state if last.to_state else "",
        fields=tuple(AUDITED[name] for name in changed if name in AUDITED),
        refs={"undone": str(last.pk)},
    )
    case.save(update_fields=["due_at", "stopped_at"])
    for related, names in OF_ROWS.items():
        _as_before(getattr(case, related), names, before["rows"][related])
    if last.step == "send_back":
        case.answers.filter(round=case.round).update(sent_back="")
    notify.undo(("case", case.id), before["notices"])
    finding.index(case)
    return event


def _state_of(case: Case) -> dict[str, Any]:
    rows = {
        related: {str(row["pk"]): [_plain(row[name]) for name in names] for row in getattr(case, related).values("pk", *names)}
        for related, names in OF_ROWS.items()
    }  # fmt: skip
    return {
        "notices": notices.standing(("case", case.id)),
        "case": {name: _plain(getattr(case, name)) for name in OF_CASE},
        "rows": rows,
    }


def _keep(event: Event, before: dict[str, Any]) -> None:
    """Nothing is remembered where the step reached further than its own case, or moved a date that was running."""
    case = event.case
    dates = {str(pk): due.isoformat() for pk, due in case.deadlines.values_list("pk", "due_at")}
    moved = any(dates[pk] != due for pk, (due, *_rest) in before["rows"]["deadlines"].items())
    if moved or case.accused_organization_id or queries.live_merge(case) or queries.followers(case).exists():
        return
    for older in case.events.filter(refs__has_key="before").exclude(pk=event.pk):
        del older.refs["before"]
        older.save(update_fields=["refs"])
    event.refs = {**event.refs, "before": before}
    event.save(update_fields=["refs"])


def _as_before(rows: Any, names: tuple[str, ...], before: dict[str, list[Any]]) -> None:
    """What the step made goes first: only one of a kind may be alive."""
    rows.exclude(pk__in=list(before)).delete()
    for row in rows.all():
        values = {name: _value(value, name) for name, value in zip(names, before[str(row.pk)], strict=True)}
        if any(getattr(row, name) != value for name, value in values.items()):
            _write(row, values)


def _write(row: models.Model, values: dict[str, Any]) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _value(kept: Any, name: str) -> Any:
    """The value again: a moment, an id, or a word as it is."""
    if kept is None or not isinstance(kept, str):
        return kept
    if name.endswith("_id"):
        return UUID(kept)
    return parse_datetime(kept) if name.endswith(("_at", "end")) else kept
