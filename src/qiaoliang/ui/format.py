"""Days, moments, spans and numbers as ready-made strings in the reader's language. Views format before rendering.

All take values the caller already has; ``now`` and ``today`` come from the product's clock, never from the system's.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from qiaoliang.ui.words import chinese, either

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS = {
    "wd": ("个工作日", "working day"), "d": ("天", "day"), "h": ("小时", "hour"), "min": ("分钟", "minute"),
}  # fmt: skip


def weekdays() -> tuple[str, ...]:
    """Monday to Sunday, short."""
    return _WEEKDAYS if chinese() else _DAYS


def day(value: date | datetime, today: date | None = None) -> str:
    """ "11月23日 周一", "Mon 23 Nov"; with the year where it is not ``today``'s."""
    local = _date(value)
    year = today is not None and today.year != local.year
    if chinese():
        return f"{f'{local.year}年' if year else ''}{local.month}月{local.day}日 {_WEEKDAYS[local.weekday()]}"
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}{f' {local.year}' if year else ''}"


def short_day(value: date | datetime, today: date | None = None) -> str:
    """ "11月23日", "23 Nov": where many stand below each other; with the year where it is not ``today``'s."""
    local = _date(value)
    year = today is not None and today.year != local.year
    if chinese():
        return f"{f'{local.year}年' if year else ''}{local.month}月{local.day}日"
    return f"{local.day} {_MONTHS[local.month - 1]}{f' {local.year}' if year else ''}"


def full_day(value: date | datetime) -> str:
    """ "2026年11月23日", "23 November 2026": for what is printed or kept."""
    local = _date(value)
    return f"{local.year}年{local.month}月{local.day}日" if chinese() else f"{local.day} {local:%B} {local.year}"


def month(value: date | datetime) -> str:
    """ "2026年11月", "Nov 2026"."""
    local = _date(value)
    return f"{local.year}年{local.month}月" if chinese() else f"{_MONTHS[local.month - 1]} {local.year}"


def clock(value: datetime) -> str:
    """ "14:05", on the district's wall."""
    return f"{_local(value):%H:%M}"


def moment(value: datetime, today: date | None = None) -> str:
    """ "11月23日 周一 14:05", "Mon 23 Nov, 14:05"."""
    return f"{day(value, today)}{either(' ', ', ')}{clock(value)}"


def full_moment(value: datetime) -> str:
    """ "2026年11月23日 14:05", "23 November 2026, 14:05": for what is printed or kept."""
    return f"{full_day(value)}{either(' ', ', ')}{clock(value)}"


def ago(value: datetime, now: datetime) -> str:
    """How long since ``value``: "刚刚", "5 分钟前", "3 小时前", "昨天 14:05", then the moment itself."""
    minutes = int((now - value).total_seconds() // 60)
    if minutes < 1:
        return either("刚刚", "just now")
    if minutes < 60:
        return either(f"{minutes} 分钟前", f"{span(minutes, 'min')} ago")
    behind = (_date(now) - _date(value)).days
    if behind == 0:
        return either(f"{minutes // 60} 小时前", f"{span(minutes // 60, 'h')} ago")
    return either("昨天", "yesterday") + f" {clock(value)}" if behind == 1 else moment(value, _date(now))


def by(value: datetime, now: datetime) -> str:
    """A deadline as one says it: "今天 17:30 前", "明天 18:00 前", "11月30日 周一 18:00 前"."""
    ahead = (_date(value) - _date(now)).days
    near = {0: either("今天", "today"), 1: either("明天", "tomorrow")}.get(ahead)
    return either(
        f"{near or day(value, _date(now))} {clock(value)} 前", f"{near or day(value, _date(now))}, by {clock(value)}"
    )


def span(amount: int | float, unit: str) -> str:
    """ "5 个工作日", "1 working day"; units: wd (working days), d, h, min."""
    zh, en = _UNITS[unit]
    shown = f"{amount:g}"
    return f"{shown} {zh}" if chinese() else f"{shown} {en}{'' if amount == 1 else 's'}"


def lasting(value: timedelta) -> str:
    """A length of time in its largest fitting unit, at least a minute: "3 天", "5 小时", "20 分钟"."""
    minutes = max(1, int(abs(value).total_seconds() // 60))
    if minutes >= 48 * 60:
        return span(minutes // 1440, "d")
    return span(minutes // 60, "h") if minutes >= 60 else span(minutes, "min")


def number(value: int) -> str:
    """ "1,234,567"."""
    return f"{value:,}"


def capped(value: int, cap: int = 1000) -> str:
    """ "1,000+" from the cap on: lists do not count further."""
    return f"{cap:,}+" if value >= cap else number(value)


def share(part: int, whole: int) -> str:
    """A rate with what it rests on: "85%（17/20）"; "—" of nothing."""
    if not whole:
        return "—"
    return either(f"{part * 100 / whole:.0f}%（{part}/{whole}）", f"{part * 100 / whole:.0f}% ({part}/{whole})")


def size(octets: int) -> str:
    """ "2.1 GB", "3.4 MB", "120 KB"."""
    if octets >= 1_000_000_000:
        return f"{octets / 1_000_000_000:.1f} GB"
    return f"{octets / 1_000_000:.1f} MB" if octets >= 1_000_000 else f"{max(1, round(octets / 1000))} KB"


def _date(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _local(value: datetime) -> datetime:
    return value.astimezone(timezone.get_default_timezone())
