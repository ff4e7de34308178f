"""``qiaoliang workdays``: load a year's days off, show a year, count a term."""

from __future__ import annotations

import argparse
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path

from qiaoliang.project import setup
from qiaoliang.project.commands.complaint import Complaint, refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    load = verbs.add_parser("load", help="take over a year's arrangement: a .toml file, or the notice itself as .txt")
    load.add_argument("file", type=Path)
    load.add_argument("--preview", action="store_true", help="only show what would change")
    show = verbs.add_parser("show", help="a year's days off and make-up days")
    show.add_argument("year", type=int, nargs="?")
    count = verbs.add_parser("count", help="when a term ends, each day with its reason")
    count.add_argument("start", type=date.fromisoformat, metavar="YYYY-MM-DD")
    count.add_argument("amount")
    count.add_argument("unit", choices=("wd", "d"))


def run(args: argparse.Namespace) -> int:
    setup.django()
    with refused():
        {"load": _load, "show": _show, "count": _count}[args.verb](args)
        return 0
    return 2


def _load(args: argparse.Namespace) -> None:
    from qiaoliang.base.core.who import SYSTEM
    from qiaoliang.base.workdays import actions

    changes = actions.preview(args.file)
    if changes.problems:
        raise Complaint(*changes.problems)
    print("年份 years:", "、".join(map(str, changes.years)) or "—")
    for title, days in (
        ("新增 added", changes.added),
        ("修改 changed", changes.changed),
        ("取消 withdrawn", changes.withdrawn),
    ):
        if days:
            print(f"{title}:", "、".join(map(str, days)))
    if not changes:
        print("与现有日历相同 / the same as the calendar in use")
    elif not args.preview:
        done = actions.load(args.file, SYSTEM, note=args.file.name[:200])
        print(f"已导入，日历第 {done.version} 版 / loaded as version {done.version}")


def _show(args: argparse.Namespace) -> None:
    from qiaoliang.base.core import clock
    from qiaoliang.base.workdays.calendar import Calendar
    from qiaoliang.base.workdays.words import PROVISIONAL

    calendar, year = Calendar.load(), args.year or clock.today().year
    if not calendar.first.year <= year <= calendar.last.year:
        raise Complaint(
            f"日历只到 {calendar.first.year}—{calendar.last.year} 年", "the calendar does not know that year"
        )
    days = [calendar.describe(day) for day in sorted(calendar.rules) if day.year == year]
    for day in days:
        print(day.date, "班" if day.counted else "休", day.why)
    if year > calendar.first.year:
        worked = calendar.workdays_between(date(year - 1, 12, 31), date(year, 12, 31))
        print(f"{year}：{worked} 个工作日 / working days")
    if year not in calendar.announced:
        print(PROVISIONAL)


def _count(args: argparse.Namespace) -> None:
    from qiaoliang.base.core import clock
    from qiaoliang.base.workdays.calendar import Calendar
    from qiaoliang.base.workdays.words import PROVISIONAL

    try:
        start = datetime.combine(args.start, time(9), clock.ZONE)
        due = Calendar.load().add(start, Decimal(args.amount), args.unit)
    except (ValueError, InvalidOperation) as error:
        raise Complaint(f"期限写错了：{args.amount} {args.unit}", str(error)) from error
    for day in due.days:
        print(day.date, "计" if day.counted else "—", day.why)
    print("到期 due:", clock.localtime(due.at).strftime("%Y-%m-%d %H:%M"), PROVISIONAL if due.provisional else "")
