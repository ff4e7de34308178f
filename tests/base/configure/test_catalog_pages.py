"""The catalogue changed on the page: a look at what it does, a version with who and why, two at once, and all bad input."""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.base.desk import officer

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.catalog import actions, queries, rows
from qiaoliang.base.catalog.file import SHIPPED
from qiaoliang.base.catalog.models import CatalogVersion, Category, ClockStep
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal, Stale
from qiaoliang.base.core.who import SYSTEM

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
STEP = "/desk/catalog/edit/step/normal/answer"
KEY = ("step", ("normal", "answer"))
WAGES = ("category", ("labour.wages",))


@pytest.fixture(autouse=True)
def go():
    """go(days=1): time passes."""
    with ExitStack() as stack:
        stack.enter_context(clock.frozen(NOON - timedelta(hours=1)))
        actions.load(SHIPPED, SYSTEM, valid_from=datetime(2026, 1, 1, tzinfo=UTC))
        stack.enter_context(clock.frozen(NOON))
        yield lambda **passes: stack.enter_context(clock.frozen(clock.now() + timedelta(**passes)))


@pytest.fixture
def admin():
    return officer("admin")


def opened(client, address):
    """What the form on a page says now: every field with its value, ready to be posted."""
    page = client.get(address).text
    found: dict[str, list[str]] = {}
    form = page[page.index("<main") : page.index("</main")]
    for tag in re.findall(r"<(?:input)[^>]*>", form):
        named = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        ticked = named.get("type") not in ("radio", "checkbox") or " checked" in tag
        if "name" in named and ticked and named["name"] != "csrfmiddlewaretoken":
            found.setdefault(named["name"], []).append(
                unescape(named.get("value", "on" if named["type"] == "checkbox" else ""))
            )
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = [unescape(text).removeprefix("\n")]
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        found[name] = [unescape(one) for one in re.findall(r'value="([^"]*)" selected', options)] or [""]
    return found


def problems(page):
    """What a page says must be corrected."""
    return re.findall(r"<div class=\"note problem.*?</div>", page, re.DOTALL)


@pytest.fixture
def saved(go):
    """Written, looked at and saved, as the page does it; the answer to the saving, a second ago."""

    def save(client, address, **typed):
        sent = opened(client, address) | typed
        look = client.post(address, sent)
        assert (look.status_code, "还没有保存" in look.text) == (200, True), problems(look.text)
        done = client.post(address, sent | {"save": "1"})
        go(seconds=1)
        return done

    return save


@pytest.fixture
def withdrawn(go):
    """Withdrawn on the entry's own page; the answer, a second ago."""

    def withdraw(client, what, **typed):
        address = f"/desk/catalog/withdraw/{what}"
        done = client.post(address, opened(client, address) | typed)
        go(seconds=1)
        return done

    return withdraw


def test_a_clock_is_changed_with_a_look_before_and_a_version_after(admin):
    before = CatalogVersion.objects.count()
    sent = opened(admin.client, STEP) | {"v_amount": "10", "why": "区委会议纪要第 3 号"}
    assert (sent["v_unit"], sent["v_counts_from"], sent["recounts"]) == (["d"], ["dispatched"], ["open"])
    look = admin.client.post(STEP, sent)
    assert "还没有保存" in look.text and "0 件在办诉求的日期会变。" in look.text
    assert re.search(r"多久.*?>7 日<.*?>10 日<", look.text, re.DOTALL)
    assert CatalogVersion.objects.count() == before
    back = admin.client.post(STEP, sent | {"back": "1"})
    assert 'value="10"' in back.text and "区委会议纪要第 3 号" in back.text
    done = admin.client.post(STEP, sent | {"save": "1"}, follow=True)
    assert "已存为第 2 版，生效时间：立即。" in done.text
    version = queries.version()
    assert (version.number, version.author, version.why) == (2, admin.account.pk, "区委会议纪要第 3 号")
    assert queries.clock_step(None, "answer").amount == 10
    assert ClockStep.objects.get(clocks="normal", code="answer", valid_to=None).recounts is True
    event = AuditEvent.objects.get(action="catalog.change")
    assert (event.actor_id, event.fields) == (admin.account.pk, ["step:normal.answer"])
    listed = admin.client.get("/desk/catalog/versions").text
    assert "桥一" in listed and "区委会议纪要第 3 号" in listed
    one = admin.client.get("/desk/catalog/versions/2").text
    assert re.search(r"多久.*?>7 日<.*?>10 日<", one, re.DOTALL)
    assert "第 2 版，" in admin.client.get(STEP).text, "the entry's own page names the versions that touched it"


def test_a_change_for_new_cases_only_says_so_and_is_so(admin):
    sent = opened(admin.client, STEP) | {"v_amount": "9", "why": "试行", "recounts": "new"}
    assert "在办诉求的日期不变" in admin.client.post(STEP, sent).text
    admin.client.post(STEP, sent | {"save": "1"})
    assert ClockStep.objects.get(clocks="normal", code="answer", valid_to=None).recounts is False


def test_a_planned_change_waits_is_told_and_is_taken_back(admin, saved, go):
    saved(admin.client, STEP, v_amount="5", why="试行", start="2026-12-01")
    assert queries.clock_step(None, "answer").amount == 7
    assert "这里显示的是第 2 版，12月1日 周二 00:00起生效。" in admin.client.get("/desk/catalog?table=clock").text
    sent = opened(admin.client, STEP) | {"v_amount": "6", "why": "再改"}
    early = admin.client.post(STEP, sent)
    assert early.status_code == 422 and "2026-12-01 00:00" in early.text and 'value="6"' in early.text
    empty = admin.client.post("/desk/catalog/versions/2/withdraw", {"why": ""})
    assert empty.status_code == 422 and queries.planned() is not None
    done = admin.client.post("/desk/catalog/versions/2/withdraw", {"why": "不试了"}, follow=True)
    assert "第 2 版已撤下，现在的规定照旧。" in done.text
    for number in (1, 2, 3):
        again = admin.client.post(f"/desk/catalog/versions/{number}/withdraw", {"why": "再来"})
        assert again.status_code == 422 and "已经生效" in again.text
    go(days=30)
    assert queries.clock_step(None, "answer").amount == 7
    assert AuditEvent.objects.filter(action="catalog.take_back").count() == 1


def test_the_second_administrator_sees_both_and_loses_nothing(admin, saved, go):
    second = officer("admin", "桥二")
    mine = opened(second.client, STEP) | {"v_amount": "12", "why": "我的理由"}
    saved(admin.client, STEP, v_amount="10", why="先存的")
    for more in ({}, {"save": "1"}):
        answer = second.client.post(STEP, mine | more)
        assert answer.status_code == 409
        assert re.search(r"别人存的.*?多久.*?>10<.*?>12<", answer.text, re.DOTALL)
        assert 'value="12"' in answer.text and "我的理由" in answer.text
    assert queries.clock_step(None, "answer").amount == 10
    seen = re.search(r'name="seen" value="([^"]+)"', answer.text)[1]
    assert second.client.post(STEP, mine | {"seen": seen, "save": "1"}).status_code == 302
    go(seconds=1)
    assert queries.clock_step(None, "answer").amount == 12
    assert queries.version().number == 3


def test_the_machinery_refuses_the_stale_row_and_gives_theirs():
    held = rows.held()[KEY]
    actions.change(SYSTEM, {KEY: {**held.values, "amount": Decimal(10)}}, seen={KEY: held.row.pk}, why="先")
    with pytest.raises(Stale) as refused:
        actions.change(SYSTEM, {KEY: {**held.values, "amount": Decimal(12)}}, seen={KEY: held.row.pk}, why="后")
    assert (refused.value.theirs["amount"], queries.version().number) == (Decimal(10), 2)
    with pytest.raises(Stale) as refused:
        actions.change(SYSTEM, {("duty", ("x",)): None}, seen={("duty", ("x",)): held.row.pk}, why="没有")
    assert refused.value.theirs is None


def test_what_somebody_has_withdrawn_meanwhile_is_said(admin, withdrawn):
    address = "/desk/catalog/edit/duty/union.rights"
    sent = opened(admin.client, address) | {"v_text": "改过", "why": "改"}
    assert withdrawn(admin.client, "duty/union.rights", why="不用了").status_code == 302
    for answer in (admin.client.get(address), admin.client.post(address, sent)):
        assert answer.status_code == 409 and "这一条已经停用" in answer.text
    assert admin.client.get("/desk/catalog/withdraw/duty/union.rights").status_code == 409
    for nowhere in (
        "edit/duty/never",
        "edit/nothing/x",
        "edit/step/normal",
        "edit/kind/town",
        "withdraw/template/submitted",
    ):
        assert admin.client.get(f"/desk/catalog/{nowhere}").status_code == 404, nowhere


def test_a_withdrawal_is_refused_to_who_looked_at_an_older_row(admin, saved):
    address = "/desk/catalog/withdraw/duty/union.rights"
    withdrawal = opened(admin.client, address) | {"why": "不用了"}
    saved(admin.client, "/desk/catalog/edit/duty/union.rights", v_text="改过的职责", why="改")
    late = admin.client.post(address, withdrawal)
    assert late.status_code == 422 and "别人改过" in late.text and "不用了" in late.text and "改过的职责" in late.text
    assert queries.view().duties["union.rights"].text == "改过的职责"


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("address", "typed", "says"),
    [
        (STEP, {"v_amount": "0"}, "时限写 0，还没开始就到期了。请至少写半天或半小时。"),
        (STEP, {"v_amount": "-3"}, "时限写 0"),
        (STEP, {"v_amount": "3.5"}, "自然日只能是整数"),
        (STEP, {"v_amount": "0.3", "v_unit": "wd"}, "工作日只能写整天或半天"),
        (STEP, {"v_amount": "3651"}, "超过十年"),
        (STEP, {"v_amount": "许多"}, "数字"),
        (STEP, {"v_amount": "NaN"}, "数字"),
        (STEP, {"v_amount": "8", "why": ""}, "这一项还没有填"),
        (STEP, {"v_amount": "8", "start": "2026-11-22"}, "这一天已经过了"),
        (STEP, {"v_amount": "8", "start": "hier"}, "日期"),
        (STEP, {}, "没有改动"),
        ("/desk/catalog/edit/clock/normal", {"v_rounds": "0"}, "请写 1 到 9 的整数。"),
        ("/desk/catalog/edit/clock/normal", {"v_reviews": "1.5"}, "请写 0 到 9 的整数。"),
        ("/desk/catalog/edit/rung/half", {"v_amount": "100"}, "请写大于 0、小于 100 的百分数。"),
        ("/desk/catalog/edit/rung/half", {"v_unit": "wd", "v_amount": "-1"}, "不能是负数"),
        ("/desk/catalog/edit/rung/half", {"v_letter": "reminder", "v_within": "0"}, "几个工作日内要办到"),
        ("/desk/catalog/edit/rung/half", {"v_tells": []}, "这一项还没有填"),
        ("/desk/catalog/edit/template/submitted", {"v_zh": "编号 {nummer}"}, "{nummer} 填不出内容"),
        ("/desk/catalog/edit/template/submitted", {"v_zh": "编号 {code"}, "花括号不成对"),
        ("/desk/catalog/edit/template/submitted", {"v_zh": "编号 {code:{due}}"}, "{code} 填不出内容"),
        ("/desk/catalog/edit/template/submitted", {"v_zh": "编号 {code.__class__}"}, "填不出内容"),
        ("/desk/catalog/edit/template/submitted", {"v_zh": "长" * 4001}, "4000"),
        ("/desk/catalog/edit/template/submitted", {"v_zh": " \u200b "}, "这一项还没有填"),
        ("/desk/catalog/edit/referral/110", {"v_phone": ""}, "要写电话号码"),
        ("/desk/catalog/edit/referral/110", {"v_danger_words": ""}, "哪些词说明有危险"),
        ("/desk/catalog/edit/category/labour.wages", {"v_name": "字" * 61}, "60"),
        ("/desk/catalog/edit/category/labour.wages", {"v_clocks": ""}, "这一项还没有填"),
        ("/desk/catalog/edit/category/labour.wages", {"v_name": ""}, "这一项还没有填"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_loses_nothing(admin, address, typed, says):
    sent = opened(admin.client, address) | {"why": "写下的理由"} | typed
    for more in ({}, {"save": "1"}):
        answer = admin.client.post(address, sent | more)
        assert answer.status_code == 422 and says in answer.text
        assert "写下的理由" in answer.text or "why" in typed
        for text in typed.values():
            assert not isinstance(text, str) or text.strip(" \u200b") in unescape(answer.text)
    assert queries.version().number == 1


def test_a_category_is_renamed_and_a_first_level_has_no_clocks(admin, saved):
    assert saved(admin.client, "/desk/catalog/edit/category/labour.wages", v_name="欠薪", why="改名").status_code == 302
    assert queries.category("labour.wages").name == "欠薪"
    top = opened(admin.client, "/desk/catalog/edit/category/labour")
    assert {name for name in top if name.startswith("v_")} == {"v_name", "v_name_en", "v_hint", "v_hint_en", "v_words"}


def test_a_category_is_added_below_a_first_level_and_withdrawn_from_its_duty_lines(admin, saved, withdrawn):
    page = admin.client.get("/desk/catalog/new/category").text
    assert "放在哪个大类下面" in page
    address = "/desk/catalog/new/category?base=labour"
    typed = {"v_name": "平台用工", "v_kind": "help", "v_lead": "union", "v_urgency": "normal", "v_clocks": "normal"}
    assert saved(admin.client, address, **typed, why="新业态").status_code == 302
    assert queries.category("labour.own1").path == "劳动权益 / 平台用工"
    duty = opened(admin.client, "/desk/catalog/edit/duty/union.rights")
    assert duty["v_categories"] == ["labour"]
    saved(admin.client, "/desk/catalog/edit/duty/union.rights", v_categories=["labour", "labour.own1"], why="加")
    refused = admin.client.get("/desk/catalog/withdraw/category/labour")
    assert refused.status_code == 422 and "还在用它的有" in refused.text
    look = admin.client.get("/desk/catalog/withdraw/category/labour.own1").text
    assert "有 0 件在办诉求用着这个分类" in look
    assert withdrawn(admin.client, "category/labour.own1", why="并入合同").status_code == 302
    assert "labour.own1" not in queries.view().categories
    assert queries.category("labour.own1").name == "平台用工", "cases that have it still read it"
    assert queries.view().duties["union.rights"].categories == ["labour"]
    address = "/desk/catalog/new/category?base=labour"
    assert saved(admin.client, address, **typed, why="再来").status_code == 302
    assert "labour.own2" in queries.view().categories, "a code is never used twice"


def test_a_first_level_a_set_of_clocks_a_rung_a_reason_and_a_body_are_added(admin, saved, withdrawn):
    assert saved(admin.client, "/desk/catalog/new/category?base=", v_name="新大类", why="加").status_code == 302
    assert queries.category("own1").name == "新大类"
    copy = saved(admin.client, "/desk/catalog/new/clock?base=normal", v_name="试点", v_source="文", v_certainty="unconfirmed", v_rounds="2", v_reviews="1", why="加")  # fmt: skip
    assert copy.status_code == 302
    sets = queries.view().clock_sets
    assert (sets["clock.own1"].name, sets["clock.own1"].rounds) == ("试点", 2)
    same = {step: (row.amount, row.unit) for step, row in sets["normal"].steps.items()}
    assert {step: (row.amount, row.unit) for step, row in sets["clock.own1"].steps.items()} == same
    rung = {"v_name": "超一天", "v_steps": ["answer"], "v_amount": "1", "v_unit": "wd", "v_tells": ["head"], "v_source": "文", "v_certainty": "unconfirmed"}  # fmt: skip
    assert saved(admin.client, "/desk/catalog/new/rung", **rung, why="加").status_code == 302
    assert "rung.own1" in [one.code for one in queries.ladder("answer")]
    reason = {"v_list": "delay", "v_name": "等鉴定"}
    assert saved(admin.client, "/desk/catalog/new/reason", **reason, why="加").status_code == 302
    assert queries.reason("delay", "reason.own1").name == "等鉴定"
    body = {"v_name": "燃气公司", "v_when": "停气", "v_receipt": "编号 {code}"}
    assert saved(admin.client, "/desk/catalog/new/referral", **body, why="加").status_code == 302
    assert queries.referral("referral.own1").name == "燃气公司"
    assert withdrawn(admin.client, "clock/clock.own1", why="不试了").status_code == 302
    assert "clock.own1" not in queries.view().clock_sets and "clock.own1" not in queries.view().steps
    used = admin.client.get("/desk/catalog/withdraw/clock/livelihood")
    assert (used.status_code, "还在用它的有" in used.text) == (422, True)
    always = admin.client.get("/desk/catalog/withdraw/clock/normal")
    assert (always.status_code, "不能停用" in always.text) == (422, True)
    assert admin.client.get("/desk/catalog/new/clock?base=none").status_code == 422
    for closed in ("template", "consent", "kind", "step"):
        assert admin.client.get(f"/desk/catalog/new/{closed}").status_code == 404


def test_a_text_is_changed_and_what_is_sent_says_it(admin, saved):
    address = "/desk/catalog/edit/template/submitted"
    typed = {"v_zh": "收到，编号 {code}。\n{due} 前答复。", "why": "短些"}
    look = admin.client.post(address, opened(admin.client, address) | typed)
    assert "<p>收到，编号 A7K2M9P3QX。</p><p>11月30日 周一 17:30 前答复。</p>" in look.text
    assert saved(admin.client, address, v_zh="收到，编号 {code}，{due} 前答复。", why="短些").status_code == 302
    assert queries.template("submitted", "zh-hans", code="Q1", due="明天") == "收到，编号 Q1，明天 前答复。"


def test_a_withdrawn_entry_that_was_only_planned_comes_back(admin):
    held = rows.held()[WAGES]
    start = NOON + timedelta(days=3)
    plan = actions.change(SYSTEM, {WAGES: None}, seen={WAGES: held.row.pk}, why="停", valid_from=start)
    assert plan.withdrawn == ("category:labour.wages",)
    assert Category.objects.get(code="labour.wages").valid_to == start
    actions.take_back(SYSTEM, CatalogVersion.objects.get(number=plan.version), why="不停")
    assert Category.objects.get(code="labour.wages").valid_to is None
    with clock.frozen(start + timedelta(days=1)):
        assert "labour.wages" in queries.view().categories


def test_a_withdrawal_leaves_no_broken_reference():
    held = rows.held()
    for key in (("clock", ("livelihood",)), ("referral", ("12345",)), ("category", ("labour",))):
        with pytest.raises(Refusal) as no:
            actions.change(SYSTEM, {key: None}, seen={key: held[key].row.pk}, why="停")
        assert no.value.code == "catalog-file"
    assert queries.version().number == 1


@pytest.mark.parametrize(
    "table", ["category", "clock", "duty", "rung", "template", "reason", "referral", "consent", "nothing"]
)
def test_each_part_is_listed_at_a_fixed_cost(admin, table):
    admin.client.get("/desk/catalog")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = admin.client.get("/desk/catalog", {"table": table})
    assert answer.status_code == 200
    assert len(asked) <= 27, len(asked)


def test_the_list_of_versions_is_paged(admin):
    for number in range(2, 53):
        CatalogVersion.objects.create(number=number, label=str(number), valid_from=NOON, certainty="confirmed")
    first = admin.client.get("/desk/catalog/versions").text
    assert "第 52 版" in first and "第 2 版" not in first and "?after=3" in first
    second = admin.client.get("/desk/catalog/versions?after=3").text
    assert "第 2 版" in second and "第 1 版" in second and "第 3 版" not in second
    for odd in ("x", "-1", "9" * 30, "²"):
        assert "第 52 版" in admin.client.get("/desk/catalog/versions", {"after": odd}).text
    assert admin.client.get("/desk/catalog/versions/99999999999").status_code == 404
    assert admin.client.get("/desk/catalog/versions/77").status_code == 404


@pytest.mark.parametrize("role", ["security", "auditor", "handler", "head", "leader", "dispatcher"])
def test_nobody_else_reads_or_changes_it(role):
    other = officer(role, "他人")
    for address, status in {
        "": 403,
        "/versions": 403,
        "/versions/1": 404,
        "/edit/step/normal/answer": 404,
        "/new/duty": 404,
    }.items():
        assert other.client.get(f"/desk/catalog{address}").status_code == status, address
    assert other.client.post(STEP, {"v_amount": "1", "save": "1"}).status_code == 404
    assert queries.version().number == 1
