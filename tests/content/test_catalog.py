"""The shipped catalogue says what the product promises of it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from tests.content.files import hotlines, load, phone_like, slots, strings

CATALOG = load("catalog")
LEAVES = [row for row in CATALOG["category"] if "." in row["code"]]
CODES = {table: {row["code"] for row in CATALOG[table]} for table in ("kind", "category", "clock", "referral")}


def _by_code(rows: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(row, id=row["code"]) for row in rows]


def test_twelve_groups_of_eight_to_ten() -> None:
    groups = [row["code"] for row in CATALOG["category"] if "." not in row["code"]]
    sizes = Counter(row["code"].partition(".")[0] for row in LEAVES)
    assert len(groups) == 12
    assert set(sizes) == set(groups)
    assert all(8 <= size <= 10 for size in sizes.values()), sizes


@pytest.mark.parametrize("table", ["kind", "category", "clock", "duty", "referral", "template", "consent"])
def test_no_code_twice(table: str) -> None:
    assert [code for code, times in Counter(row["code"] for row in CATALOG[table]).items() if times > 1] == []


@pytest.mark.parametrize("row", _by_code(LEAVES))
def test_a_leaf_is_whole(row: dict[str, Any]) -> None:
    assert row["kind"] in {"question", "help", "complaint", "suggestion"}
    assert row["urgency"] in {"emergency", "livelihood", "normal"}
    assert row["lead"] in CODES["kind"]
    assert row["clocks"] in CODES["clock"]
    assert row.get("referral") in {None, *CODES["referral"]}
    assert 8 <= len(row["words"]) <= 20
    assert len(set(row["words"])) == len(row["words"])
    assert all(row[text].strip() for text in ("name", "name_en", "hint", "hint_en"))
    assert len(row["name"]) <= 12 and len(row["hint"]) <= 45


def test_what_accuses_someone_or_touches_the_weakest_is_never_public() -> None:
    sealed = {
        "women.violence",
        "women.harassment",
        "children.harm",
        "children.bullying",
        "children.mind",
        "care.sudden",
    }
    public = {row["code"] for row in LEAVES if row["public"]}
    assert public & ({row["code"] for row in LEAVES if row["misconduct"]} | sealed) == set()


def test_every_lead_finds_the_matter_in_its_duty_list() -> None:
    led = {
        (duty["kind"], row["code"])
        for duty in CATALOG["duty"]
        if duty["role"] == "lead"
        for row in LEAVES
        if {row["code"], row["code"].partition(".")[0]} & set(duty["categories"])
    }
    assert [row["code"] for row in LEAVES if (row["lead"], row["code"]) not in led] == []


def test_duties_name_known_kinds_and_matters() -> None:
    for duty in CATALOG["duty"]:
        assert duty["kind"] in CODES["kind"]
        assert set(duty["categories"]) <= CODES["category"], duty["code"]
        assert duty["text"] and duty["source"]


def test_clock_sets_have_the_same_steps_and_rework_is_shorter() -> None:
    clocks = {row["code"]: row for row in CATALOG["clock"]}
    assert set(clocks) == {"emergency", "livelihood", "normal", "question", "suggestion", "hard"}
    assert len({frozenset(row["steps"]) for row in clocks.values()}) == 1
    for row in clocks.values():
        answer, rework = row["steps"]["answer"], row["steps"]["rework"]
        assert answer["unit"] == rework["unit"]
        assert Decimal(str(rework["amount"])) < Decimal(str(answer["amount"]))
        assert answer["from"] == "dispatched", "the clock runs from dispatch, not from signing"
        assert row["certainty"] in {"confirmed", "unconfirmed"} and row["source"]


@pytest.mark.parametrize("row", _by_code(CATALOG["template"]))
def test_a_template_fills_just_its_slots_in_both_languages(row: dict[str, Any]) -> None:
    assert slots(row["zh"]) == slots(row["en"]) == set(row["slots"])
    assert len(row["zh"]) <= (400 if row["code"].startswith("paper_") else 160)  # a paper is a page, the rest messages


@pytest.mark.parametrize("row", _by_code(CATALOG["referral"]))
def test_a_referral_says_when_what_next_and_gives_a_receipt(row: dict[str, Any]) -> None:
    for text in ("when", "bring", "next", "receipt"):
        assert row[text].strip() and row[f"{text}_en"].strip()
    assert "code" in slots(row["receipt"]) and "code" in slots(row["receipt_en"])
    assert bool(row.get("danger")) == (row["code"] in {"110", "119", "120"})
    assert bool(row.get("danger_words")) == bool(row.get("danger"))


def test_every_list_of_reasons_is_there_in_both_languages() -> None:
    lists = Counter(row["list"] for row in CATALOG["reason"])
    assert {"not_accepted", "return", "reveal", "withdraw", "refer"} <= set(lists)
    assert lists["not_accepted"] >= 8
    assert len({(row["list"], row["code"]) for row in CATALOG["reason"]}) == len(CATALOG["reason"])
    assert all(row["name"] and row["name_en"] and row["text"] and row["text_en"] for row in CATALOG["reason"])


def test_consent_to_contact_data_names_its_version_and_its_end() -> None:
    contact = next(row for row in CATALOG["consent"] if row["code"] == "contact")
    assert contact["version"] == "2026-11"
    assert "六个月" in contact["zh"] and "six months" in contact["en"]


def test_no_number_but_public_short_ones() -> None:
    dates = {"202611", "202612", "20261101"}
    found = [(text[:20], run) for text in strings(CATALOG) for run in phone_like(text, hotlines() | dates)]
    # a standard's number and year stand together: DB11/T 2021-2022
    assert [run for _, run in found if run != "20212022"] == []
