"""The demo tells one case after the other, so its letters get their numbers out of order: here they follow the days."""

from __future__ import annotations

from collections import Counter

from qiaoliang.base.notify.models import Notice
from qiaoliang.work.cases.models import Event, Letter

Key = tuple[str, int, int]
#: out of the way of every number given, so that no two letters meet while they change
ASIDE = 1_000_000


def in_order() -> None:
    """Number each year's letters by the moment they were written, wherever a number is kept."""
    numbers = _numbers()
    Letter.objects.bulk_update(numbers, ["number"])
    new: dict[Key, int] = {}
    for letter, key in numbers.items():
        letter.number -= ASIDE
        new[key] = letter.number
    Letter.objects.bulk_update(numbers, ["number"])
    _rename(new)


def _numbers() -> dict[Letter, Key]:
    """Each letter with its new number, still aside, and what it was called before."""
    given: Counter[tuple[str, int]] = Counter()
    found: dict[Letter, Key] = {}
    for letter in Letter.objects.order_by("issued_at", "id"):
        key = (letter.kind, letter.year, letter.number)
        given[key[:2]] += 1
        letter.number = ASIDE + given[key[:2]]
        found[letter] = key
    return found


def _rename(new: dict[Key, int]) -> None:
    events = list(Event.objects.filter(refs__has_key="letter"))
    for event in events:
        event.refs["number"] = new[event.refs["letter"], event.refs["year"], event.refs["number"]]
    Event.objects.bulk_update(events, ["refs"], batch_size=200)
    notices = list(Notice.objects.filter(params__has_key="letter"))
    for notice in notices:
        notice.params["number"] = new[notice.params["letter"], notice.params["year"], notice.params["number"]]
    Notice.objects.bulk_update(notices, ["params"], batch_size=200)
