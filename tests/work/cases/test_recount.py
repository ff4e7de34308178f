"""A new holiday notice moves the dates of open cases: once, with the old date kept, and without making anybody late."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from tests.work.cases.world import told

from qiaoliang.base.catalog import actions as catalog
from qiaoliang.base.catalog import queries as categories
from qiaoliang.base.catalog import registry as catalog_registry
from qiaoliang.base.catalog import rows
from qiaoliang.base.catalog.file import SHIPPED
from qiaoliang.base.catalog.models import CatalogVersion
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import worker
from qiaoliang.base.jobs.models import Job
from qiaoliang.base.workdays import actions as workdays
from qiaoliang.work.cases.actions import recount
from qiaoliang.work.cases.models import Event

#: the year's arrangement with the days 15 to 20 October off
LONGER = """
[[year]]
year = 2026
title = "国务院办公厅关于2026年部分节假日安排的通知"
number = "改"
certainty = "confirmed"
announced = true
rest = [["国庆节", 2026-10-01, 2026-10-07], ["重阳节", 2026-10-15, 2026-10-20]]
work = [["国庆节", 2026-10-10]]
"""
SHORTER = LONGER.replace(', ["重阳节", 2026-10-15, 2026-10-20]', "")


def local(day, hour, minute=0, second=0):
    return datetime(2026, 10, day, hour, minute, second, tzinfo=clock.ZONE)


def answer_of(story):
    return story.case.deadlines.get(step="answer", ended_at=None)


def announce(text):
    workdays.load(text, SYSTEM)
    worker.run_all()


def test_a_notice_moves_the_answer_later_and_everybody_who_must_know_is_told(world):
    story = world.story().until("sign")
    first, half = answer_of(story).due_at, answer_of(story).rung_at
    assert first == local(15, 23, 59, 59)
    announce(LONGER)
    moved = answer_of(story)
    assert (moved.due_at, moved.first_due_at) == (local(21, 23, 59, 59), first)
    assert (story.case.due_at, story.case.first_due_at) == (moved.due_at, first)
    assert moved.rung_at == half + timedelta(days=6)
    assert (moved.calendar, [day[0] for day in moved.days][-1]) == ("2", "2026-10-21")
    event = Event.objects.get(step="recount", refs__clock="answer")
    assert (event.by_kind, event.calendar, event.refs["old"]) == ("system", "2", first.isoformat())
    assert "由 10月15日 周四 23:59 顺延到 10月21日 周三 23:59" in event.message
    assert told("recounted") == ["union", "union2"]
    page = world.client("union").get(f"/desk/cases/{story.id}/").text
    assert "工作日历有调整，“答复”的期限由 10月15日 周四 23:59 改为 10月21日 周三 23:59。" in page
    client = world.client("union").__class__()
    client.post("/case/", {"code": story.code, "secret": story.secret})
    assert "放假安排有调整" in client.get(f"/case/{story.code}/").text
    assert recount.outdated() == [] and worker.run_all() == 0


def test_what_stood_still_is_kept_and_hours_do_not_move(world):
    story = world.story().until("sign")
    story.ask()
    world.go(days=1, hours=3)
    story.reply()
    hours = world.story()
    hours.accept(category="labour.safety")
    hours.dispatch()
    before, due = answer_of(story).due_at, answer_of(hours).due_at
    announce(LONGER)
    assert answer_of(story).due_at == before + timedelta(days=6)
    assert answer_of(hours).due_at == due
    assert not hours.case.events.filter(step="recount", refs__clock="answer").exists()


def test_a_date_that_comes_earlier_makes_nobody_late_and_the_person_is_not_troubled(world):
    announce(LONGER)
    story = world.story().until("sign")
    assert answer_of(story).due_at == local(21, 23, 59, 59)
    world.at(local(19, 10))
    announce(SHORTER)
    assert answer_of(story).due_at == local(20, 17, 30)
    assert not story.case.is_late
    assert story.case.events.get(step="recount", refs__clock="answer").message == ""


def test_a_stop_in_between_loses_nothing_and_tells_nothing_twice(world):
    stories = [world.story().until("sign") for _ in range(3)]
    workdays.load(LONGER, SYSTEM)
    left = recount.outdated()
    for pk in left[:2]:
        recount.recount(pk)
    done = Event.objects.filter(step="recount").count()
    assert [recount.recount(pk) for pk in left[:2]] == [False, False]
    assert Event.objects.filter(step="recount").count() == done
    worker.run_all()
    job = Job.objects.get(kind="cases.recount")
    assert (job.done_at is not None, job.progress_done, job.progress_total) == (True, len(left) - 2, len(left) - 2)
    assert [one.case.events.filter(step="recount", refs__clock="answer").count() for one in stories] == [1, 1, 1]
    assert recount.outdated() == []


def test_a_clock_of_the_catalogue_changes_from_when_it_holds_and_not_before(world):
    old = world.story().until("dispatch")
    due = answer_of(old).due_at
    text = SHIPPED.read_text(encoding="utf-8").replace(
        'answer = { amount = 7, unit = "d", from = "dispatched" }',
        'answer = { amount = 3, unit = "d", from = "dispatched" }',
    )
    world.go(hours=1)
    catalog.load(text, SYSTEM, valid_from=datetime(2026, 10, 20, tzinfo=UTC))
    worker.run_all()
    between = world.story().until("dispatch")
    assert (answer_of(old).due_at, answer_of(between).amount) == (due, 7)
    world.at(datetime(2026, 10, 20, 1, tzinfo=UTC))
    assert answer_of(world.story().until("dispatch")).amount == 3
    between.sign()
    between.propose()
    assert between.case.deadlines.get(step="answer").amount == 7


NORMAL = ("step", ("normal", "answer"))


def answers_in(days, **more):
    """The normal set's answer in so many days, saved on the page's way."""
    held = rows.held()[NORMAL]
    edits = {NORMAL: {**held.values, "amount": Decimal(days)}}
    return catalog.change(SYSTEM, edits, seen={NORMAL: held.row.pk}, why="试行", **more)


def test_a_changed_clock_that_holds_for_open_cases_moves_their_dates_once_and_says_why(world):
    story, own = world.story().until("sign"), world.story()
    own.accept(category="labour.safety")
    own.dispatch()
    first, safety = answer_of(story).due_at, answer_of(own).due_at
    assert first == local(15, 23, 59, 59)
    world.go(hours=1)
    term = catalog_registry.Term("normal", "answer", Decimal(10), "d")
    foreseen = catalog_registry.foreseen(catalog_registry.Intended((term,)), clock.now())
    later = local(19, 23, 59, 59)
    assert foreseen == [catalog_registry.Move("answer", first, later, 1)]
    answers_in(10, recounts=True)
    world.go(minutes=1)
    worker.run_all()
    moved = answer_of(story)
    assert (moved.due_at, moved.first_due_at, moved.amount) == (later, first, 10)
    assert (answer_of(own).due_at, story.case.due_at) == (safety, later)
    event = Event.objects.get(step="recount")
    assert (event.refs["why"], event.refs["old"]) == ("term", first.isoformat())
    words = "答复日期由 10月15日 周四 23:59 改为 10月19日 周一 23:59"
    assert words in event.message and words in world.opened(story).get(f"/case/{story.code}/").text
    page = world.client("union").get(f"/desk/cases/{story.id}/").text
    assert "办理时限有调整，“答复”的期限由 10月15日 周四 23:59 改为 10月19日 周一 23:59。" in page
    assert recount.outdated() == [] and worker.run_all() == 0
    answers_in(1, recounts=True)
    world.go(minutes=1)
    worker.run_all()
    assert (answer_of(story).due_at, story.case.is_late) == (local(9, 23, 59, 59), False)


def test_open_cases_keep_their_dates_where_the_change_is_for_new_ones(world):
    story = world.story().until("sign")
    due = answer_of(story).due_at
    world.go(hours=1)
    answers_in(10)
    world.go(minutes=1)
    worker.run_all()
    assert (answer_of(story).due_at, recount.outdated()) == (due, [])
    assert answer_of(world.story().until("dispatch")).amount == 10


def test_a_planned_clock_waits_for_its_day_and_may_be_taken_back_before(world):
    story = world.story().until("sign")
    due, start = answer_of(story).due_at, local(12, 0)
    plan = answers_in(10, recounts=True, valid_from=start)
    worker.run_all()
    assert answer_of(story).due_at == due
    catalog.take_back(SYSTEM, CatalogVersion.objects.get(number=plan.version), why="不改了")
    world.at(local(12, 1))
    worker.run_all()
    assert (answer_of(story).due_at, categories.clock_step(None, "answer").amount) == (due, 7)
    with pytest.raises(Refusal, match="已经生效"):
        catalog.take_back(SYSTEM, CatalogVersion.objects.get(number=plan.version), why="再来")
    answers_in(9, recounts=True, valid_from=local(13, 0))
    world.at(local(13, 1))
    worker.run_all()
    assert answer_of(story).due_at == local(17, 23, 59, 59) + timedelta(days=2)


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_a_clock_of_nothing_never_gets_in(world, amount):
    text = SHIPPED.read_text(encoding="utf-8").replace(
        'answer = { amount = 7, unit = "d", from = "dispatched" }',
        f'answer = {{ amount = {amount}, unit = "d", from = "dispatched" }}',
    )
    assert any("时限必须大于 0" in problem for problem in catalog.preview(text).problems)


def test_a_category_with_other_clocks_moves_the_dates_of_its_open_cases_alone(world):
    wages, other = world.story(), world.story()
    wages.accept(category="labour.wages")
    other.accept(category="labour.contract")
    for story in (wages, other):
        story.dispatch()
    first, unmoved = answer_of(wages).due_at, answer_of(other).due_at
    held = rows.held()[("category", ("labour.wages",))]
    key, new = ("category", ("labour.wages",)), {**held.values, "clocks": "hard"}
    assert held.values["clocks"] != "hard"
    world.go(hours=1)
    differences = catalog.proposed({key: new})
    foreseen = catalog_registry.foreseen(catalog.intended(differences), clock.now())
    assert {move.step for move in foreseen} >= {"answer"} and {move.count for move in foreseen} == {1}
    later = next(move.new for move in foreseen if move.step == "answer")
    assert later > first
    catalog.change(SYSTEM, {key: new}, seen={key: held.row.pk}, why="难事", recounts=True)
    world.go(minutes=1)
    worker.run_all()
    assert (answer_of(wages).due_at, answer_of(wages).first_due_at) == (later, first)
    assert (answer_of(other).due_at, recount.outdated()) == (unmoved, [])


def test_a_whole_file_may_hold_for_open_cases_too(world):
    story = world.story().until("sign")
    first = answer_of(story).due_at
    text = SHIPPED.read_text(encoding="utf-8").replace(
        'answer = { amount = 7, unit = "d", from = "dispatched" }',
        'answer = { amount = 9, unit = "d", from = "dispatched" }',
    )
    world.go(hours=1)
    kept = catalog.load(text.replace("amount = 9, ", "amount = 8, "), SYSTEM, clock.now(), why="只管新的")
    world.go(minutes=1)
    worker.run_all()
    assert (kept.changed, answer_of(story).due_at) == (("step:normal.answer", "step:suggestion.answer"), first)
    catalog.load(text, SYSTEM, clock.now(), why="在办的也算", recounts=True)
    world.go(minutes=1)
    worker.run_all()
    moved = answer_of(story)
    assert (moved.amount, moved.due_at, moved.first_due_at) == (9, local(19, 23, 59, 59), first)
    assert CatalogVersion.objects.get(why="在办的也算").changes[0][:2] == ["step", ["normal", "answer"]]


def test_the_cases_of_a_withdrawn_category_are_counted_and_keep_it(world):
    story = world.story()
    story.accept(category="labour.safety")
    story.dispatch()
    due, key = answer_of(story).due_at, ("category", ("labour.safety",))
    assert catalog_registry.open_cases(["labour.safety"]) == 1
    held = rows.held()[key]
    catalog.change(SYSTEM, {key: None}, seen={key: held.row.pk}, why="并入别类", recounts=True)
    world.go(minutes=1)
    worker.run_all()
    assert "labour.safety" not in categories.view().categories
    assert (story.case.category.code, answer_of(story).due_at, recount.outdated()) == ("labour.safety", due, [])
    story.sign()
    assert world.client("union").get(f"/desk/cases/{story.id}/").status_code == 200
