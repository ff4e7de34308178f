"""Notices, work points, minutes and school plans of the invented 云桥区: who is told, until when, and how much."""

from __future__ import annotations

from datetime import date

import pytest

from qiaoliang.text.directives import read_plan

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("sentence", "units", "deadline", "quantity"),
    [
        ("各街道总工会要对困难职工逐户走访。", ["各街道总工会"], None, None),
        ("教研部要在两周内完成新专题试讲。", ["教研部"], "两周内", None),
        ("图书馆、信息中心要在3月底前完成设备调试。", ["图书馆", "信息中心"], "3月底前", None),
        ("各单位请于本季度末前报送工作总结。", ["各单位"], "本季度末前", None),
        ("由区水利局牵头，自会议结束后10个工作日内形成改造方案。", ["水利局"], "自会议结束后10个工作日内", None),
        ("区工信局要逐企制定稳产方案。", ["工信局"], None, None),
        ("区发改局要在4月底前制定十条措施。", ["发改局"], "4月底前", None),
        ("区财政局要在4月15日前拨付改造资金500万元。", ["财政局"], "4月15日前", "500万元"),
    ],
)
def test_who_until_when_and_how_much(
    sentence: str, units: list[str], deadline: str | None, quantity: str | None
) -> None:
    (task,) = read_plan(sentence, day=DAY).tasks
    assert task.kind == "D"
    assert (list(task.units), task.deadline, task.quantity) == (units, deadline, quantity)


def test_a_limit_before_a_verb_that_begins_like_a_name_is_a_limit() -> None:
    (first, second) = read_plan("区政府将强化调度，4月底前制定稳增长十条措施。", day=DAY).tasks
    assert (first.deadline, second.deadline, second.deadline_date) == (None, "4月底前", date(2026, 4, 30))
    assert [task.deadline for task in read_plan("要推进三年制学校建设。", day=DAY).tasks] == [None]


def test_a_result_made_public_is_a_step_of_its_own() -> None:
    found = read_plan("区卫健局每月开展一次水质检测，检测结果于次月5日前向社会公开。", day=DAY).tasks
    assert [(task.text, task.deadline) for task in found][1] == ("检测结果于次月5日前向社会公开", "次月5日前")


def test_a_heading_that_asks_to_spread_the_word_names_no_department() -> None:
    (task,) = read_plan("三、做好宣传。要通过宣传栏宣传帮扶政策。").tasks
    assert (task.units, task.unit_source) == ((), "none")
    assert read_plan("对宣传工作来说，要办好道德讲堂。").tasks[0].units == ("宣传部",)
