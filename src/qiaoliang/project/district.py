"""A district from one readable file: its name, organisations with two parents, posts, people, who holds what, log-ins and
their roles. The demo's ``demo/data/district.toml`` is such a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from qiaoliang.base.access import actions as access
from qiaoliang.base.accounts import actions as accounts
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.districts import actions as districts
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Organization, Person, Post


@transaction.atomic
def build(
    rows: dict[str, Any], since: date, *, password: str = "", profile: dict[str, Any] | None = None
) -> dict[str, str]:
    """Everything or nothing; grants hold from ``since``. Each account's one-time password by user name; with ``password``
    (the demo) all have that one, and nothing is returned."""
    about = rows["district"]
    kept = {"office": about.get("office", ""), **(profile or {})}
    districts.found(code=about["code"], name=about["name"], name_en=about.get("name_en", ""), profile=kept)
    units = organizations.found_all(SYSTEM, [_unit(row, rows["post"]) for row in rows["organization"]])
    posts = _posts(rows, units)
    names = list(dict.fromkeys(row["username"] for row in rows["login"]))
    logged_in, one_time = _accounts(names, password)
    _hold(rows, _people(rows, logged_in), posts)
    _grant(rows, posts, since)
    return one_time


def _accounts(names: list[str], password: str) -> tuple[dict[str, Account], dict[str, str]]:
    if password:
        return accounts.create_accounts(SYSTEM, names, password=password), {}
    made = {name: accounts.create_account(SYSTEM, name) for name in names}
    return {name: pair[0] for name, pair in made.items()}, {name: pair[1] for name, pair in made.items()}


def _unit(row: dict[str, Any], posts: list[dict[str, Any]]) -> organizations.NewOrganization:
    own = [post for post in posts if post["organization"] == row["code"]]
    return organizations.NewOrganization(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        short_name=row.get("short", ""),
        name_en=row.get("name_en", ""),
        founded=row["founded"],
        territory=row.get("territory", ""),
        line=row.get("line", ""),
        aliases=row.get("aliases", ()),
        posts=[
            organizations.NewPost(
                title=post["title"],
                title_en=post.get("title_en", ""),
                rank=(place + 1) * 10,
                grade=str(post.get("rank", "")),
                headcount=post.get("headcount", 1),
            )
            for place, post in enumerate(own)
        ],
    )


def _posts(rows: dict[str, Any], units: dict[str, Organization]) -> dict[str, Post]:
    stored = {(post.organization_id, post.title): post for post in Post.objects.select_related("organization")}
    return {row["code"]: stored[units[row["organization"]].pk, row["title"]] for row in rows["post"]}


def _people(rows: dict[str, Any], logged_in: dict[str, Any]) -> dict[str, Person]:
    accounts_of = {row["person"]: logged_in[row["username"]] for row in rows["login"]}
    made = {}
    for row in rows["person"]:
        family, _space, given = row.get("name_en", "").partition(" ")
        made[row["code"]] = Person(
            name=row["name"], family_en=family, given_en=given, account=accounts_of.get(row["code"])
        )
    Person.objects.bulk_create(made.values(), batch_size=500)
    return made


def _hold(rows: dict[str, Any], people: dict[str, Person], posts: dict[str, Post]) -> None:
    free: dict[str, list[date]] = {}
    held = []
    for row in sorted(rows["holding"], key=lambda row: row["since"]):
        post = posts[row["post"]]
        since = max(row["since"], post.start)
        seat = _seat(free.setdefault(row["post"], []), since, row.get("until"))
        held.append(Membership(person=people[row["person"]], post=post, seat=seat, start=since, end=row.get("until")))
    Membership.objects.bulk_create(held, batch_size=500)


def _seat(free: list[date], since: date, until: date | None) -> int:
    """The first seat that is free on ``since``, counted from 1; ``free`` holds the day each seat becomes free."""
    seat = next((place for place, day in enumerate(free) if day <= since), len(free))
    free[seat : seat + 1] = [until or date.max]
    return seat + 1


def _grant(rows: dict[str, Any], posts: dict[str, Post], since: date) -> None:
    """Each log-in's roles go to the person's first post in the unit the log-in names."""
    first: dict[tuple[str, str], str] = {}
    unit_of = {row["code"]: row["organization"] for row in rows["post"]}
    for row in (row for row in rows["holding"] if "until" not in row):
        first.setdefault((row["person"], unit_of[row["post"]]), row["post"])
    given: set[tuple[str, str]] = set()
    for row in rows["login"]:
        post = first[row["person"], row["organization"]]
        for role in row["roles"]:
            if (post, role) not in given:
                given.add((post, role))
                access.grant(SYSTEM, posts[post], role, start=max(since, posts[post].start))
