"""``qiaoliang restore``: an archive into an empty place, or a drill that proves it could be done."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from qiaoliang.project import setup
from qiaoliang.project.commands.complaint import Complaint, refused

if TYPE_CHECKING:
    from qiaoliang.project.keep.manifest import Manifest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="an archive made by qiaoliang backup")
    parser.add_argument("--drill", action="store_true", help="restore into a temporary place, prove it, throw it away")
    parser.add_argument("--replace", action="store_true", help="even if there is data here; that is kept aside")
    parser.add_argument(
        "--without-keys", action="store_true", help="even if keys are lost: contacts and files stay closed"
    )


def run(args: argparse.Namespace) -> int:
    """2 where nothing was restored."""
    setup.django()
    with refused():
        (_drill if args.drill else _restore)(args)
        return 0
    return 2


def _restore(args: argparse.Namespace) -> None:
    from qiaoliang.base.core.env import data_folder
    from qiaoliang.project.keep import restore, showing

    start = time.monotonic()
    wish = restore.Wish(replace=args.replace, with_keys=not args.without_keys)
    manifest, aside = restore.restore(args.file, wish, showing.Progress("解开并核对 unpacking"))
    seconds = time.monotonic() - start
    _write_down("restore", args.file, manifest, seconds, sound=True)
    print(f"恢复完成 restored: {data_folder()}　{seconds:.1f} 秒 s")
    print(*showing.summary(manifest), sep="\n")
    print("  行数、审计链、附件与备份清单一致 / rows, audit chain and files are as the manifest says")
    print(
        "  密钥能打开联系方式和附件 / the keys open contacts and files"
        if wish.with_keys
        else "  未核对密钥 keys not checked"
    )
    if aside:
        print(f"  原有的数据另存在 what was here is kept in: {aside}")
    print(
        "所有人需要重新登录。接着启动服务：qiaoliang serve、qiaoliang worker / Everybody logs in anew. Start the service."
    )


def _drill(args: argparse.Namespace) -> None:
    from qiaoliang.project.keep import restore, showing

    start = time.monotonic()
    wish = restore.Wish(with_keys=not args.without_keys)
    try:
        manifest = restore.drill(args.file, wish, showing.Progress("解开并核对 unpacking"))
    except Complaint:
        _write_down("drill", args.file, None, time.monotonic() - start, sound=False)
        raise
    seconds = time.monotonic() - start
    print(f"演练成功：这份备份能恢复 / the drill succeeded, this backup can be restored　{seconds:.1f} 秒 s")
    print(*showing.summary(manifest), sep="\n")
    if not _write_down("drill", args.file, manifest, seconds, sound=True):
        print(
            "  注意：这里还没有数据库，没有记下这次演练 / there is no database here, so the drill was not written down"
        )


def _write_down(deed: str, path: Path, manifest: Manifest | None, seconds: float, *, sound: bool) -> bool:
    """Keep it for ``qiaoliang check``; False where this installation has no tables yet."""
    from django.db import DatabaseError

    from qiaoliang.base.core import clock
    from qiaoliang.base.core.who import SYSTEM
    from qiaoliang.base.health import actions
    from qiaoliang.project.keep import archive

    there = path.is_file()
    try:
        actions.write_down(
            SYSTEM,
            deed,
            sound=sound,
            archive_made_at=manifest.moment if manifest else clock.now(),
            size=path.stat().st_size if there else 0,
            seconds=seconds,
            digest=archive.digest_of(path) if there else "",
        )
    except DatabaseError:
        return False
    return True
