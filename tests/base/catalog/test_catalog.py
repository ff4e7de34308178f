"""The catalogue: loaded with a preview, versioned, read without a query a row, written out again."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import translation

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.catalog import actions, export, queries
from qiaoliang.base.catalog.file import SHIPPED, read
from qiaoliang.base.catalog.models import CatalogVersion, Category
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.remembered import still
from qiaoliang.base.core.who import SYSTEM

pytestmark = pytest.mark.django_db

TEXT = SHIPPED.read_text(encoding="utf-8")
NOVEMBER = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
#: a small change to the shipped file: one name, one term, one entry less
CHANGED = (
    TEXT.replace('name = "拖欠工资"', 'name = "欠薪"')
    .replace('sign = { amount = 0.5, unit = "wd", from = "dispatched" }', 'sign = { amount = 1, unit = "wd", from = "dispatched" }')
    .replace('version = "2026-11-01"', 'version = "2026-12-01"')
)  # fmt: skip


def without(text: str, table: str, code: str) -> str:
    """The file without one entry."""
    start = text.index(f'[[{table}]]\ncode = "{code}"')
    following = text.find("\n[[", start + 1)
    return text[:start] + text[following + 1 :]


@pytest.fixture
def loaded():
    with clock.frozen(NOVEMBER):
        yield actions.load(TEXT, SYSTEM)


def test_a_preview_writes_nothing():
    changes = actions.preview(TEXT)
    assert changes
    assert "category:labour.wages" in changes.added
    assert "step:emergency.answer" in changes.added
    assert not changes.changed
    assert not changes.withdrawn
    assert not CatalogVersion.objects.exists()


def test_the_shipped_file_loads_once(loaded):
    assert loaded.version == 1
    assert not loaded.problems
    assert AuditEvent.objects.filter(action="catalog.load").count() == 1
    assert not actions.load(TEXT, SYSTEM)
    assert CatalogVersion.objects.count() == 1
    assert not actions.load_shipped(SYSTEM)


def test_export_is_the_same_file_again(loaded):
    written = export.text()
    assert tomllib.loads(written) == {
        **tomllib.loads(TEXT),
        **{table: [_stripped(entry) for entry in tomllib.loads(TEXT)[table]] for table in ("consent", "template")},
    }
    assert not actions.preview(written)
    assert read(written).entries == read(TEXT).entries


def _stripped(entry: dict[str, object]) -> dict[str, object]:
    return {key: value.strip("\n") if isinstance(value, str) else value for key, value in entry.items()}


def test_a_change_makes_a_version_and_the_past_stays(loaded):
    first = NOVEMBER + timedelta(hours=1)
    with clock.frozen(NOVEMBER + timedelta(days=10)):
        before = queries.clock_step("labour.wages", "sign")
        changes = actions.load(CHANGED, SYSTEM)
        assert changes.changed[0] == "category:labour.wages"
        assert all(name.startswith(("category:", "step:")) for name in changes.changed)
        assert (changes.added, changes.withdrawn, changes.version) == ((), (), 2)
        assert queries.category("labour.wages").name == "欠薪"
        assert queries.category("labour.wages", at=first).name == "拖欠工资"
        assert (before.amount, before.unit) == (Decimal("0.5"), "wd")
        assert queries.clock_step("labour.wages", "sign").amount == 1
        assert queries.clock_step("labour.wages", "sign", at=first).amount == Decimal("0.5")
        event = AuditEvent.objects.filter(action="catalog.load").latest("created_at")
        assert "category:labour.wages" in event.fields


def test_a_withdrawn_category_stays_readable(loaded):
    fewer = without(TEXT, "category", "labour.openness")
    with clock.frozen(NOVEMBER + timedelta(days=1)):
        changes = actions.load(fewer, SYSTEM)
        assert changes.withdrawn == ("category:labour.openness",)
        assert Category.objects.filter(code="labour.openness").count() == 1
        row = queries.category("labour.openness")
        assert (row.name, row.path) == ("集体协商与厂务公开", "劳动权益 / 集体协商与厂务公开")
        assert row.valid_to is not None
        assert queries.clock_step("labour.openness", "answer").unit
        assert "labour.openness" not in [one.code for one in queries.categories()]
        with pytest.raises(Refusal) as refused:
            queries.category("never.was")
        assert refused.value.code == "unknown-category"
        again = actions.load(TEXT, SYSTEM)
        assert again.added == ("category:labour.openness",)
        assert queries.category("labour.openness").valid_to is None


def test_a_planned_version_waits_and_blocks_an_earlier_one(loaded):
    january = datetime(2027, 1, 1, tzinfo=UTC)
    with clock.frozen(NOVEMBER + timedelta(days=1)):
        actions.load(CHANGED, SYSTEM, january)
        assert queries.category("labour.wages").name == "拖欠工资"
        assert queries.category("labour.wages", at=january).name == "欠薪"
        with pytest.raises(Refusal) as refused:
            actions.load(TEXT, SYSTEM)
        assert refused.value.code == "catalog-planned"
    with clock.frozen(january + timedelta(days=1)):
        assert queries.category("labour.wages").name == "欠薪"


def test_only_the_order_changed_is_no_version(loaded):
    first = TEXT.index('[[kind]]\ncode = "union"')
    second = TEXT.index('[[kind]]\ncode = "league"')
    third = TEXT.index('[[kind]]\ncode = "women"')
    swapped = TEXT[:first] + TEXT[second:third] + TEXT[first:second] + TEXT[third:]
    assert tomllib.loads(swapped) != tomllib.loads(TEXT)
    assert not actions.load(swapped, SYSTEM)
    assert [row.code for row in queries.unit_kinds()][2:4] == ["union", "league"]


def test_the_tree_is_ordered_and_joined(loaded):
    rows = queries.categories()
    tops = queries.topics()
    assert [row.code for row in rows[:2]] == ["labour", "labour.wages"]
    assert [one.code for top in tops for one in (top, *top.children)] == [row.code for row in rows]
    assert all(len(top.children) >= 5 for top in tops)
    wages = queries.category("labour.wages")
    assert wages.parent is not None
    assert wages.lead_kind is not None
    assert (wages.parent.code, wages.lead_kind.code, wages.path) == ("labour", "union", "劳动权益 / 拖欠工资")
    assert queries.kinds_acting_as("town") == {"town", "street", "park"}
    with translation.override("en"):
        assert (wages.label, wages.path) == ("Unpaid wages", "Rights at work / Unpaid wages")


def test_reading_costs_one_query_in_a_request_and_none_a_row(loaded, django_assert_num_queries):
    queries.categories()
    with still():
        queries.categories()
    with django_assert_num_queries(1), still():  # the stamps
        for row in queries.categories() * 3:
            assert queries.category(row.code).path
            if row.parent_code:
                assert queries.clock_step(row, "answer").amount > 0
                assert queries.clock_step(row.code, "accept").unit in ("wd", "h", "d")
        assert queries.reasons("return")
        assert queries.template("submitted", "en", code="1", due="2")


def test_duties_cover_the_first_level_and_what_lies_below(loaded):
    codes = {row.code for row in queries.duties(category="labour.wages")}
    assert "union.rights" in codes
    assert all(row.kind == "union" for row in queries.duties(category="labour.wages", kind="union"))
    assert not queries.duties(category="labour.wages", kind="league")
    assert queries.duties(kind="street")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("隔壁楼着火了，三楼还冒烟", "119"),
        ("有人拿刀在小区门口", "110"),
        ("老人晕倒了 叫不醒", "120"),
        ("我 不 想 活 了", "110"),
    ],
)
def test_danger_is_seen_at_once(loaded, text: str, code: str):
    found = queries.danger(text)
    assert found is not None
    assert (found.code, found.phone) == (code, code)
    assert found.found
    assert all(word in "".join(text.split()) for word in found.found)
    suggested = queries.suggest_referral(text, "labour.wages")
    assert suggested is not None
    assert suggested.code == code


def test_no_danger_in_everyday_words(loaded):
    for text in ("", "工资三个月没发了", "广场舞声音太大", "想问入会要带什么"):
        assert queries.danger(text) is None
    assert queries.referral("110").found == ()


def test_a_referral_is_suggested_with_the_words_that_decided(loaded):
    given = queries.suggest_referral("公司没交保险", "labour.insurance")
    assert given is not None
    assert (given.code, given.found) == ("labour_inspection", ("没交保险",))
    guessed = queries.suggest_referral("公司一直没交保险，社保断缴了")
    assert guessed is not None
    assert guessed.code == "labour_inspection"
    assert queries.suggest_referral("社保") is None, "one word alone is a guess"
    assert queries.suggest_referral("拖欠工资三个月") is None
    assert queries.suggest_referral("你好") is None
    with pytest.raises(Refusal):
        queries.referral("nobody")


def test_categories_are_suggested_by_their_words(loaded):
    (best, words), *_ = queries.suggest_categories("包工头拖欠工资，结不到钱")
    assert best.code == "labour.wages"
    assert set(words) == {"拖欠工资", "包工头", "结不到钱"}
    assert queries.suggest_categories("……") == []


def test_texts_are_filled_in_the_language_asked_for(loaded):
    assert queries.template("submitted", "zh-hans", code="K1", due="明天").startswith("收到了。您的编号是 K1")
    assert "K1" in queries.template("submitted", "en", code="K1", due="tomorrow")
    with pytest.raises(LookupError, match="due"):
        queries.template("submitted", "en", code="K1")
    with pytest.raises(LookupError, match="nonsense"):
        queries.template("nonsense")
    assert queries.consent("contact", "en").text.startswith("You choose")
    assert queries.consent("contact", "zh-hans").text.startswith("留不留")
    assert queries.consent("contact").id == queries.consent("contact", "en").id
    assert queries.reason("not_accepted", "court").sentence.startswith("这件事")
    with pytest.raises(Refusal):
        queries.reason("not_accepted", "whim")


def test_what_has_no_category_yet_has_the_usual_clocks(loaded):
    assert queries.clock_step(None, "accept").clocks == "normal"
    assert queries.clock_step("labour", "accept").clocks == "normal"


def test_a_refused_file_changes_nothing(loaded):
    with pytest.raises(Refusal) as refused, transaction.atomic():
        actions.load(CHANGED.replace('lead = "union"', 'lead = "onion"'), SYSTEM)
    assert refused.value.code == "catalog-file"
    assert "onion" in str(refused.value)
    assert CatalogVersion.objects.count() == 1
    assert queries.category("labour.wages").name == "拖欠工资"


def test_before_the_first_loading_there_is_nothing():
    assert queries.categories() == []
    assert queries.danger("着火") is None
    assert export.text() == ""


def test_the_ladder_is_read_by_step_and_moment_and_an_old_catalogue_has_the_shipped_one(loaded):
    assert [row.code for row in queries.ladder("answer")] == ["half", "most", "overdue", "unexplained"]
    assert [row.code for row in queries.ladder("accept")] == ["overdue", "unexplained"]
    assert queries.ladder("sign") == []
    last = queries.ladder("answer")[-1]
    assert (last.amount, last.unit, last.letter, last.within, last.waits) == (5, "wd", "supervision", 5, True)
    assert last.tells == ["unit", "head", "supervisor", "leader"] and last.source and last.certainty == "unconfirmed"
    start = TEXT.index("[[rung]]\n")
    bare = TEXT[:start] + TEXT[TEXT.index("[[duty]]\n") :]
    before = clock.now() - timedelta(seconds=1)
    actions.load(bare.replace('version = "2026-11-01"', 'version = "older"'), SYSTEM)
    assert not queries.view().rungs
    assert [row.code for row in queries.ladder("answer")] == ["half", "most", "overdue", "unexplained"]
    assert [row.amount for row in queries.ladder("answer", before)] == [50, 80, 0, 5]
    slower = TEXT.replace("amount = 50\n", "amount = 60\n", 1)
    actions.load(slower, SYSTEM)
    with clock.frozen(clock.now() + timedelta(seconds=1)):
        assert queries.ladder("answer")[0].amount == 60
    assert queries.rung("half").label == "时限过半" and queries.rung("never") is None


def test_a_catalogue_from_before_an_upgrade_borrows_the_texts_and_reasons_it_lacks(loaded):
    bare = without(TEXT, "template", "withdrawn_for").replace('list = "withdraw"', 'list = "withdraw_gone"')
    with clock.frozen(NOVEMBER + timedelta(days=1)):
        actions.load(bare.replace('version = "2026-11-01"', 'version = "older"'), SYSTEM)
        assert "withdrawn_for" not in queries.view().templates and "withdraw" not in queries.view().reasons
        assert queries.template("withdrawn_for", "zh-hans", code="K1", unit="云桥区").startswith("按您说的，云桥区")
        assert [row.code for row in queries.reasons("withdraw")][:2] == ["solved", "other_way"]
        assert queries.reason("withdraw", "solved").name == "事情已经解决"
        with pytest.raises(Refusal, match="没有这个理由"):
            queries.reason("withdraw", "never")
