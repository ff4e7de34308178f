"""Two speeches side by side."""

from __future__ import annotations

from qiaoliang.text.directives import read_plan
from qiaoliang.text.directives.compare import compare_tasks


def test_new_repeated_and_dropped_are_told_apart() -> None:
    before = read_plan("要建立巡河记录制度。要开办老年食堂。要发扬好作风。")
    after = read_plan("要建立健全巡河记录制度。要修缮村文化站。要发扬好作风。")
    found = compare_tasks(before.tasks, after.tasks)
    assert [task.text for task in found.new] == ["要修缮村文化站"]
    assert [(pair.old.text, pair.new.text) for pair in found.repeated] == [
        ("要建立巡河记录制度", "要建立健全巡河记录制度")
    ]
    assert [task.text for task in found.dropped] == ["要开办老年食堂"]


def test_each_task_is_paired_once() -> None:
    before = read_plan("要开办老年食堂。")
    after = read_plan("要开办老年食堂。\n要开办老年食堂。")
    found = compare_tasks(before.tasks, after.tasks)
    assert (len(found.repeated), len(found.new), found.dropped) == (1, 1, ())
    assert found.repeated[0].likeness == 1.0
