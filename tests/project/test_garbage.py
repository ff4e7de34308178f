"""What a server keeps for ever is left out of the search for garbage: at its start, and once more when it has warmed up."""

from __future__ import annotations

import gc
from itertools import count

from django.core.signals import request_finished

from qiaoliang.project import garbage


def test_it_is_left_out_at_the_start_and_once_more(monkeypatch):
    done: list[object] = []
    monkeypatch.setattr(gc, "set_threshold", lambda *numbers: done.append(numbers))
    monkeypatch.setattr(gc, "collect", lambda: done.append("collected"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("left out"))
    monkeypatch.setattr(garbage, "_requests", count(1))
    monkeypatch.setattr(garbage, "SETTLED", 3)
    before = len(request_finished.receivers)
    garbage.settle()
    assert done == [(garbage.PORTION, garbage.ROUNDS, garbage.ROUNDS), "collected", "left out"]
    assert len(request_finished.receivers) == before + 1
    seen = [len(done)]
    for _ in range(4):
        garbage._once_more()
        seen.append(len(done))
    assert seen == [3, 3, 3, 4, 4] and done[3:] == ["left out"], "nobody waits for a look at all of it"
    assert len(request_finished.receivers) == before
