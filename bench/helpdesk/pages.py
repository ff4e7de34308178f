"""What is asked of django-helpdesk: name → a request that can be made again and again. Its list and search are the data that its
list page fetches; its leader's page is the page of reports."""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from json import dumps
from typing import Any

from bench import words
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

UNITS, CHUNK, CLOSED = 40, 5000, 4
#: the states of the others as helpdesk has them: open, reopened, closed
STATES = {"closed": CLOSED, "pending_approval": 2}


def ready(count: int) -> dict[str, Callable[[], Any]]:
    """Make the database with ``count`` tickets; the requests by name."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(count)
    return _requests()


def fill(count: int) -> None:
    """The same words and spread as the minimal view's tickets: three follow-ups a ticket, twenty for the newest."""
    from helpdesk.models import FollowUp, Queue, Ticket

    chance, now = random.Random(7), timezone.now()  # noqa: S311
    queues = [Queue.objects.create(title=f"单位{number:02}", slug=f"unit-{number:02}") for number in range(UNITS)]
    moments = words.moments(count, now)
    for start in range(0, count, CHUNK):
        tickets = [
            Ticket(
                title=words.title(chance), description=words.text(chance),
                status=STATES.get(words.state_after(now - moment, chance), 1), queue=queues[words.unit_of(UNITS, chance)],
                created=moment, modified=moment, due_date=moment + timedelta(days=15),
            )
            for moment in moments[start : start + CHUNK]
        ]  # fmt: skip
        Ticket.objects.bulk_create(tickets)
        FollowUp.objects.bulk_create(
            FollowUp(ticket=one, date=one.created, title=step, comment=step)
            for one in tickets
            for step in ("submitted", "accepted", "assigned")
        )
    last = Ticket.objects.latest("id")
    FollowUp.objects.bulk_create(FollowUp(ticket=last, date=now, title="note", comment=words.title(chance)) for _ in range(17))  # fmt: skip
    User.objects.create_user("leader", is_staff=True, is_superuser=True)
    handler = User.objects.create_user("handler", is_staff=True)
    handler.user_permissions.set(Permission.objects.filter(codename=f"queue_access_{queues[0].slug}"))


def _requests() -> dict[str, Callable[[], Any]]:
    from helpdesk.models import Queue, Ticket

    clients = {}
    for name in ("leader", "handler"):
        clients[name] = Client()
        clients[name].force_login(User.objects.get(username=name))
    queue, last = Queue.objects.earliest("id").pk, Ticket.objects.latest("id").pk
    narrowed = _listed({"queue__id__in": [queue], "status__in": [CLOSED]}, "")
    new = {"queue": queue, "title": words.PLACES[0], "body": words.PLACES[0] * 30, "priority": 3}
    return {
        "list": lambda: clients["leader"].get(narrowed),
        "own list": lambda: clients["handler"].get(narrowed),
        "search": lambda: clients["leader"].get(_listed({}, words.WORD)),
        "case": lambda: clients["leader"].get(f"/tickets/{last}/"),
        "create": lambda: clients["leader"].post("/tickets/submit/", new),
        "overview": lambda: clients["leader"].get("/reports/"),
    }


def _listed(filters: dict[str, Any], text: str) -> str:
    """The address of the 25 newest rows."""
    asked = {
        "filtering": filters,
        "filtering_null": {},
        "sorting": "created",
        "sortreverse": "1",
        "search_string": text,
    }
    return f"/datatables_ticket_list/{b64encode(dumps(asked).encode()).decode()}?draw=1&start=0&length=25"
