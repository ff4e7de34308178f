"""``qiaoliang audit``: is the audit log as it was written, and is its end still there?"""

from __future__ import annotations

import argparse
import re

from qiaoliang.project import setup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verify = verbs.add_parser("verify", help="walk the chain and compare it with the signed heads")
    verify.add_argument("--head", type=_head, metavar="POSITION:HASH", help="a head from elsewhere, say a backup's")


def _head(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"(\d{1,18}):([0-9a-fA-F]{64})", text)
    if not found:
        raise argparse.ArgumentTypeError(
            "写成 序号:哈希值（64 位十六进制）/ write it as POSITION:HASH with 64 hex digits"
        )
    return int(found[1]), found[2]


def run(args: argparse.Namespace) -> int:
    """0 when sound, 1 when the log was tampered with."""
    setup.django()
    from qiaoliang.base.audit import chain

    found = chain.verify(known_head=args.head)
    print(f"日志 events {found.events}，链头 heads {found.heads}，已导出 exported {found.exported}，"
          f"待入链 waiting {found.waiting}")  # fmt: skip
    print(f"链头 last head: {found.events}:{found.last}")
    for problem in found.problems:
        print(f"- [{problem.kind}] {problem.sentence}")
    print("完好 sound" if found.sound else f"被改动过 tampered with: {len(found.problems)}")
    return 0 if found.sound else 1
