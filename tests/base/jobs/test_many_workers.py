"""Several workers at once: every job has its effect once, and nobody waits for another's job."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from qiaoliang.base.jobs import registry, worker
from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.jobs.models import IdempotencyKey, Job

pytestmark = pytest.mark.django_db(transaction=True)
JOBS, WORKERS = 30, 3


@pytest.fixture(autouse=True)
def one_kind(monkeypatch):
    monkeypatch.setattr(registry, "handlers", {})
    monkeypatch.setattr(worker, "handlers", registry.handlers)

    @registry.handler("mark")
    def mark(payload, progress):
        IdempotencyKey.objects.create(
            scope="mark", key=f"{payload['n']}-{progress.job.attempts}", request=b"", answer=b""
        )


def at_once(*tasks) -> list[Exception]:
    """Run the tasks in threads that start together; what went wrong."""
    gate, faults = threading.Barrier(len(tasks)), []

    def run(task):
        gate.wait()
        try:
            task()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_each_job_is_done_once():
    with transaction.atomic():
        for n in range(JOBS):
            enqueue("mark", {"n": n})
    counts = []
    assert at_once(*[lambda: counts.append(worker.run_all())] * WORKERS) == []
    assert IdempotencyKey.objects.count() == JOBS
    assert (sum(counts), Job.objects.filter(done_at=None).count()) == (JOBS, 0)
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_five_requests_of_one_key_leave_one_job():
    def ask():
        with transaction.atomic():
            enqueue("mark", {"n": 1}, key="case-1")

    assert at_once(*[ask] * 5) == []
    assert Job.objects.count() == 1
    assert worker.run_all() == 1


def test_a_request_is_never_answered_by_a_run_that_began_before_it():
    """Requests and a worker race; after each request at least one run starts that can see what the request wrote."""
    seen, wrote = [], []

    @registry.handler("look")
    def look(payload, progress):
        seen.append(IdempotencyKey.objects.filter(scope="written").count())

    def write():
        for n in range(15):
            with transaction.atomic():
                IdempotencyKey.objects.create(scope="written", key=str(n), request=b"", answer=b"")
                enqueue("look", {}, key="all")
            wrote.append(n)

    def work():
        while len(wrote) < 15:
            worker.run_one()

    assert at_once(write, work) == []
    worker.run_all()
    assert seen[-1] == 15
