"""Making the demo district, once, from its data files and a seed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from qiaoliang.base.catalog import actions as catalog
from qiaoliang.base.catalog.file import SHIPPED
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.districts import queries
from qiaoliang.base.workdays import actions as workdays
from qiaoliang.project import district
from qiaoliang.project.demo import desks, histories, learning, letters, publications, views
from qiaoliang.work.cases.actions import count as figures
from qiaoliang.work.cases.keeping.actions.notice import notice
from qiaoliang.work.cases.keeping.actions.propose import propose
from qiaoliang.work.cases.publishing.actions.settle import settle

PASSWORD = "yunqiao-demo-2026"  # noqa: S105 - printed for everybody; demo mode only
SEED = 20260701
CASES = 300
MONTHS = timedelta(days=183)
#: cases that ended longer ago than contact data is kept
OVER = 8
Say = Callable[[str, str], None]


@cache
def data(name: str) -> dict[str, Any]:
    """One of the demo's data files."""
    return tomllib.loads((Path(__file__).parent / "data" / f"{name}.toml").read_text("utf-8"))


def once(say: Say, cases: int = CASES) -> bool:
    """Make the district unless it is there; whether it was made. All in one transaction: a stopped start leaves nothing."""
    if queries.current() is not None:
        return False
    say("正在建立演示区，约两分钟……", "Making the demo district, about two minutes…")
    anchor = clock.now()
    with transaction.atomic():
        _foundations(anchor - histories.LONG_AGO - timedelta(days=30))
        say("机构和人员已建好", "Organisations and people are there")
        samples = histories.tell(data("cases")["case"], data("district"), anchor, MONTHS, cases, SEED, say)
        histories.tell_long_ago(data("cases")["case"], data("district"), anchor, OVER, SEED)
        histories.tell_hot(data("hot")["issue"], data("district"), anchor, SEED)
        letters.in_order()
        desks.lay_out(data("district"))
        publications.lay_out(data("publications")["publication"], data("cases")["case"], data("district"), anchor)
        views.save(data("district"))
        _what_is_due()
        _remember(samples)
        learning.learn_in_order()
    figures.count_new()
    settle()
    return True


def _foundations(before: Any) -> None:
    workdays.load_shipped(SYSTEM)
    with clock.frozen(before):
        catalog.load(SHIPPED, SYSTEM, valid_from=before)
    since = clock.localtime(before).date()
    district.build(data("district"), since, password=PASSWORD, profile={"demo": True})


def _what_is_due() -> None:
    """The list of what has been kept long enough waits for the data officer."""
    while notice():
        continue
    propose()


def _remember(samples: list[tuple[str, str]]) -> None:
    """Keep the receipts to show at start; the demo's only secrets in clear, of invented people."""
    found = queries.current()
    assert found is not None
    found.profile = {**found.profile, "receipts": samples}
    found.save(update_fields=["profile"])


def logins() -> list[tuple[str, str, str]]:
    """(what the role is called, user name, unit) of one log-in per role."""
    names = {row["code"]: row["name"] for row in data("district")["organization"]}
    rows = [row for row in data("district")["login"] if row.get("show")]
    return [(row["show"], row["username"], names[row["organization"]]) for row in rows]


def sample_receipt() -> tuple[str, str] | None:
    """A receipt whose case waits for its rating."""
    found = queries.current()
    receipts = found.profile.get("receipts") if found else None
    return (receipts[0][0], receipts[0][1]) if receipts else None
