"""A contact is seen by those who need it, with a reason, and the person can read that it was."""

import pytest
from tests.work.cases.world import PHONE

from qiaoliang.base.audit import lines, queries, registry
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.vault import queries as vault
from qiaoliang.base.vault.models import Reveal
from qiaoliang.work.cases.actions.reveal import reveal

NO_RIGHT = "您的岗位没有查看这项联系方式的权限。"


def look(story, actor, reason="verify", note=""):
    return reveal(actor, story.receipt.pk, reason=reason, note=note)


def denied(story, actor, words=NO_RIGHT, **reason):
    with pytest.raises(Refusal) as refusal:
        look(story, actor, **reason)
    assert str(refusal.value) == words
    assert not Reveal.objects.exists()


def test_the_lead_unit_sees_it_and_the_person_reads_who_when_and_why(world):
    story = world.story(name="何小满", phone=PHONE).until("sign")
    seen = look(story, world.union2)
    assert (seen.name, seen.phone, seen.address) == ("何小满", PHONE, "")
    (line,) = vault.reveals_of([story.receipt.contact_id])
    assert "区总工会" in line.sentence and "10月8日" in line.sentence and "人union2" not in line.sentence
    row = AuditEvent.objects.get(action="contact.reveal")
    assert (row.reason, row.refs) == ("verify", {"case": str(story.id)})
    assert Reveal.objects.get().role == "handler"


@pytest.mark.parametrize("name", ["women", "town", "union_head", "dispatcher", "leader", "supervisor"])
def test_who_does_not_have_the_case_or_the_right_does_not(world, name):
    denied(world.story(phone=PHONE).until("sign"), world.actors[name])


def test_before_it_is_assigned_only_those_for_the_whole_district_see_it(world):
    story = world.story(phone=PHONE)
    denied(story, world.union)
    assert look(story, world.intake).phone == PHONE
    own = world.story(by=world.village, phone=PHONE)
    assert look(own, world.village).phone == PHONE


@pytest.mark.parametrize("accused", ["zgh", "yq"])
def test_never_in_the_accused_circle(world, accused):
    story = world.story(phone=PHONE, accused_id=world.unit(accused))
    denied(story, world.union_callback)
    if accused == "yq":
        denied(story, world.callback)


def test_without_a_contact_or_a_reason_there_is_a_sentence(world):
    denied(world.story(), world.intake, "这位群众没有留联系方式。请改在进度页上留言。")
    story = world.story(phone=PHONE)
    denied(story, world.intake, "请用几句话写明原因。", reason="other")


def test_the_auditor_finds_a_case_by_its_number_with_who_looked_at_the_contact(world):
    story, other = world.story(phone=PHONE).until("sign"), world.story(phone=PHONE)
    reveal(world.actors["union"], story.receipt.pk, reason="verify", note="")
    story.ask_return()
    events = queries.events(records=registry.with_parts(registry.numbered(story.code)))
    actions = [event.action for event in events]
    assert actions[0] == "cases.ask_return" and "contact.reveal" in actions and "contact.store" in actions
    assert {event.object_id for event in events}.isdisjoint({other.id, other.receipt.contact_id})
    rows = lines.rows(list(events))
    text = " ".join(str(cell) for row in rows for cell in row["cells"])
    assert f">{story.code}</a>" in text
    assert "不属于本单位职责" in text or "职责" in text
    assert "not_our_duty" not in text and "verify" not in text
    look = next(row for row in rows if "查看了联系方式" in row["cells"][2])
    assert story.code in look["cells"][3] and "需要向您核实情况" in look["cells"][4]
