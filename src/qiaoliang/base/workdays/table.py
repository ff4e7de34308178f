"""A year's arrangement from the rows of a table: date, off or worked, the festival. What is wrong is said row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

from qiaoliang.base.core.typed import seen
from qiaoliang.base.workdays.years import LONGEST_NAME, Arrangements, Day, Year, across
from qiaoliang.office.sheets import Row, TableError, read_table

#: what the columns may be called
DATE, KIND, NAME = ("日期", "date"), ("安排", "休班", "类型", "kind"), ("节日", "名称", "name")
_OFF = {"休", "放假", "假", "休息", "节假日", "holiday", "off"}
_WORKED = {"班", "上班", "调休", "调休上班", "补班", "workday", "work"}
_WRITTEN = (
    re.compile(r"(?P<year>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?: 0?0:00(?::00)?)?"),
    re.compile(r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日?"),
    re.compile(r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)"),
)
#: rows: more than a year has
MOST_ROWS = 400


def read(path: str, year: int, source: str, *, name: str = "") -> Arrangements:
    """The rows of an .xlsx or .csv file as that year's arrangement, ``source`` being what the notice is called and
    ``name`` what people call the file."""
    try:
        rows = list(islice(read_table(path, name=name), MOST_ROWS + 1))
    except TableError as no:
        return _nothing(str(no))
    if len(rows) > MOST_ROWS:
        return _nothing(f"表里超过 {MOST_ROWS} 行，一年没有这么多，请核对 / more than {MOST_ROWS} rows")
    missing = [names[0] for names in (DATE, KIND, NAME) if rows and not _has(rows[0], names)]
    if not rows or missing:
        wanted = "、".join(missing or (DATE[0], KIND[0], NAME[0]))
        return _nothing(
            f"第一行要写列名：日期、安排、节日；缺少 {wanted} / the first row names the columns; missing: {wanted}"
        )
    days: list[Day] = []
    problems: list[str] = []
    for row in rows:
        found = _day(row, year)
        if isinstance(found, Day):
            days.append(found)
        else:
            problems.append(f"第 {row.number} 行：{found}")
    if problems:
        return _nothing(*problems)
    made = Year(year, source, "", "confirmed", announced=True, days=tuple(sorted(days, key=lambda day: day.date)))
    doubles = list(_doubles(rows, days))
    return Arrangements((made,), None, None, tuple(doubles or across([made])))


def _nothing(*problems: str) -> Arrangements:
    return Arrangements((), None, None, problems)


def _has(row: Row, names: Iterable[str]) -> bool:
    return any(name in row.values for name in names)


def _cell(values: Mapping[str, str], names: Iterable[str]) -> str:
    return next((seen(values[name]).strip() for name in names if name in values), "")


def _day(row: Row, year: int) -> Day | str:
    """The row as a day, or what is wrong with it."""
    written, kind, name = (_cell(row.values, names) for names in (DATE, KIND, NAME))
    day = _date(written, year)
    if day is None:
        return f"“{written}”不是日期，请写成 {year}-10-01 这样 / {written!r} is no date"
    if kind not in _OFF | _WORKED:
        return f"安排写的是“{kind}”，请写“休”或“班”，不放假也不调休的日子不必写 / write 休 (off) or 班 (worked)"
    if not name or len(name) > LONGEST_NAME:
        return f"节日是空的或超过 {LONGEST_NAME} 个字，请写明是哪个节日 / name the festival in up to {LONGEST_NAME} characters"
    if kind in _WORKED and day.weekday() < 5:
        return f"{day} 不是周六或周日，不会是调休上班日，请核对通知 / {day} is a weekday"
    if not 0 <= year - day.year <= 1:
        return f"{day} 不在 {year} 年的安排里，请核对年份 / {day} stands under {year}"
    return Day(day, "holiday" if kind in _OFF else "workday", name)


def _date(text: str, year: int) -> date | None:
    found = next((match for form in _WRITTEN if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    try:
        return date(int(found["year"] or year), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _doubles(rows: list[Row], days: list[Day]) -> Iterator[str]:
    first: dict[date, int] = {}
    for row, day in zip(rows, days, strict=True):
        if day.date in first:
            yield f"第 {row.number} 行：{day.date} 和第 {first[day.date]} 行重复，请只留一行 / the same date as row {first[day.date]}"
        first.setdefault(day.date, row.number)
