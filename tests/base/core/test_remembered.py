"""Values of versioned rows are made once a version and asked for once a request."""

from __future__ import annotations

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from qiaoliang.base.core.remembered import Remembered, still


class Rows:
    """A version that can be moved, and a count of what was asked."""

    def __init__(self) -> None:
        self.version, self.asked, self.made = 1, 0, 0
        self.value: Remembered[int, str] = Remembered(self.current, self.make, keep=2)

    def current(self) -> int:
        self.asked += 1
        return self.version

    def make(self, key: int) -> str:
        self.made += 1
        return f"value {key}"


def test_outside_a_request_a_new_version_is_seen_at_once():
    rows = Rows()
    assert [rows.value.get(), rows.value.get()] == ["value 1"] * 2
    rows.version = 2
    assert rows.value.get() == "value 2"
    assert (rows.asked, rows.made) == (3, 2)


def test_within_a_request_the_version_is_asked_once_and_stands_still():
    rows = Rows()
    with still():
        assert [rows.value.get() for _ in range(100)] == ["value 1"] * 100
        rows.version = 2
        assert rows.value.get() == "value 1"
        rows.value.changed()
        assert rows.value.get() == "value 2"
    assert rows.asked == 2
    rows.version = 3
    assert rows.value.get() == "value 3"


@pytest.fixture
def _connections_left_alone():
    """As Django's own test client does: an open connection of an earlier test is not asked for by the signals."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_connections_left_alone")
def test_a_request_begins_and_ends_by_djangos_signals():
    rows = Rows()
    request_started.send(sender=None)
    assert [rows.value.get(), rows.value.get()] == ["value 1"] * 2
    assert rows.asked == 1
    request_finished.send(sender=None)
    rows.version = 2
    assert rows.value.get() == "value 2"


def test_old_versions_are_forgotten_and_made_again():
    rows = Rows()
    assert [rows.value.of(n) for n in (1, 2, 3)] == ["value 1", "value 2", "value 3"]
    assert rows.made == 3
    assert rows.value.of(3) == "value 3"
    assert rows.made == 3
    assert rows.value.of(1) == "value 1"
    assert rows.made == 4
