"""``fill(count)``: a district with so many cases for measurements, through bulk inserts; the figures counted."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bench import words

CHUNK = 2000
#: cases made one by one; more of them are copies of these
FIRST = 10_000
STEPS = ("submit", "accept", "dispatch")


def fill(count: int, now: datetime) -> None:
    """The same words and spread as the minimal view's tickets: three events a case, twenty for the newest."""
    from bench.ours.multiply import multiply

    from qiaoliang.work.cases.actions import count as figures
    from qiaoliang.work.cases.models import Case

    first, chance = min(count, FIRST), random.Random(7)  # noqa: S311
    _first(words.moments(first, now), now, chance)
    figures.rebuild()
    if count > first:
        multiply(count // first)
    _many_events(Case.objects.latest("id"), now, chance)


def _first(moments: list[datetime], now: datetime, chance: random.Random) -> None:
    from qiaoliang.base.catalog import queries as catalog
    from qiaoliang.base.organizations.models import Organization
    from qiaoliang.base.organizations.queries import TOWNS

    units = list(Organization.objects.exclude(kind="district").order_by("code")[:40])
    areas = list(Organization.objects.filter(kind__in=TOWNS).order_by("code"))
    categories = [one for one in catalog.categories() if one.parent_code]
    for start in range(0, len(moments), CHUNK):
        _chunk(moments[start : start + CHUNK], now, chance, units, areas, categories)


def _chunk(moments: list[datetime], now: datetime, chance: random.Random, units: Any, areas: Any, kinds: Any) -> None:
    from django.db import connection, transaction

    from qiaoliang.base.core import codes, ids
    from qiaoliang.base.organizations.models import Person
    from qiaoliang.base.search import engines
    from qiaoliang.base.search.models import Entry
    from qiaoliang.base.search.tokens import stream
    from qiaoliang.text.contacts import FINDER
    from qiaoliang.work.cases.models import Answer, Assignment, Case, Deadline, Event, Rating, Receipt

    people = list(Person.objects.order_by("pk")[:2])
    rows: dict[Any, list[Any]] = {
        one: [] for one in (Case, Receipt, Assignment, Event, Deadline, Answer, Rating, Entry)
    }
    for moment in moments:
        state = words.state_after(now - moment, chance)
        unit = units[words.unit_of(len(units), chance)]
        early = state in ("submitted", "accepted")
        due, answered = moment + timedelta(days=15), moment + timedelta(days=chance.choice((3, 6, 9, 12, 14, 18)))
        closed = state == "closed"
        case = Case(
            id=ids.uuid7(), code=codes.new_code(), title=words.title(chance), text=words.text(chance), state=state,
            category=None if state == "submitted" else chance.choice(kinds), place=chance.choice(words.PLACES),
            area=chance.choice(areas), lead=None if early else unit, received_at=moment, created_at=moment, due_at=due,
            first_due_at=due, stopped_at=answered if closed else None, ended_at=answered if closed else None,
            answered_at=answered if closed else None, closing="solved" if closed else "",
            kind="question" if chance.random() < 0.3 else "help", finder=FINDER,
        )  # fmt: skip
        rows[Case].append(case)
        receipt = Receipt(case=case, code=codes.new_code(), secret_mac=case.id.bytes * 2)
        rows[Receipt].append(receipt)
        rows[Event] += [
            Event(case=case, at=moment, step=step, by_kind="system", to_state=state, counted=True, finder=FINDER)
            for step in STEPS
        ]
        rows[Deadline].append(
            Deadline(
                case=case, step="answer" if not early else "accept", start=moment, due_at=due, first_due_at=due,
                amount=Decimal(10), unit="wd", met_at=answered if closed else None, ended_at=answered if closed else None,
            )
        )  # fmt: skip
        if not early:
            rows[Assignment].append(Assignment(case=case, organization=unit, part="lead", start=moment))
        if closed:
            rows[Deadline].append(
                Deadline(
                    case=case, step="callback_window", start=answered, due_at=answered, first_due_at=answered,
                    amount=Decimal(5), unit="wd", ended_at=answered,
                )
            )  # fmt: skip
            rows[Answer].append(
                Answer(
                    case=case, round=1, text=words.text(chance), closing="solved", drafted_by=people[0], finder=FINDER,
                    organization=unit, approved_by=people[1], approved_at=answered,
                )
            )  # fmt: skip
            if chance.random() < 0.6:
                rows[Rating].append(
                    Rating(
                        receipt=receipt, round=1, contacted=chance.random() < 0.9,
                        solved=chance.choice(("yes", "yes", "partly", "no")), satisfied=chance.choice(("yes", "no")),
                    )
                )  # fmt: skip
        tokens = stream(case.code, case.title, case.text, case.place)
        rows[Entry].append(Entry(kind="case", object_id=case.id, tokens=" ".join(tokens)))
    with transaction.atomic():
        for model, made in rows.items():
            model.objects.bulk_create(made)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                values = [(engines.tsvector(one.tokens.split()), one.pk) for one in rows[Entry]]
                cursor.executemany("UPDATE search_entry SET vector = %s::tsvector WHERE id = %s", values)


def _many_events(case: Any, now: datetime, chance: random.Random) -> None:
    from qiaoliang.text.contacts import FINDER
    from qiaoliang.work.cases.models import Event

    Event.objects.bulk_create(
        Event(case=case, at=now, step="note", by_kind="system", note=words.title(chance), counted=True, finder=FINDER)
        for _ in range(20 - len(STEPS))
    )
