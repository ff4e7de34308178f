from __future__ import annotations

import pytest

from qiaoliang.text.routing.router import Router
from qiaoliang.work.cases.sorting import matters, shelf
from qiaoliang.work.cases.sorting.actions.train import fresh
from qiaoliang.work.cases.sorting.choices import What
from qiaoliang.work.cases.sorting.shelf import Learned

#: models that know the shipped duty lists alone, made once a process
_beginners: dict[What, bytes] = {}


@pytest.fixture
def sorting(world):
    """The district with a worker that has just been started: duty lists are learned, no decision yet."""
    if not _beginners:
        _beginners.update({what: fresh(what).router.packed() for what in What})
    with shelf.alone():
        for what, packed in _beginners.items():
            shelf.write(what, Learned(Router.unpacked(packed)))
    matters.forget()
    yield world
    matters.forget()
    for what in What:
        shelf.path(what).unlink(missing_ok=True)
