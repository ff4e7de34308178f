"""``qiaoliang catalog``: load, show and write out what the office decides as rows."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path

from qiaoliang.project import setup
from qiaoliang.project.commands.complaint import Complaint, refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    load = verbs.add_parser("load", help="make a file the catalogue; shows what changes")
    load.add_argument("file", type=Path, nargs="?", help="a catalogue file (.toml)")
    load.add_argument("--shipped", action="store_true", help="the catalogue that comes with the product")
    load.add_argument("--preview", action="store_true", help="only show what would change")
    load.add_argument(
        "--from", dest="start", type=date.fromisoformat, metavar="YYYY-MM-DD", help="holds from that day on"
    )
    show = verbs.add_parser("show", help="the catalogue in use, or one category with its terms")
    show.add_argument("code", nargs="?", help="a category, such as labour.wages")
    export = verbs.add_parser("export", help="write the catalogue in use to a file")
    export.add_argument("file", type=Path)
    export.add_argument("--force", action="store_true", help="replace a file that is there")


def run(args: argparse.Namespace) -> int:
    setup.django()
    with refused():
        {"load": _load, "show": _show, "export": _export}[args.verb](args)
        return 0
    return 2


def _load(args: argparse.Namespace) -> None:
    from qiaoliang.base.catalog import actions
    from qiaoliang.base.catalog.file import SHIPPED
    from qiaoliang.base.core import clock
    from qiaoliang.base.core.who import SYSTEM

    if bool(args.file) == args.shipped:
        raise Complaint("请给出一个目录文件，或用 --shipped", "give a catalogue file, or --shipped")
    file = SHIPPED if args.shipped else args.file
    changes = actions.preview(file)
    if changes.problems:
        raise Complaint(*(problem.split(" / ")[0] for problem in changes.problems))
    for title, names in (
        ("新增 added", changes.added),
        ("修改 changed", changes.changed),
        ("停用 withdrawn", changes.withdrawn),
    ):
        _print(title, names)
    if not changes:
        print("与现行目录相同，没有变化 / the same as the catalogue in use")
    elif not args.preview:
        start = datetime.combine(args.start, time(), clock.ZONE) if args.start else None
        done = actions.load(file, SYSTEM, start)
        day = clock.localtime(done.valid_from).strftime("%Y-%m-%d %H:%M") if done.valid_from else ""
        print(f"已导入，第 {done.version} 版，自 {day} 起生效 / loaded as version {done.version}")


def _print(title: str, names: tuple[str, ...], most: int = 20) -> None:
    if names:
        more = f" … 共 {len(names)} 项" if len(names) > most else ""
        print(f"{title}: {'，'.join(names[:most])}{more}")


def _show(args: argparse.Namespace) -> None:
    from qiaoliang.base.catalog import queries

    if args.code:
        _show_category(args.code)
        return
    version = queries.version()
    if version is None:
        raise Complaint(
            "还没有目录，请运行 qiaoliang catalog load --shipped", "no catalogue yet: catalog load --shipped"
        )
    print(f"{version.label}（第 {version.number} 版，{version.get_certainty_display()}）{version.source}")
    for top in queries.topics():
        print(f"\n{top.code}  {top.label}")
        for row in top.children:
            print(f"  {row.code}  {row.label}  {row.get_kind_display()}  {row.lead}  {row.clocks}")
    leads = Counter(row.lead for row in queries.categories() if row.lead)
    print(f"\n{sum(leads.values())} 个小类 / categories")


def _show_category(code: str) -> None:
    from qiaoliang.base.catalog import queries
    from qiaoliang.base.catalog.choices import From, Step

    row = queries.category(code)
    print(f"{row.code}  {row.path}\n{row.explanation}")
    for name, step in row.clock_set.steps.items() if row.clock_set else ():
        term = f"{step.amount.normalize():f} {step.unit}"
        print(f"  {Step(name).label}  {term}  自{From(step.counts_from).label}起  {step.get_certainty_display()}")
    for duty in queries.duties(category=code):
        print(f"  {duty.code}  {duty.get_role_display()}  {duty.text}")


def _export(args: argparse.Namespace) -> None:
    from qiaoliang.base.catalog import export

    text = export.text()
    if not text:
        raise Complaint("还没有目录可以导出", "there is no catalogue to export yet")
    if args.file.exists() and not args.force:
        raise Complaint(f"文件已经存在：{args.file}，要替换请加 --force", "the file exists; --force replaces it")
    try:
        args.file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Complaint(f"写不了文件 {args.file}：{error.strerror}", f"cannot write {args.file}") from error
    print(f"已写入 {args.file}", file=sys.stderr)
