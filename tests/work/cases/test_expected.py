"""What a list tells its reader to do with a case, and by when."""

import re
from datetime import date, datetime

import pytest
from tests.work.cases.world import PHONE

from qiaoliang.base.core import clock
from qiaoliang.ui import format
from qiaoliang.work.cases import expected
from qiaoliang.work.cases.choices import GROUPS, State
from qiaoliang.work.cases.expected import Expected


@pytest.fixture
def to_do(world):
    """What a story asks of somebody, by their short name; None where it waits for others."""

    def told(name, story):
        return expected.of(world.actors[name], [story.case]).get(story.id)

    return told


def until(story, step):
    return story.case.deadlines.get(step=step, ended_at=None).due_at


def test_each_step_is_said_with_the_date_of_its_own_clock(world, to_do):
    story = world.story(phone=PHONE)
    assert to_do("intake", story) == Expected("等您受理，或转送", until(story, "accept"))
    assert to_do("dispatcher", story) is None
    story.accept()
    assert to_do("dispatcher", story) == Expected("等您派单", until(story, "dispatch"))
    story.dispatch()
    assert to_do("union", story) == Expected("等您签收", until(story, "sign"))
    story.sign()
    assert to_do("union", story) == Expected("等您联系诉求人", until(story, "contact"))
    story.contact()
    assert to_do("union", story) == Expected("等您办理，写答复", until(story, "answer"))
    story.propose()
    assert (to_do("union", story), to_do("union_head", story).words) == (None, "等您审核答复")
    story.approve()
    assert to_do("callback", story) == Expected("等您请诉求人评价", until(story, "callback_start"))
    story.open_callback()
    assert to_do("callback", story) == Expected("等您回访，记下评价", until(story, "callback_window"))
    story.rate("no")
    assert to_do("union", story) == Expected("等您重办，再答复", until(story, "rework"))


def test_what_is_asked_for_beside_the_state_is_said_as_what_it_is(world, to_do):
    returned, longer, held, called = (world.story().until("sign") for _ in range(4))
    returned = world.story().until("dispatch")
    returned.ask_return()
    assert to_do("dispatcher", returned) == Expected("等您定：能否退单", until(returned, "return_decision"))
    longer.ask_extension()
    assert to_do("union_head", longer).words == "等您表态：是否同意延期"
    longer.agree_extension()
    held.ask_hold()
    assert [to_do("supervisor", one).words for one in (longer, held)] == ["等您定：能否延期", "等您定：能否挂起"]
    called.whistle("fl")
    assert to_do("women", called) == Expected("等您回复会商", until(called, "whistle"))


def test_a_promise_is_to_be_kept_by_the_end_of_its_day(world, to_do):
    kept = world.story().until("sign")
    kept.propose(closing="planned", planned_for=date(2026, 10, 12))
    kept.approve()
    kept.open_callback()
    kept.rate("partly")
    end = datetime(2026, 10, 12, 23, 59, tzinfo=clock.ZONE)
    assert to_do("union", kept) == Expected("等您兑现承诺", end)
    kept.keep_promise()
    assert to_do("union", kept) is None


def test_the_list_shows_it_with_the_answers_date_below_and_a_tag_once_it_is_late(world):
    story = world.story().until("dispatch")
    sign, answer = until(story, "sign"), until(story, "answer")
    page = world.client("union").get("/desk/todo").text
    assert f'<b>等您签收</b><br><span class="nowrap">{format.by(sign, clock.now())}</span>' in page
    assert f"答复期限 {format.moment(answer)}" in page
    world.at(sign)
    world.go(hours=3)
    client = world.client("union")
    page = client.get("/desk/todo").text
    assert re.search(r"等您签收</b><br><span class=\"nowrap\"><span class=\"tag t-act\">.*?已超期 3 小时", page)
    assert "等您" not in client.get("/desk/cases/").text
    assert "<b>等您签收</b>" in client.get("/desk/cases/?cols=next").text
    assert "<b>" not in world.client("supervisor").get("/desk/cases/?cols=next").text


def test_what_is_owed_within_hours_has_a_tag_of_its_own_until_it_is_answered(world):
    hours, days = world.story(), world.story()
    hours.accept(category="women.violence")
    days.accept()

    def tagged(story):
        row = re.search(f'<th[^>]*><a href="/desk/cases/{story.id}/".*?</th>', client.get("/desk/cases/").text)
        return ["急</span>" in row[0], "急</span>" in client.get(f"/desk/cases/{story.id}/").text]

    client = world.client("supervisor")
    assert (tagged(hours), tagged(days)) == ([True, True], [False, False])
    hours.dispatch("fl")
    hours.sign(by="women")
    hours.propose(by="women")
    hours.approve(by="women_head")
    assert tagged(hours) == [False, False]


def test_every_state_stands_in_one_group(world):
    assert sorted(state for _words, states in GROUPS for state in states) == sorted(State)
    assert '<optgroup label="在办">' in world.client("supervisor").get("/desk/cases/").text
