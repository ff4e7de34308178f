"""A disk that is too small, or fills up on the way, is told in a sentence."""

from __future__ import annotations

import errno
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qiaoliang.project.commands.complaint import Complaint

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def check(where: Path, needed: int) -> None:
    """Complaint where fewer than ``needed`` bytes are free."""
    free = shutil.disk_usage(where).free
    if free < needed:
        raise Complaint(
            f"{where} 空间不够：大约需要 {needed >> 20} MB，只有 {free >> 20} MB。什么也没有改动。",
            f"Not enough room in {where}: about {needed >> 20} MB are needed, {free >> 20} MB are free. Nothing was changed.",
        )


@contextmanager
def told(where: Path) -> Iterator[None]:
    """Turn what the system says of a full or failing disk into a Complaint."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as fault:
        if getattr(fault, "errno", None) not in _FULL and not re.search("full|disk I/O", str(fault)):
            raise
        raise Complaint(
            f"磁盘写满了或读写出错：{where}（{fault}）。没有留下半份东西，原有的都没有动。请腾出空间后再试。",
            f"The disk is full or failed: {where}. Nothing half done was left, what was there is untouched. Make room.",
        ) from fault
