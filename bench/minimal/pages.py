"""What is asked of the minimal view: name → a request that can be made again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench import words
from bench.minimal.models import Ticket, Unit
from django.contrib.auth.models import User
from django.test import Client


def ready(count: int) -> dict[str, Callable[[], Any]]:
    """Make the database with ``count`` tickets; the requests by name."""
    from bench.minimal.fill import fill
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    fill(count)
    clients = {}
    for name in ("handler", "leader"):
        clients[name] = Client()
        clients[name].force_login(User.objects.get(username=name))
    unit, last = Unit.objects.earliest("id").pk, Ticket.objects.latest("id").pk
    new = {"title": words.PLACES[0], "text": words.PLACES[0] * 30, "category": "c01", "unit": unit}
    return {
        "list": lambda: clients["leader"].get(f"/tickets/?unit={unit}&state=closed"),
        "own list": lambda: clients["handler"].get(f"/tickets/?unit={unit}&state=closed"),
        "search": lambda: clients["leader"].get("/tickets/", {"q": words.WORD}),
        "case": lambda: clients["leader"].get(f"/tickets/{last}/"),
        "create": lambda: clients["leader"].post("/tickets/new", new),
        "overview": lambda: clients["leader"].get("/overview"),
    }
