"""What is asked of the product: name → a request that can be made again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench import words
from django.test import Client


def ready(count: int) -> dict[str, Callable[[], Any]]:
    """Make the database with ``count`` cases; the requests by name."""
    from bench.ours.fill import fill
    from django.core.management import call_command
    from django.utils import timezone

    from qiaoliang.base.core import clock
    from qiaoliang.project.demo import make

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    make._foundations(timezone.now() - timedelta(days=800))
    fill(count, clock.now())
    return _requests()


def signed_in() -> dict[str, Client]:
    """A leader, who sees all; the intake office; a handler of the first unit."""
    from qiaoliang.base.accounts.models import Account
    from qiaoliang.project.demo import make

    first, shown = _first_unit(), make.data("district")["login"]
    names = {role: next(one["username"] for one in shown if role in one["roles"]) for role in ("leader", "intake")}
    at_unit = (one for one in shown if one["organization"] == first.code and "handler" in one["roles"])
    names["handler"] = next(at_unit)["username"]
    clients = {name: Client() for name in names}
    for name, username in names.items():
        clients[name].force_login(Account.objects.get(username=username))
    return clients


def _first_unit() -> Any:
    from qiaoliang.base.organizations.models import Organization

    return Organization.objects.exclude(kind="district").order_by("code")[0]


def _requests() -> dict[str, Callable[[], Any]]:
    """The same questions as to the minimal view: a leader sees all, a handler their unit; an officer takes a case in."""
    from urllib.parse import quote

    from qiaoliang.work.cases.models import Case

    clients, first = signed_in(), _first_unit()
    unit, last = quote(f"{first.name}（{first.code}）"), Case.objects.latest("id").pk

    def create() -> Any:
        from qiaoliang.base.core import codes

        told = {
            "text": words.PLACES[0] * 30,
            "source": "phone",
            "name": "何小满",
            "phone": "13700000101",
            "consent": "on",
        }
        return clients["intake"].post("/desk/cases/new", told | {"once": codes.new_secret()})

    return {
        "list": lambda: clients["leader"].get(f"/desk/cases/?unit={unit}&state=closed"),
        "own list": lambda: clients["handler"].get(f"/desk/cases/?unit={unit}&state=closed"),
        "search": lambda: clients["leader"].get("/desk/cases/", {"q": words.WORD}),
        "case": lambda: clients["leader"].get(f"/desk/cases/{last}/"),
        "create": create,
        "overview": lambda: clients["leader"].get("/desk/overview?months=12"),
        "todo": lambda: clients["handler"].get("/desk/todo"),
        "calendar": lambda: clients["handler"].get("/desk/calendar"),
        "home": lambda: Client().get("/"),
        "report": lambda: Client().get("/report/"),
        "follow": lambda: Client().get("/case/"),
    }
