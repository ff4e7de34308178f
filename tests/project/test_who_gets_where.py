"""Every address × every method × every reader, to a case of one's own, of the same unit, of another and of the accused one, and
without an account: who gets there stands in ``reach.toml``. Whoever is turned away has changed nothing."""

from __future__ import annotations

import logging
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.test import Client
from tests.architecture.test_routes import LISTED
from tests.project.test_nobody_is_exposed import READERS, House
from tests.work.cases import world as worlds

from qiaoliang.base.access import deputies
from qiaoliang.base.access.routes import Route, routes
from qiaoliang.base.accounts import actions as accounts
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.asking import written
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.jobs.models import Job
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.organizations.models import Alias, Membership
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.bulk.models import Batch
from qiaoliang.work.cases.exports.models import Export
from qiaoliang.work.cases.models import Case, Event
from qiaoliang.work.cases.saved.models import View

TABLE = tomllib.loads(Path(__file__).with_name("reach.toml").read_text(encoding="utf-8"))
#: names in an address that mean a case, so that A and B are asked for; all else is there once
OF_CASES = {"case_id", "code", "receipt_id", "erasure_id"}


def people(names: list[str]) -> set[str]:
    """Readers, with ``@group`` in the place of its members."""
    found: set[str] = set()
    for name in names:
        found |= people(TABLE["groups"][name[1:]]) if name.startswith("@") else {name}
    return found


#: route → (who gets there for case A, for case B)
REACH = {
    route: (people(entry["a"]), people(entry.get("b", entry["a"])))
    for entry in TABLE["for"]
    for route in entry["routes"]
}


class Doors:
    """The house of the markers, with what each address needs besides, asked at each door as each reader."""

    def __init__(self, world: worlds.World) -> None:
        self.house = House(world)
        union = Account.objects.get(username="union")
        term, day = Membership.objects.get(person__account=union), clock.today() + timedelta(days=1)
        deputy = deputies.name(world.union, term, world.union2.person, start=day, end=day + timedelta(days=2))
        TOTP.activate(union, generate_totp_secret())
        RecoveryCodes.activate(union)
        removal = accounts.ask_removal(self.house.rights["admin"].who, union, reason="手机丢了。")
        closed = Account.objects.create(username="closed", is_active=False)
        taken, view, batch = self._taken(world), self._view(world), self._batch(world)
        self.also = {
            "deputy_id": deputy.pk,
            "notice_id": Notice.objects.filter(person_id=term.person_id).order_by("pk")[0].pk,
            "removal_id": removal.pk,
            "attachment_id": uuid4(),
        }
        other_name = Alias.objects.create(organization_id=world.unit("zgh"), name="工会大楼")
        self.elsewhere = {
            "access:alias_drop": {"alias_id": other_name.pk},
            "access:account_reopen": {"account_id": closed.pk},
            "exports:file": {"export_id": taken.pk},
            "exports:progress": {"export_id": taken.pk},
            "mydata:take": {"kind": "json"},
            **{f"saved:{one}": {"view_id": view.pk} for one in ("one", "drop", "restore")},
            **{f"bulk:{one}": {"batch_id": batch.pk} for one in ("one", "progress", "refused", "undo")},
        }
        self.typed = {
            "jobs:again": {"job": Job.objects.create(kind="jobs.sweep").pk},
            "bulk:chosen": {"step": "sign"},
            "outside:again": {"message": uuid4()},
        }

    @staticmethod
    def _taken(world: worlds.World) -> Export:
        """A table that the supervisor took out."""
        world.client("supervisor").post("/desk/exports/new/every", {"format": "xlsx"})
        return Export.objects.get()

    @staticmethod
    def _view(world: worlds.World) -> View:
        """A view that the supervisor saved for themselves."""
        world.client("supervisor").post("/desk/views/new/every?state=closed", {"name": "办结的"})
        return View.objects.get()

    @staticmethod
    def _batch(world: worlds.World) -> Batch:
        """Cases that the supervisor chose to remind of."""
        world.client("supervisor").post("/desk/bulk/of/every", {"step": "remind", "all": "on"})
        return Batch.objects.get()

    def addresses(self, route: Route) -> Iterator[tuple[int, str]]:
        """(0 for case A or 1 for B, where); an address without a case in it once."""
        names = set(re.findall(r"<(?:\w+:)?(\w+)>", route.pattern))
        for number, story in enumerate((self.house.a, self.house.b) if OF_CASES & names else (self.house.a,)):
            there: dict[str, Any] = self.house.there(story) | self.also
            there |= self.elsewhere.get(route.name, {})
            yield number, "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(there[part[1]]), route.pattern)  # noqa: B023

    def differences(self, names: Collection[str], everywhere: bool) -> list[str]:
        """Where it is not as in the table. Without ``everywhere``: only who has the right of an address, but not to the
        object behind it, and only what changes something; the rest is turned away by the one gate of all addresses, and
        what pages tell is read in ``test_nobody_is_exposed``."""
        wrong = []
        for route in (one for one in routes() if one.name in names):
            for method in set(LISTED[route.name]["methods"]) & ({"GET", "POST"} if everywhere else {"POST"}):
                for number, address in self.addresses(route):
                    for name, client in self.house.browsers.items():
                        may = name in REACH[route.name][number]
                        if everywhere or (not may and self.house.lets_in(name, route)):
                            said = got_in(client, method, address, self.typed.get(route.name, {}))
                            wrong += [f"{name} {method} {address}: {said}"] if said != (may, said[1] and may) else []
        return wrong


def got_in(client: Client, method: str, address: str, typed: dict[str, Any]) -> tuple[bool, bool]:
    """Whether the door opened, and whether history or audit grew by it. Nothing of it stays."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        before = _written()
        form = "application/x-www-form-urlencoded"
        answered = client.generic(method, address, urlencode(typed) if method == "POST" else "", content_type=form)
        grew = _written() != before
        transaction.set_rollback(True)
    client.cookies = cookies
    assert answered.status_code < 500, (method, address)
    sent_on = answered.get("Location", "")
    elsewhere = (sent_on.startswith("/account/login") and not grew) or sent_on.startswith("/case/?code=")
    return answered.status_code not in (403, 404) and not elsewhere, grew


def _written() -> int:
    return AuditEvent.objects.count() + Event.objects.count()


@pytest.fixture
def doors(db, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    with worlds.opened() as world:
        yield Doors(world)


@pytest.mark.any_database
def test_who_may_not_have_what_is_behind_an_address_changes_nothing_there(doors, monkeypatch):
    assert doors.differences(REACH, everywhere=False) == []
    with monkeypatch.context() as broken:
        broken.setattr(queries, "visible_to", lambda actor, permission="": Case.objects.all())
        written.forget()
        found = {line.split()[0] for line in doors.differences(["cases:step_note"], everywhere=False)}
    written.forget()
    assert found == {"women", "town", "town_union"}, "a broken condition would be seen here"


@pytest.mark.long
@pytest.mark.any_database
def test_everybody_gets_exactly_where_the_table_says(doors):
    assert doors.differences(REACH, everywhere=True) == []


def test_every_address_is_in_the_table_once():
    named = Counter(route for entry in TABLE["for"] for route in entry["routes"])
    assert (set(named), max(named.values())) == (set(LISTED), 1)
    assert people(["@everybody"]) == set(READERS)
