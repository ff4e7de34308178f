"""Filling the slots of a hand-written skeleton with places, units, days and sums of the invented district."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qiaoliang.base.core import clock

Rows = dict[str, Any]
SLOT = re.compile(r"\{(\w+)\}")
RANGES = {"days": (3, 60), "amount": (600, 9000), "people": (5, 40)}


@dataclass(frozen=True)
class Scene:
    """Where a case happens and what its slots say; ``village`` and ``town`` are unit codes."""

    village: str
    town: str
    place: str
    words: dict[str, str]

    def fill(self, text: str) -> str:
        """The text with its slots filled; an unknown slot is an error of the data."""
        return SLOT.sub(lambda found: self.words[found.group(1)], text)


class Stage:
    """The district's places, by kind."""

    def __init__(self, district: Rows) -> None:
        self.units = {row["code"]: row for row in district["organization"]}
        self.places = district["place"]
        self.villages = [row for row in district["organization"] if row["kind"] in VILLAGES]
        self.enterprises = [row for row in district["organization"] if row["kind"] == "enterprise"]

    def scene(self, skeleton: Rows, at: datetime, chance: random.Random) -> Scene:
        """A scene that fits the skeleton: its place first, village and town follow from it."""
        used = set(SLOT.findall("".join(str(value) for value in skeleton.values())))
        place = self._place(skeleton, used, chance)
        village = self.units.get(place.get("village", "")) if place else None
        if village is None or village["kind"] not in VILLAGES:
            village = chance.choice(self._villages(skeleton)) if not place or "village" in used else village
        town = self.units[(place or {}).get("town") or (village or {}).get("territory") or "zh"]
        enterprise = chance.choice(self.enterprises)
        if "enterprise" in used and not place:
            town = self.units.get(enterprise.get("territory", ""), town)
        names = {
            "place": place["name"] if place else "",
            "road": place["name"] if place else "",
            "estate": place["name"] if place else "",
            "village": short(village) if village else short(town),
            "town": short(town),
            "enterprise": short(enterprise),
        }
        words = {**names, **_numbers(skeleton, chance), **_days(at, chance)}
        where = words["place"] or (words["enterprise"] if "enterprise" in used else words["village"])
        return Scene(village["code"] if village else town["code"], town["code"], where, words)

    def _fixed(self, at: str) -> Rows:
        """The place or unit a text names itself, as a place."""
        if unit := self.units.get(at):
            return {"name": short(unit), "town": unit["territory"]}
        return next(row for row in self.places if row["name"] == at)

    def _place(self, skeleton: Rows, used: set[str], chance: random.Random) -> Rows | None:
        if "at" in skeleton:
            return self._fixed(skeleton["at"])
        kind = next((kind for slot, kind in KINDS.items() if slot in used), None)
        if kind is None:
            return None
        fitting = [row for row in self.places if row["kind"] == kind]
        sort = skeleton.get("sort")
        sorts = [sort] if isinstance(sort, str) else sort
        if kind == "site" and sorts:
            fitting = [row for row in fitting if row.get("sort") in sorts] or fitting
        wanted = skeleton.get("where", "any")
        near = [row for row in fitting if self._is(row.get("village", ""), wanted)]
        return chance.choice(near or fitting)

    def _is(self, village: str, wanted: str) -> bool:
        kinds = {"village": {"village_committee"}, "community": {"residents_committee"}, "park": {"park"}}
        return wanted not in kinds or self.units.get(village, {}).get("kind") in kinds[wanted]

    def _villages(self, skeleton: Rows) -> list[Rows]:
        wanted = skeleton.get("where", "any")
        return [row for row in self.villages if self._is(row["code"], wanted)] or self.villages


VILLAGES = ("village_committee", "residents_committee")
#: slot → kind of place
KINDS = {"estate": "estate", "road": "road", "place": "site"}


def short(unit: Rows) -> str:
    """What people call a unit."""
    return str(unit.get("short") or unit["name"])


def _numbers(skeleton: Rows, chance: random.Random) -> dict[str, str]:
    numbers = {}
    for slot, span in {**RANGES, **skeleton.get("ranges", {})}.items():
        value = chance.randint(*span)
        numbers[slot] = str(value // 100 * 100 if slot == "amount" and value > 1000 else value)
    return numbers


def _days(at: datetime, chance: random.Random) -> dict[str, str]:
    day = clock.localtime(at)
    before = day - timedelta(days=chance.randint(2, 6))
    visit = day + timedelta(days=chance.randint(1, 3))
    return {
        "month": f"{(day - timedelta(days=chance.randint(32, 60))).month}月",
        "date": f"{before.month}月{before.day}日",
        "visit": f"{visit.month}月{visit.day}日",
        "promise": f"{(day + timedelta(days=chance.randint(35, 75))).month}月底",
    }
