"""Taking the last step back: all is as it was, the history keeps both, and nobody else's work is undone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.work.cases.promises import Promises
from tests.work.cases.world import refused, told

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.notify.models import Notice
from qiaoliang.work.cases import rules
from qiaoliang.work.cases.actions.undo import undo
from qiaoliang.work.cases.models import Assignment, Deadline, Event, Request

STALE = "有同事刚刚处理过这件诉求。请先看看有什么变化，再作决定。"
SINCE = "这之后有了新情况，撤不了了。"
#: step → (told until, who takes it, how)
STORIES = {
    "accept": ("", "intake", lambda story: story.accept()),
    "dispatch": ("accept", "dispatcher", lambda story: story.dispatch("zgh", ("fl",))),
    "redispatch": ("sign", "dispatcher", lambda story: story.redispatch("fl", ("lx",))),
    "change_helpers": ("sign", "dispatcher", lambda story: story.change_helpers("fl")),
    "sign": ("dispatch", "union", lambda story: story.sign()),
    "propose_answer": ("sign", "union", lambda story: story.propose()),
    "send_back": ("propose", "union_head", lambda story: story.send_back()),
}


def standing(story):
    """Everything about the case that a step changes, but for what grows: version, history, first date."""
    case = story.case
    rows = [
        sorted(map(str, model.objects.filter(case=case).values_list(*names)))
        for model, names in (
            (Deadline, ("pk", "due_at", "met_at", "ended_at", "rung_at")),
            (Assignment, ("pk", "organization", "part", "end", "signed_at")),
            (Request, ("pk", "state", "decided_at", "ended_at")),
        )
    ]
    notices = sorted(map(str, Notice.objects.filter(subject_id=case.pk).values_list("kind", "person_id", "done_at")))
    fields = (case.state, case.lead_id, case.handler_id, case.category_id, case.kind, case.due_at, case.stopped_at)
    return fields, rows, notices


@pytest.mark.parametrize("step", STORIES)
def test_a_step_taken_back_leaves_all_as_it_was_and_can_be_taken_again(world, step):
    until, name, tell = STORIES[step]
    story = world.story()
    promises = Promises(story)
    if until:
        story.until(until)
        promises.hold(until)
    before = standing(story)
    tell(story)
    promises.hold(step)
    world.go(minutes=9)
    event = undo(world.actors[name], story.id, story.case.version)
    promises.hold(event.step)
    assert standing(story) == before
    assert [one.step for one in Event.objects.filter(case=story.id).order_by("id")][-2:] == [step, f"undo_{step}"]
    row = AuditEvent.objects.filter(object_id=story.id).latest("id")
    assert (row.action, row.actor_id) == (f"cases.undo_{step}", world.actors[name].who.id)
    tell(story)
    promises.hold(step)
    assert standing(story) != before
    assert Event.objects.filter(case=story.id, refs__has_key="before").count() == 1


def test_only_who_took_it_in_ten_minutes_and_while_nothing_has_happened(world):
    story = world.story().until("dispatch")
    version = story.case.version
    refused(lambda: undo(world.intake, story.id, version), "cases.undo_dispatch", "您的岗位没有这一步的权限。")
    refused(lambda: undo(world.dispatcher, story.id, version - 1), "stale", STALE)
    story.note()
    refused(lambda: undo(world.union, story.id, story.case.version), "cases.undo", "这里没有可以撤销的步骤。")
    other = world.story().until("sign")
    who = "谁办的这一步，由谁撤销。"
    refused(lambda: undo(world.union2, other.id, other.case.version), "cases.undo_sign", who)
    world.go(minutes=10, seconds=1)
    late = "已经过了十分钟，撤不了了。"
    refused(lambda: undo(world.union, other.id, other.case.version), "cases.undo_sign", late)
    assert not rules.judge(world.dispatcher, "undo_dispatch", story.case).allowed


def test_what_reaches_other_cases_or_moves_a_date_is_not_offered_back(world):
    accused = world.story(accused_id=world.unit("lx"))
    accused.accept()
    leading, follower = world.story().until("accept"), world.story().until("accept")
    leading.join(follower)
    leading.dispatch()
    held = world.story().until("sign")
    held.ask_hold()
    held.decide_hold()
    world.go(days=2)
    held.redispatch()
    assert not Event.objects.filter(case__in=[accused.id, leading.id, held.id], step__in=("redispatch",), refs__has_key="before").exists()  # fmt: skip
    assert "before" not in Event.objects.get(case=leading.id, step="dispatch").refs
    assert "before" not in Event.objects.get(case=accused.id, step="accept").refs


def test_the_page_offers_it_and_the_notice_too_and_it_works_without_a_script(world):
    story = world.story().until("accept")
    browser, page = world.client("dispatcher"), f"/desk/cases/{story.id}/"
    sent = {"version": story.case.version, "lead": "区总工会", "helpers": "", "note": ""}
    done = browser.post(f"{page}dispatch", sent, follow=True).text
    address = f"{reverse('cases:undo', args=[story.id])}?version={story.case.version}"
    assert done.count(f'action="{address}"') == 2 and "撤销：派单" in done
    assert told("dispatched")
    back = browser.post(address, follow=True).text
    assert "已撤销：派单。" in back and address not in back
    assert (story.case.state, told("dispatched")) == ("accepted", [])
    for other in (address, address + "x", address.split("?")[0]):
        assert STALE in browser.post(other, follow=True).text
    follow = world.opened(story).get(f"/case/{story.code}/").text
    assert "派单收回，重新派" in follow
