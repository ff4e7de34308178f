"""Finding a unit by what people type: any of its names, a part of one, its code, or the initials of its pinyin (``qzgh``);
a person by a part of the name or the initials (``sqs``).

An ambiguous name gives the unit nearest to the district first; each says what it belongs to.
"""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.base.organizations import queries
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Alias, Closure, Organization, Person

#: how well a name fits, the best first
EXACT, PART, INITIALS_EXACT, INITIALS = range(4)
_LOOKED_AT = 500


@dataclass(frozen=True)
class Found:
    """A unit as a list of suggestions shows it. ``value`` names this one unit and no other; ``above`` is its parent,
    ``below`` how many stand directly under it."""

    id: UUID
    value: str
    label: str
    kind: str
    above: str
    below: int = 0


def find(words: str, limit: int = 20) -> list[Found]:
    """Living units that ``words`` may mean, the likeliest first. Five questions, however many there are."""
    typed = words.strip()
    return show(_ranked(typed)[:limit]) if typed else []


def named(name: str) -> tuple[Organization | None, list[Found]]:
    """(the one unit that ``name`` means, nothing) or (None, the units that it may mean, the likeliest first)."""
    typed = name.strip()
    if (unit := _exactly(typed)) is not None:
        return unit, []
    ranked = _ranked(typed)
    for fits in (_is_code, _is_full_name, _is_called, _holds):
        same = [unit for unit, names in ranked if fits(unit, names, typed)]
        if len(same) == 1:
            return same[0], []
        if same:
            break
    return None, show(ranked[:5] or _alike(typed))


def _exactly(typed: str) -> Organization | None:
    """The unit with this code, written alone or behind its name, else the only one with this full name: what lists and links
    write, found without a look at all the others. Two questions."""
    behind = re.fullmatch(r".*（(.+)）", typed)
    unit = written.first(_with_code, clock.today(), behind[1] if behind else typed)
    if unit is not None and _is_code(unit, (), typed):
        return unit
    same = written.rows(_with_name, clock.today(), typed) if typed else []
    return same[0] if len(same) == 1 else None


def _with_code(day: date, code: str) -> QuerySet[Organization]:
    return queries.alive(day).filter(code__iexact=code).order_by("pk")[:1]


def _with_name(day: date, name: str) -> QuerySet[Organization]:
    return queries.alive(day).filter(Q(name=name) | Q(name_en=name))[:2]


def people(words: str) -> QuerySet[Person]:
    """Persons whose name holds ``words``, or whose initials do: two letters at least, since one fits half the district.
    For a condition of a list; asks one question by itself where letters were typed."""
    typed = words.strip()
    named = Q(name__icontains=typed) | Q(pk__in=_by_initials(Person.objects.values_list("pk", "name"), typed))
    return Person.objects.filter(named) if typed else Person.objects.none()


def units(words: str) -> QuerySet[Organization]:
    """Units, those that are dissolved too, that ``words`` may mean: a part of a name, short name or other name, the code, or
    the initials, of which it takes two at least. For a condition of a list, as :func:`people`."""
    typed = words.strip()
    if not typed:
        return Organization.objects.none()
    named = Q(name__icontains=typed) | Q(short_name__icontains=typed) | Q(name_en__icontains=typed)
    named |= Q(code__iexact=typed) | Q(pk__in=Alias.objects.filter(name__icontains=typed).values("organization"))
    for name in ("name", "short_name"):
        named |= Q(pk__in=_by_initials(Organization.objects.values_list("pk", name), typed))
    return Organization.objects.filter(named)


def _by_initials(every: QuerySet[Any, Any], typed: str) -> list[UUID]:
    """Those of (key, name) whose initials hold what was typed, where it is letters; one question."""
    if len(typed) < 2 or not (typed.isascii() and typed.isalpha()):
        return []
    return [pk for pk, name in every if any(True for _ in _letters(name, typed.lower()))]


def accounts_of_people(name: str) -> set[UUID]:
    """The accounts of the :func:`people` of that name, and of whoever logs in by it."""
    called = Person.objects.filter(Q(pk__in=people(name).values("pk")) | Q(account__username__iexact=name.strip()))
    return set(called.filter(account__isnull=False).values_list("account", flat=True)[:200])


def below(unit_id: str, limit: int) -> list[Found]:
    """The living units directly under one, by code; those at the top where there is none such. Four questions."""
    rows = Closure.objects.filter(relation=Relation.TERRITORY, depth=1)
    units = queries.alive().filter(pk__in=rows.filter(ancestor=_uuid(unit_id)).values("descendant"))
    if not units.exists():
        units = queries.alive().exclude(pk__in=rows.filter(ancestor__in=rows.values("descendant")).values("descendant"))
    found = show([(unit, ()) for unit in units.order_by("code")[:limit]])
    counts = Counter(rows.filter(ancestor__in=[one.id for one in found]).values_list("ancestor", flat=True))
    return [replace(one, below=counts[one.id]) for one in found]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def show(ranked: Sequence[tuple[Organization, Sequence[str]]]) -> list[Found]:
    """With the unit above each. Two questions."""
    units = [unit for unit, _names in ranked]
    above = Closure.objects.filter(relation=Relation.TERRITORY, depth=1, descendant__in=[unit.pk for unit in units])
    parents = {row.descendant_id: row.ancestor.label for row in above.select_related("ancestor")}
    twice = _names_of_several({unit.name for unit in units})
    return [
        Found(
            id=unit.pk,
            value=f"{unit.name}（{unit.code}）" if unit.name in twice else unit.name,
            label=str(unit),
            kind=unit.kind_label,
            above=parents.get(unit.pk, ""),
        )
        for unit in units
    ]


@lru_cache(maxsize=20_000)
def initials(name: str) -> tuple[frozenset[str], ...]:
    """The letters each sign may begin with: 重庆 → ({c, z}, {q}). Signs with several readings count with all of them."""
    pypinyin = _pypinyin()
    first = pypinyin.Style.FIRST_LETTER
    read = pypinyin.pinyin(name, style=first, heteronym=True, errors=lambda rest: list(rest.lower()))
    return tuple(frozenset(letters) for letters in read)


def spelled(name: str) -> str:
    """The name in pinyin, each sign by its commonest reading: 石桥生 → shiqiaosheng; other letters as they are, in lower case."""
    return "".join(_pypinyin().lazy_pinyin(name)).lower()


def _pypinyin() -> Any:
    """The library without its phrases: they would tell the readings apart, at 45 MB a process; taking every reading finds what
    people type. Whoever comes first decides, so it is imported here alone."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin

    return pypinyin


def _alike(typed: str) -> list[tuple[Organization, Sequence[str]]]:
    """Up to three living units whose name is written nearly so: 总工汇 for 总工会."""
    by_name: dict[str, Organization] = {}
    for unit in queries.alive().order_by("-code"):
        by_name |= {name: unit for name in (unit.name, unit.short_name) if name}
    close = difflib.get_close_matches(typed, by_name, n=6, cutoff=0.5)
    units = {by_name[name].pk: by_name[name] for name in close}
    return [(unit, ()) for unit in list(units.values())[:3]]


def _ranked(typed: str) -> list[tuple[Organization, Sequence[str]]]:
    """The units that fit with their names: how well, then how near to the district, then by code."""
    if not typed:
        return []
    aliases: dict[UUID, list[str]] = {}
    for unit_id, alias in Alias.objects.values_list("organization", "name"):
        aliases.setdefault(unit_id, []).append(alias)
    fitting = []
    for unit in queries.alive().order_by("code"):
        names = [unit.name, unit.short_name, *aliases.get(unit.pk, ())]
        fit = _fit(unit, names, typed)
        if fit is not None:
            fitting.append((fit, unit, names))
    fitting.sort(key=lambda one: one[0])
    depth = _depths(unit.pk for _fit_, unit, _names in fitting[:_LOOKED_AT])
    first = sorted(fitting[:_LOOKED_AT], key=lambda one: (one[0], depth.get(one[1].pk, 0), one[1].code))
    return [(unit, names) for _fit_, unit, names in first]


def _fit(unit: Organization, names: Iterable[str], typed: str) -> int | None:
    if _is_code(unit, (), typed) or typed in names:
        return EXACT
    if any(typed in name for name in names) or typed.lower() in unit.name_en.lower():
        return PART
    if not (typed.isascii() and typed.isalnum()):
        return None
    places = [at for name in names if name for at in _letters(name, typed.lower())]
    return None if not places else INITIALS_EXACT if any(whole for whole in places) else INITIALS


def _letters(name: str, typed: str) -> Iterable[bool]:
    """Where the initials of ``name`` hold ``typed``: whether they are all of it."""
    read = initials(name)
    for start in range(len(read) - len(typed) + 1):
        if all(letter in read[start + at] for at, letter in enumerate(typed)):
            yield len(read) == len(typed)


def _depths(ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many levels of territory stand above each."""
    rows = Closure.objects.filter(relation=Relation.TERRITORY, descendant__in=list(ids)).values_list(
        "descendant", "depth"
    )
    depths: dict[UUID, int] = {}
    for unit, depth in rows:
        depths[unit] = max(depth, depths.get(unit, 0))
    return depths


def _names_of_several(names: Iterable[str]) -> set[str]:
    """Those of the names that more than one living unit has."""
    seen: set[str] = set()
    twice: set[str] = set()
    for name in queries.alive().filter(name__in=list(names)).values_list("name", flat=True):
        (twice if name in seen else seen).add(name)
    return twice


def _is_code(unit: Organization, names: Sequence[str], typed: str) -> bool:
    return typed.lower() == unit.code.lower() or typed == f"{unit.name}（{unit.code}）"


def _is_full_name(unit: Organization, names: Sequence[str], typed: str) -> bool:
    return typed in (unit.name, unit.name_en)


def _is_called(unit: Organization, names: Sequence[str], typed: str) -> bool:
    return typed in names


def _holds(unit: Organization, names: Sequence[str], typed: str) -> bool:
    return any(typed in name for name in names)
