"""A unit is dissolved: refused while work is open, or its successor goes on with all of it, and no date moves."""

from datetime import timedelta

import pytest

from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Alias, Membership, Organization
from qiaoliang.base.organizations.registry import open_work_of
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.models import Assignment, Case, Event, Instruction, Promise, Request


def told(name):
    person = Membership.objects.get(person__name=f"人{name}").person_id
    return sorted(Notice.objects.filter(person_id=person).values_list("kind", flat=True))


def counts(unit):
    return {str(one.kind): one.count for one in open_work_of(Organization.objects.get(pk=unit))}


def test_with_work_open_it_is_refused_and_the_successor_takes_everything_over(world):
    union, women = world.units["zgh"], world.units["fl"]
    mine, planned = world.story().until("sign"), world.story()
    mine.ask_extension()
    mine.instruct()
    planned.until("sign").propose(closing="planned", planned_for=clock.today() + timedelta(days=30))
    planned.approve()
    planned.rate("yes")
    helping = world.story()
    helping.accept()
    helping.dispatch("fl", ("zgh",))
    closed = world.story().until("rate")
    due, first = mine.case.due_at, mine.case.first_due_at
    assert counts(union.pk) == {
        "主办的诉求": 2,
        "协办的诉求": 1,
        "提出的或涉及它的、还没有答复的申请": 1,
        "还没有回话的批示": 1,
        "还没有兑现的承诺": 1,
    }
    with pytest.raises(Refusal) as refused:
        organizations.dissolve(SYSTEM, union, reason="机构改革")
    assert refused.value.code == "has_children"
    organizations.unlink(SYSTEM, world.units["lx-gh"], "line")
    with pytest.raises(Refusal) as refused:
        organizations.dissolve(SYSTEM, union, reason="机构改革")
    assert (refused.value.code, mine.case.lead) == ("open_work", union)
    Notice.objects.all().delete()

    organizations.dissolve(SYSTEM, union, reason="机构改革", successor=women)
    assert counts(union.pk) == {}
    case = mine.case
    assert (case.lead, case.handler, case.state, case.due_at, case.first_due_at) == (
        women,
        None,
        "in_progress",
        due,
        first,
    )
    event = case.events.get(step="succeed")
    assert event.refs == {"from": str(union.pk), "to": str(women.pk)}
    assert "转到区妇联办理" in event.message and "答复的日子不变" in event.message
    assert list(case.assignments.filter(end=None).values_list("organization", "part")) == [(women.pk, "lead")]
    assert case.assignments.get(end=None).signed_at is not None
    assert Request.objects.get(case=case, kind="extension").organization == women
    assert Instruction.objects.get().organization == women
    assert (Promise.objects.get().organization, planned.case.lead) == (women, women)
    assert (closed.case.lead, Event.objects.filter(case=closed.id, step="succeed").count()) == (union, 0)
    assert list(helping.case.assignments.filter(end=None).values_list("organization", "part")) == [(women.pk, "lead")]
    assert "cases.succeeded" in told("women") and "cases.instructed" in told("women")
    assert queries.visible_to(world.women).filter(pk=mine.id).exists()
    assert Membership.objects.at().filter(post__organization=union).count() == 0
    assert Alias.objects.filter(organization=women, name="区总工会").exists()


def test_nobody_takes_over_what_is_said_about_themselves(world):
    story = world.story(text="妇联工作人员在窗口骂人，请查一查这件事。")
    story.accept()
    story.dispatch()
    Case.objects.filter(pk=story.id).update(accused_organization=world.unit("fl"))
    organizations.unlink(SYSTEM, world.units["lx-gh"], "line")
    with pytest.raises(Refusal) as refused:
        organizations.dissolve(SYSTEM, world.units["zgh"], reason="并入", successor=world.units["fl"])
    assert refused.value.code == "accused" and "有 1 件反映的" in str(refused.value.message)
    assert Organization.objects.get(code="zgh").dissolved is None


def test_on_a_later_day_what_is_open_then_goes_over(world):
    organizations.change_day()
    early = world.story().until("sign")
    day = clock.today() + timedelta(days=2)
    union, women = world.units["zgh"], world.units["fl"]
    organizations.dissolve(SYSTEM, union, on=day, reason="并入区妇联", successor=women)
    assert early.case.lead == union
    assert organizations.change_day() is None and early.case.lead == union
    late = world.story().until("dispatch")
    world.go(days=2)
    organizations.change_day()
    assert {early.case.lead, late.case.lead} == {women}
    assert Assignment.objects.filter(organization=union, end=None).count() == 0
    assert [one.parent.code for one in world.units["lx-gh"].links_up.filter(relation="line", end=None)] == ["fl"]
    organizations.change_day()
    assert Event.objects.filter(step="succeed").count() == 2


def test_whoever_is_in_both_units_goes_on_and_merged_cases_follow(world):
    lead, other = world.story().until("sign"), world.story().until("accept")
    lead.join(other)
    post = organizations.establish_post(SYSTEM, world.units["fl"], "合署岗")
    organizations.appoint(SYSTEM, world.union.person, post)
    organizations.dissolve(SYSTEM, world.units["zgh"], reason="并入", successor=world.units["fl"])
    assert (lead.case.lead.code, lead.case.handler) == ("fl", world.union.person)
    assert (other.case.state, other.case.lead.code) == ("merged", "fl")
