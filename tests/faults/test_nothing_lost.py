"""Two people at once, a page left open, a form sent twice: the second is told, and what was typed is still there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape

from qiaoliang.base.core import clock
from qiaoliang.base.vault.models import Reveal
from qiaoliang.work.cases.actions import drafts, information, note
from qiaoliang.work.cases.models import Answer, Case, Event, Rating
from tests.faults.district import TEXT, District
from tests.faults.forms import posted_by, words_of

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
LONG = "我写了很久的一段话：已经到厂里看过，工资单也对过了。"


def page_of(district: District, stage: str, step: str) -> str:
    return f"/desk/cases/{district.cases[stage]}/{step}"


def form_of(client: Client, address: str, **words: str) -> dict[str, str]:
    """The form as a browser would send it back, with ``words`` typed in."""
    fields = posted_by(client.get(address).content.decode(), address)
    return {name: one.first for name, one in fields.items()} | words


def resident(district: District, stage: str) -> tuple[Client, str]:
    """A browser that has opened the receipt, and the case's address."""
    client, receipt = Client(), district.receipt(stage)
    session = client.session
    session["receipts"] = {str(receipt.pk): int(clock.now().timestamp())}
    session.save()
    client.cookies["session"] = session.session_key
    return client, f"/case/{receipt.code}"


def test_of_two_officers_who_answer_at_once_the_second_sees_both_texts(district: District) -> None:
    address = page_of(district, "working", "propose_answer")
    first, second = district.client("handler"), district.client("handler2")
    theirs = form_of(first, address, text="先写好的答复：加班费周五补发。", closing="solved")
    mine = form_of(second, address, text=LONG, closing="explained")
    assert first.post(address, theirs).status_code == 302
    answer = second.post(address, mine)
    assert answer.status_code == 409
    words = words_of(answer.content.decode())
    assert LONG in words
    assert "先写好的答复：加班费周五补发。" in words
    assert "人handler" in words, "who was first is named"
    assert Answer.objects.get(case=district.cases["working"]).text == "先写好的答复：加班费周五补发。"


def test_who_saw_the_news_may_send_again(district: District) -> None:
    address = page_of(district, "working", "note")
    officer = district.client("handler2")
    mine = form_of(officer, address, note=LONG)
    district.take(note.note, "handler", "working", note="先来的备忘")
    news = officer.post(address, mine)
    assert (news.status_code, "先来的备忘" in news.content.decode()) == (409, True)
    again = {name: one.first for name, one in posted_by(news.content.decode(), address).items()}
    assert again["note"] == LONG
    assert officer.post(address, again).status_code == 302
    assert [event.note for event in district.case("working").events.order_by("-id")[:2]] == [LONG, "先来的备忘"]


def test_a_step_sent_twice_is_taken_once(district: District) -> None:
    address = page_of(district, "working", "note")
    officer = district.client("handler")
    data = form_of(officer, address, note=LONG)
    assert [officer.post(address, data).status_code for _ in range(2)] == [302, 409]
    assert Event.objects.filter(note=LONG).count() == 1


def test_who_lost_the_case_meanwhile_gets_the_text_back(district: District) -> None:
    """The case is not theirs any more, so the answer is "not there"; the words are still their own."""
    address = page_of(district, "working", "propose_answer")
    officer = district.client("handler")
    data = form_of(officer, address, text=LONG, closing="solved")
    Case.objects.get(pk=district.cases["working"]).assignments.update(end=clock.now())
    answer = officer.post(address, data, headers=OURS)
    assert (answer.status_code, escape(LONG) in answer.content.decode()) == (404, True)


def test_who_was_logged_out_meanwhile_gets_the_text_back(district: District) -> None:
    address = page_of(district, "working", "propose_answer")
    officer = district.client("handler")
    data = form_of(officer, address, text=LONG, closing="solved")
    officer.cookies.clear()
    answer = officer.post(address, data, headers=OURS)
    assert (answer.status_code, LONG in answer.content.decode()) == (403, True)
    assert "您已退出登录" in answer.content.decode()
    assert officer.post(address, {"note": "短"}, headers=OURS).status_code == 302


def test_words_are_given_back_to_our_own_pages_only_and_no_password_ever() -> None:
    client = Client(enforce_csrf_checks=True)
    data = {"text": LONG, "password": "a very long password", "secret": "ABCD-EFGH-JKMN-PQRS"}
    ways = {"same-origin": True, "cross-site": False, "none": False}
    for site, given_back in ways.items():
        page = client.post("/report/", data, headers={"Sec-Fetch-Site": site}).content.decode()
        assert (LONG in page, "a very long" in page, "ABCD-" in page) == (given_back, False, False)
    origins = {"http://testserver": True, "http://evil.example": False, "null": False}
    for origin, given_back in origins.items():
        page = client.post("/report/", data, headers={"Origin": origin, "Host": "testserver"}).content.decode()
        assert (LONG in page) is given_back, origin


@pytest.mark.parametrize(
    ("stage", "page", "data"),
    [
        ("working", "reply", {"text": LONG}),
        ("callback", "withdraw", {"words": LONG}),
        ("submitted", "rate", {"solved": "no", "words": LONG}),
    ],
)
def test_a_resident_whose_step_does_not_fit_any_more_keeps_the_words(
    district: District, stage: str, page: str, data: dict[str, str]
) -> None:
    client, case = resident(district, stage)
    before = Event.objects.count()
    answer = client.post(f"{case}/{page}", data)
    assert (answer.status_code, LONG in answer.content.decode()) == (422, True)
    assert 'role="alert"' in answer.content.decode()
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("stage", "page", "data"),
    [
        ("asked", "reply", {"text": "织布车间，三楼。"}),
        ("submitted", "withdraw", {"words": "已经解决了。"}),
        ("answered", "rate", {"solved": "yes", "words": "谢谢。"}),
    ],
)
def test_a_residents_step_sent_twice_is_taken_once_and_thanked_twice(
    district: District, stage: str, page: str, data: dict[str, str]
) -> None:
    client, case = resident(district, stage)
    events = district.case(stage).events
    before, rated = events.count(), Rating.objects.count()
    assert [client.post(f"{case}/{page}", data).status_code for _ in range(2)] == [302, 302]
    assert events.count() == before + 1
    assert ("已撤回。" if page == "withdraw" else "谢谢") in client.get(f"{case}/").content.decode()
    other = client.post(f"{case}/{page}", {**data, "text": "又想起一句别的话", "words": "又想起一句别的话"})
    assert other.status_code == 422, "other words are another step, and that does not fit any more"
    assert Rating.objects.count() == rated + (page == "rate")


def test_a_case_taken_in_twice_from_one_form_is_one_case_and_one_receipt(district: District) -> None:
    officer, address = district.client("intake"), "/desk/cases/new"
    data = form_of(officer, address, text=TEXT, source="phone", category="", area="")
    pages = [words_of(officer.post(address, data).content.decode()) for _ in range(2)]
    assert Case.objects.filter(text=TEXT).count() == 1
    case = Case.objects.get(text=TEXT)
    assert [case.code in page for page in pages] == [True, True]
    assert pages[0] == pages[1], "the same secret"
    other = officer.post(address, {**data, "text": "同一张表单，换了内容再交一次。"})
    assert (other.status_code, "换了内容" in other.content.decode()) == (409, True)
    again = form_of(officer, address, text=TEXT, source="phone", category="", area="")
    assert officer.post(address, again).status_code == 200
    assert Case.objects.filter(text=TEXT).count() == 2, "a new form is a new case"


def test_the_same_words_to_a_second_question_are_a_second_reply(district: District) -> None:
    client, case = resident(district, "asked")
    for times in (1, 2):
        assert client.post(f"{case}/reply", {"text": "是的，没有变。"}).status_code == 302
        assert district.case("asked").events.filter(step="reply").count() == times
        district.take(information.ask_information, "handler", "asked", text="现在还是这样吗？")


@pytest.mark.parametrize("phone", ["12345", "二三四", "1381234567890123456", "看我的微信"])
def test_a_phone_that_is_none_is_told_at_the_field(district: District, phone: str) -> None:
    data = {"name": "桥一", "phone": phone, "consent": "on"}
    client = Client()
    client.cookies["draft"] = drafts.start()[2]
    answer = client.post("/report/contact", data)
    assert (answer.status_code, escape(phone) in answer.content.decode()) == (422, True)
    officer, address = district.client("intake"), "/desk/cases/new"
    taken = officer.post(
        address, form_of(officer, address, text=LONG, source="phone", category="", area="", phone=phone)
    )
    assert (taken.status_code, LONG in taken.content.decode()) == (422, True)


def test_a_reveal_without_its_reason_in_words_shows_nothing(district: District) -> None:
    officer = district.client(district.may("cases.contact"))
    address = f"/desk/cases/{district.cases['submitted']}/contact-of/{district.receipt('submitted').pk}"
    answer = officer.post(address, {"reason": "other", "note": ""})
    assert (answer.status_code, "13812345678" in answer.content.decode()) == (422, False)
    assert Reveal.objects.count() == 0
    assert "13812345678" in officer.post(address, {"reason": "callback", "note": ""}).content.decode()


def test_an_empty_post_is_told_what_is_missing() -> None:
    answer = Client().post("/report/", {})
    assert answer.status_code == 422
    assert "请写几句话" in words_of(answer.content.decode())


def test_unseen_signs_are_taken_out_and_alone_they_are_nothing(district: District) -> None:
    client = Client()
    assert client.post("/report/", {"text": "\u200b\u200d\ufeff\u2060" * 5}).status_code == 422
    assert client.post("/report/", {"text": "楼道\u202e灯不亮\u202c了\0，\u200b三天没修👨‍👩‍👧"}).status_code == 302
    found = drafts.find(client.cookies["draft"].value)
    assert found is not None
    assert found[1].text == "楼道灯不亮了，三天没修👨‍👩‍👧"


def test_beginning_too_often_is_told_beside_the_words(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    from qiaoliang.base.access.limits import Limit
    from qiaoliang.work.cases.views import report

    monkeypatch.setattr(report, "STARTS", Limit("draft-source", 1, 3600))
    assert Client().post("/report/", {"text": LONG}).status_code == 302
    held = Client().post("/report/", {"text": LONG})
    assert (held.status_code, LONG in held.content.decode()) == (429, True)
