"""导出: a list becomes a table. Small ones at once, large ones by the worker; either way it is written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs import actions as jobs
from qiaoliang.work.cases.exports import columns, queries, sealing, tables
from qiaoliang.work.cases.exports.choices import Format, State
from qiaoliang.work.cases.exports.models import Export
from qiaoliang.work.cases.listing import LISTS, Listed


@transaction.atomic
def take(actor: Actor, name: str, typed: str, kind: str) -> tuple[Export, bytes]:
    """(what was written down, the file), the file empty where the worker writes it. Refusal where the post may not, where
    there is no row, or where there are more than a table holds."""
    listed = LISTS[name]
    _may(actor, listed)
    form = queries.asked(listed, typed)
    found = queries.rows(actor, listed, form)
    count = queries.how_many(found)
    if not count:
        raise Refusal(_("There is no row to take out. Take a filter away."), code="exports.nothing")
    if count > queries.MOST:
        words = _("These are more than %(most)s rows. Narrow the list first, by days or by unit.")
        raise Refusal(words % {"most": f"{queries.MOST:,}"}, code="exports.too_many")
    export = Export(
        listed=name,
        format=Format(kind),
        language=get_language() or "zh-hans",
        state=State.READY,
        rows=count,
        by_account=queries.account_of(actor),
        by_post=actor.who.post_id,
    )
    export.typed = sealing.seal_typed(export.pk, typed)
    data = b""
    if count <= queries.AT_ONCE:
        data, export.rows = _file(actor, export, listed, form, found)
        export.state, export.ready_at = State.GONE, clock.now()
    else:
        export.state = State.WRITING
        jobs.enqueue("exports.write", {"export": export.pk}, key=str(export.pk))
    export.save(force_insert=True)
    audit.record(actor.who, "cases.export", export, fields=form.narrowed, refs=_refs(export, form))
    return export, data


def _may(actor: Actor, listed: Listed) -> None:
    if not actor.may("cases.export") or not listed.open_to(actor):
        raise Refusal(actor.why("cases.export"), code="not_permitted")


def _refs(export: Export, form: Any) -> dict[str, Any]:
    """What the audit log keeps of it: the list, the filters by their codes, chosen columns, how many rows. Never a word
    somebody typed."""
    kept: dict[str, Any] = {f"by.{name}": value for name, value in form.narrowed.items() if name != "q"}
    if "cols" in form.given:
        kept["columns"] = form.given["cols"].split(".")
    return {"list": export.listed, "format": export.format, "rows": export.rows, **kept}


def write(actor: Actor, export: Export, report: Callable[[int, int], None]) -> None:
    """The worker's part. A table that is no longer wanted, or whose taker may no longer, is left alone."""
    listed = LISTS[export.listed]
    _may(actor, listed)
    with translation.override(export.language):
        form = queries.asked(listed, sealing.typed(export))
        data, rows = _file(actor, export, listed, form, queries.rows(actor, listed, form), report)
    Export.objects.filter(pk=export.pk, state=State.WRITING).update(
        sealed=sealing.seal_file(export.pk, data), rows=rows, state=State.READY, ready_at=clock.now()
    )


def _file(
    actor: Actor,
    export: Export,
    listed: Listed,
    form: Any,
    found: Any,
    report: Callable[[int, int], None] | None = None,
) -> tuple[bytes, int]:
    """The file, and how many rows it came to."""
    written = 0

    def parts() -> Any:
        nonlocal written
        for part in queries.written(actor, listed, form.given, found):
            written += len(part)
            if report is not None:
                report(written, export.rows)
            yield part

    told = tables.said(_who(actor), export.created_at, form.said())
    heads = columns.of(listed, form.given)[0]
    data = tables.file(export.format, str(listed.title), heads, tables.flat(parts()), told)
    return data, written


def _who(actor: Actor) -> str:
    return " ".join(str(one) for one in (actor.organization, actor.person) if one)


@transaction.atomic
def fetch(actor: Actor, export_id: UUID) -> tuple[Export, bytes]:
    """A written table, for whoever asked for it; each time is written down."""
    export = Export.objects.select_for_update().get(pk=export_id, by_account=queries.account_of(actor))
    if export.state != State.READY:
        raise Refusal(_("The file of this table is erased. Take the list out again."), code="exports.gone")
    _may(actor, LISTS[export.listed])
    refs = {"list": export.listed, "format": export.format, "rows": export.rows}
    audit.record(actor.who, "cases.export_fetch", export, refs=refs)
    return export, sealing.file(export)


@transaction.atomic
def erase_old() -> int:
    """The files whose day is over; how many. That they were taken stays written down, by which filters only for 90 days."""
    queries.long_past().update(typed=b"")
    return queries.over().update(state=State.GONE, sealed=b"")
