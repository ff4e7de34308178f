"""``fill(count)``: tickets for measurements, and two people; the same words and spread as the product's."""

from __future__ import annotations

import random
from datetime import timedelta

from bench import words
from bench.minimal.models import Event, Member, Ticket, Unit
from django.contrib.auth.models import User
from django.utils import timezone

UNITS, CATEGORIES, CHUNK = 40, 60, 5000


def fill(count: int) -> None:
    """``count`` tickets over two years with three events each, the newest with twenty."""
    chance, now = random.Random(7), timezone.now()  # noqa: S311
    units = Unit.objects.bulk_create([Unit(name=f"单位{number:02}") for number in range(UNITS)])
    for name, unit, everywhere in (("leader", units[0], True), ("handler", units[0], False)):
        Member.objects.create(user=User.objects.create(username=name), unit=unit, everywhere=everywhere)
    moments = words.moments(count, now)
    for start in range(0, count, CHUNK):
        tickets = [
            Ticket(
                title=words.title(chance), text=words.text(chance), category=f"c{chance.randrange(CATEGORIES):02}",
                state=words.state_after(now - moment, chance), unit=units[words.unit_of(UNITS, chance)], created=moment,
                due=moment + timedelta(days=15),
            )
            for moment in moments[start : start + CHUNK]
        ]  # fmt: skip
        Ticket.objects.bulk_create(tickets)
        Event.objects.bulk_create(
            Event(ticket=one, at=one.created, who="handler", text=step)
            for one in tickets
            for step in ("submitted", "accepted", "assigned")
        )
    last = Ticket.objects.latest("id")
    Event.objects.bulk_create(Event(ticket=last, at=now, who="handler", text=words.title(chance)) for _ in range(17))
