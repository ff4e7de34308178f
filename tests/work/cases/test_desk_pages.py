"""The desk's pages through Django's client: who opens them, what they keep, and that nothing is not there alike."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests.work.cases.world import PEOPLE, PHONE, TEXT, wrong_state

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.vault.models import Contact, Reveal
from qiaoliang.base.vault.queries import opened
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.rules import DESK_STEPS

LISTS = ("todo", "done", "started", "cases/")
#: where one comes from to a case → the entry of the menu that stays marked
CAME_FROM = {"/desk/todo?q=a": "/desk/todo", "/desk/done": "/desk/todo", "/desk/cases/?open=on": "/desk/cases/",
             "/desk/supervision/soon": "/desk/supervision/", "/desk/promises": "/desk/promises", "/": "/desk/todo"}  # fmt: skip
INTAKE = {"text": TEXT, "source": "phone", "heading": "", "category": "", "area": "", "place": "", "name": "何小满",
          "phone": PHONE, "address": "", "consent": "on"}  # fmt: skip


def typed(world, name, path, **more):
    """What a browser would send of a page's form."""
    form = world.client(name).get(path).context["form"]
    return {field.name: field.value() or "" for field in form} | more


def alike(answer):
    """A page without what is different on every page: its protection, and the address it was asked for."""
    return re.sub(r"[0-9a-f-]{36}|[A-Za-z0-9]{64}", "", answer.text)


def test_a_case_stands_under_the_place_one_came_from(world):
    story, client = world.story().until("dispatch"), world.client("supervisor")
    for came, entry in CAME_FROM.items():
        page = client.get(f"/desk/cases/{story.id}/", headers={"referer": f"http://testserver{came}"}).text
        menu = page[: page.index("<main")]
        assert re.findall(r'<a href="([^"]+)" aria-current="page"', menu) == [entry], came
    page = client.get(f"/desk/cases/{story.id}/remind", headers={"referer": "http://testserver/desk/todo"}).text
    assert re.search(r'<a href="/desk/todo" aria-current="page"', page)


def test_the_lists_open_to_every_case_role_and_to_nobody_else(world):
    for name in PEOPLE:
        client = world.client(name)
        assert [client.get(f"/desk/{path}").status_code for path in LISTS] == [200] * 4, name
    for path in LISTS:
        assert Client().get(f"/desk/{path}").headers["Location"].startswith("/account/login")


def test_a_list_is_narrowed_by_unit_category_town_source_and_days_with_words_too(world):
    one, two, three = (
        world.story(text="路灯坏了半个月"),
        world.story(area_id=world.unit("lx-v")),
        world.story(source="visit"),
    )
    one.until("sign")
    two.until("accept")
    client = world.client("supervisor")

    def shown(**asked):
        answer = client.get("/desk/cases/", asked)
        assert answer.status_code == 200, asked
        return {story.code for story in (one, two, three) if story.code in answer.text}

    every = {one.code, two.code, three.code}
    assert shown(unit="zgh") == shown(unit="区总工会", state="in_progress") == {one.code}
    assert shown(unassigned="on") == {two.code, three.code}
    assert shown(category="labour") == shown(category="labour.hours") == {one.code, two.code}
    assert shown(category="none") == shown(source="visit") == {three.code}
    assert shown(town=str(world.unit("lx"))) == {two.code}
    assert shown(town="none") == {one.code, three.code}
    today = clock.today()
    assert shown(since=today.isoformat(), until=today.isoformat()) == every
    assert shown(since=(today + timedelta(days=1)).isoformat()) == shown(until="2026-01-01") == set()
    assert shown(q="路灯", unit="zgh", category="labour") == {one.code}
    assert shown(q="路灯", unassigned="on") == set()
    assert shown(matter="question") | shown(matter="other") == every
    # a filter never shows more than one may see, and what is not understood is said and narrows nothing
    assert one.code not in world.client("women").get("/desk/cases/?unit=zgh").text
    nobody = client.get("/desk/cases/?unit=没有这个单位")
    assert "没有叫“没有这个单位”的单位" in nobody.text
    assert all(code in nobody.text for code in every)
    late = client.get("/desk/cases/?since=2026-12-01&until=2026-11-01")
    assert "这个日子比前一个早" in late.text


def test_a_list_is_narrowed_by_word_state_and_lateness_and_forgives_nonsense(world):
    one, two = world.story(text="路灯坏了半个月").until("sign"), world.story()

    def shown(asked):
        answer = world.client("supervisor").get(f"/desk/cases/?{asked}")
        assert answer.status_code == 200, asked
        return {story.code for story in (one, two) if story.code in answer.text}

    assert shown("") == {one.code, two.code}
    assert shown("q=路灯") == shown("state=in_progress") == shown(f"q={one.code}") == {one.code}
    assert shown("late=on") == shown("q=没有这个词") == set()
    world.go(days=20)
    assert shown("late=on&state=submitted") == {two.code}
    for nonsense in (
        "state=nowhere",
        "after=x",
        "after=~",
        "after=1~x",
        "q=%00",
        "late=maybe&after=2026~" + str(uuid4()),
    ):
        shown(nonsense)


def test_a_list_is_paged_by_key_without_a_gap_or_a_double(world):
    for _ in range(28):
        world.story()
    for path in ("/desk/todo", "/desk/cases/"):
        client, seen, address = world.client("intake"), [], path
        while address:
            answer = client.get(address)
            seen += re.findall(r'(?<=num">)[0-9A-Z]{10}', answer.text)
            address = path + answer.context["next"] if answer.context["next"] else ""
        assert len(seen) == len(set(seen)) == 28


@pytest.mark.any_database
def test_not_mine_and_not_there_answer_alike_on_every_page_of_a_case(world):
    story = world.story(phone=PHONE).until("dispatch")
    client = world.client("women")
    paths = ["", *DESK_STEPS, f"contact-of/{story.receipt.pk}"]
    for path in paths:
        mine, nowhere = (client.get(f"/desk/cases/{key}/{path}") for key in (story.id, uuid4()))
        assert (mine.status_code, nowhere.status_code) == (404, 404), path
        assert alike(mine) == alike(nowhere)
        assert client.post(f"/desk/cases/{story.id}/{path}").status_code in (404, 405)
    assert story.case.state == "dispatched"


@pytest.mark.any_database
@pytest.mark.parametrize("share", [4, pytest.param(1, marks=pytest.mark.long)])
def test_every_step_page_opens_or_says_why_not_in_every_state(world, share):
    """Every step in every state, by one of four people in turn; in the long run by all of them."""
    stories = [world.story(), *(world.story().until(last) for last in ("sign", "propose", "rate"))]
    clients = {name: world.client(name) for name in ("intake", "union", "union_head", "callback")}
    for turn, story in enumerate(stories):
        for place, step in enumerate(DESK_STEPS):
            for name, client in [*clients.items()][(turn + place) % share :: share]:
                got = client.get(f"/desk/cases/{story.id}/{step}").status_code
                sent = client.post(f"/desk/cases/{story.id}/{step}", {"version": story.case.version}).status_code
                assert got in (200, 404, 409) and sent in (302, 404, 409, 422), (
                    name,
                    step,
                    story.case.state,
                    got,
                    sent,
                )


def test_a_case_page_shows_its_course_and_the_steps_one_may_take(world):
    story = world.story(phone=PHONE, name="何小满").until("sign")
    story.ask()
    answer = world.client("union").get(f"/desk/cases/{story.id}/")
    for words in (
        story.code,
        TEXT,
        "留了：姓名、电话",
        "请问是哪个车间？",
        "记录诉求人的回答",
        "区总工会",
    ):
        assert words in answer.text
    assert PHONE not in answer.text and story.secret not in answer.text
    assert [step["title"] for step in answer.context["steps"]] == [
        "联系诉求人",
        "记录联系情况",
        "记录诉求人的回答",
        "吹哨会商",
        "申请延期",
        "申请挂起",
        "退单",
        "写备注",
    ]


def test_a_step_is_taken_by_its_form_and_the_next_page_says_so(world):
    story = world.story()
    path = f"/desk/cases/{story.id}/accept"
    client = world.client("intake")
    wrong = client.post(
        path, {"version": 1, "category": "nonsense", "kind": "help", "heading": "一个标题", "note": "备注别丢"}
    )
    assert wrong.status_code == 422 and "备注别丢" in wrong.text and "一个标题" in wrong.text
    values = typed(world, "intake", path, category="labour.hours", accused="区妇联")
    done = client.post(path, values, follow=True)
    assert done.status_code == 200 and f"{story.code}" in done.text and "已受理" in done.text
    assert (story.case.state, story.case.accused_organization.code) == ("accepted", "fl")
    assert client.get(path).status_code == 409
    assert wrong_state("已受理，待派单") in client.get(path).text


def test_a_refusal_of_the_rules_stands_beside_its_field_and_keeps_the_text(world):
    story = world.story()
    story.accept(accused_id=world.unit("fl"))
    client, path = world.client("dispatcher"), f"/desk/cases/{story.id}/dispatch"
    answer = client.post(
        path, {"version": story.case.version, "lead": "区妇联", "helpers": "区总工会", "note": "请快办"}
    )
    assert answer.status_code == 409
    assert "它不能参与办理" in str(answer.context["form"].errors["lead"])
    assert "请快办" in answer.text and "区总工会" in answer.text
    missing = client.post(path, {"version": story.case.version, "lead": "没有的单位", "note": "请快办"})
    assert missing.status_code == 422 and "没有叫“没有的单位”的单位" in missing.text and "请快办" in missing.text
    assert (
        client.post(path, {"version": story.case.version, "lead": "区总工会", "helpers": "柳溪镇、柳溪镇"}).status_code
        == 302
    )


def test_intake_gives_a_receipt_once_however_often_it_is_sent(world):
    client = world.client("intake")
    sent = typed(world, "intake", "/desk/cases/new") | INTAKE
    first, second = (client.post("/desk/cases/new", sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.context["code"] == second.context["code"] and first.context["secret"] == second.context["secret"]
    assert "no-store" in first["Cache-Control"]
    assert Case.objects.count() == 1
    other = client.post("/desk/cases/new", {**sent, "text": "另一件事，也写得够长。"})
    assert other.status_code == 409 and "另一件事，也写得够长。" in other.text
    fresh = other.context["form"]["once"].value()
    assert fresh != sent["once"]
    assert client.post("/desk/cases/new", {**sent, "text": "另一件事，也写得够长。", "once": fresh}).status_code == 200
    assert Case.objects.count() == 2


def test_intake_keeps_everything_when_something_is_wrong(world):
    client = world.client("intake")
    for wrong, words in (
        ({"text": ""}, "何小满"),
        ({"text": "长" * 5001}, "何小满"),
        ({"phone": "abc"}, TEXT),
        ({"source": "x"}, TEXT),
    ):
        answer = client.post("/desk/cases/new", {**INTAKE, **wrong})
        assert answer.status_code in (409, 422) and words in answer.text, wrong
    assert not Case.objects.exists()
    assert world.client("leader").get("/desk/cases/new").status_code == 403


@pytest.mark.parametrize(("name", "unit"), [("village", "lx-v"), ("town", "lx"), ("town_union", "lx"), ("intake", "")])
def test_intake_starts_with_the_village_or_town_one_works_in(world, name, unit):
    page = world.client(name).get("/desk/cases/new")
    assert str(page.context["form"]["area"].value()) == (str(world.unit(unit)) if unit else "")
    assert ("已经选好您所在的" in page.text) == bool(unit)


def test_intake_asks_for_consent_and_keeps_which_text_was_agreed_to(world):
    client = world.client("village")
    page = client.get("/desk/cases/new").text
    assert "念给本人听" in page and "事情办完满六个月，由两个人核对后删除" in page and "写的原话、照片、姓名" in page
    refused = client.post("/desk/cases/new", {**INTAKE, "consent": ""})
    assert refused.status_code == 422 and "请问过本人" in refused.text and PHONE in refused.text
    assert not Case.objects.exists() and not Contact.objects.exists()
    client.post("/desk/cases/new", {**INTAKE, "may_publish": "on"})
    texts = {code: str(catalog.consent(code).pk) for code in ("contact", "publish")}
    case = Case.objects.get()
    assert (case.may_publish, case.events.get().refs["consents"]) == (True, texts)
    assert str(Contact.objects.get().consent) == texts["contact"]
    nobody = {**INTAKE, "name": "", "phone": "", "consent": ""}
    client.post("/desk/cases/new", nobody)
    other = Case.objects.exclude(pk=case.pk).get()
    assert (other.may_publish, other.events.get().refs["consents"], Contact.objects.count()) == (False, {}, 1)


def test_intake_of_a_childs_contact_asks_the_guardian(world):
    client = world.client("village")
    refused = client.post("/desk/cases/new", {**INTAKE, "child": "on"})
    assert refused.status_code == 422 and "请先问过孩子的父母或其他监护人" in refused.text and PHONE in refused.text
    assert not Case.objects.exists() and not Contact.objects.exists()
    client.post("/desk/cases/new", {**INTAKE, "child": "on", "guardian": "on"})
    assert Case.objects.get().events.get().refs["consents"]["guardian"] == str(catalog.consent("guardian").pk)


def test_intake_asks_about_a_number_that_looks_wrong_and_takes_it_when_it_is_right(world):
    client = world.client("intake")
    asked = client.post("/desk/cases/new", {**INTAKE, "phone": "1381234567"})
    assert asked.status_code == 422 and "手机号是 11 位，这里写了 10 位" in asked.text
    assert 'name="phone_sure"' in asked.text and 'name="phone_sure"' not in client.get("/desk/cases/new").text
    assert client.post("/desk/cases/new", {**INTAKE, "phone": "1381234567", "phone_sure": "on"}).status_code == 200
    kept = Contact.objects.get()
    assert (opened(kept).phone, kept.phone_index) == ("1381234567", None)
    assert client.post("/desk/cases/new", {**INTAKE, "phone": "没有", "phone_sure": "on"}).status_code == 422
    assert client.post("/desk/cases/new", {**INTAKE, "phone": "+44 20 7946 0958"}).status_code == 200


def test_a_contact_is_shown_once_with_a_mark_and_never_kept(world):
    story = world.story(phone=PHONE, name="何小满").until("sign")
    path = f"/desk/cases/{story.id}/contact-of/{story.receipt.pk}"
    client = world.client("union")
    asked = client.get(path)
    assert PHONE not in asked.text and "no-store" in asked["Cache-Control"]
    for reason, note in (("", ""), ("other", ""), ("nonsense", "有备注")):
        answer = client.post(path, {"reason": reason, "note": note})
        assert answer.status_code == 422 and PHONE not in answer.text and note in answer.text
    assert not Reveal.objects.exists()
    shown = client.post(path, {"reason": "verify", "note": ""})
    assert PHONE in shown.text and "人union 10月8日" in shown.text and "no-store" in shown["Cache-Control"]
    assert PHONE not in client.get(path).text
    for name in ("union_head", "dispatcher"):
        assert world.client(name).get(path).status_code == 404


@pytest.mark.any_database
@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", "'; DROP TABLE cases_case; --", "\x00", "长" * 6000, "　 ", "😀"]
)
def test_bad_input_is_kept_or_refused_and_never_a_fault(world, bad):
    story = world.story().until("sign")
    client = world.client("union")
    for step in ("note", "contact", "ask_information", "propose_answer", "ask_return"):
        values = {
            "version": story.case.version,
            "note": bad,
            "text": bad,
            "message": bad,
            "reason": bad,
            "proposed": bad,
        }
        answer = client.post(f"/desk/cases/{story.id}/{step}", values)
        assert answer.status_code in (302, 409, 422), step
        assert "<script>alert" not in answer.text
    answer = client.get(f"/desk/cases/{story.id}/")
    assert answer.status_code == 200 and "<script>alert" not in answer.text
    assert client.get("/desk/cases/", {"q": bad}).status_code == 200


def test_units_are_suggested_to_who_reads_cases_and_listed_without_a_script(world):
    client = world.client("dispatcher")
    found = client.get("/desk/units?as=json&q=工会").json()["units"]
    assert [(one["value"], one["above"]) for one in found] == [("区总工会", "云桥区"), ("柳溪镇工会", "柳溪镇")]
    assert client.get("/desk/units?as=json&q=%00").json() == {"units": []}
    assert "柳溪镇工会" in client.get("/desk/units?q=lxz").text
    top = client.get("/desk/units").text
    assert f"?under={world.unit('lx')}" in top and "柳溪村" not in top
    assert "柳溪村" in client.get(f"/desk/units?under={world.unit('lx')}").text
    assert world.client("intake").get("/desk/units").status_code == 200
    assert Client().get("/desk/units").status_code == 302


def test_a_form_with_wrong_units_says_all_of_them_and_keeps_what_was_typed(world):
    story = world.story().until("accept")
    path = f"/desk/cases/{story.id}/dispatch"
    sent = {"version": story.case.version, "lead": "石桥", "helpers": "区妇联、柳溪、区总工汇", "note": ""}
    page = world.client("dispatcher").post(path, sent)
    assert page.status_code == 422
    for said in (
        "没有叫“石桥”的单位",
        "“柳溪”是哪个单位？柳溪镇（属云桥区）",
        "“区总工汇”是哪个单位？区总工会（属云桥区）",
    ):
        assert page.text.count(said) == 2, said  # above the form and at its field
    assert 'value="区妇联、柳溪、区总工汇"' in page.text
    assert 'href="/desk/units"' in page.text
