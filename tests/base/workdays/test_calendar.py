"""Terms are counted as the law counts them, and every day says why."""

from __future__ import annotations

import timeit
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qiaoliang.base.workdays import queries, years
from qiaoliang.base.workdays.calendar import Calendar, OfficeHours, Rule

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = queries.from_file(years.shipped())


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def end(start: str, amount: str | int, unit: str, calendar: Calendar = CALENDAR) -> str:
    due = calendar.add(local(start), Decimal(amount), unit)
    assert due.at.tzinfo is UTC
    return due.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize("day", ["2026-10-10", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20"])
def test_make_up_days_are_worked(day: str) -> None:
    found = date.fromisoformat(day)
    assert found.weekday() >= 5
    assert CALENDAR.is_workday(found)
    assert not CALENDAR.is_workday(found + timedelta(days=7))


@pytest.mark.parametrize(
    "day",
    ["2026-01-02", "2026-02-16", "2026-02-23", "2026-05-05", "2026-06-19", "2026-09-25", "2026-10-07", "2005-05-03"],
)
def test_weekdays_in_a_festival_are_off(day: str) -> None:
    found = date.fromisoformat(day)
    assert found.weekday() < 5
    assert not CALENDAR.is_workday(found)


@pytest.mark.parametrize(("year", "count"), [(2026, 248), (2025, 248), (2024, 251), (2020, 249), (2015, 249)])
def test_working_days_of_a_year(year: int, count: int) -> None:
    assert CALENDAR.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == count
    assert CALENDAR.workdays_between(date(year, 12, 31), date(year - 1, 12, 31)) == -count


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        ("2026-11-23 09:00", 1, "wd", "2026-11-24 17:30:00"),
        ("2026-11-23 23:50", 1, "wd", "2026-11-24 17:30:00"),
        ("2026-11-20 16:00", 1, "wd", "2026-11-23 17:30:00"),  # a Friday
        ("2026-11-21 10:00", 1, "wd", "2026-11-23 17:30:00"),  # a Saturday is no start of counting either
        ("2026-11-23 09:00", "0.5", "wd", "2026-11-24 12:00:00"),
        ("2026-11-23 09:00", "1.5", "wd", "2026-11-25 12:00:00"),
        ("2026-09-30 10:00", 3, "wd", "2026-10-10 17:30:00"),  # 8, 9 and the make-up Saturday
        ("2026-11-23 09:00", 7, "d", "2026-11-30 23:59:59"),
        ("2026-11-23 09:00", 5, "d", "2026-11-30 23:59:59"),  # the fifth day is a Saturday
        ("2026-09-24 09:00", 7, "d", "2026-10-08 23:59:59"),  # the seventh day is 1 October
        ("2026-10-03 09:00", 7, "d", "2026-10-10 23:59:59"),  # a Saturday that is worked
        ("2026-11-23 23:30", 2, "h", "2026-11-24 01:30:00"),
        ("2026-11-23 09:00", "0.25", "h", "2026-11-23 09:15:00"),
    ],
)
def test_terms(start: str, amount: str | int, unit: str, expected: str) -> None:
    assert end(start, amount, unit) == expected


def test_the_district_decides_which_day_a_moment_belongs_to() -> None:
    moment = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # already Monday in the district
    assert CALENDAR.add(moment, 1, "wd").at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_every_day_says_why() -> None:
    with translation.override("zh-hans"):
        due = CALENDAR.add(local("2026-09-30 10:00"), 3, "wd")
        assert [(day.date.day, day.counted, day.why) for day in due.days] == [
            *((n, False, "国庆节") for n in range(1, 8)),
            (8, True, "工作日"),
            (9, True, "工作日"),
            (10, True, "调休上班（国庆节）"),
        ]
    with translation.override("en"):
        moved = CALENDAR.add(local("2026-11-23 09:00"), 5, "d")
        assert [(day.counted, day.why) for day in moved.days[-3:]] == [
            (False, "Saturday"),
            (False, "Sunday"),
            (True, "working day"),
        ]


def test_beyond_the_last_notice_a_deadline_is_provisional_and_knows_the_law() -> None:
    assert CALENDAR.provisional_from == date(2026, 12, 29)
    assert not CALENDAR.add(local("2026-12-25 10:00"), 1, "wd").provisional
    due = CALENDAR.add(local("2026-12-31 10:00"), 1, "wd")
    assert due.provisional
    assert [(day.date.isoformat(), day.counted) for day in due.days] == [
        ("2027-01-01", False),
        ("2027-01-02", False),
        ("2027-01-03", False),
        ("2027-01-04", True),
    ]


@pytest.mark.parametrize(
    ("amount", "unit"),
    [("0", "wd"), ("-1", "d"), ("0.3", "wd"), ("1.5", "d"), ("1", "w"), ("9000", "d"), ("9000", "wd")],
)
def test_terms_that_cannot_be(amount: str, unit: str) -> None:
    with pytest.raises(ValueError, match=r"term|halves|whole|unit|calendar"):
        CALENDAR.add(local("2026-11-23 09:00"), Decimal(amount), unit)


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        CALENDAR.add(datetime(2026, 11, 23), 1, "wd")  # noqa: DTZ001


def test_office_hours_are_the_districts() -> None:
    early = Calendar(CALENDAR.rules, CALENDAR.announced, 1, OfficeHours(time(11, 30), time(18, 0)))
    assert end("2026-11-23 09:00", 1, "wd", early) == "2026-11-24 18:00:00"
    assert end("2026-11-23 09:00", "0.5", "wd", early) == "2026-11-24 11:30:00"


# ---------------------------------------------------------------- against counting by hand, one day after another

moments = st.datetimes(datetime(2023, 1, 1), datetime(2027, 6, 30), timezones=st.just(SHANGHAI))  # noqa: DTZ001
units = st.sampled_from(("wd", "h", "d"))
amounts = st.integers(1, 120)


def by_hand(start: datetime, amount: int, unit: str) -> datetime:
    day = start.astimezone(SHANGHAI).date()
    if unit == "h":
        return start + timedelta(hours=amount)
    counted = 0
    while counted < amount:
        day += timedelta(days=1)
        counted += unit == "d" or CALENDAR.is_workday(day)
    while not CALENDAR.is_workday(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(17, 30) if unit == "wd" else time(23, 59, 59), SHANGHAI)


@given(moments, amounts, units)
def test_same_as_by_hand(start: datetime, amount: int, unit: str) -> None:
    assert CALENDAR.add(start, amount, unit).at == by_hand(start.astimezone(UTC), amount, unit)


@given(moments, amounts, st.sampled_from(("wd", "d")))
def test_as_many_days_are_counted_as_the_term_has(start: datetime, amount: int, unit: str) -> None:
    due = CALENDAR.add(start, amount, unit)
    assert sum(day.counted for day in due.days) == amount
    dates = [day.date for day in due.days]
    first = start.date() + timedelta(days=1)
    assert dates == [first + timedelta(days=n) for n in range(len(dates))]
    assert CALENDAR.is_workday(dates[-1])
    assert all(CALENDAR.is_workday(day.date) for day in due.days if unit == "wd" and day.counted)


@given(moments, st.integers(0, 10_000), st.integers(1, 240), units)
def test_a_later_start_never_ends_earlier(start: datetime, minutes: int, halves: int, unit: str) -> None:
    amount = Decimal(halves) / 2 if unit != "d" else Decimal(halves)
    later = start + timedelta(minutes=minutes)
    assert CALENDAR.add(start, amount, unit).at <= CALENDAR.add(later, amount, unit).at


@given(moments, st.integers(1, 240), st.integers(0, 60), units)
def test_a_longer_term_never_ends_earlier(start: datetime, halves: int, more: int, unit: str) -> None:
    step = Decimal(1) if unit == "d" else Decimal("0.5")
    shorter, longer = halves * step, (halves + more) * step
    assert CALENDAR.add(start, shorter, unit).at <= CALENDAR.add(start, longer, unit).at


def test_the_property_would_notice_a_wrong_calendar() -> None:
    wrong = Calendar({**CALENDAR.rules, date(2026, 10, 10): Rule("holiday", "国庆节")}, CALENDAR.announced)
    start = local("2026-09-30 10:00")
    assert wrong.add(start, 3, "wd").at != by_hand(start.astimezone(UTC), 3, "wd")


def test_adding_is_quick() -> None:
    start = local("2026-11-23 09:00")
    CALENDAR.add(start, 30, "wd")
    assert min(timeit.repeat(lambda: CALENDAR.add(start, 30, "wd"), number=200, repeat=5)) / 200 < 200e-6
