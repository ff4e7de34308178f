"""What the desk's and the resident's pages fetch by questions that are put together once: the objects are those that Django makes."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.base.asking.sameness import same

from qiaoliang.base.asking import written

EVERYBODY = ("/desk/todo", "/desk/done", "/desk/started", "/desk/cases/", "/desk/promises")
THEIRS = {
    "supervisor": ("/desk/supervision/", "/desk/supervision/soon"),
    "leader": ("/desk/overview",),
    "union": (),
    "intake": (),
}


@pytest.fixture
def compared(monkeypatch):
    """How many objects of each model were compared; they must be some, and all the same."""
    seen: Counter[str] = Counter()
    usual = written.rows

    def rows(make, *given):
        made, expected = usual(make, *given), list(make(*given))
        assert len(made) == len(expected) and all(map(same, made, expected)), make.__name__
        seen.update(type(one).__name__ for one in made)
        return made

    monkeypatch.setattr(written, "rows", rows)
    return seen


def test_the_objects_of_a_page_are_those_that_django_makes(world, compared):
    stories = [
        world.story(),
        *(world.story().until(step) for step in ("accept", "dispatch", "sign", "approve", "rate")),
    ]
    busy = world.story().until("sign")
    busy.instruct()
    busy.remind()
    busy.ask_extension()
    busy.whistle("fl")
    busy.join(world.story().until("accept"))
    for name, own in THEIRS.items():
        client = world.client(name)
        cases = [busy, stories[-1]] if name == "union" else [busy, *stories]
        for path in (*EVERYBODY, *own, *(f"/desk/cases/{one.id}/" for one in cases)):
            assert client.get(path).status_code == 200, path
    assert world.opened(stories[-1]).get(f"/case/{stories[-1].code}/").status_code == 200
    assert {"Case", "Event", "Deadline", "Person", "Membership", "Grant", "District", "Receipt", "Answer", "Instruction", "Letter",
            "Request", "Merge", "Attendance", "Assignment"} - set(+compared) == set()  # fmt: skip
