"""The file of yearly arrangements, read and checked: ``data/workdays.toml`` shows and explains its shape."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "data" / "workdays.toml"
#: no holiday has been longer; a longer span is a slip of the pen
LONGEST = timedelta(days=20)
#: characters, as many as the columns hold
_LONGEST = {"title": 200, "number": 80}
LONGEST_NAME = 60
_TEXTS = ("title", "number", "certainty")
_KEYS = {"year", "title", "number", "certainty", "announced", "rest", "work"}


@dataclass(frozen=True, slots=True)
class Day:
    """One date of a year's arrangement; ``kind`` is holiday or workday."""

    date: date
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Year:
    """One year's arrangement and where it is published."""

    year: int
    title: str
    number: str
    certainty: str
    announced: bool
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Arrangements:
    """What a file says: years in order, the office's hours where the file gives them, and what is wrong with it."""

    years: tuple[Year, ...]
    noon: time | None
    close: time | None
    problems: tuple[str, ...]


@cache
def shipped() -> Arrangements:
    """The rows that come with the product, 2004 onwards."""
    return read(SHIPPED.read_text(encoding="utf-8"))


def read(text: str) -> Arrangements:
    """Read a file's text; ``problems`` are sentences that name the year and the date and say what to do."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _nothing(f"文件不是有效的 TOML，请按提示的行号改正 / not valid TOML: {error}")
    entries = data.get("year")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        return _nothing("文件里没有 [[year]] 条目，请照 data/workdays.toml 的样子写 / the file has no [[year]] entry")
    problems = [fault for place, entry in enumerate(entries, 1) for fault in _faults(entry, place)]
    if not isinstance(data.get("office", {}), dict):
        problems.append("office 要写成 [office]，下面写 noon 和 close / write [office] with noon and close")
    noon, close = (_clock(data.get("office", {}), name, problems) for name in ("noon", "close"))
    if problems:
        return _nothing(*problems)
    years = [_year(entry) for entry in entries]
    return Arrangements(tuple(years), noon, close, tuple(across(years)))


def text(found: Arrangements) -> str:
    """The years as a file's text, which ``read`` reads as the same again."""
    return "\n".join(_written(year) for year in found.years)


def _written(year: Year) -> str:
    rest = [[day.name, day.date, day.date] for day in year.days if day.kind == "holiday"]
    work = [[day.name, day.date] for day in year.days if day.kind == "workday"]
    lines = ["[[year]]", f"year = {year.year}", *(f"{name} = {_quoted(getattr(year, name))}" for name in _TEXTS)]
    lines += [f"announced = {str(year.announced).lower()}", f"rest = {_listed(rest)}", f"work = {_listed(work)}", ""]
    return "\n".join(lines)


def _listed(rows: list[list[Any]]) -> str:
    return "[" + ", ".join(f"[{_quoted(name)}, {', '.join(map(str, days))}]" for name, *days in rows) + "]"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _nothing(*problems: str) -> Arrangements:
    return Arrangements((), None, None, problems)


def _clock(office: Any, name: str, problems: list[str]) -> time | None:
    if not isinstance(office, dict) or name not in office:
        return None
    try:
        return time.fromisoformat(str(office[name]))
    except ValueError:
        problems.append(f'[office] 的 {name} 应写成 "17:30" 这样的时间 / write {name} as a time')
        return None


def _faults(entry: dict[str, Any], place: int) -> Iterator[str]:
    where = f"第 {place} 个 [[year]]（{entry.get('year', '?')}）"
    for key in sorted(_KEYS - {"number"} - entry.keys()):
        yield f"{where}缺少 {key}，请补上 / {key} is missing"
    for key in sorted(entry.keys() - _KEYS):
        yield f"{where}有不认识的项 {key}，请删去或改正 / unknown key {key}"
    yield from _value_faults(entry, where)
    yield from _row_faults(entry, where)


def _value_faults(entry: dict[str, Any], where: str) -> Iterator[str]:
    if type(entry.get("year")) is not int or not 2000 <= entry["year"] <= 2100:
        yield f"{where}的 year 应是四位年份 / year is a number of four digits"
    if entry.get("certainty") not in ("confirmed", "unconfirmed"):
        yield f"{where}的 certainty 只能写 confirmed 或 unconfirmed / certainty is confirmed or unconfirmed"
    for key, longest in _LONGEST.items():
        if not _is_text(entry.get(key, ""), longest):
            yield f"{where}的 {key} 应是不超过 {longest} 个字的文字 / {key} is a text of at most {longest} characters"
    for key in ("rest", "work"):
        if not isinstance(entry.get(key, []), list):
            yield f"{where}的 {key} 应写成方括号里的一列 / {key} is a list"
    if not isinstance(entry.get("announced"), bool):
        yield f"{where}的 announced 只能写 true 或 false / announced is true or false"


def _row_faults(entry: dict[str, Any], where: str) -> Iterator[str]:
    for row in _rows(entry, "rest"):
        if not _is_row(row, 3) or not timedelta() <= row[2] - row[1] <= LONGEST:
            yield f"{where}的 rest 行 {_shown(row)} 应写成 [名称, 起, 止]，止不早于起 / rest rows are [name, first, last]"
    for row in _rows(entry, "work"):
        if not _is_row(row, 2):
            yield f"{where}的 work 行 {_shown(row)} 应写成 [名称, 日期] / work rows are [name, date]"
        elif row[1].weekday() < 5:
            yield f"{where}：{row[1]} 不是周六或周日，不会是调休上班日，请核对通知 / {row[1]} is a weekday, not a make-up day"


def _rows(entry: dict[str, Any], key: str) -> list[Any]:
    rows = entry.get(key, [])
    return rows if isinstance(rows, list) else []


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and "\0" not in value


def _is_row(row: Any, length: int) -> bool:
    if not isinstance(row, list) or len(row) != length:
        return False
    return _is_text(row[0], LONGEST_NAME) and all(type(day) is date for day in row[1:])


def _shown(row: Any) -> str:
    return "[" + ", ".join(map(str, row)) + "]" if isinstance(row, list) else str(row)


def _year(entry: dict[str, Any]) -> Year:
    days = [Day(day, "holiday", name) for name, first, last in entry["rest"] for day in _span(first, last)]
    days += [Day(day, "workday", name) for name, day in entry["work"]]
    return Year(
        year=entry["year"],
        title=entry["title"],
        number=entry.get("number", ""),
        certainty=entry["certainty"],
        announced=entry["announced"],
        days=tuple(sorted(days, key=lambda day: day.date)),
    )


def _span(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def across(years: list[Year]) -> Iterator[str]:
    """What the years say together: a year or a date named twice, a date under the wrong year."""
    numbers = [found.year for found in years]
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        yield f"{number} 年写了两次，请合并成一个 / {number} occurs twice"
    seen: dict[date, int] = {}
    for found in years:
        for day in found.days:
            if not 0 <= found.year - day.date.year <= 1:
                yield f"{found.year} 年里有 {day.date}，请核对年份 / {day.date} stands under {found.year}"
            if day.date in seen:
                yield f"{day.date} 写了两次（{seen[day.date]}、{found.year}），请只留一处 / {day.date} occurs twice"
            seen[day.date] = found.year
