"""A resident's pages through Django's client: three steps, the receipt, the case's page, and what they keep."""

import pytest
from django.test import Client
from tests.work.cases.world import PHONE, TEXT

from qiaoliang.work.cases.actions.reveal import reveal
from qiaoliang.work.cases.models import Case, Rating, Receipt


def report(client, text=TEXT, name="", phone="", **where):
    """The three steps and the last button; the receipt's page."""
    client.post("/report/", {"text": text, "group": ""})
    if client.get("/report/elsewhere").status_code == 200:
        client.post("/report/elsewhere", {"choice": "here"})
    client.post("/report/where", {"area": "", "place": "", **where})
    client.post("/report/contact", {"name": name, "phone": phone, "consent": "on" if name or phone else ""})
    client.post("/report/send")
    return client.get("/report/receipt")


def opened(story):
    client = Client()
    client.post("/case/", {"code": story.code, "secret": story.secret})
    return client


def test_three_steps_give_a_receipt_that_opens_the_case_anywhere(world):
    client = Client()
    page = report(client, name="何小满", phone=PHONE, place="柳溪村东头")
    code, secret = page.context["code"], page.context["secret"]
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert code in page.text and secret in page.text and secret not in page.context["qr"]
    assert page.context["qr"].endswith(f"/case/?code={code}")
    case = Case.objects.get()
    assert (case.code, case.text, case.place, case.state) == (code, TEXT, "柳溪村东头", "submitted")
    elsewhere = Client()
    assert elsewhere.get(f"/case/?code={code}").context["form"]["code"].value() == code
    answer = elsewhere.post("/case/", {"code": code.lower(), "secret": secret.lower().replace("-", " ")})
    assert answer.headers["Location"] == f"/case/{code}/"
    assert elsewhere.get(f"/case/{code}/").status_code == 200
    for word in (PHONE, "何小满"):
        assert word not in elsewhere.get(f"/case/{code}/").text


def test_each_step_keeps_what_was_typed_and_says_what_is_wrong(world):
    client = Client()
    assert client.post("/report/", {}).status_code == 422
    short = client.post("/report/", {"text": "短", "group": ""})
    assert (short.status_code == 422 and "请再多写几个字" in short.text) or "短" in short.text
    long = client.post("/report/", {"text": "长" * 5001, "group": ""})
    assert long.status_code == 422 and "长" * 5001 in long.text
    client.post("/report/", {"text": TEXT, "group": ""})
    assert TEXT in client.get("/report/").text
    far = client.post("/report/where", {"area": "", "place": "远" * 121})
    assert far.status_code == 422 and "远" * 121 in far.text
    client.post("/report/where", {"area": str(world.unit("lx")), "place": "东头"})
    again = client.get("/report/where").context["form"]
    assert (again["area"].value(), again["place"].value()) == (str(world.unit("lx")), "东头")
    for wrong in ({"name": "何小满", "phone": PHONE}, {"name": "何小满", "phone": "12", "consent": "on"}):
        answer = client.post("/report/contact", wrong)
        assert answer.status_code == 422 and "何小满" in answer.text
    client.post("/report/contact", {"name": "", "phone": ""})
    check = client.get("/report/check")
    assert TEXT in check.text and "东头" in check.text and "柳溪镇" in check.text
    assert not Case.objects.exists()


def test_send_twice_and_a_reload_show_the_same_receipt(world):
    client = Client()
    first = report(client)
    assert client.post("/report/send").headers["Location"] == "/report/receipt"
    again = client.get("/report/receipt")
    assert (again.context["code"], again.context["secret"]) == (first.context["code"], first.context["secret"])
    assert Case.objects.count() == 1
    assert not client.get("/report/").context["form"]["text"].value()
    report(client, text="又一件事，路灯不亮了。")
    assert Case.objects.count() == 2


@pytest.mark.parametrize("path", ["where", "contact", "check", "receipt"])
def test_without_a_draft_a_later_step_says_begin_again(world, path):
    answer = Client().get(f"/report/{path}")
    assert answer.status_code == 422 and "请重新" in answer.text
    assert Client().post("/report/send").status_code == 422


def test_danger_and_other_bodies_are_said_at_once_and_both_ways_lead_to_a_receipt(world):
    client = Client()
    assert (
        client.post("/report/", {"text": "有人晕倒了没有呼吸，快来救人", "group": ""}).headers["Location"]
        == "/report/elsewhere"
    )
    assert 'href="tel:120"' in client.get("/report/elsewhere").text
    client.post("/report/elsewhere", {"choice": "refer"})
    client.post("/report/contact", {})
    client.post("/report/send")
    receipt = client.get("/report/receipt")
    assert Case.objects.get().state == "referred_out"
    assert "120" in receipt.text
    assert client.get(f"/case/{receipt.context['code']}/").status_code == 200


def test_code_and_secret_are_compared_together_and_tries_are_limited(world):
    story, other = world.story(), world.story()
    client = Client()
    for code, secret in ((story.code, other.secret), (other.code, story.secret), (story.code, "x")):
        answer = client.post("/case/", {"code": code, "secret": secret})
        assert answer.status_code in (200, 422) and code in answer.text
        assert "Location" not in answer.headers
    assert client.post("/case/", {"code": "ABC", "secret": "x"}).status_code == 422
    for _ in range(9):
        last = client.post("/case/", {"code": story.code, "secret": "0000-0000-0000-0000"})
    assert last.status_code == 422 and "尝试次数太多" in last.text and story.code in last.text
    assert client.post("/case/", {"code": other.code, "secret": other.secret}).status_code == 302


def test_not_mine_and_not_there_answer_alike(world):
    mine, other = world.story(), world.story()
    client = opened(mine)
    assert client.get(f"/case/{mine.code}/").status_code == 200
    for code in (other.code, "0000000000"):  # a saved address: to the two keys, whether there is such a case or not
        assert client.get(f"/case/{code}/").headers["Location"] == f"/case/?code={code}"
    for path in ("reply", "withdraw", "rate", "who-looked", "reopen"):
        assert client.get(f"/case/{mine.code}/{path}").status_code in (200, 302), path
        theirs, nowhere = client.get(f"/case/{other.code}/{path}"), client.get(f"/case/0000000000/{path}")
        assert (theirs.status_code, nowhere.status_code) == (404, 404)
        assert theirs.text.replace(other.code, "") == nowhere.text.replace("0000000000", "")
        assert Client().get(f"/case/{mine.code}/{path}").status_code == 404
    client.post("/case/close")
    assert client.get(f"/case/{mine.code}/").status_code == 302


def test_an_opened_case_closes_by_itself_after_half_an_hour(world):
    story = world.story()
    client = opened(story)
    world.go(minutes=29)
    assert client.get(f"/case/{story.code}/").status_code == 200
    world.go(minutes=29)
    assert client.get(f"/case/{story.code}/").status_code == 200
    world.go(minutes=31)
    assert client.get(f"/case/{story.code}/").headers["Location"] == f"/case/?code={story.code}"
    assert client.get(f"/case/{story.code}/who-looked").status_code == 404


def test_the_page_says_what_happens_who_has_it_and_until_when_in_every_state(world):
    story = world.story()
    client = opened(story)
    says = {"accept": "已受理，待派单", "dispatch": "已派单，待签收", "sign": "办理中", "propose": "答复待审核"}
    assert "10月9日 周五 17:30" in client.get(f"/case/{story.code}/").text
    for step, words in says.items():
        getattr(story, step)()
        page = client.get(f"/case/{story.code}/").text
        assert words in page, step
    assert "区总工会" in page and "10月15日 周四 23:59" in page and "已到厂里核实" not in page
    story.approve()
    page = client.get(f"/case/{story.code}/").text
    assert "已到厂里核实，补发加班费。" in page and "人union" not in page and "电话里说了情况" not in page


def test_a_late_case_says_sorry_with_the_date_that_passed(world):
    story = world.story().until("sign")
    world.go(days=9)
    page = opened(story).get(f"/case/{story.code}/").text
    assert "本该在 10月15日 周四 23:59 办好。对不起，已经报给单位负责人。" in page
    story.propose()
    story.approve()
    story.open_callback()
    standing = opened(story).get(f"/case/{story.code}/").context["standing"]
    assert "10月15日 周四 23:59" in standing["sorry"] and standing["due"] == "10月27日 周二 23:59"


def test_reply_withdraw_and_rate_work_once_and_say_why_not_again(world):
    story = world.story().until("sign")
    story.ask(text="哪个车间？")
    client, base = opened(story), f"/case/{story.code}/"
    assert "哪个车间？" in client.get(base).text and "哪个车间？" in client.get(base + "reply").text
    assert client.post(base + "reply", {"text": ""}).status_code == 422
    assert "谢谢" in client.post(base + "reply", {"text": "织布车间"}, follow=True).text
    assert "谢谢" in client.post(base + "reply", {"text": "织布车间"}, follow=True).text  # pressed twice is one reply
    second = client.post(base + "reply", {"text": "再说一次，话别丢"})
    assert second.status_code == 422 and "没有等着回答的问题" in second.text and "再说一次，话别丢" in second.text
    assert story.case.events.filter(step="reply").count() == 1
    story.propose()
    story.approve()
    assert client.post(base + "rate", {}).status_code == 422
    kept = client.post(base + "rate", {"solved": "nonsense", "words": "话别丢"})
    assert kept.status_code == 422 and "话别丢" in kept.text
    client.post(base + "rate", {"contacted": "no", "solved": "no", "words": "没解决"})
    assert (story.case.state, Rating.objects.get().contacted) == ("rework", False)
    assert "重新办" in client.get(base).text and "没解决" in client.get(base).text
    client.post(base + "withdraw", {"reason": "", "words": ""})
    assert story.case.state == "withdrawn"
    assert "做不了这一步" in client.post(base + "withdraw", {"words": "还有一句"}).text


def test_who_looked_is_told_in_plain_words(world):
    story = world.story(phone=PHONE).until("sign")
    client = opened(story)
    assert "到现在没有人看过。" in client.get(f"/case/{story.code}/who-looked").text
    reveal(world.union, story.receipt.pk, reason="verify", note="")
    page = client.get(f"/case/{story.code}/who-looked").text
    assert "区总工会" in page and "10月8日" in page and "人union" not in page and PHONE not in page


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script> 五个字以上", "'; DROP TABLE x; -- 五个字", "五个字\x00以上的话", "\x00\x00"]
)
def test_bad_input_never_is_a_fault(world, bad):
    client = Client()
    for path, fields in (("", ("text", "group")), ("where", ("area", "place")), ("contact", ("name", "phone"))):
        answer = client.post(f"/report/{path}", dict.fromkeys(fields, bad))
        assert answer.status_code in (302, 409, 422), path
        client.post("/report/", {"text": TEXT, "group": ""})
    assert client.post("/case/", {"code": bad, "secret": bad}).status_code == 422
    assert client.get(f"/case/?code={bad}").status_code == 200
    assert not Receipt.objects.exists()
