"""What processes cost, from /proc: a process with all that it started."""

from __future__ import annotations

import os
from pathlib import Path

_TICK = 1000 / os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def family(root: int) -> list[int]:
    """The process and all below it that live."""
    parents = {pid: int(words[1]) for pid in _alive() if (words := _stat(pid))}
    found, left = [], [root]
    while left:
        found.append(one := left.pop())
        left += [pid for pid, parent in parents.items() if parent == one]
    return found


def cpu_ms(root: int) -> float:
    """User and system time of the family so far, with that of its members that have ended."""
    return sum(sum(int(word) for word in words[11:15]) for pid in family(root) if (words := _stat(pid))) * _TICK


def resident_mb(root: int, what: str = "VmRSS") -> float:
    """Memory of the family: now, or with ``VmHWM`` its peak since :func:`forget_peak`."""
    return sum(_status(pid).get(what, 0) for pid in family(root)) / 1024


def forget_peak(root: int) -> None:
    """Let ``VmHWM`` count from now on."""
    for pid in family(root):
        (_PROC / str(pid) / "clear_refs").write_text("5")


def _alive() -> list[int]:
    return [int(one.name) for one in _PROC.iterdir() if one.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/N/stat behind the name: state, parent, …; none where the process is gone."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _status(pid: int) -> dict[str, int]:
    try:
        lines = (_PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return {}
    return {name: int(rest.split()[0]) for name, _colon, rest in map(_parted, lines) if name.startswith("Vm")}


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition(":")
