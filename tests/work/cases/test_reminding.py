"""A question that stands open: halfway the person is reminded once, and who asked hears that they may call."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.work.cases.world import refused, told

from qiaoliang.base.jobs import steady, worker
from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.jobs.models import Job
from qiaoliang.base.notify.models import Notice
from qiaoliang.work.cases import jobs, present, queries, waiting
from qiaoliang.work.cases.actions import information
from qiaoliang.work.cases.models import Deadline

#: the fifth working day after Thursday 8 October, of which Saturday the 10th is one, at the end of work
HALF = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)


def asked(world):
    story = world.story().until("sign")
    story.ask()
    return story


def reminders(story):
    return list(story.case.events.filter(step="remind_person"))


def open_notices(kind):
    return Notice.objects.filter(kind=f"cases.{kind}", done_at=None).count()


def test_halfway_the_person_is_reminded_once_and_the_asker_may_call(world):
    story = asked(world)
    question = story.case.requests.get()
    assert (question.remind_at, question.reminded_at) == (HALF, None)
    world.at(HALF - timedelta(seconds=1))
    jobs.run_out()
    assert reminders(story) == [] and told("no_reply") == []
    version = story.case.version
    world.at(HALF)
    jobs.run_out()
    world.go(days=1)
    jobs.run_out()
    (event,) = reminders(story)
    assert event.by_kind == "system"
    assert event.message == (
        f"编号 {story.code} 还等着您一句话，10月21日 周三 17:30 以后只能先办结了。办结后您再提，也会接着办。"
    )
    assert (told("no_reply"), story.case.version) == (["union"], version)
    question.refresh_from_db()
    assert question.reminded_at == HALF
    page = world.opened(story).get(f"/case/{story.code}/").content.decode()
    assert "10月14日 周三 在这里提醒过您。一句话就行" in page and "还等着您回一句话" in page
    said = waiting.request_for_desk(queries.open_requests(story.case)["information"])
    assert said["stage"] == "10月14日 周三 提醒过，还没有回话。可以打个电话问问。"


def test_a_reply_in_time_needs_no_reminder_and_a_late_one_settles_what_was_told(world):
    early, late = asked(world), asked(world)
    early.reply()
    world.at(HALF)
    jobs.run_out()
    assert reminders(early) == [] and len(reminders(late)) == 1 and open_notices("no_reply") == 1
    late.reply()
    assert open_notices("no_reply") == 0
    assert present.standing(late.case, [], None, may_reopen=False, noted=False)["why"] == ""


def test_before_acceptance_the_intake_is_told_and_a_call_is_what_was_asked(world):
    story = world.story()
    story.ask(by="intake")
    world.at(HALF)
    jobs.run_out()
    assert told("no_reply") == ["intake"]
    other = asked(world)
    world.go(days=10)
    jobs.run_out()
    assert set(told("no_reply")) == {"intake", "union"}
    other.contact()
    assert not Notice.objects.filter(kind="cases.no_reply", done_at=None, subject_id=other.id).exists()


def test_after_days_of_sleep_what_has_lapsed_is_not_reminded_of(world):
    story = asked(world)
    world.go(days=30)
    jobs.run_out()
    assert (story.case.closing, reminders(story)) == ("lapsed", [])


def test_a_question_whose_date_moves_takes_its_reminder_along(world):
    story = asked(world)
    wait = Deadline.objects.get(case=story.id, step="information")
    Deadline.objects.filter(pk=wait.pk).update(due_at=wait.due_at + timedelta(days=1))
    information.recounted(story.case, wait)
    question = story.case.requests.get()
    assert (question.remind_at, question.due_at) == (HALF, wait.due_at)
    wait.due_at = HALF
    information.recounted(story.case, wait)
    assert story.case.requests.get().remind_at is None  # never on the question's own last day


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "列入计划要写明日期：什么时候能办好？"),
        (date(2026, 10, 8), "列入计划的日子要在今天以后，请另选一天。"),
        (date(2020, 1, 1), "列入计划的日子要在今天以后，请另选一天。"),
    ],
)
def test_a_plan_has_a_day_that_is_still_to_come(world, day, words):
    story = world.story().until("sign")
    refused(lambda: story.propose(closing="planned", planned_for=day), "cases.propose_answer.date", words)
    story.propose(closing="planned", planned_for=date(2026, 10, 9))
    assert story.case.answers.get().planned_for == date(2026, 10, 9)


def test_a_plan_whose_day_came_while_it_was_checked_does_not_go_out(world):
    story = world.story().until("sign")
    story.propose(closing="planned", planned_for=date(2026, 10, 9))
    world.go(days=1)
    refused(story.approve, "cases.approve.date", "计划的日子已经到了，请退回修改，另定一天。")
    story.send_back()
    story.propose(closing="planned", planned_for=date(2026, 11, 9))
    story.approve()
    assert (story.case.state, story.case.closing) == ("answered", "planned")


def test_the_form_says_so_beside_the_day_and_keeps_what_was_typed(world):
    story = world.story().until("sign")
    address = f"/desk/cases/{story.id}/propose_answer"
    sent = {"text": "已列入明年计划。", "closing": "planned", "version": story.case.version}
    for day, words in (("", "列入计划要写明日期"), ("2026-10-01", "列入计划的日子要在今天以后")):
        answer = world.client("union").post(address, {**sent, "planned_for": day})
        page = answer.content.decode()
        assert answer.status_code == 409 and words in page and "已列入明年计划。" in page
    assert story.case.state == "in_progress"


def test_a_step_that_breaks_off_takes_none_back_that_time_had_brought_about_before(world, monkeypatch):
    """The run is no transaction: on SQLite everybody who writes would wait for its end."""
    story = asked(world)
    world.at(HALF)
    monkeypatch.setattr(steady, "look", lambda: True)

    def broken():
        raise RuntimeError

    monkeypatch.setattr(jobs, "TAKEN", (*jobs.TAKEN, broken))
    enqueue("cases.clocks", {})
    assert worker.run_one() is True
    assert len(reminders(story)) == 1
    assert Job.objects.get(kind="cases.clocks").error.startswith("RuntimeError")
