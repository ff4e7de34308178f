"""``qiaoliang backup``: one archive of everything but the keys, while the service runs."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path

from qiaoliang.project import setup
from qiaoliang.project.commands.complaint import Complaint, refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the archive to write, or a folder: then it gets a name"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace FILE once the new archive is whole")
    parser.add_argument("--verify", action="store_true", help="make none: read FILE again and check every part")


def run(args: argparse.Namespace) -> int:
    """2 where there is no backup, or the one that was checked is not sound."""
    setup.django()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what is half written is removed
    with refused():
        (_verify if args.verify else _make)(args)
        return 0
    return 2


def _verify(args: argparse.Namespace) -> None:
    from qiaoliang.project.keep import archive, showing

    manifest = archive.examine(args.file, showing.Progress("核对 checking"))
    print(f"{args.file}：完好，{len(manifest.parts)} 个部分逐一核对 / sound, every part checked")
    print(*showing.summary(manifest), sep="\n")
    if not archive.signature_is_checked(args.file):
        print("  注意：签名密钥不在本机，没有核对签名 / the signing key is not here, the signature was not checked")


def _make(args: argparse.Namespace) -> None:
    from qiaoliang.base.core.env import data_folder
    from qiaoliang.base.core.who import SYSTEM
    from qiaoliang.base.health import actions
    from qiaoliang.project.keep import archive, backup, showing

    target = _target(args)
    archive.sweep(target.parent)
    start = time.monotonic()
    tells = backup.Tells(showing.Progress("复制数据库 copying"), showing.Progress("打包附件 packing"))
    manifest = backup.make(target, tells)
    seconds, size, digest = time.monotonic() - start, target.stat().st_size, archive.digest_of(target)
    actions.write_down(
        SYSTEM, "backup", sound=True, archive_made_at=manifest.moment, size=size, seconds=seconds, digest=digest
    )
    print(f"备份完成 done: {target}　{showing.size(size)}　{seconds:.1f} 秒 s")
    print(*showing.summary(manifest), sep="\n")
    print(f"  SHA-256: {digest}")
    if target.resolve().is_relative_to(data_folder().resolve()):
        print(
            "注意：备份和数据在同一个目录，磁盘坏了会一起丢。请再拷到别处。Beside the data it is lost with the disk; copy it away."
        )
    print("密钥不在里面，要另外保管：qiaoliang keys export 文件 / The keys are not in it: qiaoliang keys export FILE")


def _target(args: argparse.Namespace) -> Path:
    from qiaoliang.base.core import clock, keys
    from qiaoliang.base.districts import queries

    path: Path = args.file.absolute()
    if path.is_dir():
        district = queries.current()
        path /= f"qiaoliang-{district.code if district else 'empty'}-{clock.localtime(clock.now()):%Y%m%d-%H%M%S}.zip"
    if not path.parent.is_dir():
        raise Complaint(f"没有这个目录：{path.parent}", f"There is no folder {path.parent}.")
    if path.resolve().is_relative_to(keys.folder().resolve()):
        raise Complaint("备份不能放进密钥目录。", "A backup must not lie in the key folder.")
    if path.exists() and not args.overwrite:
        raise Complaint(
            f"{path} 已经有了，没有覆盖。要替换请加 --overwrite。", f"{path} is there; --overwrite replaces it."
        )
    return path
