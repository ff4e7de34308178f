"""A notice is an id and a code until somebody reads it."""

from __future__ import annotations

import pytest
from django.db import transaction

from qiaoliang.base.core import ids
from qiaoliang.base.notify import actions, queries, registry
from qiaoliang.base.notify.models import Notice

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_notices_are_written_with_what_they_tell_or_not_at_all():
    with pytest.raises(RuntimeError, match="transaction"):
        actions.tell([ids.uuid7()], "case.assigned", ("case", ids.uuid7()))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.tell([ids.uuid7()], "case.assigned", ("case", ids.uuid7()))
        raise ZeroDivisionError
    assert Notice.objects.count() == 0


def test_each_person_is_told_once_and_a_persons_words_are_refused():
    one, two, case = ids.uuid7(), ids.uuid7(), ids.uuid7()
    assert len(actions.tell([one, two, one], "case.assigned", ("case", case), n=3)) == 2
    assert (queries.unread_count(one), queries.unread_count(ids.uuid7()), queries.unread_count(None)) == (1, 0, 0)
    with pytest.raises(ValueError, match="ids and codes"):
        actions.tell([one], "case.assigned", ("case", case), title="水管坏了")


def test_an_unread_repetition_replaces_and_a_read_one_stays():
    one, case = ids.uuid7(), ids.uuid7()
    actions.tell([one], "case.due", ("case", case), percent=50)
    actions.tell([one], "case.due", ("case", case), percent=80)
    assert [notice.params for notice in queries.latest(one)] == [{"percent": 80}]
    actions.mark_read(one)
    actions.tell([one], "case.due", ("case", case), percent=100)
    assert [notice.params["percent"] for notice in queries.latest(one)] == [100, 80]
    assert queries.unread_count(one) == 1


def test_only_ones_own_notices_are_marked_read():
    one, two = ids.uuid7(), ids.uuid7()
    mine, theirs = actions.tell([one, two], "case.due", ("case", ids.uuid7()))
    assert actions.mark_read(one, theirs.pk) == 0
    assert actions.mark_read(one, mine.pk) == 1
    assert (queries.unread_count(one), queries.unread_count(two)) == (0, 1)


def test_pages_follow_each_other_without_overlap():
    one = ids.uuid7()
    for _ in range(5):
        actions.tell([one], "case.due", ("case", ids.uuid7()))
    first = list(queries.latest(one)[:3])
    rest = list(queries.latest(one, before=first[-1].pk))
    assert (len(rest), {row.pk for row in first} & {row.pk for row in rest}) == (2, set())


def test_the_sentence_is_made_when_it_is_read(monkeypatch):
    monkeypatch.setattr(registry, "_texts", {})
    notice = actions.tell([ids.uuid7()], "case.due", ("case", ids.uuid7()), percent=80)[0]
    assert registry.said(notice)[1] == ""
    registry.text("case.due", lambda notice: (f"{notice.params['percent']} %", f"/desk/{notice.subject_id}"))
    assert registry.said(notice) == ("80 %", f"/desk/{notice.subject_id}")


def test_what_is_settled_waits_no_longer_but_stays_to_be_read():
    one, two, case, other = ids.uuid7(), ids.uuid7(), ids.uuid7(), ids.uuid7()
    for kind in ("case.due", "case.sign", "case.news"):
        actions.tell([one, two], kind, ("case", case))
    actions.tell([one], "case.due", ("case", other))
    assert actions.settle(("case", case), only=["case.sign"], people=[two]) == 1
    assert (queries.unread_count(one), queries.unread_count(two)) == (4, 2)
    assert actions.settle(("case", case), but=["case.news"]) == 3
    assert actions.settle(("case", case), but=["case.news"]) == 0
    assert {(row.kind, row.subject_id) for row in queries.unread(one)} == {("case.news", case), ("case.due", other)}
    assert queries.latest(one).count() == 4
    assert actions.mark_read(one) == 2
    assert queries.unread_count(one) == 0


def test_titles_come_with_one_question_a_kind(monkeypatch):
    monkeypatch.setattr(registry, "_titles", {})
    case = ids.uuid7()
    notices = actions.tell([ids.uuid7()], "case.due", ("case", case)) + actions.tell([case], "x.y", ("x", ids.uuid7()))
    asked = []
    registry.about("case", lambda request, ids: asked.append(ids) or {case: "水管坏了"})
    assert (registry.titles(None, notices), asked) == ({case: "水管坏了"}, [{case}])
