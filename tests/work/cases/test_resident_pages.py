"""A resident's pages through Django's client: three steps, the receipt, the case's page, and what they keep."""

import re

import pytest
from django.test import Client
from tests.base.attachments.making_files import photo, upload
from tests.work.cases.world import PHONE, TEXT

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.vault.models import Contact
from qiaoliang.base.vault.queries import opened as opened_contact
from qiaoliang.ui import format
from qiaoliang.work.cases.actions.reveal import reveal
from qiaoliang.work.cases.actions.withdraw import withdraw
from qiaoliang.work.cases.models import Case, Draft, Rating, Receipt


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
    assert 'action="/case/close"' in page.text and "退出后这里看不到口令了，请先记好。" in page.text
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
    assert answer.status_code == 422 and "请重新写一次" in answer.text and 'href="/report/"' in answer.text
    assert Client().post("/report/send").status_code == 422


def test_a_form_whose_key_is_gone_is_said_kindly_and_one_begins_again(world):
    client = Client()
    client.post("/report/", {"text": TEXT, "group": ""})
    draft = Draft.objects.get()
    Draft.objects.update(sealed=bytes(draft.sealed)[:-1] + b"?")
    for path in ("where", "contact", "check", "receipt", "elsewhere"):
        page = client.get(f"/report/{path}")
        assert page.status_code == 422 and "您写的内容打不开了。这是我们的问题" in page.text
    assert client.get("/").status_code == 200
    begun = client.get("/report/")
    assert begun.status_code == 200 and "您之前写的内容打不开了" in begun.text and TEXT not in begun.text
    report(client)
    assert Case.objects.get().text == TEXT


def test_a_key_that_is_missing_altogether_is_told_as_maintenance(world, settings, monkeypatch, tmp_path):
    client = Client()
    monkeypatch.setenv("QIAOLIANG_KEYS", str(tmp_path))
    answer = client.post("/report/", {"text": TEXT, "group": ""})
    assert answer.status_code == 503 and "系统正在维护" in answer.text


def test_two_windows_never_mix_two_matters(world):
    one, lamp = Client(), "路灯坏了，晚上看不见路。"
    fresh = one.get("/report/").context["seen"]
    one.post("/report/", {"text": TEXT, "group": "", "seen": fresh})
    mine = one.get("/report/where").context["seen"]
    asked = one.post("/report/", {"text": lamp, "group": "", "seen": fresh})
    assert asked.status_code == 409 and TEXT in asked.text and lamp in asked.text and "一次只能写一件事" in asked.text
    assert one.get("/report/").context["form"]["text"].value() == TEXT
    replaced = one.post("/report/", {"text": lamp, "group": "", "seen": asked.context["seen"]})
    assert replaced.status_code == 302
    for path, typed in (("where", {"area": "", "place": "东头"}), ("contact", {"name": "", "phone": ""})):
        stopped = one.post(f"/report/{path}", {**typed, "seen": mine})
        assert stopped.status_code == 409 and lamp in stopped.text
        assert one.post(f"/report/{path}", {**typed, "seen": stopped.context["seen"]}).status_code == 302
    read = one.get("/report/check").context["seen"]
    one.post("/report/contact", {"name": "何小满", "phone": "", "consent": "on"})
    again = one.post("/report/send", {"seen": read}, follow=True)
    assert "这张表刚才在另一个窗口改过" in again.text and "何小满" in again.text and not Case.objects.exists()
    one.post("/report/send", {"seen": again.context["seen"]})
    assert Case.objects.get().text == lamp


def test_the_back_button_after_sending_leads_to_the_receipt(world):
    client = Client()
    code = report(client).context["code"]
    for path in ("check", "where", "contact"):
        page = client.get(f"/report/{path}")
        assert page.status_code == 409 and code in page.text and 'href="/report/receipt"' in page.text
    late = client.post("/report/where", {"area": "", "place": "东头"})
    assert late.status_code == 409 and "这件事已经提交了" in late.text
    again = client.get("/report/")
    assert code in again.text and again.context["form"]["text"].value() is None
    client.post("/case/close")
    assert client.get("/report/receipt").status_code == 422 and code not in client.get("/report/").text


def test_a_form_left_for_a_day_gives_back_what_was_just_typed(world):
    client = Client()
    client.post("/report/", {"text": TEXT, "group": ""})
    world.go(hours=25)
    late = client.post(
        "/report/where", {"area": "", "place": "柳溪村东头老井边上"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert late.status_code == 422 and "柳溪村东头老井边上" in late.text and "保留 24 小时" in late.text


def test_a_browser_without_cookies_is_told_so_and_keeps_the_words(world):
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post("/report/", {"text": TEXT, "group": ""}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403 and "没有保存 Cookie" in answer.text and TEXT in answer.text
    visitor.get("/report/")
    assert "没有保存 Cookie" not in visitor.post("/report/", {"text": TEXT}).text


def test_photos_stand_above_next_and_taking_one_out_keeps_the_place(world):
    client = Client()
    client.post("/report/", {"text": TEXT, "group": ""})
    client.post("/report/where", {"area": "", "place": "", "stay": "1", "photos": [upload(photo(), "路灯.jpg")]})
    page = client.get("/report/where")
    [added] = page.context["photos"]
    assert page.text.index(added["thumb"]) < page.text.index('class="actions"')
    assert page.text.index('aria-hidden="true">下一步') < page.text.index(added["remove"])  # what Enter presses
    gone = client.post(added["remove"], {"area": "", "place": "东头", "seen": page.context["seen"]})
    assert gone.headers["Location"] == "/report/where#photos"
    after = client.get("/report/where").context
    assert (after["photos"], after["form"]["place"].value()) == ([], "东头")


@pytest.mark.parametrize(
    ("phone", "says"),
    [
        ("1381234567", "手机号是 11 位，这里写了 10 位"),
        ("138123456789", "手机号是 11 位，这里写了 12 位"),
        ("12012345678", "手机号都是 13 到 19 开头"),
        ("99887", "也不像带区号的座机"),
    ],
)
def test_a_number_that_looks_wrong_is_asked_about_and_may_stand(world, phone, says):
    client = Client()
    client.post("/report/", {"text": TEXT, "group": ""})
    typed = {"name": "何小满", "phone": phone, "consent": "on"}
    asked = client.post("/report/contact", typed)
    assert asked.status_code == 422 and says in asked.text and phone in asked.text and 'name="phone_sure"' in asked.text
    assert client.post("/report/contact", {**typed, "phone_sure": "on"}).headers["Location"] == "/report/check"
    client.post("/report/send")
    assert opened_contact(Contact.objects.get()).phone == phone


@pytest.mark.parametrize(
    "phone",
    [
        "13812345678",
        "138 1234 5678",
        "+86 138-1234-5678",
        "0999-2234567",
        "2345678",
        "4001234567",
        "+852 2345 6789",
        "0044 20 7946 0958",
    ],
)
def test_numbers_as_people_write_them_are_taken_at_once(world, phone):
    client = Client()
    client.post("/report/", {"text": TEXT, "group": ""})
    assert client.post("/report/contact", {"name": "", "phone": phone, "consent": "on"}).status_code == 302


def test_under_the_text_it_says_that_a_phone_number_is_masked(world):
    for page in (Client().get("/report/").text, world.client("intake").get("/desk/cases/new").text):
        under = page[page.index("</textarea>") :]
        assert "写在这里的电话号码，办这件事的人看到的是遮住的" in under[:900]


def test_what_was_agreed_to_on_the_web_is_kept_with_its_text(world):
    client = Client()
    client.post("/report/", {"text": TEXT, "group": ""})
    assert "写的原话、照片、姓名" in client.get("/report/contact").text
    client.post("/report/contact", {"name": "何小满", "phone": "", "consent": "on", "may_publish": "on"})
    client.post("/report/send")
    texts = {code: str(catalog.consent(code).pk) for code in ("contact", "publish")}
    assert Case.objects.get().events.get().refs["consents"] == texts


def test_a_childs_contact_is_kept_with_the_guardians_consent_alone_and_nothing_is_asked_without_a_contact(world):
    client = Client()
    client.post("/report/", {"text": TEXT, "group": ""})
    assert "孩子不满十四岁" in client.get("/report/contact").text
    left = {"name": "何小满", "phone": PHONE, "consent": "on", "child": "on"}
    refused = client.post("/report/contact", left)
    assert refused.status_code == 422 and "请父母或其他监护人读过后勾选" in refused.text and PHONE in refused.text
    assert client.post("/report/contact", {"child": "on"}).status_code == 302
    assert client.post("/report/contact", left | {"guardian": "on"}).status_code == 302
    client.post("/report/send")
    case = Case.objects.get()
    texts = {code: str(catalog.consent(code).pk) for code in ("contact", "guardian")}
    assert case.events.get().refs["consents"] == texts
    shown = "不满十四岁的孩子，监护人已同意"
    assert shown in world.client("intake").get(f"/desk/cases/{case.pk}/").text
    other = world.story(name="何小满", phone=PHONE)
    assert shown not in world.client("intake").get(f"/desk/cases/{other.id}/").text


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


def without(answer, code):
    """A page without the case's code and the forms' tokens, which are new each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w{64}"', "", answer.text.replace(code, ""))


def test_not_mine_and_not_there_answer_alike(world):
    mine, other = world.story(), world.story()
    client = opened(mine)
    assert client.get(f"/case/{mine.code}/").status_code == 200
    for code in (other.code, "0000000000"):  # a saved address: to the two keys, whether there is such a case or not
        assert client.get(f"/case/{code}/").headers["Location"] == f"/case/?code={code}"
    for path in ("reply", "withdraw", "rate", "who-looked", "reopen"):
        assert client.get(f"/case/{mine.code}/{path}", follow=True).status_code == 200, path
        theirs, nowhere = client.get(f"/case/{other.code}/{path}"), client.get(f"/case/0000000000/{path}")
        assert (theirs.status_code, nowhere.status_code) == (404, 404)
        assert without(theirs, other.code) == without(nowhere, "0000000000")
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
    assert "10月15日 周四 23:59" in standing["sorry"] and standing["next"]["date"] == "10月27日 周二 23:59"


def test_the_next_date_stands_first_with_what_comes_then_and_who_has_it(world):
    story = world.story().until("sign")
    page = opened(story).get(f"/case/{story.code}/")
    places = [
        page.text.index(words)
        for words in ("10月15日 周四 23:59", "之前给您答复。", "在办单位：区总工会", "这个日期怎么算的")
    ]
    assert places[:3] == sorted(places[:3])
    others = page.context["other_dates"]
    assert [one["state"] for one in others] == sorted((one["state"] for one in others), key="met".__eq__)
    assert "签收" in {one["label"] for one in others} and "审核答复" not in page.text


def test_before_a_unit_is_named_the_page_says_who_looks_at_it(world):
    story = world.story()
    who = lambda: opened(story).get(f"/case/{story.code}/").context["standing"]["who"]  # noqa: E731
    for step in (None, story.accept):
        _ = step and step()
        assert who() == "现在在看的单位：诉求办理中心（还没定由谁办）"
    story.dispatch()
    assert who() == "在办单位：区总工会"
    assert "最晚什么时候有消息" in opened(story).get(f"/case/{story.code}/").text


def test_one_can_leave_wherever_something_is_open(world):
    story = world.story()
    client, leave = opened(story), 'action="/case/close"'
    pages = [client.get(path).text for path in (f"/case/{story.code}/", "/case/")]
    assert all(leave in page and "用完请退出，别人就看不到" in page for page in pages)
    client.post("/case/close")
    assert leave not in client.get("/case/").text


def test_a_reason_chosen_is_shown_to_who_chose_it_but_never_that_they_have_worries(world):
    told = {"mistake": "已撤回。", "worried": "已撤回。会有别的单位的人来看看为什么。"}
    for reason, words in told.items():
        story = world.story().until("sign")
        client, path = opened(story), f"/case/{story.code}/"
        assert words in client.post(f"{path}withdraw", {"reason": reason, "words": ""}, follow=True).text
        page = client.get(path)
        assert ("您选的原因：写错了或重复提交" in page.text) is (reason == "mistake") and "有顾虑" not in page.text
        assert page.context["other_dates"] == [] and "其他期限" not in page.text


def test_what_withdrawing_means_is_said_before(world):
    story = world.story()
    page = opened(story).get(f"/case/{story.code}/withdraw").text
    assert "离开这一页，事情照样往下办。" in page
    assert "选“有顾虑，不想继续”，也是撤回；另外会有别的单位的人看看为什么。" in page


def test_a_question_is_the_next_date_and_the_offices_clock_stands_still(world):
    story = world.story().until("sign")
    story.ask(text="哪个车间？")
    page = opened(story).get(f"/case/{story.code}/")
    due = story.case.requests.get().due_at
    assert page.context["standing"]["next"]["date"] == format.moment(due)
    assert page.context["standing"]["next"]["then"] == "之前请回复。"
    assert page.context["other_dates"][0]["left"] == "暂停计时"
    assert page.text.index("哪个车间？") < page.text.index("回答问题")


def test_what_one_can_do_shows_only_where_something_can_be_done(world):
    story = world.story().until("rate")
    client, path = opened(story), f"/case/{story.code}/"
    closed = client.get(path)
    assert closed.context["standing"]["next"] is None and "前可以请原单位接着办" in closed.text
    assert closed.text.count('class="actions"') == 1 and f"{path}reopen" in closed.text
    world.go(days=91)
    late = opened(story).get(path)
    assert (
        'class="actions"' not in late.text and "写上这个编号" in late.text and "前可以请原单位接着办" not in late.text
    )


def test_a_withdrawal_noted_by_an_officer_says_so_to_the_person(world):
    story = world.story().until("sign")
    story.step(withdraw, "callback", reason="solved", words="本人来电说不办了")
    page = opened(story).get(f"/case/{story.code}/").text
    assert "由工作人员代为登记" in page and "诉求办理中心为您登记撤回了" in page
    assert "本人来电说不办了" not in page and "人callback" not in page and 'class="actions"' not in page
    mine = world.story()
    mine.withdraw()
    assert "由工作人员代为登记" not in opened(mine).get(f"/case/{mine.code}/").text


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


def test_a_rating_is_read_in_the_words_that_were_pressed(world):
    story = world.story().until("open_callback")
    browser = world.opened(story)
    answered = {"contacted": "yes", "solved": "partly", "satisfied": "partly"}
    page = browser.post(f"/case/{story.code}/rate", answered, follow=True).text
    said = re.findall(r"<dt>([^<]*)</dt>\s*<dd[^>]*>([^<]*)</dd>", page)
    assert [value for label, value in said if label in ("解决了吗", "满意吗")] == ["部分", "一般"]
