"""The file of yearly arrangements is refused with sentences, never half read."""

from __future__ import annotations

from datetime import date, time

import pytest

from qiaoliang.base.workdays import years
from qiaoliang.base.workdays.queries import from_file

GOOD = """
[office]
noon = "11:30"
close = "18:00"

[[year]]
year = 2027
title = "示例通知"
number = "示例〔2026〕1号"
certainty = "confirmed"
announced = true
rest = [["元旦", 2026-12-31, 2027-01-02]]
work = [["元旦", 2026-12-26]]
"""

#: working days of 2004, 2005, …, 2026, counted by an independent public calendar (PyPI `holidays` 0.109)
WORKED = [
    252,
    251,
    251,
    249,
    251,
    250,
    250,
    250,
    249,
    250,
    250,
    249,
    250,
    249,
    250,
    250,
    249,
    250,
    249,
    249,
    251,
    248,
    248,
]


def test_the_shipped_file_is_sound():
    found = years.shipped()
    assert found.problems == ()
    assert [year.year for year in found.years if year.announced] == list(range(2004, 2027))
    assert all(year.number for year in found.years if year.certainty == "confirmed")


@pytest.mark.parametrize(("year", "count"), list(enumerate(WORKED, 2004)))
def test_each_shipped_year_has_its_working_days(year: int, count: int):
    calendar = from_file(years.shipped())
    before = date(year - 1, 12, 31) if year > 2004 else date(2004, 1, 1)  # 1 January was off
    assert calendar.workdays_between(before, date(year, 12, 31)) == count


def test_a_good_file_is_read():
    found = years.read(GOOD)
    assert found.problems == ()
    assert (found.noon, found.close) == (time(11, 30), time(18, 0))
    assert [(day.date.isoformat(), day.kind) for day in found.years[0].days] == [
        ("2026-12-26", "workday"),
        ("2026-12-31", "holiday"),
        ("2027-01-01", "holiday"),
        ("2027-01-02", "holiday"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("2026-12-26]", "2026-12-25]", "2026-12-25 不是周六或周日"),
        ('["元旦", 2026-12-26]', '["元旦", "12月26日"]', "work 行 [元旦, 12月26日] 应写成"),
        ("2026-12-31, 2027-01-02", "2027-01-02, 2026-12-31", "止不早于起"),
        ("2026-12-31, 2027-01-02", "2026-12-31, 2027-12-02", "止不早于起"),
        ('work = [["元旦", 2026-12-26]]', 'work = [["元旦", 2027-01-02]]', "2027-01-02 写了两次"),
        ("year = 2027", "year = 2029", "请核对年份"),
        ("year = 2027", 'year = "2027"', "year 应是四位年份"),
        ("announced = true", "announced = 1", "announced 只能写 true 或 false"),
        ('title = "示例通知"', "", "缺少 title"),
        ('title = "示例通知"', 'titel = "示例通知"', "不认识的项 titel"),
        ('"confirmed"', '"sure"', "certainty 只能写"),
        ('"18:00"', '"傍晚"', "[office] 的 close"),
        ("[[year]]", "[[years]]", "没有 [[year]]"),
        ("[[year]]", "[year]", "[[year]]"),
        ("rest = [", "rest = [[", "不是有效的 TOML"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, sentence: str):
    assert old in GOOD
    found = years.read(GOOD.replace(old, new))
    assert any(sentence in problem for problem in found.problems), found.problems
    assert all(" / " in problem for problem in found.problems)
