"""Every slot of every written case is filled with something that fits it."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from tests.content.files import load, strings

from qiaoliang.project.demo import histories
from qiaoliang.project.demo.slots import Scene, Stage

AT = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
CASES = {row["id"]: row for row in load("cases")["case"]}
UNITS = {row["code"]: row for row in load("district")["organization"]}
SEEDS = (1, 2, 3, 4, 5)


def _scene(row: dict[str, Any], seed: int) -> Scene:
    return Stage(dict(load("district"))).scene(row, AT, random.Random(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_slot_is_left_or_empty(seed: int) -> None:
    stage = Stage(dict(load("district")))
    for row in CASES.values():
        scene = stage.scene(row, AT, random.Random(seed))
        for text in strings(row):
            assert "{" not in scene.fill(text)
        assert all(scene.words[slot] for slot in ("village", "town", "enterprise", "month", "date", "promise"))


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_stay_in_the_range_of_their_case(seed: int) -> None:
    for row in CASES.values():
        words = _scene(row, seed).words
        for slot, (low, high) in row.get("ranges", {}).items():
            assert low - 99 <= int(words[slot]) <= high, (row["id"], slot)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_of_villages_happens_in_a_village(seed: int) -> None:
    kinds = {"village": "village_committee", "community": "residents_committee"}
    for row in CASES.values():
        if row.get("where") in kinds:
            assert UNITS[_scene(row, seed).village]["kind"] == kinds[row["where"]], row["id"]


def test_what_a_text_names_itself_is_where_it_happens() -> None:
    rider, market, room = (_scene(CASES[name], 7) for name in ("labour-09", "union-06", "youth-14"))
    assert (rider.place, UNITS[rider.town]["name"]) == ("快桨即时配送", "榆荫街道")
    assert (market.words["place"], market.town) == ("园区夜市口", "park")
    assert room.words["place"] == "园区党群服务中心"


def test_a_promise_is_the_end_of_a_month() -> None:
    assert {_scene(CASES["labour-01"], seed).words["promise"] for seed in range(20)} <= {"10月底", "11月底"}


def test_an_unknown_slot_is_an_error_of_the_data() -> None:
    with pytest.raises(KeyError, match="street"):
        _scene(CASES["labour-01"], 1).fill("{street}")


def test_what_many_people_raise_has_no_further_words_for_a_neighbour() -> None:
    def telling(skeleton: dict[str, Any]) -> histories._Telling:
        staff, stage = cast("Any", None), Stage(dict(load("district")))
        told = histories._Telling(skeleton, AT, AT, staff, stage, random.Random(1))
        told.first_text = told._text("hurried")
        return told

    hot, voice = load("hot")["issue"][0], load("hot")["issue"][0]["voice"][0]["text"]
    alone = telling({**hot, **dict.fromkeys(histories.REGISTERS, voice)})
    alone._neighbours()
    assert (alone.at, alone.neighbours) == (AT, [])

    others = telling(CASES["labour-01"])
    with pytest.raises(histories.Present):  # they would write later, and the story ends now
        others._neighbours()
    assert others.at > AT
