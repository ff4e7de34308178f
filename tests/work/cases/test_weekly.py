"""What the data officer hears each week about who opened contact data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.project.test_pages_speak_one_language import appoint

from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.vault import unusual
from qiaoliang.work.cases.actions.reveal import reveal, reveal_words
from qiaoliang.work.cases.actions.weekly import KIND, tell_data_officers

PHONE = "13800001111"
THURSDAY, SUNDAY = date(2026, 10, 8), date(2026, 10, 11)


def look(world, story, who="union", times=1):
    for _ in range(times):
        reveal(world.actors[who], story.receipt.pk, reason="verify", note="")


def found(first=THURSDAY, last=THURSDAY):
    return [(one.what, one.account_id, one.times) for one in unusual.patterns(first, last)]


@pytest.fixture
def story(world):
    return world.story(phone=PHONE, text=f"灯坏了，{PHONE}").until("sign")


def test_many_openings_stand_out_from_twenty_on(world, story):
    look(world, story, times=19)
    assert found() == []
    reveal_words(world.union, story.id, reason="verify", note="")
    assert found() == [("many", world.union.who.id, 20)]


def test_openings_at_night_after_the_end_and_bulk_stand_out(world, story):
    world.at(clock.now().replace(hour=13, minute=59))
    look(world, story)
    assert found() == []
    world.go(minutes=1)
    look(world, story, times=2)
    assert found() == [("night", world.union.who.id, 2)]
    for step in ("propose", "approve", "rate"):
        getattr(story, step)()
    assert found() == [("night", world.union.who.id, 2)]
    world.go(minutes=1)
    look(world, story, who="callback")
    audit.record(world.intake.who, "imports.start", ("import", story.id))
    audit.record(world.intake.who, "imports.read", ("import", story.id))
    assert found()[1:] == [
        ("night", world.callback.who.id, 1),
        ("over", world.callback.who.id, 1),
        ("bulk", world.intake.who.id, 1),
    ]
    assert found(THURSDAY - timedelta(days=9), THURSDAY - timedelta(days=1)) == []


def test_the_questions_do_not_grow_with_the_openings(world, story, django_assert_num_queries):
    look(world, story)
    for _ in range(2):
        with django_assert_num_queries(4):
            unusual.patterns(THURSDAY, THURSDAY)
        look(world, story, times=2)


def test_the_data_officers_are_told_once_a_week_and_the_page_names_no_resident(world, story):
    appoint(world)
    world.go(hours=13)
    look(world, story)
    assert tell_data_officers() == 1
    assert [notice.params for notice in Notice.objects.filter(kind=KIND)] == [
        {"day": "2026-10-04", "opened": 0, "odd": 0}
    ]
    world.at(clock.now() + timedelta(days=4))
    assert (tell_data_officers(), tell_data_officers()) == (1, 0)
    notice = Notice.objects.filter(kind=KIND).latest("id")
    assert notice.params == {"day": "2026-10-11", "opened": 1, "odd": 1}
    assert notice.person_id == Account.objects.get(username="data_officer").person.pk


def test_the_page_of_a_week_says_what_stood_out(world, story, client):
    appoint(world)
    client.force_login(Account.objects.get(username="data_officer"))
    assert "没有异常" in client.get("/desk/reveals?days=7").text
    world.go(hours=13)
    look(world, story)
    client = Client()  # signed in anew after the night
    client.force_login(Account.objects.get(username="data_officer"))
    page = client.get("/desk/reveals?days=7").text
    assert "union岗 在夜间（22 点至 6 点）查看联系方式 1 次。" in page
    assert PHONE not in page
    assert "值得再看一眼" not in client.get("/desk/reveals").text
