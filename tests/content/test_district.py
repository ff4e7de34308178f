"""The invented district hangs together: parents, posts, people, log-ins, places."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest

from tests.content.files import load, phone_like, strings

DISTRICT = load("district")
ORGANIZATIONS = {row["code"]: row for row in DISTRICT["organization"]}
POSTS = {row["code"]: row for row in DISTRICT["post"]}
PEOPLE = {row["code"]: row for row in DISTRICT["person"]}
KINDS = {row["code"]: row for row in load("catalog")["kind"]}
ROLES = {
    *("intake", "dispatcher", "handler", "head", "supervisor", "callback", "reviewer"),
    *("leader", "data_officer", "admin", "security", "auditor"),
}
START = date(2026, 5, 1)


def _live() -> list[dict[str, object]]:
    return [row for row in DISTRICT["holding"] if "until" not in row]


@pytest.mark.parametrize("table", ["organization", "post", "person"])
def test_no_code_twice(table: str) -> None:
    assert [code for code, times in Counter(row["code"] for row in DISTRICT[table]).items() if times > 1] == []


def test_names_are_unique() -> None:
    for table, key in (("organization", "name"), ("organization", "short"), ("person", "name"), ("place", "name")):
        doubled = [name for name, times in Counter(row[key] for row in DISTRICT[table]).items() if times > 1]
        assert doubled == [], (table, key)


@pytest.mark.parametrize("parent", ["territory", "line"])
def test_both_trees_end_at_the_district(parent: str) -> None:
    for code, row in ORGANIZATIONS.items():
        seen: list[str] = []
        while parent in row:
            assert row["code"] not in seen, f"circle at {code}"
            seen.append(row["code"])
            row = ORGANIZATIONS[row[parent]]
        assert row["code"] == "yq" or (parent == "line" and row["kind"] == "enterprise"), code


def test_three_levels_of_the_promised_size() -> None:
    kinds = Counter(row["kind"] for row in ORGANIZATIONS.values())
    departments = [
        row for row in ORGANIZATIONS.values() if row.get("line") == "yq" and KINDS[row["kind"]].get("level") != "town"
    ]
    assert set(kinds) <= set(KINDS)
    assert 10 <= len(departments) <= 13
    assert kinds["town"] + kinds["street"] == 8
    assert 55 <= kinds["village_committee"] + kinds["residents_committee"] <= 65
    assert 28 <= kinds["enterprise"] <= 34
    inside = {row["kind"] for row in ORGANIZATIONS.values() if row.get("territory", "").startswith("e.")}
    assert {"union", "league", "women", "party_branch"} <= inside


def test_holdings_are_intervals_inside_the_organisations_life() -> None:
    for row in DISTRICT["holding"]:
        organization = ORGANIZATIONS[POSTS[row["post"]]["organization"]]
        assert row["person"] in PEOPLE
        assert organization["founded"] <= row["since"] < row.get("until", date.max), row
        assert row["since"] < START, "everyone is in post when the demo begins"


def test_posts_are_filled_up_to_their_headcount_and_some_are_vacant() -> None:
    held = Counter(row["post"] for row in _live())
    assert [code for code in held if held[code] > POSTS[code]["headcount"]] == []
    assert sum(held[code] < row["headcount"] for code, row in POSTS.items()) >= 10
    assert any("until" in row for row in DISTRICT["holding"])


def test_some_people_have_two_posts_and_just_one_of_them_is_the_main_one() -> None:
    posts = defaultdict(list)
    for row in _live():
        posts[row["person"]].append(row.get("main", True))
    assert sum(len(mine) > 1 for mine in posts.values()) >= 10
    assert [person for person, mine in posts.items() if mine.count(True) != 1] == []


def test_a_log_in_belongs_to_someone_in_post_there_and_is_plain_letters() -> None:
    at = {(row["person"], POSTS[row["post"]]["organization"]) for row in _live()}
    for row in DISTRICT["login"]:
        assert (row["person"], row["organization"]) in at, row
        assert row["username"].isascii() and row["username"].islower() and row["username"].isalpha()
        assert set(row["roles"]) <= ROLES and row["roles"]


def test_every_role_is_shown_and_the_three_administrators_do_nothing_else() -> None:
    assert {role for row in DISTRICT["login"] if "show" in row for role in row["roles"]} == ROLES
    roles = defaultdict(set)
    for row in DISTRICT["login"]:
        roles[row["person"]] |= set(row["roles"])
    alone = [mine for mine in roles.values() if mine & {"admin", "security", "auditor"}]
    assert sorted(map(sorted, alone)) == [["admin"], ["auditor"], ["security"]]


def test_whoever_rates_or_reviews_handles_nothing() -> None:
    roles = defaultdict(set)
    for row in DISTRICT["login"]:
        roles[row["person"]] |= set(row["roles"])
    mixed = [person for person, mine in roles.items() if mine & {"callback", "reviewer"} and mine & {"handler", "head"}]
    assert mixed == []


def test_every_unit_that_can_lead_has_hands_and_a_head() -> None:
    leads = {row["lead"] for row in load("catalog")["category"] if "lead" in row}
    leads |= {code for code, row in KINDS.items() if row.get("acts_as") in leads}
    roles = defaultdict(set)
    for row in DISTRICT["login"]:
        roles[row["organization"]] |= set(row["roles"])
    first = [row for row in ORGANIZATIONS.values() if row["kind"] in leads and "." not in row["code"]]
    assert {row["kind"] for row in first} == leads
    assert [row["code"] for row in first if not {"handler", "head"} <= roles[row["code"]]] == []


def test_places_stand_in_the_tree() -> None:
    assert Counter(row["kind"] for row in DISTRICT["place"]).keys() == {"road", "estate", "site"}
    for row in DISTRICT["place"]:
        assert row["town"] in ORGANIZATIONS
        if "village" in row:
            assert ORGANIZATIONS[row["village"]]["territory"] == row["town"], row
        assert ("sort" in row) == (row["kind"] == "site")


def test_nothing_looks_like_a_telephone_number() -> None:
    assert [run for text in strings(DISTRICT) for run in phone_like(text, set())] == []
