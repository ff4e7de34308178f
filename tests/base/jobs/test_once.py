"""A request that is sent again gets its first answer, whatever happened in between."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs.actions import once
from qiaoliang.base.jobs.models import IdempotencyKey


@pytest.mark.django_db
def test_the_second_sending_gets_the_first_answer_and_other_content_is_refused():
    done = []

    def do():
        done.append(1)
        return {"code": "ABC", "secret": "给您的"}

    assert once("cases.submit", "key-1", "the form", do) == ({"code": "ABC", "secret": "给您的"}, True)
    assert once("cases.submit", "key-1", "the form", do) == ({"code": "ABC", "secret": "给您的"}, False)
    assert once("cases.answer", "key-1", "the form", do)[1] is True
    with pytest.raises(Refusal) as refused:
        once("cases.submit", "key-1", "another form", do)
    assert (refused.value.code, len(done)) == ("key_reused", 2)


@pytest.mark.django_db
def test_answers_are_sealed_where_they_are_kept():
    once("cases.submit", "key-1", "the form", lambda: {"secret": "ABCD-EFGH"})
    row = IdempotencyKey.objects.get()
    assert b"ABCD" not in bytes(row.answer)
    assert b"the form" not in bytes(row.request)


@pytest.mark.django_db
def test_what_was_refused_may_be_sent_again():
    def refuse():
        raise Refusal("no", code="no")

    with pytest.raises(Refusal):
        once("cases.submit", "key-1", "the form", refuse)
    assert IdempotencyKey.objects.count() == 0
    assert once("cases.submit", "key-1", "the form", dict)[1] is True


@pytest.mark.django_db(transaction=True)
def test_five_at_the_same_moment_are_done_once():
    gate, answers, faults = threading.Barrier(5), [], []

    def send():
        gate.wait()
        try:
            answers.append(once("cases.submit", "key-1", "the form", lambda: {"by": threading.get_ident()}))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(fresh for _, fresh in answers) == [False, False, False, False, True]
    assert len({answer["by"] for answer, _ in answers}) == 1
