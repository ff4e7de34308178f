"""Drafts: sealed to their writer and form, gone when sent, thrown away or old."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.drafts import actions, queries
from qiaoliang.base.drafts.jobs import forget
from qiaoliang.base.drafts.models import Draft

pytestmark = pytest.mark.django_db
ME, OTHER = uuid4(), uuid4()
KEY = "cases:1:note"


def test_a_draft_is_sealed_and_opens_for_its_writer_and_form_alone():
    actions.keep(ME, KEY, {"note": ["厂里来过两次"]}, {"note": ["旧话"]})
    actions.keep(ME, KEY, {"note": ["厂里来过三次"]})
    row = Draft.objects.get()
    assert "三次".encode() not in bytes(row.sealed)
    assert queries.find(ME, KEY).words == {"note": ["厂里来过三次"]}
    assert (queries.find(OTHER, KEY), queries.find(ME, "cases:2:note")) == (None, None)
    assert queries.begun(ME, "cases:1:") == [(KEY, row.changed_at)]
    Draft.objects.update(person_id=OTHER)
    assert queries.find(OTHER, KEY) is None  # a row moved to somebody else does not open there


def test_it_goes_when_emptied_forgotten_or_thirty_days_old():
    actions.keep(ME, KEY, {"note": ["一"]})
    actions.keep(ME, KEY, {})
    actions.keep(ME, "cases:2:note", {"note": ["二"]})
    actions.forget(ME, "cases:2:note")
    assert not Draft.objects.exists()
    start = clock.now()
    with clock.frozen(start):
        actions.keep(ME, KEY, {"note": ["三"]})
    with clock.frozen(start + timedelta(days=30, seconds=-1)):
        forget({}, None)
        assert queries.find(ME, KEY) is not None
    with clock.frozen(start + timedelta(days=30)):
        assert queries.find(ME, KEY) is None
        forget({}, None)
    assert not Draft.objects.exists()


def test_too_long_is_refused_and_the_oldest_of_too_many_goes(monkeypatch):
    actions.keep(ME, KEY, {"note": ["短"]})
    with pytest.raises(Refusal, match="太长了，存不下"):
        actions.keep(ME, KEY, {"note": ["长" * actions.LONGEST]})
    assert queries.find(ME, KEY).words == {"note": ["短"]}
    monkeypatch.setattr(actions, "MOST", 2)
    for number in (2, 3):
        with clock.frozen(clock.now() + timedelta(minutes=number)):
            actions.keep(ME, f"cases:{number}:note", {"note": ["又一件"]})
    assert [key for key, _when in queries.begun(ME, "cases:")] == ["cases:3:note", "cases:2:note"]
