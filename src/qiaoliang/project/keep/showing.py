"""What backup and restore print: how far they are, and what an archive holds."""

from __future__ import annotations

import sys
import time

from qiaoliang.base.core import clock
from qiaoliang.project.keep.manifest import Manifest


class Progress:
    """One line on stderr that is written over at a terminal; elsewhere a line every half minute."""

    def __init__(self, what: str) -> None:
        self._what, self._at_terminal = what, sys.stderr.isatty()
        self._pause = 0.5 if self._at_terminal else 30.0
        self._next = time.monotonic() + self._pause

    def __call__(self, done: int, whole: int) -> None:
        if time.monotonic() < self._next or not whole:
            return
        self._next = time.monotonic() + self._pause
        end = "\r" if self._at_terminal else "\n"
        print(f"{self._what} {100 * done // whole} %   ", end=end, file=sys.stderr, flush=True)


def size(count: int) -> str:
    """Bytes as one reads them."""
    if count < 1 << 20:
        return f"{count / 1024:.0f} KB"
    return f"{count / (1 << 20):.1f} MB" if count < 1 << 30 else f"{count / (1 << 30):.2f} GB"


def summary(manifest: Manifest) -> list[str]:
    """The archive in a few lines."""
    moment = clock.localtime(manifest.moment)
    rows, tables = sum(manifest.rows.values()), len(manifest.rows)
    return [
        f"  {manifest.district or '—'}　{moment:%Y-%m-%d %H:%M:%S}　版本 version {manifest.version}　{manifest.engine}",
        f"  数据 rows: {rows:,}（{tables} 张表 tables）　附件文件 files: {manifest.files:,}",
        f"  审计链头 audit head: {manifest.head[0]}:{manifest.head[1]}",
    ]
