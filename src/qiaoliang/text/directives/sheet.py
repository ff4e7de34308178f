"""The task table in the form offices use: 序号、工作任务、牵头单位、配合单位、完成时限、原文."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qiaoliang.text.directives.model import Task

HEADER = ("序号", "工作任务", "牵头单位", "配合单位", "完成时限", "原文")
UNNAMED = "（原文未明确）"


def task_rows(tasks: Sequence[Task]) -> Iterator[tuple[str, ...]]:
    """One row for each task, commitment and target; exhortations are no tasks.

    Where several units are named without 牵头 they lead jointly: the table never picks one. A limit without a day keeps its words.
    """
    for number, task in enumerate((task for task in tasks if task.kind != "E"), 1):
        wording = f"{task.action}{task.object}" if task.object else task.text
        yield str(number), wording, "、".join(task.units) or UNNAMED, "、".join(task.helpers), limit(task), task.text


def limit(task: Task) -> str:
    """完成时限: the day in Chinese and the words it came from."""
    if task.deadline is None:
        return ""
    if task.deadline_date is None:
        return task.deadline
    day = task.deadline_date
    return f"{day.year}年{day.month}月{day.day}日（{task.deadline}）"
