"""Task tables inside a document: rows under a header that names the task and who or by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qiaoliang.text.days import WorkingDays
from qiaoliang.text.directives.assignments import unit_names
from qiaoliang.text.directives.deadlines import Anchor, find_deadline, resolve
from qiaoliang.text.directives.folding import fold
from qiaoliang.text.directives.model import Task
from qiaoliang.text.directives.quantities import find_quantity
from qiaoliang.text.directives.units import Register
from qiaoliang.text.directives.words import opening_verb

_COLUMNS = {
    "task": re.compile(r"任务|事项|工作内容|目标|措施|举措|要求"),
    "lead": re.compile(r"牵头|责任单位|责任部门|主办|负责单位"),
    "help": re.compile(r"配合|协办|协助|参与"),
    "limit": re.compile(r"时限|期限|完成时间|时间"),
}

_ABOVE = 2  # rows that may stand above the header: the table's title, who fills it in


def table_tasks(
    rows: Sequence[Sequence[str]],
    offsets: Sequence[int],
    register: Register,
    day: date | None,
    calendar: WorkingDays | None,
) -> list[Task]:
    """Tasks of one table; empty when none of its first rows is the header of a task table. A title or unit of date may stand above it."""
    head = next((at for at in range(min(len(rows), _ABOVE + 1)) if _is_header(_columns(rows[at]))), None)
    if head is None:
        return []
    columns = _columns(rows[head])
    made = [
        _task(row, offset, columns, register, Anchor(day), calendar)
        for row, offset in zip(rows[head + 1 :], offsets[head + 1 :], strict=True)
    ]
    return [task for task in made if task]


def _is_header(columns: dict[str, int]) -> bool:
    return "task" in columns and bool(columns.keys() & {"lead", "limit"})


def _columns(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, name in enumerate(header):
        for key, pattern in _COLUMNS.items():
            if key not in found and pattern.search(fold(name)) and index not in found.values():
                found[key] = index
    return found


def _task(
    row: Sequence[str],
    offset: int,
    columns: dict[str, int],
    register: Register,
    anchor: Anchor,
    calendar: WorkingDays | None,
) -> Task | None:
    def cell(key: str) -> str:
        return row[columns[key]].strip() if key in columns and columns[key] < len(row) else ""

    text = cell("task")
    if not text:
        return None
    start = offset + sum(len(value) + 1 for value in row[: columns["task"]])
    lead, helpers, words = (
        unit_names(fold(cell("lead")), register),
        unit_names(fold(cell("help")), register),
        fold(cell("limit")),
    )
    limit = find_deadline(words)
    phrase = words[limit[0] : limit[1]] if limit else words
    resolved = resolve(phrase, anchor, calendar) if phrase else None
    opened = opening_verb(fold(text))
    verb = opened[0] if opened else ""
    why = ["表格的一行", "单位：责任栏" if lead else "单位：责任栏空着", f"时限：{resolved.why}" if resolved else ""]
    return Task(
        start,
        start + len(text),
        text,
        "D",
        lead,
        "explicit" if lead else "none",
        verb,
        text[opened[1] + len(verb) :] if opened else text,
        find_quantity(fold(text)),
        cell("limit") or None,
        resolved.day if resolved else None,
        "",
        "；".join(part for part in why if part),
        helpers,
    )
