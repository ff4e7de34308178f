"""The State Council's notice itself, as text, read into a year's arrangement: pasted into a .txt file, nothing is retyped.

The notice checks itself: it names the weekday of each date and the number of days off, and both must agree with the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from qiaoliang.base.workdays.years import Arrangements, Day, Year, across

_TITLE = re.compile(r"关于(20\d\d)年部分节假日安排")
_NUMBER = re.compile(r"国办发明电〔20\d\d〕\s*\d+\s*号")
_ITEM = re.compile(r"[一二三四五六七八九十]+、([^：:。]{1,30})[：:](.*)")
_DATE = re.compile(r"(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]*)[）)])?")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_TOTAL = re.compile(r"共(\d{1,2})天")
_WEEKDAYS = "一二三四五六日"


class _Fault(ValueError):
    """The notice and the calendar disagree; the message is for the person who loads it."""


def read(text: str) -> Arrangements:
    """The year's arrangement, or sentences on what could not be read."""
    title = _TITLE.search(text)
    items = [found for line in text.splitlines() if (found := _ITEM.match(line.strip().lstrip("　")))]
    if not title or not items:
        return _nothing(
            "没有找到“关于××××年部分节假日安排”的标题和“一、元旦：……”这样的条目，请粘贴通知全文 / this is not the notice's text"
        )
    year = int(title[1])
    try:
        days = [day for item in items for day in _days(year, item[1].strip(), item[2])]
    except _Fault as fault:
        return _nothing(str(fault))
    number = _NUMBER.search(text)
    made = Year(
        year=year,
        title=f"国务院办公厅关于{year}年部分节假日安排的通知",
        number=re.sub(r"\s", "", number[0]) if number else "",
        certainty="confirmed",
        announced=True,
        days=tuple(sorted(days, key=lambda day: day.date)),
    )
    return Arrangements((made,), None, None, tuple(across([made])))


def _nothing(problem: str) -> Arrangements:
    return Arrangements((), None, None, (problem,))


def _days(year: int, name: str, body: str) -> Iterator[Day]:
    for sentence in body.split("。"):
        if "上班" in sentence:
            yield from _worked(year, name, sentence)
        elif "放假" in sentence:
            yield from _off(year, name, sentence)


def _worked(year: int, name: str, sentence: str) -> Iterator[Day]:
    for day in _dates(year, name, sentence):
        if day.weekday() < 5:
            raise _Fault(f"{name}：{day} 不是周六或周日，不会是调休上班日，请核对原文 / {day} is a weekday")
        yield Day(day, "workday", name)


def _off(year: int, name: str, sentence: str) -> Iterator[Day]:
    dates = _dates(year, name, sentence.partition("放假")[0])
    if not 1 <= len(dates) <= 2 or dates[-1] < dates[0]:
        raise _Fault(f"{name}：看不出从哪天放到哪天，请核对“{sentence.strip()}” / the span of days off is unclear")
    span = [dates[0] + timedelta(days=n) for n in range((dates[-1] - dates[0]).days + 1)]
    total = _TOTAL.search(sentence)
    if total and int(total[1]) != len(span):
        raise _Fault(
            f"{name}：写的是共 {total[1]} 天，数出来是 {len(span)} 天，请核对原文 / the number of days differs"
        )
    for day in span:
        yield Day(day, "holiday", name)


def _dates(year: int, name: str, text: str) -> list[date]:
    found: list[date] = []
    for match in _DATE.finditer(text):
        month = int(match[2]) if match[2] else found[-1].month if found else 0
        of_year = int(match[1]) if match[1] else found[-1].year if found else year
        try:
            day = date(of_year, month, int(match[3]))
        except ValueError as error:
            raise _Fault(f"{name}：没有“{match[0]}”这一天，请核对原文 / there is no such date") from error
        _check_weekday(name, day, match[4] or "")
        found.append(day)
    if any(later <= earlier for earlier, later in pairwise(found)):
        raise _Fault(f"{name}：日期的先后不对，请核对“{text.strip()}” / the dates are out of order")
    return found


def _check_weekday(name: str, day: date, remark: str) -> None:
    named = _WEEKDAY.search(remark)
    if named and _WEEKDAYS.index(named[1].replace("天", "日")) != day.weekday():
        raise _Fault(
            f"{name}：{day} 是周{_WEEKDAYS[day.weekday()]}，原文写的是“{remark}”，请核对 / the weekday differs"
        )
