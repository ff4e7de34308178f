"""Gregorian days of the festivals that limits are tied to. Lunar ones are a dated table: outside it there is no answer."""

from __future__ import annotations

from datetime import date, timedelta

_FIXED = {
    "元旦": (1, 1),
    "三八": (3, 8),
    "妇女节": (3, 8),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "五四": (5, 4),
    "青年节": (5, 4),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆节": (10, 1),
    "国庆": (10, 1),
    "十一": (10, 1),
}
# 春节, 清明, 端午, 中秋 of the Chinese calendar (GB/T 33661-2017), month and day.
_LUNAR = {
    2024: ((2, 10), (4, 4), (6, 10), (9, 17)),
    2025: ((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: ((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
}
_LUNAR_NAMES = {"春节": 0, "清明节": 1, "清明": 1, "端午节": 2, "端午": 2, "中秋节": 3, "中秋": 3}
_FROM_NEW_YEAR = {"元宵节": 14, "元宵": 14, "除夕": -1}

FESTIVALS: tuple[str, ...] = (*_FIXED, *_LUNAR_NAMES, *_FROM_NEW_YEAR)


def festival_day(name: str, year: int) -> date | None:
    """The day of a festival in a Gregorian year; None when the table does not reach that year."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if year not in _LUNAR:
        return None
    if name in _FROM_NEW_YEAR:
        return date(year, *_LUNAR[year][0]) + timedelta(days=_FROM_NEW_YEAR[name])
    return date(year, *_LUNAR[year][_LUNAR_NAMES[name]])
