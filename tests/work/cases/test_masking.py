"""Contact data in people's words: marked when written, masked to everybody but their writer, never found by a search."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation
from tests.work.cases.world import BEFORE, told

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import codes
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.vault.models import Reveal
from qiaoliang.text.contacts import FINDER
from qiaoliang.work.cases import masking, queries, rules
from qiaoliang.work.cases.actions.remark import remark
from qiaoliang.work.cases.actions.reveal import reveal_words
from qiaoliang.work.cases.actions.submit import title_of
from qiaoliang.work.cases.marking import marks_of
from qiaoliang.work.cases.masking import NOBODY, REQUESTER
from qiaoliang.work.cases.models import Case

PHONE = "13800001111"
TEXT = f"楼道的灯坏了半个月，我叫王云桥，电话{PHONE}。请来看看。"
COVERED = "楼道的灯坏了半个月，我叫〔姓名〕，电话〔电话〕。请来看看。"


def by_words(actor, words):
    return list(queries.matching(queries.visible_to(actor), words).values_list("code", flat=True))


def test_a_row_keeps_places_and_kinds_and_no_word(world):
    story = world.story(text=TEXT, place="翠柏小区3栋2单元501室")
    case = story.case
    assert (case.marks["text"], case.finder) == ([[12, 15, "name"], [18, 29, "phone"]], FINDER)
    assert PHONE not in str(case.marks)
    assert masking.plain(case, "text", NOBODY) == COVERED
    assert masking.plain(case, "place", NOBODY) == "翠柏小区〔住址〕"
    assert masking.plain(case, "text", REQUESTER) == TEXT
    assert masking.left_out(case, "text") == "楼道的灯坏了半个月，我叫 ，电话 。请来看看。"


def test_a_cases_code_is_never_taken_for_an_account():
    code, no_code = "VXQ0KX7E57", "VXQ0KX7E58"
    assert [codes.clean_code(one) for one in (code, no_code)] == [code, None]
    assert marks_of(f"并到编号 {code}，请看。") == []
    assert marks_of(f"请看{no_code}，编号CVXQ0KX7E5") == [(4, 12, "wechat")]
    assert marks_of(f"微信{code}") == [(2, 12, "wechat")]


def test_an_edit_marks_anew_and_a_change_of_other_columns_leaves_the_marks(world):
    case = world.story(text=TEXT).case
    case.state = case.state
    case.save(update_fields=["state"])
    assert world.story().case.marks == {}
    case.text = "没有号码了"
    case.save(update_fields=["text"])
    assert Case.objects.get(pk=case.pk).marks == {}


def test_what_an_older_finder_marked_is_masked_when_read_and_marked_again_by_the_worker(world):
    story = world.story(text=TEXT)
    Case.objects.filter(pk=story.id).update(marks={}, finder=0)
    assert masking.plain(story.case, "text") == COVERED
    assert remark() >= 1
    assert remark() == 0
    assert story.case.finder == FINDER
    assert story.case.marks["text"][1] == [18, 29, "phone"]


def test_an_officer_reads_what_they_wrote_and_nobody_else_does(world):
    story = world.story(text=TEXT, by=world.intake, source="phone").until("sign")
    story.contact(by="union", note=f"他说打{PHONE}", message=f"请打{PHONE}")
    event = story.case.events.last()
    mine, other = masking.reader(world.union), masking.reader(world.union2)
    assert masking.plain(event, "note", mine) == f"他说打{PHONE}"
    assert masking.plain(event, "note", other) == "他说打〔电话〕"
    assert masking.plain(story.case, "text", masking.reader(world.intake)) == TEXT
    assert masking.plain(story.case, "text", mine) == COVERED
    pages = {
        name: world.client(name).get(f"/desk/cases/{story.id}/").text for name in ("union", "union2", "supervisor")
    }
    assert [PHONE in page for page in pages.values()] == [True, False, False]
    assert 'title="已隐去。有权限的人写明理由后可以查看。">〔电话〕</span>' in pages["union2"]


def test_who_checks_an_answer_reads_what_goes_out(world):
    story = world.story().until("sign")
    story.propose(text=f"王云桥同志：请打{PHONE}问我们。")
    head, other = world.client("union_head"), world.client("union2")
    assert PHONE in head.get(f"/desk/cases/{story.id}/approve").text
    assert PHONE not in head.get(f"/desk/cases/{story.id}/").text
    assert PHONE not in other.get(f"/desk/cases/{story.id}/").text


def test_no_search_finds_by_what_is_masked_but_the_phone_search_does(world):
    story = world.story(text=f"灯坏了，{PHONE}", title="路灯").until("dispatch")
    contact = world.story(phone="13912345678")
    assert by_words(world.supervisor, "灯坏了") == [story.code]
    assert by_words(world.supervisor, PHONE) == []
    assert [case.code for case in queries.by_phone(world.union, "138 0000 1111")] == [story.code]
    assert [case.code for case in queries.by_phone(world.callback, "13912345678")] == [contact.code]
    assert not queries.by_phone(world.women, PHONE).exists()
    assert not queries.by_phone(world.supervisor, PHONE).exists()
    assert not queries.by_phone(world.union, "abc").exists()


def test_masked_words_are_shown_to_those_with_the_right_after_a_reason_and_the_person_reads_that(world):
    story = world.story(text=TEXT).until("sign")
    address = reverse("cases:masked_words", args=[story.id])
    union = world.client("union")
    assert address in union.get(f"/desk/cases/{story.id}/").text
    asked = union.get(address)
    assert (asked.status_code, PHONE in asked.text) == (200, False)
    assert union.post(address, {"reason": ""}).status_code == 422
    seen = union.post(address, {"reason": "verify"})
    assert f"电话<mark>{PHONE}</mark>" in seen.text
    assert seen["Cache-Control"] == "no-store"
    assert 'data-mark="人union 10月8日' in seen.text
    row = Reveal.objects.get()
    assert (row.contact_id, row.fields, row.subject_id, row.role) == (None, ["words"], story.id, "handler")
    assert AuditEvent.objects.filter(action="contact.reveal_words", object_id=story.id).count() == 1
    resident = world.opened(story)
    looked = resident.get(reverse("cases:who_looked", args=[story.code])).text
    assert "区总工会的承办人" in looked
    assert "文字中隐去的内容" in looked
    for name in ("supervisor", "women", "union_head"):
        assert world.client(name).post(address, {"reason": "verify"}).status_code in (403, 404)
    with pytest.raises(Refusal) as no:
        reveal_words(world.women, story.id, reason="verify", note="")
    assert no.value.code == "cases.reveal"
    assert Reveal.objects.count() == 1


def test_the_person_reads_who_could_look(world):
    story = world.story(phone=PHONE).until("dispatch")
    page = world.opened(story).get(reverse("cases:who_looked", args=[story.code])).text
    assert "<li>诉求办理中心：接件的人、打电话回访的人</li>" in page
    assert "<li>区总工会：办这件事的人、打电话回访的人、复查的人</li>" in page
    assert "区妇联" not in page


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (TEXT, "楼道的灯坏了半个月"),
        (f"我叫王云桥，电话{PHONE}。路灯坏了半个月了", "路灯坏了半个月了"),
        (f"我叫王云桥，电话{PHONE}", "我叫〔姓名〕，电话〔电话〕"),
        ("字" * 25 + PHONE, "字" * 25 + "〔电话〕"),
        ("字" * 25 + "号码" + PHONE, "字" * 25 + "号码…"),
    ],
)
def test_a_title_made_of_the_text_tells_nobodys_number_not_even_half_of_it(text, title):
    assert title_of(text) == title


def test_the_signs_are_in_the_readers_language():
    with translation.override("en"):
        assert masking.covered(f"ring {PHONE}") == "ring [phone number]"


def test_who_holds_a_post_in_the_accused_unit_is_shut_out_under_every_hat_and_forgets_what_they_were_told(world):
    post = organizations.establish_post(SYSTEM, world.units["lx-v"], "兼职岗")
    organizations.appoint(SYSTEM, world.intake2.person, post, start=BEFORE)
    story = world.story(phone=PHONE)
    assert queries.visible_to(world.intake2).filter(pk=story.id).exists()
    assert told("submitted") == ["intake", "intake2"]
    story.accept(accused_id=world.unit("lx"))
    assert not queries.visible_to(world.intake2).filter(pk=story.id).exists()
    assert queries.visible_to(world.intake).filter(pk=story.id).exists()
    assert told("submitted") == ["intake"]
    assert not queries.may_see_contact(world.intake2, story.case)
    story.dispatch()
    assert rules.judge(world.union, "sign", story.case).allowed
    other = organizations.establish_post(SYSTEM, world.units["lx"], "又一岗")
    organizations.appoint(SYSTEM, world.union.person, other, start=BEFORE)
    assert rules.judge(world.union, "sign", story.case).why == "这件诉求反映的是本单位，由别的单位办理。"


def test_in_a_text_for_everybody_nobody_is_told_that_it_would_be_masked(world):
    story = world.story().until("sign")
    sent = {
        "text": "已办好。",
        "public_text": "请打 13912345678。",
        "note": "请打 13912345678。",
        "version": story.case.version,
    }
    for who, step, words in (("union", "propose_answer", "给大家看的"), ("supervisor", "remind", "要看原文须写明理由")):
        page = world.client(who).post(f"/desk/cases/{story.id}/{step}", sent | {"kind": "reminder"})
        assert page.status_code == 422 and 'name="masked"' in page.text and words in page.text, step
