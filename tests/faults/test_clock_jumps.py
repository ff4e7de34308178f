"""The server's clock jumps: three days back, a day on, ten years on and back again, while people work. What happened later
still stands later, in every history and in the audit chain, and a wrong clock sets nothing off."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from qiaoliang.base.audit import chain, proof
from qiaoliang.base.audit import queries as audit
from qiaoliang.base.audit.models import AuditEvent, AuditLink
from qiaoliang.base.core import clock, ids
from qiaoliang.work.cases import jobs
from qiaoliang.work.cases.models import Event
from tests.work.cases import world as worlds

pytestmark = pytest.mark.django_db
STEPS = 40
JUMPS = (timedelta(days=-3), timedelta(days=1), timedelta(days=3650), timedelta(days=-3650), timedelta())


class System:
    """What the machine says of the time: two seconds later each time it is asked, and wherever somebody put it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self, zone: Any) -> datetime:
        self.moment += timedelta(seconds=2)
        return self.moment.astimezone(zone)


@pytest.fixture
def world() -> Iterator[worlds.World]:
    with worlds.opened() as made:
        yield made


@pytest.fixture
def system(world: worlds.World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[System]:
    """The product's clock is the system's again, and the system's is ours."""
    system = System(worlds.THURSDAY + timedelta(days=1))
    monkeypatch.setattr(clock, "datetime", system)
    monkeypatch.setattr(ids, "_floor_ms", 0)
    monkeypatch.setattr(chain, "heads_file", lambda: tmp_path / "audit-heads.jsonl")
    frozen, clock._source = clock._source, clock._system
    yield system
    clock._source = frozen


def worked(
    story: worlds.Story, system: System, steps: int, between: Callable[[], None]
) -> tuple[list[UUID], list[str]]:
    """The ids of the deeds in the order in which they were done, and the notes in that order."""
    chance, done, notes = random.Random(6), [], []
    for step in range(steps):
        system.moment += chance.choice(JUMPS)
        between()
        event = story.step(worlds.note.note, "union", note=f"第 {step} 步")
        done.append(event.pk)
        notes.append(event.note)
        jobs.tick()
        chain.advance()
    return done, notes


def inversions(found: list[Any]) -> int:
    return sum(before >= after for before, after in pairwise(found))


@pytest.mark.parametrize("restarted", [False, True], ids=["running", "restarted"])
def test_later_deeds_stand_later_whatever_the_clock_says(world, system, monkeypatch, restarted):
    def between() -> None:
        if restarted:  # another process, which has given away no id yet
            monkeypatch.setattr(ids, "_floor_ms", 0)
            ids.catch_up()

    story = world.story().until("sign")
    story.ask()
    done, notes = worked(story, system, STEPS, between)
    assert inversions(done) == 0
    kept = story.case.events.filter(step="note").order_by("id")
    assert list(kept.values_list("note", flat=True)) == notes
    assert inversions(list(kept.values_list("at", flat=True))) > 5, "the clock did not jump"
    chained = list(AuditLink.objects.order_by("position").values_list("event_id", flat=True))
    assert chained == sorted(chained) and len(chained) == AuditEvent.objects.count()
    assert audit.last_id() == chained[-1]
    assert proof.verify().sound
    assert (story.case.state, story.case.requests.get().state) == ("in_progress", "open"), (
        "a wrong clock set something off"
    )
    assert not Event.objects.filter(step="lapse").exists()


def test_ids_that_follow_the_clock_alone_would_turn_histories_round(world, system, monkeypatch):
    monkeypatch.setattr(ids, "_not_back", lambda ms: ms)
    done, _notes = worked(world.story().until("sign"), system, STEPS, lambda: None)
    assert inversions(done) > 5
