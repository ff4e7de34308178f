"""A database that stands still, a disk that is full: what people are told, and that nothing is lost. The long runs are still.py's and
full.py's own."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.long]


def ran(*words: str) -> tuple[int, str]:
    """(exit status, what was printed) of a run in a process of its own."""
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=False)
    assert "Figures(" in done.stdout, done.stderr[-2000:]
    return done.returncode, done.stdout


@pytest.mark.parametrize(("fault", "seconds"), [("stopped", "30"), ("slow", "30"), ("cut", "12")])
def test_pages_answer_in_time_while_the_database_does_not(fault: str, seconds: str) -> None:
    """Half a minute, since what waits longer each time is soon back after a few seconds."""
    status, said = ran("tests.faults.still", "--rounds", "1", "--seconds", seconds, "--faults", fault)
    assert "lost=0, duplicate=0, faults=[]" in said
    assert status == 0, said


def test_the_control_without_patience_waits_as_long_as_the_database_stands_still() -> None:
    status, said = ran("tests.faults.still", "--rounds", "1", "--seconds", "12", "--faults", "stopped", "--patient")
    found = re.search(r"slowest=([\d.]+)", said)
    assert found and float(found[1]) > 10 and status == 1, said


@pytest.mark.parametrize("place", ["data", "files"])
def test_a_full_disk_is_told_and_forgotten_when_there_is_room(place: str) -> None:
    status, said = ran("tests.faults.full", "--writes", "5", "--places", place)
    assert "lost=0, sound=True, bare=0, unread=0" in said
    assert status == 0, said


def test_the_control_with_room_says_that_nothing_was_refused() -> None:
    status, said = ran("tests.faults.full", "--writes", "2", "--places", "data", "--roomy")
    assert (status, "503" in said) == (1, False), said
