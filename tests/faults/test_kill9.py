"""The server is killed outright in the middle: what was acknowledged is there, once. The long run is kill9.py's own."""

from __future__ import annotations

import pytest

from tests.faults import kill9

pytestmark = pytest.mark.journey


def test_killed_twice_nothing_is_lost_and_nothing_is_there_twice() -> None:
    with kill9.house() as place:
        run = kill9.Run(place, seed=1)
        run.cycles(2)
        found = kill9.figures(place, run.acknowledged)
        assert run.faults == []
        assert run.unanswered > 0, "no answer was lost, so nothing was tried"
        assert found.acknowledged >= 6
        assert (found.lost, found.duplicate, found.sound) == (0, 0, True)
        assert set(found.rows.values()) == {found.acknowledged}, found.rows
        forged = [*run.acknowledged, (0, "0000000000", "0000-0000-0000-0000")]
        assert kill9.figures(place, forged).lost == 1, "the count sees what is lost"


@pytest.mark.long
def test_the_control_without_the_key_has_matters_twice() -> None:
    """Who loses the answer and begins anew is heard twice: the count sees it, and the key is what prevents it."""
    with kill9.house() as place:
        run = kill9.Run(place, seed=2, keyless=True, dropped=0.5)
        run.cycles(1)
        found = kill9.figures(place, run.acknowledged)
        assert run.faults == []
        assert (found.lost, found.sound) == (0, True)
        assert found.duplicate > 0
        assert not found.holds
