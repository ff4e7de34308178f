"""``qiaoliang import-cases FILE``: check every row, bring them in, go on after a stop, take all back."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from qiaoliang.project import setup
from qiaoliang.project.commands.complaint import Complaint, refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a table: .xlsx, .csv (UTF-8 or GB 18030) or .jsonl")
    parser.add_argument("--preview", action="store_true", help="only look: columns, first rows, errors, duplicates")
    parser.add_argument(
        "--skip-bad", action="store_true", help="leave rows with errors out; without it they stop the import"
    )
    parser.add_argument("--with-duplicates", action="store_true", help="bring duplicates in, too")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="what a column means; FIELD empty: leave it out",
    )
    parser.add_argument(
        "--clock",
        choices=("received", "now"),
        default="received",
        help="terms count from the time in the table, or from now",
    )
    parser.add_argument("--as", dest="username", help="in the name of this officer (needs the right to import)")
    parser.add_argument(
        "--undo", action="store_true", help="take the import of this file back, if nobody worked on its cases"
    )


def run(args: argparse.Namespace) -> int:
    setup.django()
    with refused():
        _undo(args) if args.undo else _import(args)
        return 0
    return 2


def _import(args: argparse.Namespace) -> None:
    from qiaoliang.work.cases.imports.actions.bring_in import bring_in
    from qiaoliang.work.cases.imports.actions.start import start
    from qiaoliang.work.cases.imports.choices import State

    who = _who(args.username)
    batch = _opened(who, args)
    if batch.state == State.CHECKED:
        batch = _arranged(who, batch, args)
        _show(batch)
        if args.preview:
            print("只是检查，没有导入 / only looked, nothing was brought in")
            return
        batch = start(who, batch.pk, skip_bad=args.skip_bad, later=False)
    elif batch.state == State.RUNNING:
        print("上次没有导完，接着导入 / going on where it stopped")
    else:
        raise Complaint(f"这个文件已经导入过：{batch.get_state_display()}", "this file was brought in before")
    began = time.monotonic()
    batch = bring_in(who, batch.pk, _progress)
    counts = batch.count()
    print(f"\n已导入 {counts['imported']} 件，用时 {time.monotonic() - began:.1f} 秒；"
          f"有误未导 {counts['bad']} 行，重复未导 {counts['double']} 行")  # fmt: skip


def _opened(who: Any, args: argparse.Namespace) -> Any:
    from qiaoliang.work.cases.imports import queries
    from qiaoliang.work.cases.imports.actions.read import digest, read

    return queries.same_file(digest(args.file)) or read(who, args.file)


def _arranged(who: Any, batch: Any, args: argparse.Namespace) -> Any:
    from qiaoliang.work.cases.imports.actions.arrange import arrange

    columns = dict(batch.columns)
    for pair in args.column:
        heading, sign, field = pair.partition("=")
        if not sign or heading not in batch.headings:
            raise Complaint(
                f"--column 应写成 列名=含义，列名有：{'、'.join(batch.headings)}", "write --column HEADING=FIELD"
            )
        columns = {name: meaning for name, meaning in columns.items() if meaning != field}
        columns[heading] = field
    wanted = (columns, args.clock, args.with_duplicates)
    if wanted == (batch.columns, batch.clock, batch.doubles_too):
        return batch
    return arrange(who, batch.pk, columns, clock=args.clock, doubles_too=args.with_duplicates)


def _show(batch: Any, most: int = 20) -> None:
    from qiaoliang.work.cases.imports import queries
    from qiaoliang.work.cases.imports.choices import Field

    for heading in batch.headings:
        field = batch.columns.get(heading)
        print(f"  {heading} → {Field(field).label if field else '不导入 (left out)'}")
    for text in queries.first_lines(batch):
        print("  |", text[:60].replace("\n", " "))
    for row in queries.problems(batch, most=most):
        print(f"  第 {row['number']} 行：{row['why']}")
    counts = batch.count()
    shown = counts["bad"] + counts["double"]
    if shown > most:
        print(f"  …共 {shown} 行")
    print(f"共 {counts['all']} 行：可导入 {counts['good']}，有误 {counts['bad']}，重复 {counts['double']}")


def _undo(args: argparse.Namespace) -> None:
    from qiaoliang.work.cases.imports import queries
    from qiaoliang.work.cases.imports.actions.read import digest
    from qiaoliang.work.cases.imports.actions.undo import take_back, undo
    from qiaoliang.work.cases.imports.choices import State

    batch = queries.same_file(digest(args.file))
    if batch is None:
        raise Complaint("没有这个文件的导入记录", "there is no import of this file")
    if batch.state != State.UNDOING:
        undo(_who(args.username), batch.pk, later=False)
    batch = take_back(batch.pk, _progress)
    print(f"\n已撤销 {batch.count()['undone']} 件 / taken back")


def _who(username: str | None) -> Any:
    from qiaoliang.base.access.actor import actor_for
    from qiaoliang.base.accounts.models import Account
    from qiaoliang.base.core.who import SYSTEM

    if not username:
        return SYSTEM
    account = Account.objects.filter(username=username).first()
    actor = actor_for(account) if account else None
    if actor is None or not actor.may("cases.import"):
        raise Complaint(f"没有用户“{username}”，或者没有导入的权限", "no such user, or without the right to import")
    return actor


def _progress(done: int, total: int) -> None:
    print(f"\r{done} / {total}", end="", file=sys.stderr, flush=True)
