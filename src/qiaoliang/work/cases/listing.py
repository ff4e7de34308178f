"""Which rows stand on a list. The page shows a part of them, a table that is taken out holds all of them: both ask here, so
that neither can show what the other hides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.work.cases import narrow, queries, supervision
from qiaoliang.work.cases.forms import watching
from qiaoliang.work.cases.forms.filters import Filters
from qiaoliang.work.cases.models import Case

Asked = dict[str, Any]
Rows = Callable[[Actor, Asked], QuerySet[Any]]
LISTERS, WATCHERS = ("cases.list",), ("cases.supervise", "cases.instruct")


@dataclass(frozen=True)
class Listed:
    """A list by the name of its route: who may open it, the form that reads its filters, the rows in their order, and what
    a row is (``of``: case, watched, late, letter, instruction, promise); ``case`` leads from a row to its case."""

    name: str
    title: Any
    permissions: tuple[str, ...]
    form: Callable[[Mapping[str, Any]], Any]
    rows: Rows
    of: str
    case: str = ""

    def open_to(self, actor: Actor) -> bool:
        """Whether the reader's post lets them look at it."""
        return any(actor.may(one) for one in self.permissions)


# ---------------------------------------------------------------- cases


def _filters(data: Mapping[str, Any]) -> Filters:
    form = Filters(data)
    form.is_valid()
    return form


def _every(actor: Actor) -> QuerySet[Case]:
    return queries.visible_to(actor, "cases.list").order_by("-id")


def _cases(start: Callable[[Actor], QuerySet[Case]], actor: Actor, asked: Asked) -> QuerySet[Case]:
    cases = narrow.by(start(actor), asked).select_related("lead", "category", "area")
    return queries.with_next_clock(cases)


# ---------------------------------------------------------------- what is watched over


def _about(prefix: str, unit: str, asked: Asked) -> Q:
    """The filters every list has; ``prefix`` leads to the case, ``unit`` is the column of the unit."""
    fits = supervision.about(prefix, asked["category"]) if "category" in asked else Q()
    if "unit" in asked:
        fits &= Q(**{unit: asked["unit"]})
    return fits & Q(**{unit: None}) if "unassigned" in asked else fits


def _watched(which: Callable[[QuerySet[Case]], QuerySet[Case]], actor: Actor, asked: Asked) -> QuerySet[Case]:
    cases = supervision.with_holder(which(supervision.seen_by(actor))).filter(_about("", "holder", asked))
    cases = supervision.at_rung(cases, asked["rung"]) if "rung" in asked else cases
    return supervision.sorted_by(cases, asked.get("sort", "late")).select_related("lead", "area", "category")


def _answered_late(actor: Actor, asked: Asked) -> QuerySet[Any]:
    rows = supervision.answered_late(supervision.seen_by(actor)).filter(_about("case__", "case__lead", asked))
    return rows.select_related("case__lead", "case__category")


def _letters(actor: Actor, asked: Asked) -> QuerySet[Any]:
    rows = supervision.open_letters(supervision.seen_by(actor)).filter(_about("case__", "organization", asked))
    rows = rows.filter(kind=asked["kind"]) if "kind" in asked else rows
    rows = rows.filter(answered_at=None) if "silent" in asked else rows
    return rows.select_related("case", "organization")


def _instructions(actor: Actor, asked: Asked) -> QuerySet[Any]:
    rows = supervision.open_instructions(supervision.seen_by(actor)).filter(_about("case__", "organization", asked))
    return rows.select_related("case", "organization", "post", "person")


def _promises(actor: Actor, asked: Asked) -> QuerySet[Any]:
    seen = queries.promises_seen_by(actor)
    rows = seen.filter(done_at__isnull=False) if "kept" in asked else seen.filter(done_at=None, ended_at=None)
    return rows.select_related("case", "organization")


def _form(*names: str) -> Callable[[Mapping[str, Any]], watching.Filters]:
    return lambda data: watching.Filters(data, *names)


_WATCHED = _form("unit", "category", "rung", "unassigned", "sort")
#: name of the route → the list
LISTS: dict[str, Listed] = {
    one.name: one
    for one in (
        Listed("todo", _("Waiting for me"), LISTERS, _filters, partial(_cases, queries.todo), "case"),
        Listed("done", _("I have handled"), LISTERS, _filters, partial(_cases, queries.done_by), "case"),
        Listed("started", _("I took in"), LISTERS, _filters, partial(_cases, queries.started_by), "case"),
        Listed("every", _("All cases"), LISTERS, _filters, partial(_cases, _every), "case"),
        Listed("overdue", _("Overdue"), WATCHERS, _WATCHED, partial(_watched, supervision.overdue), "watched"),
        Listed(
            "soon",
            _("Due within three working days"),
            WATCHERS,
            _WATCHED,
            partial(_watched, supervision.due_soon),
            "watched",
        ),
        Listed(
            "answered_late",
            _("Was late, answered since"),
            WATCHERS,
            _form("unit", "category"),
            _answered_late,
            "late",
            "case__",
        ),
        Listed(
            "letters",
            _("Letters still open"),
            WATCHERS,
            _form("unit", "category", "kind", "silent", "unassigned"),
            _letters,
            "letter",
            "case__",
        ),
        Listed(
            "instructions",
            _("Instructions still open"),
            WATCHERS,
            _form("unit", "category"),
            _instructions,
            "instruction",
            "case__",
        ),
        Listed("promises", _("Promises"), LISTERS, _form("kept"), _promises, "promise", "case__"),
    )
}
