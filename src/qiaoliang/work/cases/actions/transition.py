"""The only place where a case's state is set: a row in the history, an audit row and a new version with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit.actions import STANDS_FOR
from qiaoliang.base.audit.actions import record as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Stale
from qiaoliang.work.cases import rules
from qiaoliang.work.cases.acting import Acting, person_id_of, stands_for_of, unit_id_of, who_of
from qiaoliang.work.cases.actions import telling
from qiaoliang.work.cases.choices import ENDED, RequestKind, RequestState, State
from qiaoliang.work.cases.models import Case, Event, Merge


def locked(case_id: UUID, version: int | None = None) -> Case:
    """The case, held for this transaction. With ``version``, refuse if somebody else has changed it since."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if version is not None and case.version != version:
        raise Stale(_("Somebody else has just worked on this case. Look at what is new, then decide."), theirs=case)
    return case


def locked_together(case_ids: Iterable[UUID]) -> dict[UUID, Case]:
    """Several cases, held for this transaction, by id. Those that follow no other come first, then the followers, each by
    id: in this order every step locks cases, as a step on a lead case reaches its followers after it. Two steps at once
    wait for each other, and never each for the other."""
    wanted = set(case_ids)
    following = set(Merge.objects.filter(case__in=wanted, end=None).values_list("case_id", flat=True))
    held = {}
    for key in sorted(wanted, key=lambda one: (one in following, one)):
        found = Case.objects.select_for_update().filter(pk=key).first()
        held.update({key: found} if found else {})
    return held


def take(
    who: Acting,
    step: str,
    case: Case,
    *,
    to: str = "",
    fields: tuple[str, ...] = (),
    reason: str = "",
    note: str = "",
    message: str = "",
    refs: dict[str, Any] | None = None,
    calendar: str = "",
) -> Event:
    """Take ``step`` on a locked case: check the right, set the state, save ``fields``, write history and audit.

    ``note`` stays in the office, ``message`` is for the requester. Raises :class:`Refusal` and changes nothing."""
    rules.ensure(who, step, case)
    if to not in rules.STEPS[step].after:
        raise AssertionError(f"{step} does not lead to {to!r}")
    return _write(
        who,
        step,
        case,
        to,
        fields,
        {"reason": reason, "note": note, "message": message, "refs": refs or {}, "calendar": calendar},
    )


def log(who: Acting, step: str, case: Case, **words: Any) -> Event:
    """A row in the history of a locked case and in the audit log for a step that changes nothing people have open: the
    version stays, so that no form goes stale because the system reminded somebody."""
    rules.ensure(who, step, case)
    case.happened_at = clock.now()
    case.save(update_fields=["happened_at"])
    return _event(who, step, case, "", "", words)


def begin(who: Acting, case: Case, **words: Any) -> Event:
    """The first row of a new case's history."""
    return _event(who, "submit", case, "", case.state, words)


def _write(who: Acting, step: str, case: Case, to: str, fields: tuple[str, ...], words: dict[str, Any]) -> Event:
    before, changed = case.state, set(fields)
    if to:
        case.state = to
        changed.add("state")
    if to:
        case.ended_at = (case.ended_at or clock.now()) if to in ENDED else None
        changed.add("ended_at")
    if to == State.ANSWERED and case.answered_at is None:
        case.answered_at = clock.now()
        changed.add("answered_at")
    case.version += 1
    case.happened_at = clock.now()
    case.save(update_fields=[*sorted(changed), "version", "happened_at"])
    if to and to not in rules.AFTER_ANSWER:
        case.promises.filter(done_at=None, ended_at=None).update(ended_at=clock.now(), tell_on=None)
    if to in ENDED:
        case.requests.filter(state=RequestState.OPEN).update(state=RequestState.LAPSED, decided_at=clock.now())
        case.requests.filter(kind=RequestKind.HOLD, state=RequestState.GRANTED, ended_at=None).update(
            ended_at=clock.now()
        )
    telling.settle(case, step)
    return _event(who, step, case, before if to else "", to, words, fields=sorted(changed))


def _event(
    who: Acting, step: str, case: Case, before: str, after: str, words: dict[str, Any], fields: list[str] | None = None
) -> Event:
    if stands_for_of(who) is not None:
        words["refs"] = {**words.get("refs", {}), STANDS_FOR: str(stands_for_of(who))}
    event = Event.objects.create(
        case=case,
        step=step,
        by_kind=who_of(who).kind,
        person_id=person_id_of(who),
        organization_id=unit_id_of(who),
        from_state=before,
        to_state=after,
        **words,
    )
    audit(who_of(who), f"cases.{step}", case, fields=fields or (), reason=event.reason, refs={"event": event.id})
    return event
