"""Questions that are put together once: each key once, the answer anew each time."""

from __future__ import annotations

import pytest

from qiaoliang.base.core import ids, written
from qiaoliang.base.search.models import Entry

pytestmark = pytest.mark.django_db
made: list[str] = []


def of_kind(kind: str):
    made.append(kind)
    rows = Entry.objects.filter(kind=kind) if kind else Entry.objects.none()
    return rows.order_by("object_id").values_list("object_id")


def test_the_question_is_made_once_a_key_and_the_rows_are_read_each_time(django_assert_num_queries):
    made.clear()
    first, second = ids.uuid7(), ids.uuid7()
    assert (written.ids(of_kind, "case"), written.count(of_kind, "case")) == ([], 0)
    Entry.objects.create(kind="case", object_id=first, tokens="a")
    Entry.objects.create(kind="case", object_id=second, tokens="a%s")
    Entry.objects.create(kind="other", object_id=first, tokens="a")
    with django_assert_num_queries(3):
        assert written.ids(of_kind, "case") == [first, second]
        assert written.count(of_kind, "case") == 2
        assert written.ids(of_kind, "other") == [first]
    assert made == ["case", "other"]


def test_what_nothing_can_meet_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (written.ids(of_kind, ""), written.count(of_kind, "")) == ([], 0)
