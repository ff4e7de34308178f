"""Half-written at the desk: kept for the writer, with and without a script, and never in anybody's way."""

from __future__ import annotations

from qiaoliang.base.drafts import queries as kept
from qiaoliang.base.drafts.models import Draft
from qiaoliang.work.cases.models import Case

WORDS = "查到一半：\r\n厂里答应周五前给答复。"


def test_an_answer_begun_comes_back_to_its_writer_and_goes_when_it_is_sent(world):
    story = world.story().until("sign")
    browser, page = world.client("union"), f"/desk/cases/{story.id}/propose_answer"
    sent = {"version": story.case.version, "text": WORDS, "closing": "explained", "keep": "1"}
    assert (browser.post(page, {**sent, "quiet": "1"}).status_code, story.case.state) == (204, "in_progress")
    again = browser.get(page).text
    assert "您没写完的内容已带回" in again and "厂里答应周五前给答复。</textarea>" in again
    assert 'value="explained" id="id_closing_1" checked' in again
    assert "起草答复（有草稿）" in browser.get(f"/desk/cases/{story.id}/").text
    todo = browser.get("/desk/todo").text
    assert "您有没写完的：" in todo and f'<a href="{page}">起草答复，{story.code}</a>' in todo
    colleague = world.client("union2")
    assert "厂里答应" not in colleague.get(page).text + colleague.get("/desk/todo").text
    del sent["keep"]
    assert browser.post(page, sent).status_code == 302
    assert (story.case.state, Draft.objects.count()) == ("pending_approval", 0)
    late = browser.post(page, {**sent, "keep": "1", "quiet": "1"})
    assert (late.status_code, late.text) == (409, "这件诉求现在是“答复待审核”，做不了这一步。")
    assert not Draft.objects.exists()


def test_without_a_script_a_button_keeps_and_another_throws_away(world):
    story = world.story().until("sign")
    browser, page = world.client("union"), f"/desk/cases/{story.id}/note"
    said = browser.post(page, {"version": story.case.version, "note": "写一半", "keep": "1"}, follow=True).text
    assert "草稿存好了，30 天内只有您自己看得到。" in said and ">\n写一半</textarea>" in said
    away = browser.post(page, {"drop": "1"}, follow=True).text
    assert "草稿已清除" in away and f'action="{page}?undrop=1"' in away and "写一半" not in away
    assert ">\n写一半</textarea>" in browser.post(f"{page}?undrop=1", follow=True).text
    assert "这份草稿已经没有了。" in browser.post(f"{page}?undrop=1", follow=True).text
    browser.post(page, {"drop": "1"})
    assert "写一半" not in browser.get(page).text
    too_long = browser.post(page, {"version": story.case.version, "note": "长" * 40_000, "keep": "1"})
    assert too_long.status_code == 409 and "太长了，存不下" in too_long.text and "长长长</textarea>" in too_long.text


def test_words_that_somebody_else_changed_meanwhile_are_not_overwritten_and_the_writers_are_not_lost(world):
    story = world.story().until("propose")
    page = f"/desk/cases/{story.id}/approve"
    mine = {"version": story.case.version, "text": "我改过的答复", "note": "我的备注", "keep": "1", "quiet": "1"}
    assert world.client("union_head").post(page, mine).status_code == 204
    story.send_back()
    story.propose(text="承办人重写的答复")
    shown = world.client("union_head").get(page).text
    assert "承办人重写的答复</textarea>" in shown and ">\n我的备注</textarea>" in shown
    assert "这期间别人改过原文" in shown and '<blockquote class="quote">我改过的答复</blockquote>' in shown


def test_an_intake_begun_holds_no_contact_and_no_consent(world):
    browser = world.client("intake")
    typed = {
        "text": "路灯坏了", "source": "phone", "name": "何小满", "phone": "13800000000", "address": "枫林苑", "consent": "on",
        "once": "abc",
    }  # fmt: skip
    assert browser.post("/desk/cases/new", {**typed, "keep": "1", "quiet": "1"}).status_code == 204
    person = world.actors["intake"].person.pk
    assert kept.find(person, "cases:intake").words == {"text": ["路灯坏了"], "source": ["phone"]}
    assert "代为登记</a>" in browser.get("/desk/todo").text
    shown = browser.get("/desk/cases/new").text
    assert "路灯坏了</textarea>" in shown and "何小满" not in shown
    assert browser.post("/desk/cases/new", {**typed, "masked": "leave"}).status_code == 200
    assert (Case.objects.get().text, Draft.objects.count()) == ("路灯坏了", 0)


def test_a_draft_for_a_case_that_is_no_longer_seen_is_not_offered(world):
    story = world.story().until("sign")
    world.client("union").post(
        f"/desk/cases/{story.id}/note", {"version": story.case.version, "note": "半句", "keep": "1", "quiet": "1"}
    )
    assert "您有没写完的" in world.client("union").get("/desk/todo").text
    Case.objects.filter(pk=story.id).update(accused_organization=world.units["zgh"])
    assert "您有没写完的" not in world.client("union").get("/desk/todo").text
