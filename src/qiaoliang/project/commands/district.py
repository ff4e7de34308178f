"""``qiaoliang district load FILE``: set a district up from one readable file."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from pathlib import Path

from qiaoliang.project import setup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    load = verbs.add_parser("load", help="found the district with its organisations, posts, people and log-ins")
    load.add_argument("file", type=Path, help="a .toml in the shape of src/qiaoliang/project/demo/data/district.toml")
    load.add_argument(
        "--passwords", type=Path, required=True, help="where to write the one-time passwords (readable by you only)"
    )


def run(args: argparse.Namespace) -> int:
    setup.django()
    from qiaoliang.base.core import clock
    from qiaoliang.base.core.errors import Refusal
    from qiaoliang.base.districts import queries
    from qiaoliang.project import district

    if queries.current() is not None:
        return _stop(
            "这里已经有一个区了；一套系统只服务一个区。/ There is a district here already; one installation serves one."
        )
    if args.passwords.exists():
        return _stop(f"{args.passwords} 已存在，请换一个文件名。/ {args.passwords} exists; choose another name.")
    try:
        rows = tomllib.loads(args.file.read_text("utf-8"))
        one_time = district.build(rows, clock.today())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        return _stop(f"文件读不出来：{fault} / The file cannot be read: {fault}")
    except KeyError as missing:
        return _stop(
            f"文件里缺少 {missing}，请对照示例补上。/ {missing} is missing in the file; compare it with the example."
        )
    except Refusal as refusal:
        return _stop(str(refusal))
    _write(args.passwords, one_time)
    print(
        f"已建好：{rows['district']['name']}，{len(rows['organization'])} 个组织，{len(one_time)} 个账号。",
        file=sys.stderr,
    )
    print(f"Done. One-time passwords: {args.passwords}", file=sys.stderr)
    return 0


def _write(file: Path, one_time: dict[str, str]) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as sheet:
        sheet.writelines(f"{name}\t{password}\n" for name, password in one_time.items())


def _stop(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
