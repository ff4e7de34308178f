"""Starting the cleaning process and reading its answer."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from qiaoliang.base.attachments.cleaning.result import Cleaned, Refused

WALL_SECONDS = 40
#: a process takes up to 1.5 GB: two at a time, the others wait
_turns = threading.BoundedSemaphore(2)
_SOURCE = Path(__file__).parents[4]


def clean(kind: str, data: bytes) -> Cleaned:
    """The cleaned file; Refused("complex") where the process ran out of memory or time, or died."""
    command = [sys.executable, "-P", "-m", "qiaoliang.base.attachments.cleaning", kind]
    with _turns:
        try:
            done = subprocess.run(  # noqa: S603 - our own program; the file comes by standard input
                command,
                input=data,
                capture_output=True,
                timeout=WALL_SECONDS,
                cwd="/",
                env={"PYTHONPATH": str(_SOURCE), "PYTHONDONTWRITEBYTECODE": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise Refused("complex") from late
    if done.returncode:
        raise Refused("complex")
    return _read(done.stdout)


def _read(answer: bytes) -> Cleaned:
    line, _, rest = answer.partition(b"\n")
    head = json.loads(line)
    if "refused" in head:
        raise Refused(head["refused"])
    parts, place = {}, 0
    for name, size in head["parts"].items():
        parts[name], place = rest[place : place + size], place + size
    return Cleaned(head["facts"], parts)
