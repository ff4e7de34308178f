"""催办督办: every rung once, letters with numbers, reasons, instructions, and what the supervisor's pages show of it."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from tests.work.cases.world import NO_RIGHT, PHONE, refused, told, wrong_state

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs import checks, steady
from qiaoliang.base.jobs.models import ClockWatch
from qiaoliang.base.notify import registry as notices
from qiaoliang.base.notify.models import Notice
from qiaoliang.ui import format
from qiaoliang.work.cases import jobs, queries
from qiaoliang.work.cases.actions import late, letters
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Case, Deadline, Event, Instruction, Letter


def rungs(story):
    """(rung, letter's number or None, skipped) of every reminder in the history, oldest first."""
    events = story.case.events.filter(step="prompt").order_by("id")
    return [(one.refs["rung"], one.refs.get("number"), one.refs["skipped"]) for one in events]


def answer_of(story):
    return story.case.deadlines.get(step="answer", ended_at=None)


def run():
    Notice.objects.all().delete()
    return late.climb_all()


def test_each_rung_is_taken_once_at_its_time_and_tells_whom_it_should(world):
    story = world.story().until("sign")  # from the 8th 9:00 to the 15th 23:59:59
    assert run() == 0
    world.go(days=3, hours=20)  # 53 % of seven and a half days
    assert (run(), rungs(story), told("prompted")) == (1, [("half", None, [])], ["union"])
    assert run() == 0
    world.go(days=2, hours=12)  # 86 %
    assert (run(), told("prompted")) == (1, ["union", "union_head"])
    world.at(datetime(2026, 10, 15, 15, 59, 59, tzinfo=UTC))
    assert run() == 0  # the very second it is due it is not late
    world.go(seconds=1)
    assert (run(), told("prompted")) == (1, ["supervisor", "union", "union2", "union_head"])
    letter = Letter.objects.get()
    assert (letter.kind, letter.year, letter.number, letter.rung) == ("reminder", 2026, 1, "overdue")
    assert (letter.organization_id, letter.missed_at) == (world.unit("zgh"), answer_of(story).due_at)
    assert letter.due_at == datetime(2026, 10, 19, 17, 30, tzinfo=clock.ZONE)
    world.at(datetime(2026, 10, 22, 9, 31, tzinfo=UTC))  # the fifth working day after the 15th ends at 17:30
    assert (run(), told("prompted")) == (1, ["leader", "supervisor", "union", "union2", "union_head"])
    assert [row[0] for row in rungs(story)] == ["half", "most", "overdue", "unexplained"]
    assert (answer_of(story).rung_at, run()) == (None, 0)
    world.go(days=100)
    assert (run(), Letter.objects.count()) == (0, 2)
    assert AuditEvent.objects.filter(action="cases.prompt").count() == 4


def test_a_notice_names_the_rung_and_the_letter(world):
    story = world.story().until("sign")
    world.go(days=8)
    run()
    notice = Notice.objects.filter(kind="cases.prompted").first()
    assert notices.said(notice) == (f"{story.code} 超期第一天 催〔2026〕1号", f"/desk/cases/{story.id}/")
    page = world.client("union").get(f"/desk/cases/{story.id}/").text
    assert "超期第一天 · 催〔2026〕1号" in page and "还没有说明" in page


def test_after_ten_days_of_sleep_only_the_highest_rung_is_told(world):
    story = world.story().until("sign")
    world.go(days=18)
    assert (run(), rungs(story)) == (1, [("unexplained", 1, ["half", "most", "overdue"])])
    assert list(Letter.objects.values_list("kind", "number")) == [("supervision", 1)]
    assert Notice.objects.filter(kind="cases.prompted").count() == 5
    assert run() == 0


def test_a_reminder_makes_nobodys_open_form_stale(world):
    story = world.story().until("sign")
    version = story.case.version
    world.go(days=8)
    run()
    assert story.case.version == version


def test_no_rung_while_the_person_is_asked_and_dates_that_move_move_the_rungs(world):
    story = world.story().until("sign")
    before = answer_of(story).rung_at
    story.ask()
    world.go(days=9)
    assert run() == 0
    story.reply()
    moved = answer_of(story)
    assert moved.rung_at == before + timedelta(days=9)
    assert run() == 0
    world.at(moved.rung_at + timedelta(seconds=1))
    assert run() == 1
    story.propose()
    story.approve()
    world.go(days=30)
    assert run() == 0


def test_before_anybody_has_the_case_the_case_office_is_reminded(world):
    story = world.story()
    world.go(days=2)
    assert (run(), told("prompted")) == (1, ["intake", "intake2", "supervisor"])
    assert Letter.objects.get().organization is None
    story.accept()
    world.go(days=3)
    assert (run(), told("prompted")) == (1, ["dispatcher", "supervisor"])
    assert [(one.number, one.closed_at is None) for one in Letter.objects.order_by("number")] == [(1, False), (2, True)]


def test_nobody_of_an_accused_unit_is_told(world):
    story = world.story(accused_id=world.unit("yq"))
    Case.objects.filter(pk=story.id).update(lead=world.unit("zgh"))
    world.go(days=9)
    run()
    assert told("prompted") == []
    assert rungs(story) == [("unexplained", 1, ["overdue"])]


def test_two_workers_take_a_rung_once_and_a_killed_one_leaves_nothing(world):
    story = world.story().until("sign")
    world.go(days=8)
    deadline = answer_of(story)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        assert late.climb(deadline.pk)
        raise KeyboardInterrupt
    assert (Letter.objects.count(), rungs(story), answer_of(story).rung) == (0, [], "")
    assert [late.climb(deadline.pk), late.climb(deadline.pk)] == [True, False]
    assert list(Letter.objects.values_list("number", flat=True)) == [1]  # the number that was rolled back


def test_numbers_have_no_gap_and_begin_anew_each_year(world):
    case = world.story().until("sign").case
    made = [letters.of_hand(case).number for _ in range(3)]
    world.at(datetime(2026, 12, 31, 16, 30, tzinfo=UTC))  # already the next year in the district
    assert made == [1, 2, 3]
    assert (letters.of_hand(case).number, Letter.objects.latest("id").year) == (1, 2027)


def test_a_reason_answers_the_letters_and_puts_the_leader_off_until_its_day(world):
    story, other = world.story().until("sign"), world.story().until("sign")
    refused(story.explain, "cases.explain_delay", "这件诉求没有超期，不用说明原因。")
    world.go(days=8)
    run()
    assert Letter.objects.filter(answered_at=None).count() == 2
    due = answer_of(story).due_at
    story.explain(days=10)
    answer = answer_of(story)
    assert (answer.delay_reason, answer.due_at, story.case.is_late) == ("material", due, True)
    assert told("explained") == ["supervisor"]
    assert list(Letter.objects.filter(answered_at=None).values_list("case", flat=True)) == [other.id]
    world.go(days=8)
    assert (run(), rungs(story)[-1][0], rungs(other)[-1][0]) == (1, "overdue", "unexplained")
    world.go(days=3)
    assert (run(), rungs(story)[-1][0]) == (1, "unexplained")
    page = world.client("supervisor").get(f"/desk/cases/{story.id}/").text
    assert "等鉴定、检测或材料：等检测结果" in page
    refused(lambda: other.explain(by="women"), "cases.explain_delay", NO_RIGHT)
    refused(lambda: other.explain(days=-1), "cases.day", "这一天已经过了，请选今天或以后的日子。")
    refused(lambda: other.explain(days=400), "cases.day", "这一天在一年以后，请核对年份。")
    refused(lambda: other.explain(by="dispatcher"), "cases.explain_delay", NO_RIGHT)
    other.explain(by="union_head")


def test_the_case_office_explains_what_it_keeps_itself(world):
    story = world.story()
    world.go(days=3)
    story.explain(by="intake")
    story.accept()
    world.go(days=3)
    refused(lambda: story.explain(by="intake"), "cases.explain_delay", NO_RIGHT)
    story.explain(by="dispatcher")


def test_a_supervisors_reminder_is_a_letter_too_and_is_closed_with_the_case(world):
    story = world.story().until("sign")
    story.remind()
    letter = Letter.objects.get()
    assert (letter.number, letter.note, letter.missed_at, letter.person) == (
        1,
        "请抓紧。",
        None,
        world.supervisor.person,
    )
    story.explain()
    assert Letter.objects.get().answered_at is not None
    story.withdraw()
    assert Letter.objects.get().closed_at is not None


# ---------------------------------------------------------------- instructions


def test_an_instruction_goes_to_its_unit_and_comes_back(world):
    story = world.story().until("sign")
    assert not queries.visible_to(world.women).filter(pk=story.id).exists()
    made = story.instruct(owner="fl", days=2)
    assert told("instructed") == ["women", "women_head"]
    assert told("instruction_seen") == ["supervisor", "union", "union2"]
    assert queries.visible_to(world.women).filter(pk=story.id).exists()
    refused(lambda: story.report_back(made), "cases.report_back", "这里没有需要您单位回话的批示。")
    world.go(days=3)
    assert (late.tell_late_instructions(), late.tell_late_instructions()) == (1, 0)
    assert told("instruction_late") == ["supervisor", "women", "women_head"]
    story.report_back(made, by="women")
    made.refresh_from_db()
    assert (made.report, made.reported_by, made.is_late) == ("已到厂里看过。", world.women.person, True)
    assert told("reported_back") == ["leader", "supervisor"]
    refused(lambda: story.report_back(made, by="women"), "cases.report_back", "这里没有需要您单位回话的批示。")
    assert set(AuditEvent.objects.filter(action__in=("cases.instruct", "cases.report_back")).values_list("action", flat=True)) == {
        "cases.instruct", "cases.report_back",
    }  # fmt: skip


def test_only_a_leader_writes_instructions_and_never_to_the_accused_or_to_nobody(world):
    story = world.story(accused_id=world.unit("lx")).until("sign")
    for name in ("supervisor", "union_head", "intake"):
        refused(lambda by=name: story.instruct(by=by), "cases.instruct", NO_RIGHT)
    accused = "诉求反映的就是这个单位，不能交给它。请换一个单位，一般是它的上一级。"
    refused(lambda: story.instruct(owner="lx"), "cases.accused", accused)
    nobody = "这个单位没有人承办诉求，没有人能回话。请换一个单位，一般是它的上一级。"
    refused(lambda: story.instruct(owner="yq"), "cases.unable", nobody)
    refused(lambda: story.instruct(days=-1), "cases.day", "这一天已经过了，请选今天或以后的日子。")
    closed = world.story().until("rate")
    refused(closed.instruct, "cases.instruct", wrong_state("已办结"))


def test_who_reads_what_a_leader_wrote_and_a_resident_never_does(world):
    story = world.story().until("sign")
    story.instruct()
    story.remind()
    world.go(days=8)
    run()
    story.explain()
    seen = {
        name
        for name in ("leader", "supervisor", "union", "union2", "union_head", "callback", "intake", "dispatcher")
        if "请到厂里看一看" in world.client(name).get(f"/desk/cases/{story.id}/").text
    }
    assert seen == {"leader", "supervisor", "union", "union2", "union_head"}
    client = world.client("callback").__class__()
    client.post("/case/", {"code": story.code, "secret": story.secret})
    page = client.get(f"/case/{story.code}/").text
    for word in ("批示", "领导", "催", "督办", "等检测结果"):
        assert word not in page, word


def test_an_instruction_may_name_a_post(world):
    story = world.story().until("sign")
    client, path = world.client("leader"), f"/desk/cases/{story.id}/instruct"
    day = (clock.today() + timedelta(days=2)).isoformat()
    data = {"version": story.case.version, "text": "请办。", "owner": "区总工会", "post": "没有这个岗", "due": day}
    answer = client.post(path, data)
    assert answer.status_code == 422 and "这个单位没有这个岗位，请从这些里选：" in answer.text
    assert client.post(path, data | {"post": "union2岗"}).status_code == 302
    assert Instruction.objects.get().post.title == "union2岗"
    assert told("instructed") == ["union2"]


# ---------------------------------------------------------------- the server's clock


def test_after_a_jump_of_the_clock_nothing_is_done_for_an_hour_and_nothing_twice(world):
    story = world.story().until("sign")
    jobs.tick()
    assert steady.waits_until() is None
    back = world.go(minutes=1)
    world.go(days=3650)  # ten years on, by mistake
    jobs.tick()
    assert (rungs(story), Letter.objects.count(), story.case.state) == ([], 0, "in_progress")
    assert steady.waits_until() == clock.now() + timedelta(hours=1)
    assert ["时间跳过一次" in line.says for line in checks.look_at_jobs()].count(True) == 1
    assert "服务器的时间跳过一次" in world.client("supervisor").get("/desk/supervision/").text
    world.at(back)  # put right
    jobs.tick()
    for minutes in (30, 29):
        world.go(minutes=minutes)
        jobs.tick()
        assert steady.waits_until() is not None
    world.go(minutes=2)
    jobs.tick()
    assert (steady.waits_until(), rungs(story)) == (None, [])
    world.go(days=20)  # the worker slept; time really passed
    jobs.tick()
    assert rungs(story) == []
    for _ in range(3):
        world.go(minutes=40)
        jobs.tick()
    assert [row[0] for row in rungs(story)] == ["unexplained"]
    assert ClockWatch.objects.count() == 1


def test_a_clock_that_goes_back_a_few_seconds_is_no_jump(world):
    assert steady.look()
    world.go(seconds=-20)
    assert steady.look()
    world.go(hours=23)
    assert steady.look()
    world.go(minutes=-6)
    assert not steady.look()


# ---------------------------------------------------------------- the supervisor's pages

PAGES = ("", "soon", "answered", "letters", "instructions", "units")


def test_the_pages_open_to_supervisors_and_leaders_alone(world):
    for name, allowed in (("supervisor", 200), ("leader", 200), ("union_head", 403), ("intake", 403)):
        client = world.client(name)
        assert {client.get(f"/desk/supervision/{path}").status_code for path in PAGES} == {allowed}, name


def shown(world, path, *stories, by="supervisor"):
    page = world.client(by).get(f"/desk/supervision/{path}")
    assert page.status_code == 200, path
    return [story for story in sorted(stories, key=lambda one: page.text.find(one.code)) if story.code in page.text]


def test_what_is_overdue_soon_answered_late_and_open(world):
    late_one, paused, answered = (world.story().until("sign") for _ in range(3))
    paused.ask()
    world.go(days=6)
    soon = world.story(category=None).until("sign")
    assert shown(world, "soon", late_one, paused, answered, soon) == [late_one, answered]
    world.go(days=3)
    run()
    answered.propose()
    answered.approve()
    everything = (late_one, paused, answered, soon)
    assert shown(world, "", *everything) == [late_one]
    assert shown(world, "answered", *everything) == [answered]
    assert shown(world, "letters", *everything) == [late_one]
    assert shown(world, "letters?silent=on&kind=reminder", *everything) == [late_one]
    assert shown(world, "letters?kind=supervision", *everything) == []
    late_one.explain()
    assert shown(world, "letters?silent=on", *everything) == []
    late_one.instruct()
    assert shown(world, "instructions", *everything) == [late_one]
    assert shown(world, f"?unit={quote('区总工会')}&category=labour&rung=overdue", *everything) == [late_one]
    assert shown(world, f"?unit={quote('区妇联')}", *everything) == []
    assert shown(world, "?rung=unexplained", *everything) == shown(world, "?category=women", *everything) == []
    accused = world.story(accused_id=world.unit("office"))
    world.go(days=3)
    assert accused not in shown(world, "", accused)
    assert shown(world, "", accused, by="leader") == [accused]


def test_lists_are_sorted_by_days_late_unit_or_town_and_paged_without_gap_or_double(world):
    for number in range(60):
        unit, area = (("zgh", "lx-v"), ("fl", "lx"), ("lx", None))[number % 3]
        story = world.story(area_id=world.unit(area) if area else None)
        story.accept()
        story.dispatch(unit)
        world.go(minutes=7)
    world.go(days=20)
    overdue = LISTS["overdue"]

    def expected(sort):
        return list(overdue.whole(world.supervisor, {"sort": sort}))

    for sort in ("due", "-due", "unit", "-unit", "town", "happened", "-received"):
        order = [one.code for one in expected(sort)]
        client, seen, address = world.client("supervisor"), [], f"?sort={sort}"
        while address:
            page = client.get("/desk/supervision/" + address)
            seen += re.findall(r'<small class="muted num">([0-9A-Z]{10})<', page.text)
            address = page.context["next"]
        assert seen == order and len(set(seen)) == 60, sort
    assert [one.lead.code for one in expected("unit")][::20] == ["fl", "lx", "zgh"]
    assert [one.ahead for one in expected("town")][::20] == ["", "lx", "lx"]


def test_a_leader_finds_their_own_instructions_first(world):
    theirs, mine = world.story().until("sign"), world.story().until("sign")
    theirs.instruct(days=1)
    mine.instruct(days=5)
    Instruction.objects.filter(case=theirs.id).update(person=world.supervisor.person)
    pages = {name: world.client(name).get("/desk/supervision/instructions") for name in ("leader", "supervisor")}
    assert [shown(world, "instructions", theirs, mine, by=name) for name in pages] == [[mine, theirs], [theirs, mine]]
    rows = pages["leader"].context["table"]["rows"]
    assert ["我批示的" in row["cells"][3] for row in rows] == [True, False]
    assert list(LISTS["instructions"].whole(world.leader, {}).values_list("case", flat=True)) == [mine.id, theirs.id]


def test_figures_by_unit_open_just_their_rows(world):
    world.story().until("sign")
    other = world.story()
    other.accept()
    other.dispatch("fl")
    world.story()
    world.go(days=20)
    run()
    other.instruct(owner="zgh", days=1)
    page = world.client("supervisor").get("/desk/supervision/units").text
    for href, figure in re.findall(r'<a href="(/desk/supervision/[^"]*\?[^"]+)">(\d+)</a>', page):
        answer = world.client("supervisor").get(href.replace("&amp;", "&"))
        assert len(answer.context["table"]["rows"]) == int(figure), href
    assert page.count(">1</a>") >= 6


@pytest.mark.parametrize("path", ["", "soon", "letters", "instructions", "units", "answered"])
def test_a_page_costs_the_same_for_one_row_and_for_three(world, path, django_assert_max_num_queries):
    def make():
        story = world.story(area_id=world.unit("lx-v")).until("sign")
        if path == "answered":
            world.go(days=9)
            story.propose()
            story.approve()
        if path == "instructions":
            story.instruct()

    make()
    if path not in ("soon", "instructions", "answered"):
        world.go(days=9)
        run()
    elif path == "soon":
        world.go(days=5)
    client, costs = world.client("supervisor"), []
    client.get(f"/desk/supervision/{path}")
    for more in (0, 2):
        with clock.frozen(clock.now() - timedelta(days=9)):
            for _ in range(more):
                make()
        run()
        with django_assert_max_num_queries(60) as asked:
            client.get(f"/desk/supervision/{path}")
        costs.append(len(asked.captured_queries))
    assert costs[0] == costs[1] <= 22, costs


def test_nonsense_in_an_address_is_forgiven(world):
    client = world.client("supervisor")
    for path in PAGES:
        for asked in (
            "after=x",
            "after=~~",
            "after=a~9999-99-99~x",
            "unit=没有",
            "sort=people",
            "rung=x",
            "kind=9",
            "after=%00~2026-10-10T00:00:00Z~1",
        ):
            assert client.get(f"/desk/supervision/{path}?{asked}").status_code == 200, (path, asked)


def test_a_letter_is_a_sheet_for_those_who_may_read_its_case(world):
    story = world.story().until("sign")
    world.go(days=15)
    run()
    address = reverse("cases:letter", args=[Letter.objects.get().pk])
    page = world.client("union").get(address)
    assert "督〔2026〕1号" in page.text and "区总工会承办，超期（7 天）没有说明原因" in page.text
    assert world.client("women").get(address).status_code == 404
    assert world.client("women").get(reverse("cases:letter", args=[story.id])).status_code == 404
    with translation.override("en"):
        assert Event.objects.filter(step="prompt").count() == 1


# ---------------------------------------------------------------- the calendar


def test_the_calendar_shows_the_month_its_days_off_and_whose_deadlines(world):
    mine, other = world.story(phone=PHONE).until("sign"), world.story()
    other.accept()
    other.dispatch("fl")
    page = world.client("union").get("/desk/calendar")
    days = {one["number"]: one for one in page.context["days"] if not one.get("blank")}
    assert len(days) == 31 and page.context["days"][2].get("blank") and not page.context["days"][3].get("blank")
    assert (days["1"]["what"], days["1"]["rest"], days["10"]["makeup"], days["10"]["rest"]) == (
        "国庆节",
        True,
        True,
        False,
    )
    assert days["10"]["what"] == "调休上班（国庆节）" and days["11"]["rest"] and not days["11"]["what"]
    assert [one["code"] for one in days["15"]["entries"]] == [mine.code]
    assert {one["step"] for one in days["9"]["entries"]} == {"首次联系"}
    assert "国务院办公厅关于2026年部分节假日安排的通知" in page.text
    assert other.code not in str(page.context["days"])
    everything = world.client("supervisor").get("/desk/calendar?of=all").context["days"]
    assert sum(one["count"] for one in everything) > sum(one["count"] for one in days.values())
    assert world.client("union2").get("/desk/calendar?of=me").context["nothing"]
    one_day = world.client("union").get("/desk/calendar?day=2026-10-15")
    assert mine.code in str(one_day.context["entries"]) and "10月15日" in one_day.text


def test_the_calendar_marks_a_year_without_a_notice_and_forgives_nonsense(world):
    client = world.client("union")
    page = client.get("/desk/calendar?month=2027-02")
    assert page.context["provisional"] and "暂定" in page.text
    for asked in ("month=x", "month=9999-12", "month=0001-01", "day=2026-02-30", "day=1066-10-14", "of=mayor"):
        assert client.get(f"/desk/calendar?{asked}").context["title"] == "2026年10月", asked


def test_the_calendar_costs_the_same_for_one_and_for_many(world, django_assert_max_num_queries):
    world.story().until("sign")
    client, costs = world.client("union"), []
    client.get("/desk/calendar")
    for more in (0, 6):
        for _ in range(more):
            world.story().until("sign")
        with django_assert_max_num_queries(30) as asked:
            page = client.get("/desk/calendar")
        costs.append(len(asked.captured_queries))
    assert costs[0] == costs[1], costs
    day = next(one for one in page.context["days"] if one.get("number") == "15")
    assert (len(day["entries"]), day["more"]) == (3, "还有 4 件")
    assert Deadline.objects.filter(ended_at=None, step="answer").count() == 7


def test_refusals_are_refusals(world):
    with pytest.raises(Refusal):
        world.story().explain(by="intake", reason="nonsense")


def test_the_form_says_who_gets_the_letter_and_by_when_and_a_supervision_letter_reaches_the_leader(world):
    story = world.story().until("sign")
    client, address = world.client("supervisor"), f"/desk/cases/{story.id}/remind"
    page = client.get(address).text
    assert "发给区总工会的经办人和负责人" in page and "督办单：同时告知区领导，" in page
    assert (
        f"催办单：{format.moment(letters.answer_by(story.case, 'reminder', letters.running(story.case)))} 前回复"
        in page
    )
    asked = client.post(address, {"note": "请回 13912345678", "kind": "reminder", "version": story.case.version})
    assert asked.status_code == 422 and 'name="masked" value="leave"' in asked.text and not Letter.objects.exists()
    client.post(address, {"note": "请说明情况。", "kind": "supervision", "version": story.case.version})
    assert (Letter.objects.get().kind, told("supervised"), told("reminded")) == (
        "supervision",
        ["leader"],
        ["union", "union2", "union_head"],
    )
    assert client.post(address, {"note": "x", "version": story.case.version}).status_code == 422


def test_where_the_clock_counts_hours_a_letter_is_answered_in_half_of_them(world):
    story = world.story()
    story.accept(category="labour.safety")
    story.dispatch()
    running = answer_of(story)
    assert running.unit == "h"
    story.remind()
    assert Letter.objects.get().due_at == clock.now() + timedelta(hours=float(running.amount) / 2)
    other = world.story()
    other.accept()
    waits = letters.running(other.case)
    assert (waits.step, waits.unit) == ("dispatch", "h"), "in hours while it waits to be assigned, its answer in days"
    due = letters.answer_by(other.case, "reminder", waits)
    assert clock.localtime(due) == clock.localtime(datetime(2026, 10, 9, 9, 30, tzinfo=UTC))


def test_the_leader_lands_on_the_overview_and_finds_what_nobody_reported_on(world):
    story = world.story().until("sign")
    made = story.instruct()
    leader = world.client("leader")
    assert leader.get("/desk/").headers["Location"] == "/desk/overview"
    page = leader.get("/desk/overview").text
    assert "您批示过、还没有回报的" in page and story.code in page
    assert story.code not in world.client("supervisor").get("/desk/overview").text
    story.propose()
    story.approve()
    story.open_callback()
    story.rate("yes")
    assert story.code in leader.get("/desk/overview").text
    story.report_back(made)
    assert "您批示过、还没有回报的" not in leader.get("/desk/overview").text
