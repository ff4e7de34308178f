"""Reviews: asked for once and in time, decided by people of a unit that took no part, with written reasons."""

import pytest
from django.test import Client
from tests.work.cases.world import NO_RIGHT, PHONE, refused, told, wrong_state

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.work.cases import queries, rules, terms
from qiaoliang.work.cases.models import Case, Rating

AGAIN = "这件诉求已经复核过。有新情况，请重新提一件。"
OVER = "申请复核的时间已经过了。有新情况，请重新提一件。"
OWN_UNIT = "本单位办过或派过这件诉求，要由别的单位复核。"
ONESELF = "您自己经手过这件诉求，要由别人复核。"


def asked(world, **words):
    story = world.story(**words).until("open_callback")
    story.rate("partly")
    story.ask_review()
    return story


def test_the_person_asks_and_reviewers_of_another_unit_uphold_it_with_reasons(world):
    story = world.story().until("open_callback")
    refused(story.ask_review, "cases.ask_review", wrong_state("待评价"))
    story.rate("partly")
    event = story.ask_review()
    case = story.case
    assert (case.state, case.closing, case.ended_at) == ("review", "solved", None)
    assert event.message.endswith("10月28日 周三 17:30 前告诉您结果，并写明理由。")
    assert told("review") == ["reviewer", "reviewer2", "union_reviewer"]
    assert [row.pk for row in queries.todo(world.reviewer)] == [story.id]
    assert not queries.todo(world.union_reviewer).exists()
    for name in ("union", "union_head", "dispatcher", "leader"):
        refused(lambda name=name: story.decide_review(by=name), "cases.decide_review", NO_RIGHT)
    refused(lambda: story.decide_review(by="union_reviewer"), "cases.decide_review", OWN_UNIT)
    refused(lambda: story.decide_review("accepted"), "cases.decide_review.outcome", "请选一个复核结论。")
    event = story.decide_review(reasons="工资表和打卡记录都对得上。")
    assert (story.case.state, story.case.closing, story.case.round) == ("closed", "solved", 1)
    assert event.message == f"编号 {story.code} 复核结果：维持原来的结果。理由：工资表和打卡记录都对得上。"
    review = story.case.reviews.get()
    assert (review.outcome, review.decided_by, review.text) == ("upheld", world.reviewer.person, "原因没有写清楚。")
    assert not story.case.deadlines.filter(ended_at=None).exists()
    assert told("reviewed") == ["union_head"]
    refused(story.ask_review, "cases.ask_review", AGAIN)


def test_thirty_days_from_the_answer_by_the_catalogue_and_not_a_second_longer(world):
    story = world.story().until("rate")
    since = story.case.answers.get().approved_at
    assert catalog.clock_step(story.case.category, "review_request", story.case.received_at).amount == 30
    world.at(terms.until(story.case, "review_request", since))
    rules.ensure(story.resident, "ask_review", story.case)
    world.go(seconds=1)
    refused(story.ask_review, "cases.ask_review", OVER)


@pytest.mark.parametrize("lead", ["zgh", "fl"])
def test_a_review_may_have_a_named_unit_handle_it_again(world, lead):
    story = asked(world, phone=PHONE)
    refused(lambda: story.decide_review("rework"), "cases.decide_review.lead", "请写明由哪个单位重新办理。")
    event = story.decide_review("rework", lead=lead, reasons="夜班没有查。")
    case = story.case
    assert (case.state, case.round, case.closing, case.lead.code) == ("rework", 2, "", lead)
    assert {one.step for one in case.deadlines.filter(ended_at=None)} == {"rework", "contact"}
    assert f"由{case.lead}重新办理，10月12日 周一 23:59 前再答复您。理由：夜班没有查。" in event.message
    by, head = ("union", "union_head") if lead == "zgh" else ("women", "women_head")
    story.propose(by=by)
    story.approve(by=head)
    assert case.answers.count() == 2
    story.open_callback()
    story.rate("partly")
    story.ask_review()  # another answer, another review: but not by who named the unit
    refused(story.decide_review, "cases.decide_review", ONESELF)
    assert not queries.todo(world.reviewer).exists()
    story.decide_review(by="reviewer2")
    assert story.case.state == "closed"


def test_an_accused_unit_does_not_get_it_by_a_review_nor_decide_one(world):
    story = world.story()
    story.accept(accused_id=world.unit("fl"))
    for step in ("dispatch", "sign", "propose", "approve", "open_callback"):
        getattr(story, step)()
    story.rate("partly")
    story.ask_review()
    accused = "这件诉求反映的就是这个单位的作风问题，它不能参与办理。请另选单位，一般选它的上级。"
    refused(lambda: story.decide_review("rework", lead="fl"), "cases.accused", accused)


def test_what_was_not_taken_on_may_be_reviewed_and_taken_on_after_all(world):
    story, other = world.story(), world.story()
    for one in (story, other):
        one.propose_refusal()
        one.decide_refusal(True)
    assert "11月9日 周一 23:59 前可以凭编号和口令申请复核" in story.case.events.latest("id").message
    refused(lambda: story.ask_review(by="union_head"), "cases.ask_review", "这件诉求没有主办单位。")
    story.ask_review()
    refused(lambda: story.decide_review("accepted"), "cases.decide_review.category", "请先选分类。")
    event = story.decide_review("accepted", category=catalog.category("labour.hours"))
    assert (story.case.state, story.case.category.code) == ("accepted", "labour.hours")
    assert "予以受理，10月9日 周五 09:00 前派给承办单位" in event.message
    story.dispatch()
    other.ask_review()
    other.decide_review()
    assert other.case.state == "not_accepted"
    refused(other.ask_review, "cases.ask_review", AGAIN)


def test_no_more_reviews_than_the_catalogue_allows_then_it_closes_with_other_ways(world):
    story = world.story().until("open_callback")
    for _ in range(2):
        story.rate("no")
        again(story)
    story.rate("no")
    story.decide_review("rework", lead="zgh")
    again(story)
    story.rate("no")
    assert (story.case.state, story.case.round, story.case.reviews.count()) == ("review", 4, 2)
    story.decide_review("rework", lead="zgh", by="reviewer2")
    again(story)
    event = story.rate("no")
    assert (story.case.state, story.case.round) == ("closed", 5)
    assert "区信访局" in event.message
    gone = "复核的次数已经用完。有新情况，请重新提一件。"
    refused(story.ask_review, "cases.ask_review", gone)


def again(story):
    story.propose(text="又办了一次。")
    story.approve()
    story.open_callback()


def test_a_unit_has_a_rating_looked_at_and_the_words_stay(world):
    story = world.story().until("open_callback")
    refused(lambda: story.ask_review(by="union_head"), "cases.ask_review", wrong_state("待评价"))
    story.rate("partly", satisfied="no", words="太慢")
    refused(lambda: story.ask_review(by="union"), "cases.ask_review", NO_RIGHT)
    refused(lambda: story.ask_review(by="women_head"), "cases.ask_review", NO_RIGHT)
    event = story.ask_review(by="union_head", text="要求的事法律不允许。")
    assert "您的评价和原话一个字不改，您什么都不用做" in event.message
    refused(lambda: story.decide_review("rework", lead="zgh"), "cases.decide_review.outcome", "请选一个复核结论。")
    refused(lambda: story.decide_review("not_counted"), "cases.decide_review.exclusion", "请选这次评价不计入的原因。")
    story.decide_review("not_counted", exclusion="unlawful")
    rating = Rating.objects.get()
    assert (rating.not_counted, rating.satisfied, rating.words) == ("unlawful", "no", "太慢")
    assert story.case.state == "closed"
    refused(lambda: story.ask_review(by="union_head"), "cases.ask_review", "这次评价已经复核过。")
    story.ask_review()  # the person's own way is still open
    story.decide_review(by="reviewer2")


def test_the_pages_offer_the_review_with_its_last_day_and_keep_what_was_typed(world):
    story = world.story().until("open_callback")
    Case.objects.filter(pk=story.id).update(closing="explained")
    event = story.rate("partly")
    assert "不服的，11月9日 周一 23:59 前可以申请复核。" in event.message
    client = Client()
    client.post("/case/", {"code": story.code, "secret": story.secret})
    page = client.get(f"/case/{story.code}/").text
    assert "不同意，申请复核" in page and "11月9日 周一 23:59 前可以请别的单位复核" in page
    assert client.post(f"/case/{story.code}/review", {"text": ""}).status_code == 422
    assert "谢谢" in client.post(f"/case/{story.code}/review", {"text": "理由不对"}, follow=True).text
    page = client.get(f"/case/{story.code}/").text
    assert "没有经手过的另一个单位正在复核" in page and "理由不对" in page
    form = world.client("reviewer").get(f"/desk/cases/{story.id}/decide_review")
    assert "理由不对" in form.text and "exclusion" not in form.context["form"].fields
    values = {"version": story.case.version, "outcome": "rework", "lead": "没有的单位", "reasons": "话别丢"}
    kept = world.client("reviewer").post(f"/desk/cases/{story.id}/decide_review", values)
    assert kept.status_code == 422 and "话别丢" in kept.text
    values |= {"outcome": "upheld", "lead": ""}
    assert world.client("reviewer").post(f"/desk/cases/{story.id}/decide_review", values).status_code == 302
    page = client.get(f"/case/{story.code}/").text
    assert "维持原来的结果" in page and "话别丢" in page and "人reviewer" not in page and "不同意，申请复核" not in page
