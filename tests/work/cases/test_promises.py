"""承诺单: what an answer with a plan owes the person stays owed until it is done, whatever becomes of the case."""

from datetime import UTC, date, datetime, timedelta

from django.urls import reverse
from tests.work.cases.world import NO_RIGHT, refused, told, wrong_state

from qiaoliang.base.notify.models import Notice
from qiaoliang.work.cases import jobs, paging, queries
from qiaoliang.work.cases.actions import promise
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Case, Promise
from qiaoliang.work.cases.waiting_count import waiting_count

DAY = date(2026, 10, 30)
STALE = "有同事刚刚处理过这件诉求。请先看看有什么变化，再作决定。"
LATE = "这件诉求办结太久，不能再接着办了。请重新提一件，写上这个编号。"
NOTHING = "这里没有还没做完的承诺。"


def planned(world, day=DAY, last="rate"):
    story = world.story().until("sign")
    story.propose(closing="planned", planned_for=day)
    story.approve()
    if last == "rate":
        story.open_callback()
        story.rate("partly")
    return story


def owed(story):
    return story.case.promises.latest("id")


def at(world, day, hour=4):
    world.at(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def waiting(what):
    return Notice.objects.filter(kind=f"cases.promise_{what}", done_at=None).count()


def test_a_plan_that_goes_out_stands_on_the_list_and_closing_does_not_close_it(world):
    story = planned(world, last="approve")
    assert (owed(story).due_on, owed(story).first_due_on, owed(story).organization.code) == (DAY, DAY, "zgh")
    solved = world.story().until("approve")
    assert not solved.case.promises.exists()
    refused(solved.keep_promise, "cases.keep_promise", NOTHING)
    story.open_callback()
    event = story.rate("yes")
    assert event.message == (
        f"编号 {story.code} 先办结，但没完：答应您的事列在承诺单上，10月30日 周五 前做完，做完再告诉您。"
    )
    assert (story.case.state, owed(story).is_open) == ("closed", True)


def test_the_unit_keeps_it_and_the_person_reads_what_was_done(world):
    story = planned(world)
    for name in ("women", "dispatcher", "callback"):
        refused(lambda name=name: story.keep_promise(by=name), "cases.keep_promise", NO_RIGHT)
    at(world, DAY)
    event = story.keep_promise()
    assert event.message == f"编号 {story.code} 当初答应的事做完了：休息室已经修好，请去看看。请您看看是不是这样。"
    kept = owed(story)
    assert (kept.done_at, kept.done_by, kept.is_open, kept.tell_on) == (event.at, world.union.person, False, None)
    page = world.opened(story).get(f"/case/{story.code}/").content.decode()
    assert "我们答应您的事" in page and "10月30日 周五 做完" in page and "休息室已经修好" in page
    refused(story.keep_promise, "cases.keep_promise", NOTHING)
    early = world.story().until("sign")
    refused(early.keep_promise, "cases.keep_promise", wrong_state("办理中"))


def test_only_the_head_moves_it_with_a_reason_and_the_first_day_stays(world):
    story = planned(world)
    refused(lambda: story.move_promise(by="union"), "cases.move_promise", NO_RIGHT)
    words = "新的日子要在今天和原定日子以后、十年以内。"
    for days in (0, -3, 4000):
        refused(lambda days=days: story.move_promise(days=days), "cases.move_promise.date", words)
    event = story.move_promise(days=20)
    assert event.message == (
        f"编号 {story.code} 答应您的事改到 11月19日 周四。区总工会 原定 10月30日 周五 做完，做不到：材料没有到齐。对不起，让您多等了。"
    )
    assert (owed(story).due_on, owed(story).first_due_on) == (DAY + timedelta(days=20), DAY)
    assert event.refs == {"old": "2026-10-30", "new": "2026-11-19", "late": False}
    assert told("promise_moved") == ["supervisor"]


def test_it_is_called_to_mind_before_on_and_after_its_day_each_once(world):
    story = planned(world)
    for day, what, people in (
        (DAY - timedelta(days=7), "soon", ["union", "union2", "union_head"]),
        (DAY, "today", ["union", "union2", "union_head"]),
        (DAY + timedelta(days=1), "late", ["supervisor", "union", "union2", "union_head"]),
    ):
        at(world, day - timedelta(days=1), hour=15)
        jobs.run_out()
        assert told(f"promise_{what}") == []
        at(world, day)
        jobs.run_out()
        jobs.run_out()
        assert (told(f"promise_{what}"), waiting(what)) == (people, len(people))
    assert (waiting("soon"), waiting("today")) == (0, 0)
    assert story.case.events.filter(step="prompt_promise").count() == 3
    story.move_promise(days=30)
    assert waiting("late") == 0
    at(world, DAY + timedelta(days=23))
    jobs.run_out()
    assert waiting("soon") == 3


def test_after_days_of_sleep_only_that_it_is_over_is_told(world):
    story = planned(world)
    at(world, DAY + timedelta(days=40))
    jobs.run_out()
    assert (waiting("soon"), waiting("today"), waiting("late")) == (0, 0, 4)
    story.keep_promise()
    assert waiting("late") == 0


def test_a_broken_promise_may_be_reopened_however_late_and_a_kept_one_not(world):
    story, kept = planned(world, date(2027, 3, 1)), planned(world, date(2027, 3, 1))
    at(world, date(2027, 3, 1))
    kept.keep_promise()
    refused(story.reopen, "cases.reopen", LATE)
    at(world, date(2027, 3, 2))
    refused(kept.reopen, "cases.reopen", LATE)
    page = world.opened(story).get(f"/case/{story.code}/").content.decode()
    assert "答应的事没有做完，您随时可以让我们接着办。" in page and "过了 1 天" in page
    story.reopen()
    assert (story.case.state, owed(story).is_open, owed(story).done_at) == ("rework", False, None)
    refused(story.keep_promise, "cases.keep_promise", wrong_state("重新办理中"))


def test_everybody_whose_case_was_merged_is_owed_the_same(world):
    lead, other = world.story().until("sign"), world.story()
    lead.join(other)
    lead.propose(closing="planned", planned_for=DAY)
    assert not Promise.objects.exists()
    lead.approve()
    assert sorted(Promise.objects.values_list("case", "due_on")) == sorted([(lead.id, DAY), (other.id, DAY)])


def test_what_is_owed_soon_waits_for_the_unit(world):
    story = planned(world)
    assert story.case not in queries.todo(world.union)
    at(world, DAY - timedelta(days=7))
    assert list(queries.todo(world.union)) == [story.case]
    assert list(queries.todo(world.women)) == []
    assert (waiting_count(world.union), waiting_count(world.women)) == (1, 0)
    assert [one.pk for one in LISTS["todo"].page(world.union, {}, "")[0]] == [story.id]


def test_the_list_has_what_is_overdue_first_for_the_unit_and_the_supervisor_alone(world):
    later, sooner = planned(world, DAY), planned(world, date(2026, 10, 12))
    at(world, date(2026, 10, 20))
    for name in ("union", "supervisor"):
        page = world.client(name).get(reverse("cases:promises")).content.decode()
        assert page.index(sooner.code) < page.index(later.code) and "过了 8 天" in page and "还有 10 天" in page
    assert later.code not in world.client("women").get(reverse("cases:promises")).content.decode()
    sooner.keep_promise()
    kept = world.client("union").get(reverse("cases:promises"), {"kept": "on"}).content.decode()
    assert sooner.code in kept and "10月20日 周二 做完，晚了" in kept and later.code not in kept
    assert world.client("union").get(reverse("cases:promises"), {"after": "x~y"}).status_code == 200


def test_the_list_is_paged_by_its_key(world, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 2)
    stories = [planned(world, DAY + timedelta(days=n // 2)) for n in range(5)]
    address, seen, client = reverse("cases:promises"), [], world.client("supervisor")
    for _page in range(3):
        page = client.get(address)
        seen += [one.code for one in stories if one.code in page.content.decode()]
        address = reverse("cases:promises") + page.context["next"]
    assert seen == [one.code for one in stories]
    assert page.context["next"] == ""


def test_a_list_of_promises_costs_the_same_for_one_and_for_three(world, django_assert_max_num_queries):
    client, costs = world.client("supervisor"), []
    client.get(reverse("cases:promises"))
    for more in (1, 2):
        for _ in range(more):
            planned(world)
        with django_assert_max_num_queries(30) as asked:
            client.get(reverse("cases:promises"))
        costs.append(len(asked.captured_queries))
    assert costs[0] == costs[1], costs


def test_two_keep_it_at_once_and_one_is_told(world):
    story = planned(world)
    version = story.case.version
    story.keep_promise()
    refused(lambda: promise.keep_promise(world.union2, story.id, version, text="x"), "stale", STALE)
    assert Case.objects.get(pk=story.id).version == version + 1
