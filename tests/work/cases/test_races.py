"""Many people at one case in the same moment: one of them is done, all others are told; never both, never half.

Each has a thread and a connection of its own, and the page that all of them had open is the same version of the case."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, connections
from tests.work.cases import world as worlds

from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.actions import change_helpers, merge, transition, undo
from qiaoliang.work.cases.models import Assignment, Case, Event

pytestmark = pytest.mark.django_db(transaction=True)
HELPERS = ("fl", "lx", "lx-v", "mill", "lx-gh", "shgzb")


@pytest.fixture
def world():
    with worlds.opened() as made:
        yield made


def at_once(*deeds):
    """What each deed answers when all start together: "done", the code of its refusal, or what the database said."""
    barrier = Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait()
            deed()
        except Refusal as refused:
            return refused.code
        except DatabaseError as fault:
            return f"fault: {fault}"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def edited_at_once(world, editors):
    """(what each editor was told, what each wished, the helpers there are, the steps in the history, versions gone by)."""
    story = world.story().until("sign")
    before, wishes = story.case.version, [HELPERS[n % len(HELPERS)] for n in range(editors)]

    def edit(code):
        change_helpers.change_helpers(world.dispatcher, story.id, before, helper_ids=[world.unit(code)])

    told = at_once(*[lambda code=code: edit(code) for code in wishes])
    live = Assignment.objects.filter(case=story.id, end=None, part="helper").values_list(
        "organization__code", flat=True
    )
    steps = Event.objects.filter(case=story.id, step="change_helpers").count()
    return told, wishes, sorted(live), steps, story.case.version - before


def hold_one_wins(told, wishes, live, steps, versions):
    assert Counter(told) == {"done": 1, "stale": len(told) - 1}, "more than one was told that it is done"
    assert live == [wishes[told.index("done")]], "what was said to be done is lost"
    assert (steps, versions) == (1, 1)


def together_at_once(world):
    """Pairs of deeds on two or three cases that lock each other's rows; what may come of each pair."""
    a, b, x = (world.story().until("sign") for _ in range(3))
    swapped = at_once(lambda: a.join(b), lambda: b.join(a))
    assert swapped.count("done") == 1 and not _faults(swapped), swapped
    assert Case.objects.filter(pk__in=[a.id, b.id], state="merged").count() == 1
    lead, follower = (a, b) if b.case.state == "merged" else (b, a)
    twice = at_once(lambda: lead.join(x), lambda: lead.join(x))
    assert twice.count("done") == 1 and not _faults(twice), twice
    other = world.story().until("sign")
    both = at_once(lambda: follower.unmerge(), lambda: lead.join(other, follower), lambda: x.unmerge())
    assert not _faults(both) and both[0] == "done", both
    assert _agree(lead, follower, x, other)
    follower.case  # noqa: B018 - it can still be read
    out = at_once(*[lambda: merge.unmerge(world.dispatcher, other.id, other.case.version, note="")] * 2, lead.propose)
    assert not _faults(out), out
    assert _agree(lead, follower, x, other)


def answered_while_taken_out(world):
    """The lead case's answer goes out to its followers while one of them, made before it, is taken out again."""
    follower = world.story()
    lead = world.story().until("sign")
    lead.join(follower)
    lead.propose()
    told = at_once(lambda: lead.approve(), lambda: follower.unmerge())
    assert not _faults(told) and "done" in told, told
    assert _agree(lead, follower)
    return told


def _faults(told):
    return [one for one in told if one.startswith("fault")]


def _agree(*stories):
    """A case is merged while it follows another, once, and one lead has it."""
    for story in stories:
        case = story.case
        assert case.merges.filter(end=None).count() == (case.state == "merged")
        leads = case.assignments.filter(end=None, part="lead").values_list("organization_id", flat=True)
        assert list(leads) == ([case.lead_id] if case.lead_id else [])
    return True


def test_one_of_many_editors_is_done_and_the_others_are_told(world, monkeypatch):
    for _round in range(2):
        hold_one_wins(*edited_at_once(world, 6))
    for module in (change_helpers, undo):
        monkeypatch.setattr(module, "locked", lambda case_id, version: transition.locked(case_id))
    told, wishes, live, _steps, versions = edited_at_once(world, 6)
    assert (told, len(live), versions) == (["done"] * 6, 1, 6)  # five were told it is done, and it is lost
    with pytest.raises(AssertionError, match="more than one"):
        hold_one_wins(told, wishes, live, 1, 1)


def test_cases_put_together_and_taken_apart_at_once_never_lock_each_other_out(world):
    together_at_once(world)
    for _round in range(3):
        answered_while_taken_out(world)


@pytest.mark.long
def test_fifty_editors_a_hundred_times(world, capsys):
    told = Counter()
    for _round in range(100):
        found = edited_at_once(world, 50)
        hold_one_wins(*found)
        told.update(found[0])
    for _round in range(100):
        together_at_once(world)
        answered_while_taken_out(world)
    with capsys.disabled():
        print(f"\n100 rounds of 50 editors: {dict(told)}")
    assert told == {"done": 100, "stale": 4900}
