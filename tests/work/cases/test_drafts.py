"""A resident's unfinished form: sealed, kept a day, sent once however often the button is pressed."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.base.attachments.making_files import photo as picture
from tests.base.attachments.making_files import upload
from tests.work.cases.world import PHONE, TEXT

from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.core import clock
from qiaoliang.base.core.keys import KeyProblem
from qiaoliang.base.core.who import Who
from qiaoliang.base.notify.models import Notice
from qiaoliang.work.cases import jobs
from qiaoliang.work.cases.actions import drafts
from qiaoliang.work.cases.models import Case, Draft, Receipt


def begun(**words):
    draft, form, token = drafts.start()
    form.text = TEXT
    for name, value in words.items():
        setattr(form, name, value)
    drafts.keep(draft, form)
    return draft, form, token


def photo(draft):
    return attachments.add(Who(kind="resident"), ("draft", draft.id), upload(picture(), "路灯.jpg"))


def test_what_is_typed_is_sealed_and_opens_with_its_token_for_a_day(world):
    _draft, form, token = begun(name="何小满", phone=PHONE)
    stored = bytes(Draft.objects.get().sealed)
    for word in (TEXT, "何小满", PHONE, form.secret, token):
        assert word.encode() not in stored
    assert drafts.find(token)[1] == form
    assert drafts.find("") is drafts.find(token + "x") is None
    world.at(clock.now() + timedelta(hours=24) - timedelta(seconds=1))
    assert drafts.find(token) is not None
    world.go(seconds=1)
    assert drafts.find(token) is None
    jobs.drafts({}, None)
    assert not Draft.objects.exists()


def test_a_sealed_draft_does_not_open_in_anothers_place(world):
    (one, _, _), (_, _, token) = begun(), begun()
    Draft.objects.exclude(pk=one.pk).update(sealed=Draft.objects.get(pk=one.pk).sealed)
    with pytest.raises(KeyProblem):
        drafts.find(token)


def test_sending_twice_gives_one_case_and_the_same_receipt(world):
    draft, form, token = begun(name="何小满", phone=PHONE, area=str(world.unit("lx")), place="东头", consent=True)
    first = drafts.send(draft, form)
    again = drafts.send(draft, form)
    late = drafts.send(*drafts.find(token))
    receipts = {(sent.receipt.pk, sent.case.pk, sent.secret) for sent in (first, again, late)}
    assert receipts == {(first.receipt.pk, first.case.pk, form.secret)}
    assert (Case.objects.count(), Receipt.objects.count()) == (1, 1)
    case = Case.objects.get()
    assert (case.text, case.area.code, case.place, case.source) == (TEXT, "lx", "东头", "web")
    assert drafts.find(token)[1].text == ""


def test_photos_go_with_the_case_and_expire_with_the_draft(world):
    sent, _, _ = begun()
    kept, thrown = photo(sent), photo(begun()[0])
    drafts.send(sent, drafts.Form(text=TEXT))
    world.go(hours=25)
    jobs.drafts({}, None)
    assert list(Attachment.objects.values_list("pk", flat=True)) == [kept.pk]
    assert Attachment.objects.get().owner_kind == "case" and thrown.pk != kept.pk
    assert not Draft.objects.exists() and Case.objects.exists()


def test_what_was_not_sent_is_erased_from_the_first_page_and_what_was_sent_never(world):
    draft, _, token = begun()
    photo(draft)
    browser = Client()
    browser.cookies["draft"] = token
    assert 'action="/report/forget"' in browser.get("/").text
    assert "已经删掉了" in browser.post("/report/forget", follow=True).text
    assert (browser.cookies["draft"].value, drafts.find(token)) == ("", None)
    assert not Draft.objects.exists() and not Attachment.objects.exists()
    assert browser.post("/report/forget").url == "/"
    draft, form, token = begun()
    drafts.send(draft, form)
    browser.cookies["draft"] = token
    assert 'action="/report/forget"' not in browser.get("/").text
    browser.post("/report/forget")
    drafts.forget(draft)
    assert drafts.find(token) is not None and Case.objects.count() == 1


def test_who_chose_another_body_is_referred_at_once_and_no_intake_is_woken(world):
    draft, form, _ = begun(referral="labour_inspection", language="en")
    sent = drafts.send(draft, form)
    case = Case.objects.get(pk=sent.case.pk)
    assert (case.state, case.referral_code) == ("referred_out", "labour_inspection")
    assert [(event.step, event.by_kind) for event in case.events.order_by("id")] == [
        ("submit", "resident"),
        ("refer", "system"),
    ]
    assert case.events.latest("id").message.startswith("This is for")
    assert not Notice.objects.filter(kind="cases.submitted").exists()
    assert drafts.send(draft, form).receipt == sent.receipt
