"""Reading the catalogue: one query a request to see whether it changed, none a row.

``at`` asks for the catalogue of that moment, so that a case keeps the rules of the day on which it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.asking import written
from qiaoliang.base.catalog.file import SHIPPED, read, text_of
from qiaoliang.base.catalog.models import (
    TABLES,
    CatalogVersion,
    Category,
    ClockSet,
    ClockStep,
    Consent,
    Duty,
    Entry,
    Reason,
    Referral,
    Rung,
    Term,
    UnitKind,
    in_english,
)
from qiaoliang.base.catalog.rows import of as rows_of
from qiaoliang.base.catalog.view import History, View
from qiaoliang.base.catalog.words import found_in
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.remembered import Remembered

#: the set of clocks for what has no category yet
DEFAULT_CLOCKS = "normal"


def view(at: datetime | None = None) -> View:
    """The whole catalogue at that moment (now, if none is given)."""
    return history.get().at(at or clock.now())


@cache
def shipped() -> View:
    """The catalogue that comes with the product. A district's own from before an upgrade may lack a term, a rung, a list of
    reasons or a text that a new step needs: the shipped one holds until the district writes its own."""
    return View(rows_of(read(text_of(SHIPPED)).entries))


def version() -> CatalogVersion | None:
    """The version that was written last and not taken back, or None before the first."""
    return CatalogVersion.objects.filter(withdrawn=None).order_by("-number").first()


def versions() -> QuerySet[CatalogVersion]:
    """All versions, the newest first."""
    return CatalogVersion.objects.order_by("-number")


def planned() -> CatalogVersion | None:
    """The last version that does not hold yet: the only one that may be taken back."""
    ahead = CatalogVersion.objects.filter(withdrawn=None, valid_from__gt=clock.now())
    return ahead.order_by("-valid_from", "-number").first()


# ---------------------------------------------------------------- categories


def categories(at: datetime | None = None) -> list[Category]:
    """Both levels in order, each first level (``parent_code`` empty) followed by its ``children``."""
    return list(view(at).categories.values())


def topics(at: datetime | None = None) -> list[Category]:
    """The first level only."""
    return [row for row in categories(at) if not row.parent_code]


def category(code: str, at: datetime | None = None) -> Category:
    """That category; a withdrawn one as it last was. Refusal "unknown-category" where there never was one."""
    found = view(at).categories.get(code) or history.get().last(Category, code=code)
    if found is None:
        raise Refusal(
            _("There is no such category. Choose one from the list."), code="unknown-category", field="category"
        )
    return found


def rows_by_id() -> Mapping[UUID, Entry]:
    """Every row of whatever day by its id, as cases name their category; they are everybody's, so nobody changes them."""
    return history.get().by_id


def category_ids(code: str) -> list[UUID]:
    """The ids of a category and of those below it, of all catalogues there were: a case keeps the row of its day."""
    rows = [row for row in history.get().rows if isinstance(row, Category)]
    return [row.pk for row in rows if row.code == code or row.code.startswith(f"{code}.")]


def suggest_categories(text: str, limit: int = 3) -> list[tuple[Category, tuple[str, ...]]]:
    """The categories whose words are met most, each with the words that decided, longest first; a person chooses."""
    found = [(row, found_in(text, row.words)) for row in view().categories.values() if row.words]
    ranked = sorted(found, key=lambda pair: (-sum(map(len, pair[1])), pair[0].place))
    return [(row, words) for row, words in ranked[:limit] if words]


# ---------------------------------------------------------------- clocks


def clock_step(category: Category | str | None, step: str, at: datetime | None = None) -> ClockStep:
    """The term of that step for a category (its code will do); the default clocks where there is none yet. A case that came
    ``at`` a moment has the term of then, or a later one that was said to hold for open cases, too."""
    if at is not None:
        return clock_steps(category, step, at)[-1]
    now = view()
    row = (now.categories.get(category) or _withdrawn(category)) if isinstance(category, str) else category
    return _term(now, (row and row.clocks) or DEFAULT_CLOCKS, step)


def clock_steps(
    category: Category | str | None, step: str, at: datetime, until: datetime | None = None
) -> list[ClockStep]:
    """Every term that a case of that moment has had up to ``until`` (default now), the present one last."""
    kept, end = history.get(), until or clock.now()
    first = kept.at(at)
    row = (first.categories.get(category) or _withdrawn(category)) if isinstance(category, str) else category
    found = [_term(first, (row and row.clocks) or DEFAULT_CLOCKS, step)]
    if not kept.recounting:
        return found
    for since, until_then, clocks in _stretches(kept, row, at, end):
        base = kept.at(since).steps.get(clocks, {}).get(step) or found[-1]
        later = kept.recounting.get((ClockStep, (clocks, step)), [])
        found += [base] if since > at else []
        found += [one for one in later if isinstance(one, ClockStep) and since < one.valid_from <= until_then]
    return found


def _stretches(
    kept: History, row: Category | None, at: datetime, end: datetime
) -> list[tuple[datetime, datetime, str]]:
    """Which set of clocks a case of that category has had, from when until when."""
    moved = kept.recounting.get((Category, row.key), []) if row else []
    clocks = {at: (row and row.clocks) or DEFAULT_CLOCKS}
    for one in moved:
        if isinstance(one, Category) and row and row.valid_from < one.valid_from and at < one.valid_from <= end:
            clocks[one.valid_from] = one.clocks
    starts = [*sorted(clocks), end]
    return [(since, until, clocks[since]) for since, until in pairwise(starts)]


def recounted(until: datetime | None = None) -> bool:
    """Has any version so far asked for open cases to be counted again?"""
    end = until or clock.now()
    return any(row.valid_from <= end for rows in history.get().recounting.values() for row in rows)


def _term(now: View, clocks: str, step: str) -> ClockStep:
    steps = now.steps.get(clocks) or now.steps[DEFAULT_CLOCKS]
    return steps.get(step) or shipped().steps[DEFAULT_CLOCKS][step]


def clock_set(category: Category | None, at: datetime | None = None) -> ClockSet:
    """The set of clocks for a category; the default one where there is none yet."""
    sets = view(at).clock_sets
    return sets.get((category and category.clocks) or DEFAULT_CLOCKS) or sets[DEFAULT_CLOCKS]


def _withdrawn(code: str) -> Category | None:
    return history.get().last(Category, code=code)


# ---------------------------------------------------------------- the ladder


def ladder(step: str, at: datetime | None = None) -> list[Rung]:
    """The rungs that a clock of ``step`` climbs, in the file's order. A catalogue from before there were rungs has today's,
    else those that come with the product: nothing goes unsupervised because a file is old."""
    rungs = view(at).rungs or view().rungs or shipped().rungs
    return [row for row in rungs.values() if step in row.steps]


def rung(code: str) -> Rung | None:
    """That rung as it last was, to name it."""
    return view().rungs.get(code) or history.get().last(Rung, code=code) or shipped().rungs.get(code)


# ---------------------------------------------------------------- what is kept, and requests about one's own data


def term(code: str, at: datetime | None = None) -> Term:
    """That term; the shipped one where the district's file does not name it yet."""
    return view(at).terms.get(code) or shipped().terms[code]


# ---------------------------------------------------------------- units and duties


def unit_kinds(at: datetime | None = None) -> list[UnitKind]:
    """Kinds of organisations in order."""
    return list(view(at).unit_kinds.values())


def kinds_acting_as(kind: str, at: datetime | None = None) -> set[str]:
    """That kind and those that count as it: a rule that says "town" means streets and the park, too."""
    return {row.code for row in view(at).unit_kinds.values() if kind in (row.code, row.acts_as)} | {kind}


def duties(*, category: str | None = None, kind: str | None = None, at: datetime | None = None) -> list[Duty]:
    """Lines of the duty lists that cover a category, of one kind of organisation, or both."""
    rows = view(at).duties.values()
    return [
        row
        for row in rows
        if (category is None or row.covers(category)) and (kind is None or row.kind in (kind, _acts_as(kind, at)))
    ]


def _acts_as(kind: str, at: datetime | None) -> str:
    row = view(at).unit_kinds.get(kind)
    return row.acts_as if row else ""


# ---------------------------------------------------------------- referrals


def referrals(at: datetime | None = None) -> list[Referral]:
    """Bodies that matters are referred to, in order."""
    return list(view(at).referrals.values())


def referral(code: str, at: datetime | None = None) -> Referral:
    """That body; a withdrawn one as it last was. Refusal "unknown-referral" where there never was one."""
    found = view(at).referrals.get(code) or history.get().last(Referral, code=code)
    if found is None:
        raise Refusal(_("There is no such body. Choose one from the list."), code="unknown-referral", field="referral")
    return found


def danger(text: str) -> Referral | None:
    """110, 119 or 120 where the text says that somebody is in danger, with the words met in ``found``; shown at once.

    The one with most of its words in the text comes first, then the order of the catalogue. It would rather ask once too often.
    """
    rows = [row for row in view().referrals.values() if row.danger]
    met = [(row, found_in(text, row.danger_words)) for row in rows]
    best = max(met, key=lambda pair: len(pair[1]), default=None)
    return _with_words(*best) if best and best[1] else None


def suggest_referral(text: str, category: str | None = None) -> Referral | None:
    """Whose matter it probably is when it is not ours: danger first, then what the category says (or, without one, the
    category whose words are met most: one word alone is a guess), with the words that decided in ``found``."""
    urgent = danger(text)
    if urgent:
        return urgent
    if category:
        row = view().categories.get(category)
        return _with_words(row.referral_to, found_in(text, row.words)) if row and row.referral_to else None
    for row, words in suggest_categories(text, 1):
        return _with_words(row.referral_to, words) if row.referral_to and len(words) > 1 else None
    return None


def _with_words(row: Referral, words: Iterable[str]) -> Referral:
    mine = copy(row)
    mine.found = tuple(words)
    return mine


# ---------------------------------------------------------------- reasons and texts


def reasons(list_code: str, at: datetime | None = None) -> list[Reason]:
    """The reasons of a list, in order."""
    return list((view(at).reasons.get(list_code) or shipped().reasons.get(list_code, {})).values())


def reason(list_code: str, code: str, at: datetime | None = None) -> Reason:
    """That reason; a withdrawn one as it last was. Refusal "unknown-reason" where there never was one."""
    found = view(at).reasons.get(list_code, {}).get(code) or history.get().last(Reason, list=list_code, code=code)
    found = found or shipped().reasons.get(list_code, {}).get(code)
    if found is None:
        raise Refusal(_("There is no such reason. Choose one from the list."), code="unknown-reason", field="reason")
    return found


def template(code: str, lang: str | None = None, /, **slots: object) -> str:
    """The text with its slots filled, in ``lang`` or the reader's language. LookupError for a text or a slot that is missing."""
    row = view().templates.get(code) or shipped().templates.get(code)
    if row is None:
        raise LookupError(f"no template {code!r} in the catalogue")
    missing = sorted(set(row.slots) - slots.keys())
    if missing:
        raise LookupError(f"template {code!r} needs {', '.join(missing)}")
    return ((in_english(lang) and row.en) or row.zh).format(**slots)


def consent(code: str, lang: str | None = None, at: datetime | None = None) -> Consent:
    """What a person agrees to; ``text`` is in ``lang`` or the reader's language, ``id`` is kept with the agreement."""
    found = view(at).consents.get(code) or history.get().last(Consent, code=code)
    if found is None:
        raise LookupError(f"no consent {code!r} in the catalogue")
    mine = copy(found)
    mine.language = lang
    return mine


# ---------------------------------------------------------------- in memory


def _current() -> UUID | None:
    return written.first(_versions)


def _versions() -> QuerySet[CatalogVersion, UUID]:
    return CatalogVersion.objects.order_by("-number").values_list("id", flat=True)[:1]


def _make(key: UUID | None) -> History:
    rows: list[Entry] = []
    for model in TABLES if key else ():
        table: Any = model._default_manager
        rows += table.order_by("place", "valid_from")
    return History(rows)


history: Remembered[UUID | None, History] = Remembered(_current, _make, keep=2)
