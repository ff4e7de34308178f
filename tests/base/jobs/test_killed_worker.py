"""A worker killed outright in the middle of a job: the effect comes once, after the lease."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection, transaction

from qiaoliang.base.core import clock
from qiaoliang.base.jobs import registry, worker
from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.jobs.models import IdempotencyKey, Job

#: what runs in the other process: it does its work, says so, and is killed before it can say that it is done
VICTIM = """
import sys, time
from qiaoliang.project import setup
setup.django()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from qiaoliang.base.jobs import registry, worker
from qiaoliang.base.jobs.models import IdempotencyKey

def work(payload, progress):
    IdempotencyKey.objects.create(scope="mark", key="victim", request=b"", answer=b"")
    print("working", flush=True)
    time.sleep(600)

registry.handler("dangerous", stepwise=sys.argv[2] == "stepwise", lease=1)(work)
worker.run_one()
"""


def kill_in_the_middle(way: str) -> None:
    name = str(connection.settings_dict["NAME"])
    victim = subprocess.Popen([sys.executable, "-c", VICTIM, name, way], stdout=subprocess.PIPE, text=True)
    assert victim.stdout is not None
    try:
        assert victim.stdout.readline() == "working\n"
    finally:
        victim.kill()
        victim.wait()
        victim.stdout.close()


def marks() -> int:
    return IdempotencyKey.objects.filter(scope="mark").count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("way", "effects"), [("whole", 1), ("stepwise", 2)])
def test_the_effect_comes_once_and_only_a_stepwise_handler_must_see_to_that_itself(way, effects, monkeypatch):
    """The stepwise case is the control: its handler commits before it is killed and does not look what is done."""
    monkeypatch.setattr(registry, "handlers", {})
    monkeypatch.setattr(worker, "handlers", registry.handlers)

    @registry.handler("dangerous", stepwise=way == "stepwise", lease=1)
    def work(payload, progress):
        IdempotencyKey.objects.create(scope="mark", key="heir", request=b"", answer=b"")

    with transaction.atomic():
        enqueue("dangerous", {})
    kill_in_the_middle(way)
    assert marks() == effects - 1
    assert Job.objects.get().attempts == 1
    with clock.frozen(clock.now() - timedelta(minutes=1)):
        assert worker.run_one() is False, "the lease is not over"
    with clock.frozen(clock.now() + timedelta(seconds=2)):
        assert worker.run_one() is True
        assert worker.run_one() is False
    assert (marks(), Job.objects.filter(done_at=None).count()) == (effects, 0)
