"""``qiaoliang keys``: make the keys, exchange one while running, keep a safe copy, check how they are kept."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from qiaoliang.base.core import keys
from qiaoliang.project import setup
from qiaoliang.project.commands.complaint import Complaint, refused

#: What may change while running. The others are hash keys: with a new one, nothing stored would be found again.
CHANGEABLE = {"vault": "vault.reseal", "files": "attachments.reseal", "drafts": "", "totp": "", "signing": ""}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("new", help="make a key for every purpose that has none")
    rotate = verbs.add_parser("rotate", help="seal with a new key from now on, and what there is in the background")
    rotate.add_argument("purpose", choices=sorted(CHANGEABLE))
    for verb, line in (
        ("export", "a safe copy of all keys that only a pass-phrase opens"),
        ("import", "bring them back"),
    ):
        one = verbs.add_parser(verb, help=line)
        one.add_argument("file", type=Path, metavar="FILE")
        one.add_argument("--phrase-file", type=Path, metavar="FILE", help="read the pass-phrase from its first line")
    verbs.add_parser("check", help="missing keys, keys that others can read, what is still sealed with an older key")


def run(args: argparse.Namespace) -> int:
    """2 where a verb was refused, 1 where the check found something."""
    with refused():
        verbs = {"new": _new, "rotate": _rotate, "check": _check, "export": _export, "import": _import}
        return verbs[args.verb](args)
    return 2


def _new(args: argparse.Namespace) -> int:
    made = keys.make_missing()
    print(f"密钥目录 Key folder: {keys.folder()}")
    print(f"新建 made: {', '.join(made)}" if made else "都已齐全，没有新建 / all are there, none was made")
    print("请把这个目录另存一份，不要和数据备份放在一起。Keep a copy of this folder, never beside the data's backup.")
    return 0


def _rotate(args: argparse.Namespace) -> int:
    if not keys.folder().is_dir():
        raise Complaint("还没有密钥。先运行：qiaoliang keys new / There are no keys yet. Run: qiaoliang keys new")
    setup.django()
    from django.db import transaction

    from qiaoliang.base.jobs.actions import enqueue

    made = keys.add(args.purpose)
    keys.forget_loaded()
    if CHANGEABLE[args.purpose]:
        with transaction.atomic():
            enqueue(CHANGEABLE[args.purpose], {}, key=made)
    print(f"新密钥 new key: {args.purpose}-{made}（{keys.folder()}）")
    print("旧密钥要留着，直到 qiaoliang keys check 说不再需要。Keep the old keys until qiaoliang keys check says so.")
    return 0


def _export(args: argparse.Namespace) -> int:
    setup.django()
    from qiaoliang.project.keep import keyfile

    names = keyfile.export(args.file, _phrase(args, twice=True))
    print(f"已导出 {len(names)} 个密钥 keys exported: {args.file}")
    print("口令忘了，谁也打不开这个文件。文件和口令分开保管，都不要和数据备份放在一起。")
    print(
        "Nobody opens it without the pass-phrase. Keep file and pass-phrase apart, and neither beside the data's backup."
    )
    return 0


def _import(args: argparse.Namespace) -> int:
    from qiaoliang.project.keep import keyfile

    fresh = keyfile.bring_back(keyfile.read(args.file, _phrase(args, twice=False)))
    print(f"密钥目录 Key folder: {keys.folder()}")
    print(f"取回 brought back: {', '.join(fresh)}" if fresh else "都已在那里 / all were there already")
    return 0


def _phrase(args: argparse.Namespace, *, twice: bool) -> str:
    """The pass-phrase: from a file, else typed, never shown."""
    if args.phrase_file:
        try:
            return str(args.phrase_file.read_text("utf-8").split("\n")[0].strip())
        except (OSError, UnicodeDecodeError) as fault:
            raise Complaint(f"读不到口令文件 {args.phrase_file}", f"Cannot read {args.phrase_file}.") from fault
    if not sys.stdin.isatty():
        raise Complaint("请在终端里运行，或用 --phrase-file。", "Run it at a terminal, or give --phrase-file.")
    phrase = getpass.getpass("口令 pass-phrase: ")
    if twice and getpass.getpass("再输一遍 again: ") != phrase:
        raise Complaint("两次输入不一样。", "The two are not the same.")
    return phrase


def _check(args: argparse.Namespace) -> int:
    problems = keys.problems()
    for line in problems:
        print(f"- {line}")
    if not problems:
        setup.django()
        _say_what_is_left()
        print("密钥完好 The keys are sound.")
    return 1 if problems else 0


def _say_what_is_left() -> None:
    from qiaoliang.base.attachments import queries as attachments
    from qiaoliang.base.vault import rotation

    for purpose, left in (("vault", rotation.left()), ("files", attachments.sealed_with_older_keys())):
        old = sorted(path.name for path in keys.folder().glob(f"{purpose}-*.key"))[:-1]
        if left:
            print(f"还有 {left} 条用旧密钥封存 still sealed with an older key: {purpose}")
        elif old:
            print(f"不再需要 no longer needed: {', '.join(old)}（旧备份恢复时仍要用到 but older backups need them）")
