"""A catalogue file is refused with sentences: which entry, what about it, what to do."""

from __future__ import annotations

import pytest

from qiaoliang.base.catalog.file import SHIPPED, read, text_of
from qiaoliang.base.core.errors import Refusal

TEXT = SHIPPED.read_text(encoding="utf-8")
ACCEPT = 'accept = { amount = 0.5, unit = "h", from = "submitted" }'


def test_the_shipped_file_is_sound():
    found = read(TEXT)
    assert found.problems == ()
    tables = {table for table, _ in found.entries}
    assert tables == {
        "kind",
        "category",
        "clock",
        "step",
        "rung",
        "term",
        "duty",
        "referral",
        "reason",
        "template",
        "consent",
    }
    assert {"110", "119", "120"} <= {key[0] for table, key in found.entries if table == "referral"}


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ('lead = "union"', 'lead = "onion"', "[[category]] labour.wages", "没有这个 [[kind]]"),
        ('clocks = "livelihood"', 'clocks = "soon"', "[[category]] labour.safety", "没有这个 [[clock]]"),
        ('referral = "labour_inspection"', 'referral = "x"', "[[category]] labour.insurance", "没有这个 [[referral]]"),
        ('categories = ["labour"]', 'categories = ["labor"]', "[[duty]] union.rights", "没有这个 [[category]]"),
        ('acts_as = "town"', 'acts_as = "city"', "[[kind]] park", "没有这个 [[kind]]"),
        ('urgency = "livelihood"', 'urgency = "at once"', "labour.wages", "只能是 emergency、livelihood、normal"),
        ('kind = "help"', 'kind = "wish"', "labour.wages", "只能是 question"),
        ('code = "labour.contract"', 'code = "labour.wages"', "labour.wages", "编码相同"),
        ('code = "labour.wages"', 'code = "labor.wages"', "[[category]] labor.wages", "没有大类“labor”"),
        ('code = "labour.wages"', 'code = "labour.wages.late"', "labour.wages.late", "只有两级"),
        ('code = "labour"\n', 'code = "labour"\nlead = "union"\n', "[[category]] labour", "大类不派单"),
        ('lead = "union"\n', "", "[[category]] labour.wages", "小类要写 lead"),
        ("public = true", 'public = "yes"', "labour.wages", "public 应是true 或 false"),
        ('words = ["欠薪", ', 'words = ["欠薪", "", ', "labour.wages", "words 里每一项"),
        ('name = "拖欠工资"', 'name = " "', "labour.wages", "name 是空的"),
        ('name = "拖欠工资"\n', "", "labour.wages", "缺少 name"),
        ('name = "拖欠工资"', 'naam = "拖欠工资"', "labour.wages", "不认识的项 naam"),
        ('name = "拖欠工资"', f'name = "{"长" * 61}"', "labour.wages", "超过 60 个字"),
        (ACCEPT, ACCEPT.replace("0.5", "0"), "[[step]] emergency.accept", "必须大于 0"),
        (ACCEPT, ACCEPT.replace("0.5", "-3"), "[[step]] emergency.accept", "必须大于 0"),
        (ACCEPT, ACCEPT.replace("0.5", "nan"), "emergency 的 accept", "amount 应是数字"),
        (ACCEPT, ACCEPT.replace("0.5", "true"), "emergency 的 accept", "amount 应是数字"),
        (ACCEPT, ACCEPT.replace("0.5", "99999"), "[[step]] emergency.accept", "超过十年"),
        (ACCEPT, ACCEPT.replace('"h"', '"d"'), "[[step]] emergency.accept", "自然日只能写整数"),
        (ACCEPT, ACCEPT.replace('0.5, unit = "h"', '0.3, unit = "wd"'), "emergency.accept", "整天或半天"),
        (ACCEPT, ACCEPT.replace('"h"', '"week"'), "emergency 的 accept", "只能是 wd、h、d"),
        (ACCEPT, ACCEPT.replace('"submitted"', '"begun"'), "emergency 的 accept", "只能是 submitted"),
        (ACCEPT, "", "emergency", "缺少 accept"),
        (ACCEPT, ACCEPT.replace("accept", "except"), "emergency 的 except", "没有这一步"),
        (ACCEPT, "accept = 1", "emergency 的 accept", "应写成"),
        ("amount = 50\n", "amount = 0\n", "[[rung]] half", "大于 0、小于 100"),
        ("amount = 50\n", "amount = 100\n", "[[rung]] half", "大于 0、小于 100"),
        ("amount = 5\n", "amount = -1\n", "[[rung]] unexplained", "不能是负数"),
        ("amount = 5\n", "amount = 1.2\n", "[[rung]] unexplained", "整天或半天"),
        ("amount = 5\n", "amount = 9999\n", "[[rung]] unexplained", "超过十年"),
        ("within = 5\n", "", "[[rung]] unexplained", "要写 within"),
        ("within = 5\n", "within = 99999\n", "[[rung]] unexplained", "不超过 60"),
        ('tells = ["handler"]', 'tells = ["mayor"]', "[[rung]] half", "“mayor”不认识"),
        ('tells = ["handler"]', "tells = []", "[[rung]] half", "tells 是空的"),
        ('steps = ["answer", "rework"]', 'steps = ["lunch"]', "[[rung]] half", "“lunch”不认识"),
        ('letter = "reminder"', 'letter = "fine"', "overdue", "只能是 reminder、supervision"),
        ("{due} 告诉您归谁办", "{dew} 告诉您归谁办", "[[template]] submitted", "{dew} 没有列在 slots"),
        ("{due} 告诉您归谁办", "{due 告诉您归谁办", "[[template]] submitted", "花括号不成对"),
        ("我们已在 {date} 记下", "我们已在 {day} 记下", "[[referral]] 110", "{day}"),
        ("[[duty]]", "[[dooty]]", "文件里有不认识的表 dooty", "请删去或改正"),
        ('version = "2026-11-01"', "", "文件开头缺少 version", "请补上"),
        ("valid_from = 2026-11-01", 'valid_from = "soon"', "valid_from", "不加引号"),
        ('name = "拖欠工资"', 'name = "拖欠工资', "不是有效的 TOML", "line"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, where: str, what: str):
    assert old in TEXT
    found = read(TEXT.replace(old, new, 1))
    assert found.problems
    assert any(where in problem and what in problem for problem in found.problems), found.problems[:5]
    assert all(" / " in problem for problem in found.problems)


def test_danger_needs_words_and_a_telephone():
    start = TEXT.index("danger_words = [")
    found = read(TEXT[:start] + TEXT[TEXT.index("\n", start) + 1 :])
    assert [problem for problem in found.problems if "[[referral]] 110" in problem]


def test_every_problem_is_said_at_once():
    found = read(TEXT.replace('lead = "union"', 'lead = "onion"'))
    assert len(found.problems) == TEXT.count('lead = "union"')


def test_files_as_offices_save_them(tmp_path):
    with pytest.raises(Refusal, match="cannot open"):
        text_of(tmp_path / "missing.toml")
    (tmp_path / "gb.toml").write_bytes('name = "诉求"'.encode("gb18030"))
    assert text_of(tmp_path / "gb.toml") == 'name = "诉求"'
    (tmp_path / "marked.toml").write_text("a = 1", encoding="utf-8-sig")
    assert text_of(tmp_path / "marked.toml") == "a = 1"
    (tmp_path / "picture.toml").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    with pytest.raises(Refusal, match="not a text file"):
        text_of(tmp_path / "picture.toml")
