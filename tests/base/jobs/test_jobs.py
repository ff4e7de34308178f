"""The queue: with the deed or not at all, once in effect, later again, given up in sight."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import beats, progress, registry, worker
from qiaoliang.base.jobs.actions import enqueue, try_again
from qiaoliang.base.jobs.models import Beat, IdempotencyKey, Job
from qiaoliang.base.jobs.progress import LeaseLost, Progress

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_handlers(monkeypatch):
    monkeypatch.setattr(registry, "handlers", {})
    monkeypatch.setattr(worker, "handlers", registry.handlers)
    monkeypatch.setattr(registry, "periods", {})
    monkeypatch.setattr(beats, "periods", registry.periods)
    with clock.frozen(NINE):
        yield


def leave_a_mark(payload, progress):
    """An effect in the database: a row that can be counted."""
    IdempotencyKey.objects.create(scope="mark", key=str(IdempotencyKey.objects.count()), request=b"", answer=b"")


def marks() -> int:
    return IdempotencyKey.objects.filter(scope="mark").count()


@pytest.mark.django_db(transaction=True)
def test_a_job_is_written_with_the_deed_or_not_at_all():
    with pytest.raises(RuntimeError, match="transaction"):
        enqueue("mark", {})
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue("mark", {})
        raise ZeroDivisionError
    assert Job.objects.count() == 0
    with transaction.atomic():
        enqueue("mark", {})
    assert Job.objects.count() == 1


def test_a_payload_takes_no_persons_words():
    with pytest.raises(ValueError, match="ids and codes"):
        enqueue("mark", {"text": "水管坏了"})


def test_a_due_job_runs_once_and_a_later_one_waits():
    registry.handler("mark")(leave_a_mark)
    enqueue("mark", {})
    enqueue("mark", {}, run_after=NINE + timedelta(minutes=5))
    assert (worker.run_all(), marks()) == (1, 1)
    with clock.frozen(NINE + timedelta(minutes=5)):
        assert (worker.run_all(), marks()) == (1, 2)
    assert Job.objects.filter(done_at=None).count() == 0


def test_the_same_key_waits_once_but_a_started_job_does_not_stand_for_a_new_request():
    registry.handler("mark")(leave_a_mark)
    first = enqueue("mark", {"n": 1}, key="case-1")
    assert enqueue("mark", {"n": 2}, key="case-1") == first
    assert enqueue("mark", {}, key="case-2") != first
    Job.objects.filter(pk=first.pk).update(attempts=1, lease_until=NINE + timedelta(minutes=1))
    assert enqueue("mark", {}, key="case-1") != first
    assert Job.objects.count() == 3


def test_a_failing_job_is_put_off_longer_each_time_then_given_up_in_sight_and_started_again():
    @registry.handler("broken", tries=3)
    def broken(payload, progress):
        leave_a_mark(payload, progress)
        raise ValueError("the words of 王某 must not be kept")

    job = enqueue("broken", {})
    pauses = []
    moment = NINE
    for _ in range(3):
        with clock.frozen(moment):
            assert worker.run_one() is True
            job.refresh_from_db()
            pauses.append((job.run_after - moment).total_seconds())
            assert worker.run_one() is False
        moment = job.run_after
    assert pauses[:2] == [10, 20]
    assert (job.attempts, job.done_at, marks()) == (3, None, 0)
    assert job.failed_at is not None
    assert job.error.startswith("ValueError at test_jobs.py:")
    assert "王某" not in job.error
    assert list(Job.objects.given_up()) == [job]
    registry.handler("broken")(leave_a_mark)
    try_again(SYSTEM, job)
    assert (worker.run_all(), marks(), Job.objects.given_up().count()) == (1, 1, 0)
    with pytest.raises(Refusal) as refused:
        try_again(SYSTEM, job)
    assert refused.value.code == "not_given_up"


def test_a_worker_that_lost_its_lease_leaves_no_effect():
    ran = []

    @registry.handler("slow", lease=60)
    def slow(payload, progress):
        leave_a_mark(payload, progress)
        if not ran:
            ran.append(1)
            # while this one dawdles, the lease passes and another worker takes the job
            Job.objects.filter(pk=progress.job.pk).update(attempts=progress.job.attempts + 1)

    enqueue("slow", {})
    assert worker.run_one() is True
    assert (marks(), Job.objects.filter(done_at=None).count()) == (0, 1)


def test_a_leased_job_is_nobody_elses_until_the_lease_is_over():
    registry.handler("mark", lease=60)(leave_a_mark)
    job = enqueue("mark", {})
    assert worker._claim() == job
    assert worker.run_one() is False
    with clock.frozen(NINE + timedelta(seconds=61)):
        assert worker.run_one() is True
    job.refresh_from_db()
    assert (job.attempts, marks()) == (2, 1)


def test_a_job_that_kills_its_worker_each_time_is_given_up():
    registry.handler("deadly", lease=60, tries=2)(leave_a_mark)
    job = enqueue("deadly", {})
    for minutes in (0, 2):
        with clock.frozen(NINE + timedelta(minutes=minutes)):
            assert worker._claim() == job
    with clock.frozen(NINE + timedelta(minutes=4)):
        assert worker.run_one() is False
    job.refresh_from_db()
    assert (job.failed_at, job.error, marks()) == (NINE + timedelta(minutes=4), "worker killed", 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inside", [True, False])
def test_a_job_of_many_steps_leaves_the_others_a_moment_to_write(monkeypatch, inside):
    """Once a second, and never inside a step; PostgreSQL needs it not."""
    seconds, rests = [0.0], []
    rest = lambda span: rests.append((span, seconds[0], connection.in_atomic_block))  # noqa: E731
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: seconds[0], sleep=rest))

    @registry.handler("steps", stepwise=True)
    def steps(payload, told):
        for done in range(1, 11):
            with transaction.atomic():
                leave_a_mark(payload, told)
                seconds[0] += 0.3
                if inside:
                    told.report(done, 10)
            if not inside:
                told.report(done, 10)

    with transaction.atomic():
        enqueue("steps", {})
    worker.run_all()
    rested = [(progress.REST, pytest.approx(moment), False) for moment in (1.2, 2.4)]
    assert (marks(), rests) == (10, rested if connection.vendor == "sqlite" else [])


def test_a_stepwise_job_shows_progress_prolongs_its_lease_and_stops_when_it_lost_it():
    seen = []

    @registry.handler("import", stepwise=True, lease=60)
    def steps(payload, progress):
        for done in (1, 2, 3):
            with transaction.atomic():
                leave_a_mark(payload, progress)
                progress.report(done, 3)
            row = Job.objects.get(pk=progress.job.pk)
            seen.append((row.progress_done, row.progress_total, row.lease_until))

    enqueue("import", {})
    worker.run_all()
    assert seen == [(done, 3, NINE + timedelta(seconds=60)) for done in (1, 2, 3)]
    gone = Job.objects.create(kind="import", attempts=2)
    with pytest.raises(LeaseLost):
        Progress(Job(pk=gone.pk, attempts=1), 60).report(1, 2)


def test_a_kind_without_a_handler_stays_and_disturbs_nobody():
    registry.handler("mark")(leave_a_mark)
    enqueue("unknown", {})
    enqueue("mark", {})
    assert (worker.run_all(), marks()) == (1, 1)


def test_periodic_work_is_enqueued_once_per_period_and_survives_a_clock_set_back():
    registry.handler("tick")(leave_a_mark)
    registry.every("tick", seconds=60)
    assert [beats.enqueue_due() for _ in range(3)] == [1, 0, 0]
    with clock.frozen(NINE + timedelta(seconds=61)):
        assert beats.enqueue_due() == 1
        assert Job.objects.count() == 1, "the first one has not run yet and stands for this one too"
    with clock.frozen(NINE - timedelta(days=3)):
        assert beats.enqueue_due() == 1
        assert Beat.objects.get().due_at == NINE - timedelta(days=3) + timedelta(seconds=60)


@pytest.mark.django_db(transaction=True)
def test_the_worker_stops_when_told():
    stop = threading.Event()
    registry.handler("last")(lambda payload, progress: stop.set())
    with transaction.atomic():
        enqueue("last", {})
    worker.run(stop)
    assert Job.objects.get().done_at == NINE


@pytest.mark.django_db(transaction=True)
def test_nothing_short_waits_for_what_takes_minutes():
    stop, done = threading.Event(), threading.Event()
    order = []

    @registry.handler("learn", stepwise=True, long=True)
    def learn(payload, progress):
        assert done.wait(20), "the letter waited"
        order.append("learned")
        stop.set()

    @registry.handler("letter")
    def letter(payload, progress):
        order.append("letter")
        done.set()

    with transaction.atomic():
        enqueue("learn", {})
        enqueue("letter", {})
    worker.run(stop, poll=0.01)
    assert order == ["letter", "learned"]
    assert not Job.objects.open().exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", [True, False])
def test_what_one_loop_cannot_bear_ends_both(monkeypatch, broken):
    def break_down(long):
        if long == broken:
            raise RuntimeError("no way on")
        return False

    monkeypatch.setattr(worker, "run_one", break_down)
    with pytest.raises(RuntimeError, match="no way on"):
        worker.run(threading.Event(), poll=0.01)
