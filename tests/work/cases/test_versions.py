"""Two officers at once: the second is told what is new, keeps what was typed, and may send it again."""

import pytest
from tests.work.cases.world import refused, wrong_state

from qiaoliang.base.core.errors import Stale
from qiaoliang.work.cases.actions.answer import Words, propose_answer
from qiaoliang.work.cases.actions.note import note

STALE = "有同事刚刚处理过这件诉求。请先看看有什么变化，再作决定。"


def test_an_old_version_is_refused_whatever_the_step(world):
    story = world.story().until("sign")
    version = story.case.version
    story.note(by="union2")
    for call in (
        lambda: propose_answer(world.union, story.id, version, Words(text="甲", closing="solved")),
        lambda: note(world.union, story.id, version, note="乙"),
        lambda: note(world.union, story.id, version + 2, note="乙"),
    ):
        refused(call, "stale", STALE)
    with pytest.raises(Stale) as stale:
        note(world.union, story.id, version, note="乙")
    assert stale.value.theirs == story.case
    note(world.union, story.id, version + 1, note="乙")


def test_the_second_of_two_sees_the_first_ones_step_and_keeps_the_text(world):
    story = world.story().until("sign")
    first, second = world.client("union"), world.client("union2")
    path = f"/desk/cases/{story.id}/contact"
    old = second.get(path).context["form"]["version"].value()
    assert first.post(path, {"version": old, "reached": "yes", "note": "我已打过电话"}).status_code == 302
    answer = second.post(path, {"version": old, "reached": "yes", "note": "我也要记一笔，别丢了"})
    assert answer.status_code == 409
    for words in (STALE, "我已打过电话", "人union", "我也要记一笔，别丢了", "您填的还在下面"):
        assert words in answer.text
    assert story.case.events.filter(step="contact").count() == 1
    new = answer.context["form"]["version"].value()
    assert new == old + 1
    assert second.post(path, {"version": new, "reached": "yes", "note": "我也要记一笔，别丢了"}).status_code == 302
    assert story.case.events.filter(step="contact").count() == 2


def test_two_answers_at_once_show_both_texts_and_a_step_that_no_longer_fits_is_said(world):
    story = world.story().until("sign")
    first, second = world.client("union"), world.client("union2")
    path = f"/desk/cases/{story.id}/propose_answer"
    old = story.case.version
    first.post(path, {"version": old, "text": "第一份答复", "closing": "solved"})
    answer = second.post(path, {"version": old, "text": "第二份答复", "closing": "explained"})
    assert answer.status_code == 409
    assert "第一份答复" in answer.text and "第二份答复" in answer.text
    again = second.post(path, {"version": story.case.version, "text": "第二份答复", "closing": "explained"})
    assert again.status_code == 409
    assert "第二份答复" in again.text and wrong_state("答复待审核") in again.text
    assert story.case.answers.get().text == "第一份答复"


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_broken_version_is_an_error_of_the_form_and_no_fault(world, version):
    story = world.story().until("sign")
    answer = world.client("union").post(f"/desk/cases/{story.id}/note", {"version": version, "note": "一段备注"})
    assert answer.status_code in (409, 422)
    assert "一段备注" in answer.text
    assert not story.case.events.filter(step="note").exists()
