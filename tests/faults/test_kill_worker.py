"""A worker killed in the middle of jobs: every effect comes once. The long run is kill_worker.py's own."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.journey


def killed(*words: str) -> tuple[int, dict[str, int]]:
    """(exit status, figures): in a process of its own, since it forks."""
    command = [sys.executable, "-m", "tests.faults.kill_worker", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Figures(" in done.stdout, done.stderr[-2000:]
    return done.returncode, {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)[,)]", done.stdout)}


def test_every_job_has_its_effect_once_however_often_the_worker_is_killed() -> None:
    status, found = killed("--kills", "4", "--jobs", "20")
    assert (found["marks"], found["lost"], found["twice"], found["given_up"], found["open"]) == (20, 0, 0, 0, 0)
    assert found["most_tries"] >= 2, "no job was killed in the middle"
    assert status == 0


@pytest.mark.long
def test_the_control_that_says_done_before_it_works_loses_effects() -> None:
    status, found = killed("--kills", "4", "--jobs", "20", "--careless")
    assert (found["lost"] > 0, found["twice"], found["open"], status) == (True, 0, 0, 1)
