"""Merging: one matter of several people is handled once; each keeps receipt, page, letter, clock and rating."""

import pytest
from django.test import Client
from tests.work.cases.world import NO_RIGHT, PHONE, refused, told, wrong_state

from qiaoliang.base.core.errors import Stale
from qiaoliang.work.cases import jobs, queries
from qiaoliang.work.cases.actions import merge
from qiaoliang.work.cases.models import Case, Rating

CHOOSE = "请选出说的是同一件事的诉求。"


def pair(world, last="sign", **words):
    """A case at work and a second person's, which follows it."""
    lead, other = world.story(text="织布车间的加班费没发。").until(last), world.story(**words)
    lead.join(other)
    return lead, other


def page(story):
    client = Client()
    client.post("/case/", {"code": story.code, "secret": story.secret})
    return client.get(f"/case/{story.code}/")


def test_the_dispatcher_joins_cases_and_everybody_is_told_and_keeps_the_first_day(world):
    lead, other = world.story().until("sign"), world.story()
    received = other.case.received_at
    world.go(hours=3)
    for name in ("intake", "union", "union_head", "leader"):
        refused(lambda name=name: lead.join(other, by=name), "cases.join", NO_RIGHT)
    refused(lambda: lead.join(lead), "cases.merge.others", CHOOSE)
    refused(lambda: lead.join(), "cases.merge.others", CHOOSE)
    lead.join(other)
    case = other.case
    assert (case.state, case.lead, case.received_at, case.ended_at) == ("merged", lead.case.lead, received, None)
    assert case.due_at == lead.case.due_at
    letter = case.events.latest("id").message
    assert "合在一起办" in letter and lead.code not in letter
    assert told("joined") == ["union", "union2"]
    assert queries.visible_to(world.union).filter(pk=other.id).exists()
    assert not queries.todo(world.union).filter(pk=other.id).exists()
    third = world.story().until("accept")
    refused(lambda: third.join(other), "cases.merge", f"{other.code}: {wrong_state('合并办理')}")


def test_each_gets_their_own_answer_and_rates_by_themselves(world):
    lead, other = pair(world, phone=PHONE)
    alone = "还有别人反映了同一件事。请给他们也写一份答复，不要带出第一位的任何情况。"
    refused(lambda: lead.propose(others_text=""), "cases.propose_answer.others", alone)
    lead.propose(text="您的 3200 元已经打到卡上。", others_text="加班费已经开始补发，请看工资条。")
    lead.approve()
    assert (lead.case.state, other.case.state, other.case.closing) == ("answered", "answered", "solved")
    mine, theirs = page(lead).text, page(other).text
    assert "3200" in mine and "请看工资条" not in mine
    assert "请看工资条" in theirs and "3200" not in theirs and lead.code not in theirs
    lead.rate("yes")
    other.open_callback()
    other.rate("no")
    assert (lead.case.state, other.case.state, other.case.round, other.case.lead.code) == ("closed", "rework", 2, "zgh")
    assert sorted(Rating.objects.values_list("receipt__case__code", "solved")) == sorted(
        [(lead.code, "yes"), (other.code, "no")]
    )
    assert not queries.followers(lead.case).exists()


def test_a_follower_reads_the_course_and_never_another_persons_words(world):
    lead, other = world.story(text="我叫程清泽，机器房漏油。").until("accept"), world.story()
    lead.join(other)
    lead.dispatch()
    assert "10月15日 周四 23:59 前给您答复" in other.case.events.filter(step="follow").latest("id").message
    lead.sign()
    lead.contact(message="程师傅，明天到您家。")
    lead.ask(text="程师傅，哪台机器？")
    shown = page(other)
    for word in ("程清泽", "程师傅", "漏油", "哪台机器", lead.code, "电话里说了情况"):
        assert word not in shown.text, word
    assert "已签收" in shown.text and "区总工会" in shown.text and "合在一起办" in shown.text
    assert not shown.context["may"]["reply"] and "织布车间" not in page(lead).text


def test_one_persons_silence_or_withdrawal_ends_only_their_part(world):
    lead, other = pair(world)
    lead.ask()
    world.go(days=30)
    jobs.tick()
    assert (lead.case.state, other.case.state, lead.case.stopped_at) == ("in_progress", "merged", None)
    lead.withdraw()
    assert (lead.case.state, other.case.state) == ("in_progress", "merged")
    assert "您已撤回" in page(lead).text or "撤回" in page(lead).context["standing"]["now"]
    refused(lead.withdraw, "cases.withdraw", "您已经撤回了。这件事为别的人继续办。")
    lead.propose()
    assert "补发加班费" not in page(lead).text
    lead.approve()
    assert "补发加班费" not in page(lead).text
    gone = "本人已经撤回，不再请他评价。"
    refused(lambda: lead.rate(by="callback"), "cases.rate", gone) if lead.case.state == "callback" else None
    first, second = pair(world)
    second.withdraw()
    assert (first.case.state, second.case.state) == ("in_progress", "withdrawn")
    assert not queries.followers(first.case).exists() and not second.case.deadlines.filter(ended_at=None).exists()


@pytest.mark.parametrize("last", [None, "accept", "dispatch", "sign"])
def test_taken_out_again_it_goes_on_where_it_stood_and_the_time_counts(world, last):
    other = world.story().until(last) if last else world.story()
    before = Case.objects.values().get(pk=other.id)
    clocks = set(other.case.deadlines.filter(ended_at=None).values_list("step", "due_at", "first_due_at"))
    lead = world.story()
    lead.accept()
    lead.dispatch("fl")
    lead.join(other)
    world.go(hours=5)
    refused(lambda: other.unmerge(by="intake"), "cases.unmerge", NO_RIGHT)
    event = other.unmerge()
    after = Case.objects.values().get(pk=other.id)
    same = ("state", "lead_id", "handler_id", "due_at", "received_at", "accused_organization_id", "stopped_at")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert set(other.case.deadlines.filter(ended_at=None).values_list("step", "due_at", "first_due_at")) == clocks
    assert "合在一起的日子照样算在期限里" in event.message
    refused(other.unmerge, "cases.unmerge", wrong_state(str(other.case.get_state_display())))
    assert not queries.visible_to(world.women).filter(pk=other.id).exists()
    if last:
        lead.join(other)  # and may be joined once more


def test_the_unit_one_of_them_is_about_stays_out_of_both(world):
    about = world.story(accused_id=world.unit("fl"))
    lead = world.story().until("sign")
    lead.join(about)
    assert lead.case.accused_organization.code == "fl"
    refused(
        lambda: lead.redispatch("fl"),
        "cases.accused",
        "这件诉求反映的就是这个单位的作风问题，它不能参与办理。请另选单位，一般选它的上级。",
    )
    about.unmerge()
    assert (lead.case.accused_organization, about.case.accused_organization.code) == (None, "fl")
    theirs = world.story()
    theirs.accept()
    theirs.dispatch("fl")
    shut = f"{about.code} 反映的正是这件诉求承办单位的作风问题，不能让它看到。请分开办。"
    refused(lambda: theirs.join(about), "cases.merge.accused", shut)
    apart = world.story(accused_id=world.unit("zgh"))
    apart.accept()
    refused(
        lambda: apart.join(about), "cases.merge.accused", f"{about.code} 反映的是另一个单位的作风问题，两件要分开办。"
    )


def test_of_two_merges_at_once_one_wins_and_the_other_is_told(world):
    one, two, three = (world.story().until("accept") for _ in range(3))
    seen = two.case.version, three.case.version
    one.join(two)
    with pytest.raises(Stale):
        merge.merge(world.dispatcher, two.id, seen[0], other_ids=[one.id], reason="same_matter")
    refused(lambda: two.join(one), "cases.join", wrong_state("合并办理"))
    refused(
        lambda: merge.merge(world.dispatcher, three.id, seen[1], other_ids=[two.id], reason="same_matter"),
        "cases.merge",
        f"{two.code}: {wrong_state('合并办理')}",
    )
    leads = f"{one.code} 已经带着别的诉求合并办理。请打开它，把这一件并进去；或者先把别的拿出来。"
    refused(lambda: three.join(one), "cases.merge.leads", leads)


def test_followers_go_where_the_lead_goes(world):
    lead, other = world.story().until("accept"), world.story()
    lead.join(other)
    lead.dispatch("zgh", ("lx",))
    lead.redispatch("fl")
    assert other.case.lead.code == "fl"
    assert {one.organization.code for one in other.case.assignments.filter(end=None)} == {"fl"}
    lead.change_helpers("lx")
    assert {one.organization.code for one in other.case.assignments.filter(end=None)} == {"fl", "lx"}
    elsewhere, follower = world.story().until("accept"), world.story()
    elsewhere.join(follower)
    elsewhere.refer()
    assert (elsewhere.case.state, follower.case.state) == ("referred_out", "referred_out")
    assert follower.code in follower.case.events.latest("id").message


def test_the_desk_finds_by_word_chooses_and_shows_both_sides(world):
    lead, other, stranger = (
        world.story().until("sign"),
        world.story(text="织布车间漏雨。"),
        world.story(text="路灯不亮。"),
    )
    client, path = world.client("dispatcher"), f"/desk/cases/{lead.id}/join"
    found = client.get(path, {"q": "漏雨"}).text
    assert other.code in found and stranger.code not in found
    values = {"version": lead.case.version, "reason": "same_matter", "note": "备注别丢"}
    assert "备注别丢" in client.post(f"{path}?q=漏雨", values).text
    wrong = client.post(f"{path}?q=漏雨", {**values, "others": "nonsense"})
    assert wrong.status_code == 422 and "备注别丢" in wrong.text
    assert client.post(f"{path}?q=漏雨", {**values, "others": str(other.id)}).status_code == 302
    assert other.code in world.client("union").get(f"/desk/cases/{lead.id}/").text
    assert lead.code in world.client("union").get(f"/desk/cases/{other.id}/").text
    form = world.client("union").get(f"/desk/cases/{lead.id}/propose_answer").context["form"]
    assert "others_text" in form.fields
    alone = world.story().until("sign")
    assert (
        "others_text" not in world.client("union").get(f"/desk/cases/{alone.id}/propose_answer").context["form"].fields
    )


def test_more_time_and_a_hold_are_everybodys_and_what_is_open_is_settled_first(world):
    lead, other = pair(world)
    first = other.case.due_at
    lead.ask_extension()
    lead.agree_extension(True)
    lead.decide_extension(True)
    assert other.case.due_at == lead.case.due_at > first
    assert "原定 10月15日 周四 23:59 答复" in other.case.events.latest("id").message
    lead.ask_hold()
    lead.decide_hold(True)
    assert other.case.stopped_at is not None
    world.go(days=3)
    lead.end_hold()
    assert (other.case.stopped_at, other.case.due_at) == (None, lead.case.due_at)
    asked = world.story().until("sign")
    asked.ask()
    open_one = f"{asked.code}: 请先了结还没有定的这一项：请诉求人补充。"
    refused(lambda: lead.join(asked), "cases.merge", open_one)
