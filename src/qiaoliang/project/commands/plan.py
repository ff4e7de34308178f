"""``qiaoliang plan FILE``: a speech, minutes or a document to tasks, without a server and without Django."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

from qiaoliang.office.documents import Document, DocumentError, read_document
from qiaoliang.text.days import WorkingDays
from qiaoliang.text.directives import KINDS, Plan, Task
from qiaoliang.text.directives.compare import Comparison, compare_tasks
from qiaoliang.text.directives.engine import read_plan
from qiaoliang.text.directives.sheet import HEADER, UNNAMED, limit, task_rows
from qiaoliang.text.directives.units import Register, RegisterError, load_register


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a speech or document: .txt, .docx, or - for pasted text")
    parser.add_argument("--json", action="store_true", help="print the tasks as JSON")
    parser.add_argument("--text", action="store_true", help="print the text as read; all offsets count its code points")
    parser.add_argument("--xlsx", type=Path, metavar="OUT", help="write the task table as Excel")
    parser.add_argument("--docx", type=Path, metavar="OUT", help="write the task table as Word")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="the document's date, for 年底前, 下周五前 …")
    parser.add_argument("--title", default="", help="the document's title, when the text does not open with it")
    parser.add_argument(
        "--register", type=Path, metavar="FILE", help="units and their names (TOML) instead of the default"
    )
    parser.add_argument(
        "--workdays",
        type=Path,
        metavar="FILE",
        help="days off and make-up days, one a line: 2026-10-01 off, 2026-10-10 on",
    )
    parser.add_argument("--compare", metavar="OTHER", help="an earlier document: what is new, repeated, dropped")


class _UserError(Exception):
    """What the user can put right; printed as one sentence, exit status 2."""


def run(args: argparse.Namespace) -> int:
    """Exit status 0, also when there is no task; 2 with one sentence when something given cannot be used."""
    try:
        return _run(args)
    except (_UserError, DocumentError, RegisterError) as error:
        sys.stderr.write(f"qiaoliang plan: {error}\n")
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(args: argparse.Namespace) -> int:
    document = _document(args.file)
    if args.text:
        sys.stdout.write(document.text)
        return 0
    register = load_register(args.register) if args.register else None
    calendar = _calendar(args.workdays) if args.workdays else None
    plan = _plan(document, args, register, calendar)
    if args.compare:
        other = _plan(_document(args.compare), args, register, calendar)
        return _print_comparison(compare_tasks(other.tasks, plan.tasks), args.json)
    _write(plan, args)
    if args.json:
        sys.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False, indent=1) + "\n")
    elif not (args.xlsx or args.docx):
        _print(plan)
    return 0


def _document(name: str) -> Document:
    if name != "-":
        return read_document(Path(name))
    text = sys.stdin.buffer.read().decode("utf-8", "replace").replace("\r\n", "\n")
    if not text.strip():
        raise _UserError("没有读到文字。 No text on standard input.")
    return Document(text.removeprefix("\ufeff"))


def _plan(
    document: Document, args: argparse.Namespace, register: Register | None, calendar: WorkingDays | None
) -> Plan:
    day = _day(args.date) if args.date else None
    tables = [(table.rows, table.offsets) for table in document.tables]
    return read_plan(
        document.text,
        title=args.title,
        day=day,
        register=register,
        calendar=calendar,
        headings=document.headings,
        tables=tables,
    )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise _UserError(f"“{words}”不是日期，请写成 2026-03-18。 Not a date; write it like 2026-03-18.") from None


def _calendar(path: Path) -> WorkingDays:
    from qiaoliang.text.days import DatedDays

    rows: dict[date, bool] = {}
    try:
        for line in path.read_text("utf-8-sig").splitlines():
            if line.strip() and not line.startswith("#"):
                day, kind = line.replace(",", " ").split()[:2]
                rows[date.fromisoformat(day)] = {"on": True, "off": False}[kind]
    except (OSError, ValueError, KeyError):
        raise _UserError(
            f"读不了工作日历 {path.name}：每行写日期和 on（上班）或 off（休息）。 Each line: a date and on or off."
        ) from None
    return DatedDays(rows)


def _write(plan: Plan, args: argparse.Namespace) -> None:
    rows = list(task_rows(plan.tasks))
    for path in (args.xlsx, args.docx):
        if path and not path.parent.is_dir():
            raise _UserError(f"写不了文件：没有文件夹 {path.parent}。 No such folder.")
    try:
        if args.xlsx:
            from qiaoliang.office.sheets import write_xlsx

            write_xlsx(args.xlsx, {"任务分解表": (HEADER, rows)})
        if args.docx:
            from qiaoliang.office.documents import write_task_table

            write_task_table(args.docx, f"{plan.title}任务分解表" if plan.title else "任务分解表", HEADER, rows)
    except OSError as error:
        raise _UserError(f"写不了文件：{error.strerror}。 Cannot write the file.") from None
    for path in (args.xlsx, args.docx):
        if path:
            sys.stderr.write(f"已写入 {path}（{len(rows)} 项）\n")


def _print(plan: Plan) -> None:
    if not [task for task in plan.tasks if task.kind != "E"]:
        sys.stdout.write("没有找到任务：文中没有要谁去做什么的话。 No task found.\n")
    for task in plan.tasks:
        sys.stdout.write(_line(task) + f"\n    {task.why}\n")
    for note in plan.notes:
        sys.stderr.write(f"{note}\n")


def _line(task: Task) -> str:
    units = "、".join((*task.units, *(f"{unit}（配合）" for unit in task.helpers))) or UNNAMED
    when = f"  {limit(task)}" if task.deadline else ""
    return f"[{KINDS[task.kind]}] {units}{when}  {task.text}"


def _print_comparison(found: Comparison, as_json: bool) -> int:
    if as_json:
        answer = {
            "new": [task.as_json() for task in found.new],
            "repeated": [
                {"new": r.new.as_json(), "old": r.old.as_json(), "likeness": round(r.likeness, 2)}
                for r in found.repeated
            ],
            "dropped": [task.as_json() for task in found.dropped],
        }
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
        return 0
    for name, lines in (
        ("新增", [_line(task) for task in found.new]),
        ("重申", [f"{_line(r.new)}\n    前次：{r.old.text}" for r in found.repeated]),
        ("未再提", [_line(task) for task in found.dropped]),
    ):
        sys.stdout.write(f"{name}（{len(lines)}）\n" + "".join(f"  {line}\n" for line in lines))
    return 0
