"""The hand-written cases: whole, allowed, varied, and none a copy of another."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.content.files import NUMBERS, REGISTERS, SLOTS, hotlines, load, near_copies, phone_like, slots, strings

CASES: list[dict[str, Any]] = load("cases")["case"]
ANSWERED = [row for row in CASES if row["outcome"] == "answered"]
CATEGORIES = {row["code"]: row for row in load("catalog")["category"]}
KINDS = {row["code"] for row in load("catalog")["kind"]}
REASONS = {(row["list"], row["code"]) for row in load("catalog")["reason"]}
DUTIES = {row["code"] for row in load("catalog")["duty"]}
REFERRALS = {row["code"] for row in load("catalog")["referral"]}
DISTRICT = load("district")
KEYS = {
    *("id", "category", "title", "outcome", *REGISTERS, "answer", "public", "solved", "rating_words", "unhappy_words"),
    *("question", "reply", "return_unit", "return_reason", "return_duty", "return_text", "return_granted"),
    *("rework_words", "rework_answer", "note", "referral", "not_accepted", "withdrawn"),
    *("where", "sort", "months", "at", "ranges"),
}


def _rows(rows: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.mark.parametrize("row", _rows(CASES))
def test_a_case_is_whole(row: dict[str, Any]) -> None:
    assert set(row) <= KEYS
    assert "." in row["category"] and row["category"] in CATEGORIES
    assert row["id"].partition("-")[0] == row["category"].partition(".")[0]
    assert 4 <= len(row["title"]) <= 30
    for register in REGISTERS:
        assert 30 <= len(row[register]) <= 180, (register, len(row[register]))
    assert slots(row) <= SLOTS
    assert len(slots(row) & {"place", "road", "estate"}) <= 1, "a case happens at one place"


@pytest.mark.parametrize("row", _rows(CASES))
def test_numbers_have_a_range_and_places_exist(row: dict[str, Any]) -> None:
    assert set(row.get("ranges", {})) == slots(row) & NUMBERS
    assert all(0 < low < high for low, high in row.get("ranges", {}).values())
    assert row.get("where", "any") in {"village", "community", "park", "any"}
    assert set(row.get("sort", [])) <= {place["sort"] for place in DISTRICT["place"] if "sort" in place}
    assert all(1 <= month <= 12 for month in row.get("months", []))
    known = {place["name"] for place in DISTRICT["place"]} | {one["code"] for one in DISTRICT["organization"]}
    assert row.get("at") in {None, *known}


@pytest.mark.parametrize("row", _rows(CASES))
def test_the_end_fits_the_outcome(row: dict[str, Any]) -> None:
    ends = {"referred": "referral", "not_accepted": "not_accepted", "withdrawn": "withdrawn"}
    if row["outcome"] == "answered":
        assert 120 <= len(row["answer"]) <= 300, len(row["answer"])
        assert row["solved"] in {"solved", "explained", "planned"} and row["rating_words"]
    else:
        assert row["outcome"] in ends
        assert row["note"] and not row["public"]
        assert {"answer", "solved", "rating_words"} & set(row) == set()
    for outcome, key in ends.items():
        assert (key in row) == (row["outcome"] == outcome)


@pytest.mark.parametrize("row", _rows(CASES))
def test_reasons_and_bodies_are_the_catalogues(row: dict[str, Any]) -> None:
    assert row.get("referral") in {None, *REFERRALS}
    for key, reasons in (("not_accepted", "not_accepted"), ("withdrawn", "withdraw"), ("return_reason", "return")):
        assert key not in row or (reasons, row[key]) in REASONS
    returned = {"return_unit", "return_reason", "return_duty", "return_text", "return_granted"} & set(row)
    assert len(returned) in {0, 5}
    if returned:
        assert row["return_unit"] in KINDS and row["return_duty"] in DUTIES
        other = row["return_unit"] != CATEGORIES[row["category"]]["lead"]
        assert other or not row["return_granted"], "the right unit does not get rid of the case"
    assert ("question" in row) == ("reply" in row)
    assert ("rework_words" in row) == ("rework_answer" in row)


@pytest.mark.parametrize("row", _rows([row for row in CASES if row["public"]]))
def test_public_texts_only_where_allowed_and_without_place_or_figure(row: dict[str, Any]) -> None:
    assert CATEGORIES[row["category"]]["public"]
    assert slots(row["public"]) == set()
    assert 25 <= len(row["public"]) <= 120


def test_an_accusation_never_reaches_the_accused() -> None:
    """Where someone is accused, nobody asks the village or town to take it, and nothing is public."""
    accused = [row for row in CASES if CATEGORIES[row["category"]]["misconduct"]]
    assert len(accused) >= 5
    assert [row["id"] for row in accused if row["public"] or "return_unit" in row] == []


def test_the_promised_numbers() -> None:
    groups = Counter(row["id"].partition("-")[0] for row in CASES)
    outcomes = Counter(row["outcome"] for row in CASES)
    assert len(CASES) >= 170 and len({row["id"] for row in CASES}) == len(CASES)
    assert len(groups) == 12 and min(groups.values()) >= 14
    assert max(groups.values()) - min(groups.values()) <= 2
    assert outcomes["referred"] >= 12
    assert outcomes["not_accepted"] >= 8
    assert outcomes["withdrawn"] >= 10
    for key, least in {"return_text": 8, "question": 12, "rework_answer": 10, "unhappy_words": 60}.items():
        assert sum(key in row for row in CASES) >= least, key
    assert {row["return_granted"] for row in CASES if "return_granted" in row} == {True, False}


def test_not_everything_is_solved() -> None:
    solved = Counter(row["solved"] for row in ANSWERED)
    assert solved["explained"] >= 20 and solved["planned"] >= 20


def test_two_thirds_of_the_matters_have_a_case() -> None:
    leaves = {code for code in CATEGORIES if "." in code}
    assert len({row["category"] for row in CASES}) * 3 >= len(leaves) * 2


def test_titles_are_unique() -> None:
    assert [title for title, times in Counter(row["title"] for row in CASES).items() if times > 1] == []


def test_no_text_contains_a_real_looking_number() -> None:
    found = [(row["id"], run) for row in CASES for text in strings(row) for run in phone_like(text, hotlines())]
    assert found == []


@pytest.mark.parametrize("number", ["13800138000", "0731-8888 6666", "8888666", "110101199003074233"])
def test_the_finder_of_numbers_finds(number: str) -> None:
    assert phone_like(f"打我电话{number}，谢谢", hotlines())
    assert phone_like("请打 12351 或者 110", hotlines()) == []


@pytest.mark.parametrize(
    "keys", [REGISTERS, ("answer", "rework_answer", "note"), ("public",), ("rating_words", "unhappy_words")]
)
def test_no_text_is_a_copy_of_another(keys: tuple[str, ...]) -> None:
    texts = {f"{row['id']}.{key}": row[key] for row in CASES for key in keys if row.get(key)}
    assert near_copies(texts, 0.6) == []


def test_the_finder_of_copies_finds() -> None:
    text = CASES[0]["polite"]
    texts = {"a": text, "b": text.replace("工会", "妇联") + "谢谢", "c": CASES[40]["polite"]}
    assert near_copies(texts, 0.6) == [("a", "b")]


def test_answers_do_not_all_begin_alike() -> None:
    openings = Counter(row["answer"][:4] for row in ANSWERED)
    assert max(openings.values()) <= len(ANSWERED) // 10, openings.most_common(3)
