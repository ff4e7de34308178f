"""A search among many cases: common words and rare ones, each order, page by page, read from the index or in the list's order."""

from datetime import timedelta
from random import Random

import pytest

from qiaoliang.base.core import clock, codes
from qiaoliang.base.search import actions as search
from qiaoliang.work.cases import ordering, paging, queries
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Assignment, Case

WORDS = ("路灯", "井盖", "下水道", "老桥")
#: wanting none at a time makes every word a common one, wanting a million makes none
WAYS = {"in the list's order": 0, "by the index": 1_000_000}


@pytest.fixture
def many(world):
    """Thirty cases of random words, some at the same moment, every other one with the union, some answered."""
    chance, now, union, made = Random(11), clock.now(), world.unit("zgh"), []
    for number in range(30):
        text = "".join(word for at, word in enumerate(WORDS) if chance.random() < 0.9 / (at + 1)) or "别的事"
        came = now - timedelta(hours=chance.randrange(12))
        case = Case.objects.create(
            code=codes.new_code(), title=f"第{number}件", text=text, received_at=came, happened_at=came,
            state="in_progress" if number % 2 else "closed", lead_id=union if number % 2 else None,
            due_at=came if chance.random() < 0.5 else None, answered_at=came if chance.random() < 0.5 else None,
        )  # fmt: skip
        if number % 2:
            Assignment.objects.create(case=case, organization_id=union, part="lead")
        search.index("case", case.pk, case.title, case.text)
        made.append(case)
    return made


def pages(actor, asked):
    """The ids on all pages of the list of all cases."""
    found, key, every = [], "", LISTS["every"]
    while True:
        rows, key = every.page(actor, asked, key)
        found += [row.pk for row in rows]
        if not key:
            return found


@pytest.mark.parametrize("way", WAYS)
def test_every_page_has_the_rows_that_hold_the_words_in_their_order(world, many, monkeypatch, way):
    monkeypatch.setattr(paging, "PAGE", 4)
    monkeypatch.setattr(queries, "PAGE", WAYS[way])
    for actor in (world.supervisor, world.union):
        seen = set(queries.visible_to(actor).values_list("pk", flat=True))
        for sort, _label in ordering.choices(ordering.EVERYWHERE):
            order = [pk for pk in pages(actor, {"sort": sort}) if pk in seen]
            for words in ("路灯", "路", "下水道", "老桥 井盖", "路灯下水", "没有的词"):
                held = {one.pk for one in many if all(word in one.text for word in words.split())}
                assert pages(actor, {"sort": sort, "q": words}) == [pk for pk in order if pk in held], (sort, words)
    assert len(seen) == 15, "whoever works in the union sees its own"
