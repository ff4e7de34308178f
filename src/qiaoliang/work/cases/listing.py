"""Which rows stand on a list. The page shows a part of them, a table that is taken out holds all of them: both ask here, so
that neither can show what the other hides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.asking import written
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.organizations.models import Organization, Person
from qiaoliang.base.search.queries import Search
from qiaoliang.work.cases import columns, holding, narrow, ordering, paging, queries, supervision
from qiaoliang.work.cases.acting import Asker, asker
from qiaoliang.work.cases.forms import watching
from qiaoliang.work.cases.forms.filters import Filters
from qiaoliang.work.cases.forms.looks import LOOKS
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.ordering import Sorts
from qiaoliang.work.cases.paging import Order, Ordered, Stretch

Asked = dict[str, Any]
Words = tuple[tuple[str, Any], ...]
Rows = Callable[[Actor, Asked], QuerySet[Any]]
Parts = Callable[[Actor, Asked], list[QuerySet[Any]]]
Dress = Callable[[QuerySet[Any]], QuerySet[Any]]
LISTERS, WATCHERS = ("cases.list",), ("cases.supervise", "cases.instruct")


@dataclass(frozen=True)
class Listed:
    """A list by the name of its route: who may open it, the form that reads its filters, the rows that fit, what is fetched
    with them to be shown (``dress``; on a page ``fetch`` does so and ``tie`` adds what is known already, where there are these), and what a row is (``of``: case, late, letter, instruction, promise); ``case`` leads from
    a row to its case.

    A list of cases has the orders it offers (``sorts``), the usual one of them and its usual columns; any other has one order,
    ``fixed``. Which rows it has may depend on the day (``of_today``) or on the very moment (``of_now``). Where no one index leads
    to the rows, they are in ``parts`` that each have one, or are few: a page's ids are found there, and then its rows."""

    name: str
    title: Any
    permissions: tuple[str, ...]
    form: Callable[[Mapping[str, Any]], Any]
    rows: Rows
    dress: Dress
    of: str
    case: str = ""
    fixed: Order = ()
    sorts: Sorts = field(default_factory=dict)
    usual: str = ""
    columns: tuple[str, ...] = ()
    of_today: bool = False
    of_now: bool = False
    parts: Parts | None = None
    fetch: Dress | None = None
    tie: Callable[[Sequence[Any]], None] | None = None

    def open_to(self, actor: Actor) -> bool:
        """Whether the reader's post lets them look at it."""
        return any(actor.may(one) for one in self.permissions)

    def sort(self, asked: Asked) -> str:
        """What it is sorted by: what is asked for, or as usual."""
        return str(asked.get("sort") or self.usual)

    def sort_words(self, asked: Asked) -> str:
        """The order in words: "Received, newest first"."""
        sort, down = ordering.of(self.sorts, self.sort(asked))
        return str(sort.words[down])

    def orders(self, asked: Asked) -> list[tuple[str, str]]:
        """What it can be sorted by, as the address writes it, in words. The usual order needs no word in an address that has none."""
        usual = "" if self.usual != asked.get("sort") else self.usual
        return [(usual if one == self.usual else one, str(words)) for one, words in ordering.choices(self.sorts)]

    def shown(self, asked: Asked) -> tuple[str, ...]:
        """The columns: those that were chosen, or the usual ones."""
        return columns.chosen(asked.get("cols", ""), self.columns)

    def _order(self, asked: Asked) -> Order:
        if not self.sorts:
            return self.fixed
        sort, down = ordering.of(self.sorts, self.sort(asked))
        return sort.order(down)

    def _ordered(self, actor: Actor, asked: Asked) -> tuple[QuerySet[Any], Order]:
        return self._prepared(self.rows(actor, asked), asked), self._order(asked)

    def _prepared(self, rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        return ordering.prepared(rows, ordering.of(self.sorts, self.sort(asked))[0]) if self.sorts else rows

    def _first(self, actor: Actor, asked: Asked, stretch: Stretch, ordered: Ordered[Any], most: int) -> QuerySet[Any]:
        """The first of a stretch's rows, as they are shown."""
        return (self.fetch or self.dress)(self._found(actor, asked, stretch, ordered, most))[:most]

    def _found(self, actor: Actor, asked: Asked, stretch: Stretch, ordered: Ordered[Any], most: int) -> QuerySet[Any]:
        """A stretch's rows in their order, of which ``most`` are wanted."""
        parts = [ordered(self._prepared(part, asked)) for part in (self.parts(actor, asked) if self.parts else ())]
        if not parts:
            return ordered(self._prepared(self.rows(actor, asked), asked))
        every = parts[0].model._default_manager
        ids, *others = (every.filter(pk__in=part.values("pk")[:most]).values("pk") for part in parts)
        found = self._prepared(every.filter(pk__in=ids.union(*others) if others else ids), asked)
        return found.order_by(*stretch.columns)

    def page(self, actor: Actor, asked: Asked, key: str) -> tuple[list[Any], str]:
        """A part of the list behind that key, and the key of the next part. Its front, where most people stay, is a question
        that is put together once where it stays the same for a day."""
        if key or self.of_now or not self.sorts or narrow.FLEETING & asked.keys():
            found, onwards = paging.page(*self._ordered(actor, asked), key, partial(self._first, actor, asked))
        else:
            search = queries.searched(asked.get("q", ""))
            found, onwards = paging.front(self._order(asked), partial(self._front, actor, asked, search))
        if self.tie:
            self.tie(found)
        return found, onwards

    def before(self, actor: Actor, asked: Asked, key: str) -> str | None:
        """The key of the part before the one behind ``key``: empty where that is the front, None where ``key`` leads there itself."""
        if not key:
            return None

        def fetch(stretch: Stretch, ordered: Ordered[Any], most: int) -> QuerySet[Any]:
            return self._found(actor, asked, stretch, ordered, most)[:most]

        return paging.before(*self._ordered(actor, asked), key, fetch)

    def _front(self, actor: Actor, asked: Asked, search: Search | None, stretch: int, most: int) -> list[Any]:
        words = tuple((name, value) for name, value in asked.items() if name not in (*LOOKS, "unit", "q"))
        today = clock.start_of(clock.today()) if self.of_today else None
        sort, unit, said = self.sort(asked), asked.get("unit"), map(written.Word, search.words if search else ())
        how = search.common if search else None
        front = (self.name, asker(actor), today, words, sort, stretch, most, unit, how, *said)
        if search is None:
            return written.rows(_stretch, True, *front)
        ids = written.rows(_stretch, False, *front)
        found = {one.pk: one for one in written.of_ids(_shown, ids, self.name, sort)}
        return [found[one] for one in ids if one in found]

    def whole(self, actor: Actor, asked: Asked) -> QuerySet[Any]:
        """All of its rows, in their order."""
        return self.dress(paging.whole(*self._ordered(actor, asked)))


def _stretch(
    shown: bool,
    name: str,
    asks: Asker,
    _today: datetime | None,
    words: Words,
    sort: str,
    number: int,
    most: int,
    unit: UUID | None,
    common: bool | None,
    *said: str,
) -> QuerySet[Any]:
    """The first rows of a stretch of the list with this name, as they are shown; or their ids, of a search: its plan depends on the
    word, and PostgreSQL took four times as long to plan all that is fetched with a row as to find it."""
    search = {} if common is None else {"q": Search(common, said)}
    asked = {**dict(words), "sort": sort, **({"unit": unit} if unit else {}), **search}
    listed = LISTS[name]
    part = listed._order(asked)[number]
    if shown:
        return listed._first(asks.actor, asked, part, part.of, most)
    return listed._found(asks.actor, asked, part, part.of, most)[:most].values_list("pk", flat=True)


def _shown(name: str, sort: str, *ids: UUID) -> QuerySet[Any]:
    """These rows, which were found for the reader just now."""
    listed = LISTS[name]
    return (listed.fetch or listed.dress)(listed._prepared(Case.objects.filter(pk__in=ids), {"sort": sort}))


# ---------------------------------------------------------------- cases


#: what no column of a list shows; each of them would be read and made into an object in every row
UNSHOWN = (
    "created_at", "text", "external_id", "intake_organization", "intake_person", "accused_organization", "first_due_at",
    "referral_code", "referral_number", "may_publish", "designated_at",
)  # fmt: skip
UNSHOWN_BESIDE = (
    *(f"{unit}__{name}" for unit in ("lead", "area") for name in ("created_at", "founded", "dissolved", "end_reason", "successor")),
    *(f"category__{name}" for name in ("created_at", "valid_to", "hint", "hint_en", "words", "recounts")),
    "handler__created_at", "handler__account",
)  # fmt: skip


def _filters(data: Mapping[str, Any]) -> Filters:
    form = Filters(data, ordering.EVERYWHERE)
    form.is_valid()
    return form


def _every(actor: Actor) -> QuerySet[Case]:
    return queries.listed_for(actor, "cases.list")


def _every_parts(actor: Actor, asked: Asked) -> list[QuerySet[Case]]:
    """One part, where it is to be sorted; no index of all cases leads to those of few units."""
    return [_cases(_every, actor, asked)] if "cases.list" in holding.few_of(actor) else []


def _cases(start: Callable[[Actor], QuerySet[Case]], actor: Actor, asked: Asked) -> QuerySet[Case]:
    return narrow.by(start(actor), asked)


def _todo_parts(actor: Actor, asked: Asked) -> list[QuerySet[Case]]:
    return [narrow.by(part, asked) for part in queries.todo_parts(actor)]


def _with_clock(cases: QuerySet[Case]) -> QuerySet[Case]:
    shown = cases.select_related("lead", "category", "area", "handler").defer(*UNSHOWN, *UNSHOWN_BESIDE)
    return queries.with_next_clock(shown)


def _alone_with_clock(cases: QuerySet[Case]) -> QuerySet[Case]:
    return queries.with_next_clock(cases.defer(*UNSHOWN))


def _tie(cases: Sequence[Case]) -> None:
    """To each case its units, its category and its handler, which stand on many pages: each is read once."""
    units = written.known(_units, [one for case in cases for one in (case.lead_id, case.area_id) if one])
    people = written.known(_people, [case.handler_id for case in cases if case.handler_id])
    categories = catalog.rows_by_id()
    for case in cases:
        held = case._state.fields_cache
        for name, key, known in (
            ("lead", case.lead_id, units),
            ("area", case.area_id, units),
            ("handler", case.handler_id, people),
            ("category", case.category_id, categories),
        ):
            if key is not None and (one := known.get(key)) is not None:
                held[name] = one


def _units(*ids: UUID) -> QuerySet[Organization]:
    return Organization.objects.filter(pk__in=ids)


def _people(*ids: UUID) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=ids)


# ---------------------------------------------------------------- what is watched over


def _about(prefix: str, unit: str, asked: Asked) -> Q:
    """The filters every list has; ``prefix`` leads to the case, ``unit`` is the column of the unit."""
    fits = supervision.about(prefix, asked["category"]) if "category" in asked else Q()
    if "unit" in asked:
        fits &= Q(**{unit: asked["unit"]})
    return fits & Q(**{unit: None}) if "unassigned" in asked else fits


def _watched(which: Callable[[QuerySet[Case]], QuerySet[Case]], actor: Actor, asked: Asked) -> QuerySet[Case]:
    cases = supervision.with_holder(which(supervision.seen_by(actor))).filter(_about("", "holder", asked))
    return supervision.at_rung(cases, asked["rung"]) if "rung" in asked else cases


def _with_holder(cases: QuerySet[Case]) -> QuerySet[Case]:
    shown = supervision.with_holder(cases).select_related("lead", "area", "category", "handler")
    return queries.with_next_clock(shown)


def _answered_late(actor: Actor, asked: Asked) -> QuerySet[Any]:
    return supervision.answered_late(supervision.seen_by(actor)).filter(_about("case__", "case__lead", asked))


def _letters(actor: Actor, asked: Asked) -> QuerySet[Any]:
    rows = supervision.open_letters(supervision.seen_by(actor)).filter(_about("case__", "organization", asked))
    rows = rows.filter(kind=asked["kind"]) if "kind" in asked else rows
    return rows.filter(answered_at=None) if "silent" in asked else rows


def _instructions(actor: Actor, asked: Asked) -> QuerySet[Any]:
    rows = supervision.open_instructions(supervision.seen_by(actor)).filter(_about("case__", "organization", asked))
    return supervision.with_mine(rows, actor)


def _promises(actor: Actor, asked: Asked) -> QuerySet[Any]:
    seen = queries.promises_seen_by(actor)
    return seen.filter(done_at__isnull=False) if "kept" in asked else seen.filter(done_at=None, ended_at=None)


def _with(*names: str) -> Dress:
    return lambda rows: rows.select_related(*names)


def _form(*names: str, sorts: Sorts | None = None) -> Callable[[Mapping[str, Any]], watching.Filters]:
    return lambda data: watching.Filters(data, *names, sorts=sorts or {})


_WATCHED = _form("unit", "category", "rung", "unassigned", sorts=ordering.OWED_ONLY)


def _of_cases(
    name: str,
    title: Any,
    start: Callable[[Actor], QuerySet[Case]],
    usual: str,
    shown: tuple[str, ...] = columns.USUAL,
    **more: Any,
) -> Listed:
    rows, sorts = partial(_cases, start), ordering.EVERYWHERE
    return Listed(
        name,
        title,
        LISTERS,
        _filters,
        rows,
        _with_clock,
        "case",
        sorts=sorts,
        usual=usual,
        columns=shown,
        fetch=_alone_with_clock,
        tie=_tie,
        **more,
    )


def _of_late(name: str, title: Any, which: Callable[[QuerySet[Case]], QuerySet[Case]]) -> Listed:
    rows, sorts = partial(_watched, which), ordering.OWED_ONLY
    return Listed(
        name, title, WATCHERS, _WATCHED, rows, _with_holder, "case", sorts=sorts, usual="due",
        columns=columns.USUAL_WATCHED, of_now=True, parts=lambda actor, asked: [rows(actor, asked)],
    )  # fmt: skip


#: name of the route → the list
LISTS: dict[str, Listed] = {
    one.name: one
    for one in (
        _of_cases(
            "todo", _("Waiting for me"), queries.todo, "due", columns.USUAL_TODO, of_today=True, parts=_todo_parts
        ),
        _of_cases("done", _("I have handled"), queries.done_by, "-received"),
        _of_cases("started", _("I took in"), queries.started_by, "-received"),
        _of_cases("every", _("All cases"), _every, "-received", parts=_every_parts),
        _of_late("overdue", _("Overdue"), supervision.overdue),
        _of_late("soon", _("Due within three working days"), supervision.due_soon),
        Listed(
            "answered_late",
            _("Was late, answered since"),
            WATCHERS,
            _form("unit", "category"),
            _answered_late,
            _with("case__lead", "case__category"),
            "late",
            "case__",
            fixed=(Stretch(("-met_at", "-id")),),
        ),
        Listed(
            "letters",
            _("Letters still open"),
            WATCHERS,
            _form("unit", "category", "kind", "silent", "unassigned"),
            _letters,
            _with("case__category", "organization"),
            "letter",
            "case__",
            fixed=(Stretch(("-id",)),),
        ),
        Listed(
            "instructions",
            _("Instructions still open"),
            WATCHERS,
            _form("unit", "category"),
            _instructions,
            _with("case__category", "organization", "post", "person"),
            "instruction",
            "case__",
            fixed=(Stretch(("due_at", "id"), Q(mine=True)), Stretch(("due_at", "id"), Q(mine=False))),
        ),
        Listed(
            "promises",
            _("Promises"),
            LISTERS,
            _form("kept"),
            _promises,
            _with("case__category", "organization"),
            "promise",
            "case__",
            fixed=(Stretch(("due_on", "id")),),
        ),
    )
}
