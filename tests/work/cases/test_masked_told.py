"""People are told before they send that their words hold contact data, and one tap takes it out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from qiaoliang.work.cases.models import Answer, Case, Event, Rating

PHONE = "13800001111"
TOLD = "这些内容可能让人知道是谁"


@pytest.fixture
def browser(world):
    client = Client()
    client.post("/report/", {"text": f"灯坏了，我叫王云桥，电话{PHONE}。请来看看。", "group": ""})
    client.post("/report/where", {"place": "3栋2单元501室", "area": ""})
    client.post("/report/contact", {"name": "", "phone": ""})
    return client


def draft_of(client):
    return client.get("/report/check").text


def test_a_resident_sees_what_was_found_and_takes_one_or_all_of_it_out(browser):
    page = draft_of(browser)
    assert TOLD in page
    assert [
        words in page for words in ("<b>王云桥</b>", f"<b>{PHONE}</b>", "<b>3栋2单元501室</b>", "单独保密存放")
    ] == [True] * 4
    start = "灯坏了，我叫王云桥，电话".__len__()
    page = browser.post("/report/take-out", {"take": f"text:{start}:{start + 11}"}, follow=True).text
    assert "灯坏了，我叫王云桥，电话（略）。请来看看。" in page
    again = browser.post("/report/take-out", {"take": f"text:{start}:{start + 11}"}, follow=True).text
    assert "电话（略）。请来看看。" in again
    assert "王云桥" in again
    assert "王云桥" in browser.post("/report/take-out", {"take": ""}, follow=True).text
    page = browser.post("/report/take-out", {"take": "all"}, follow=True).text
    assert "灯坏了，我叫（略），电话（略）。请来看看。" in page
    assert TOLD not in page
    browser.post("/report/send")
    case = Case.objects.latest("id")
    assert (case.text, case.place, case.marks) == ("灯坏了，我叫（略），电话（略）。请来看看。", "（略）", {})


def test_left_as_it_is_it_is_sent_as_it_is(browser):
    draft_of(browser)
    browser.post("/report/send")
    assert PHONE in Case.objects.latest("id").text


@pytest.mark.parametrize(("choice", "kept"), [("leave", f"打{PHONE}"), ("out", "打（略）")])
def test_a_reply_and_a_rating_come_back_once_and_go_out_as_chosen(world, choice, kept):
    asked, rated = world.story().until("sign"), world.story().until("approve")
    asked.ask()
    for story, step, typed in (
        (asked, "reply", {"text": f"打{PHONE}"}),
        (rated, "rate", {"words": f"打{PHONE}", "solved": "yes"}),
    ):
        client, address = world.opened(story), reverse(f"cases:{step}", args=[story.code])
        told = client.post(address, typed)
        assert told.status_code == 422
        assert TOLD in told.text
        assert f"<b>{PHONE}</b>" in told.text
        assert not Rating.objects.exists()
        assert client.post(address, {**typed, "masked": choice}).status_code == 302
    assert Event.objects.get(step="reply").message == kept
    assert Rating.objects.get().words == kept


def test_an_officer_is_told_at_intake_at_the_title_and_at_what_may_be_published(world):
    intake = world.client("intake")
    typed = {"text": f"灯坏了，打{PHONE}", "source": "phone", "heading": "路灯"}
    before = Case.objects.count()
    told = intake.post("/desk/cases/new", typed)
    assert (told.status_code, TOLD in told.text, Case.objects.count()) == (422, True, before)
    assert intake.post("/desk/cases/new", {**typed, "masked": "out"}).status_code == 200
    case = Case.objects.latest("id")
    assert case.text == "灯坏了，打（略）"
    accept = {
        "version": case.version,
        "category": "labour.hours",
        "kind": "help",
        "heading": f"打{PHONE}",
        "accused": "",
    }
    assert TOLD in intake.post(f"/desk/cases/{case.id}/accept", accept).text
    story = world.story().until("sign")
    answer = {"version": story.case.version, "text": f"请打{PHONE}", "closing": "solved", "public_text": "已修好。"}
    told = world.client("union").post(
        f"/desk/cases/{story.id}/propose_answer", {**answer, "public_text": f"请打{PHONE}"}
    )
    assert (told.status_code, TOLD in told.text) == (422, True)
    assert world.client("union").post(f"/desk/cases/{story.id}/propose_answer", answer).status_code == 302
    assert PHONE in Answer.objects.get(case=story.id).text
