"""我的信息: a person sees all that is held on them and nothing else, carries it away, corrects it, has it erased."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.urls import reverse
from tests.work.cases.keeping.conftest import officers  # noqa: F401 - a fixture

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.vault import queries as vault
from qiaoliang.base.vault.models import Contact
from qiaoliang.ui import format
from qiaoliang.work.cases.actions import submit
from qiaoliang.work.cases.mydata.actions import decide
from qiaoliang.work.cases.mydata.actions.ask import ask
from qiaoliang.work.cases.mydata.choices import Standing
from qiaoliang.work.cases.mydata.models import Erasure

SAID, CALLED, PHONE = "梧桐雨巷的路灯一直不亮，请来看看。", "贺云屿", "13700000771"


@pytest.fixture
def house(officers):  # noqa: F811
    officers.case = officers.story(text=SAID, name=CALLED, phone=PHONE)
    return officers


def at(name, story, *more):
    return reverse(f"mydata:{name}", args=[story.code, *more])


def asked(story):
    return ask(Who(kind="resident", id=story.receipt.pk), story.receipt)


def there(story):
    return bool(vault.given([story.receipt.contact_id])[story.receipt.contact_id])


def test_the_page_and_both_files_say_the_same(house):
    told = house.case.until("rate")
    mine = house.opened(told)
    shown = mine.get(at("everything", told))
    assert shown["Cache-Control"] == "no-store"
    assert all(words in shown.text for words in (SAID, CALLED, PHONE, "已到厂里核实，补发加班费。", "6 个月"))
    answer = mine.post(at("take", told, "json"))
    taken = json.loads(answer.text)
    assert (taken["case"], answer["Content-Disposition"]) == (told.code, f'attachment; filename="{told.code}.json"')
    assert taken["data"]["contact"] == [{"what": "称呼", "words": CALLED}, {"what": "电话", "words": PHONE}]
    rows = list(csv.reader(io.StringIO(mine.post(at("take", told, "csv")).text.removeprefix("\ufeff"))))
    assert rows[0] == ["部分", "项目", "内容"]
    assert [row[2] for row in rows[1:]] == [one["words"] for part in taken["data"].values() for one in part]
    assert AuditEvent.objects.filter(action="receipt.export").count() == 2
    assert mine.post(at("take", told, "exe")).status_code == 404
    assert mine.get(at("take", told, "json")).status_code == 405


def test_nobody_else_opens_it(house):
    other = house.opened(house.story(text="别的事情一件。"))
    for name, more in (("everything", ()), ("take", ("json",)), ("correct", ()), ("erase", ())):
        for client in (house.client("union"), house.client("data_officer"), other):
            assert client.post(at(name, house.case, *more)).status_code in (302, 404, 405)
            assert PHONE not in client.get(at(name, house.case, *more), follow=True).text
    assert not Erasure.objects.exists() and not AuditEvent.objects.filter(action="receipt.export").exists()


def test_the_accused_does_not_find_what_is_said_about_them(house):
    about = house.story(
        text=f"柳溪镇的{CALLED}收费不给票，电话{PHONE}。",
        accused_id=house.unit("lx"),
        name="吕嘉宁",
        phone="13700000888",
    )
    mine = house.opened(house.case)
    for answer in (
        mine.get(at("everything", house.case)),
        *(mine.post(at("take", house.case, kind)) for kind in ("json", "csv")),
    ):
        assert SAID in answer.text
        assert not [word for word in (about.code, "收费不给票", "吕嘉宁", "13700000888") if word in answer.text]
    assert "收费不给票" in house.opened(about).post(at("take", about, "json")).text, (
        "the words are there for who wrote them"
    )


def test_who_raised_the_same_matter_is_not_in_it(house):
    lead = house.story(text="第一个人说的：巷口整条路都黑。", name="吕嘉宁", phone="13700000888").until("dispatch")
    lead.join(house.case)
    lead.sign()
    taken = house.opened(house.case).post(at("take", house.case, "json")).text
    assert SAID in taken and not [
        word for word in ("第一个人说的", "吕嘉宁", "13700000888", lead.code) if word in taken
    ]


def test_a_cell_is_no_formula(house):
    story = house.story(text="=1+1 这是什么，请看看。")
    rows = list(csv.reader(io.StringIO(house.opened(story).post(at("take", story, "csv")).text)))
    assert [row[2] for row in rows if "1+1" in row[2]] == ["'=1+1 这是什么，请看看。"]


def test_a_contact_is_put_right_and_the_old_one_is_gone(house):
    mine = house.opened(house.case)
    empty = mine.post(at("correct", house.case), {"name": "", "phone": "", "address": ""})
    assert (empty.status_code, "三项都是空的" in empty.text) == (422, True)
    odd = mine.post(at("correct", house.case), {"name": CALLED, "phone": "1370000", "address": ""})
    assert (odd.status_code, 'value="1370000"' in odd.text) == (422, True)
    mine.post(at("correct", house.case), {"name": "贺云舟", "phone": "13700000772", "address": "枫林苑"})
    assert vault.opened(Contact.objects.get(pk=house.case.receipt.contact_id)) == vault.Details(
        "贺云舟", "13700000772", "枫林苑"
    )
    assert not vault.by_phone(PHONE).exists() and vault.by_phone("13700000772").exists()
    nothing = house.story(text="没有留电话的一件事。")
    assert "已经没有您的联系方式可改了" in house.opened(nothing).get(at("correct", nothing), follow=True).text


def test_an_ended_case_is_erased_by_one_officer(house):
    story = house.case.until("rate")
    house.opened(story).post(at("erase", story))
    found = Erasure.objects.get()
    assert format.full_day(found.due_at) == "2026年10月21日", "ten working days after 8 October, one of them a Saturday"
    assert Notice.objects.filter(kind="erasure.asked", person_id=house.data_officer.person.pk).count() == 1
    again = house.opened(story).post(at("erase", story), follow=True)
    assert "您已经申请过了" in again.text and Erasure.objects.count() == 1
    page = reverse("mydata:one", args=[found.pk])
    officer = house.client("data_officer")
    assert story.code in officer.get(reverse("mydata:every")).text and PHONE not in officer.get(page).text
    assert [house.client(name).get(page).status_code for name in ("union", "leader")] == [404, 200]
    officer.post(page, {"agree": "yes", "reason": ""})
    assert not there(story)
    found.refresh_from_db()
    assert (found.standing, found.first_by, found.second_by) == (Standing.ERASED, house.data_officer.person, None)
    after = house.opened(story).get(at("everything", story)).text
    assert "已删除" in after and PHONE not in after and "这里没有您的联系方式" in after
    assert not Notice.objects.filter(subject_id=found.pk, done_at=None).exists()
    with pytest.raises(Refusal) as no:
        asked(story)
    assert no.value.code == "erasure.nothing"


def test_a_live_case_needs_a_second_person(house):
    story = house.case.until("sign")
    found = asked(story)
    page = reverse("mydata:one", args=[found.pk])
    officer, leader = house.client("data_officer"), house.client("leader")
    leader.post(page, {"agree": "yes"})
    assert there(story), "the first word is the data officer's"
    officer.post(page, {"agree": "yes"})
    assert there(story), "not yet"
    with pytest.raises(Refusal) as no:
        decide.confirm(house.data_officer, found.pk, agree=True)
    assert (no.value.code, there(story)) == ("erasure.same", True)
    assert "您已同意，等第二个人确认。" in officer.get(page).text
    leader.post(page, {"agree": "yes"})
    assert not there(story)
    found.refresh_from_db()
    assert (found.standing, found.second_by) == (Standing.ERASED, house.leader.person)
    assert list(AuditEvent.objects.filter(action__startswith="erasure.").order_by("id").values_list("action", flat=True)) == [
        "erasure.ask", "erasure.agree", "erasure.erased",
    ]  # fmt: skip


def test_a_refusal_has_a_reason_that_the_person_reads(house):
    story = house.case.until("sign")
    found = asked(story)
    page = reverse("mydata:one", args=[found.pk])
    empty = house.client("data_officer").post(page, {"agree": "no", "reason": ""})
    assert (empty.status_code, "请写明原因，本人看得到。" in empty.text) == (422, True)
    house.client("data_officer").post(page, {"agree": "no", "reason": "法院来函要求保留。"})
    assert there(story)
    assert "法院来函要求保留。" in house.opened(story).get(at("everything", story)).text
    assert asked(story).standing == Standing.OPEN, "one may ask again"


def test_the_unit_that_a_case_is_about_decides_nothing(house):
    story = house.story(text="有人收费不给票。", phone=PHONE, accused_id=house.unit("yq"))
    found = asked(story)
    assert not Notice.objects.filter(subject_id=found.pk).exists()
    assert house.client("data_officer").get(reverse("mydata:one", args=[found.pk])).status_code == 404
    assert story.code not in house.client("leader").get(reverse("mydata:every")).text
    with pytest.raises(Refusal) as no:
        decide.decide(house.data_officer, found.pk, agree=True)
    assert (no.value.code, there(story)) == ("erasure.right", True)


def test_a_consent_stands_with_its_edition_and_text(house):
    text = catalog.consent("contact")
    speaker = submit.Speaker(name=CALLED, phone=PHONE, consent_id=text.pk)
    sent = submit.submit(Who(kind="resident"), submit.Matter(text=SAID), speaker)
    client = house.opened(house.case)
    client.post("/case/", {"code": sent.case.code, "secret": sent.secret})
    shown = client.get(reverse("mydata:everything", args=[sent.case.code])).text
    assert f"{text.name}：{text.edition} 版" in shown and "不给商业机构" in shown


def test_the_list_asks_as_many_questions_for_many_as_for_one(house, django_assert_max_num_queries):
    asked(house.case)
    client = house.client("data_officer")
    client.get(reverse("mydata:every"))
    with django_assert_max_num_queries(30) as few:
        client.get(reverse("mydata:every"))
    for _ in range(5):
        asked(house.story(phone=PHONE))
    with django_assert_max_num_queries(30) as many:
        client.get(reverse("mydata:every"))
    assert len(few) == len(many)
