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


def _read(text: str, title: str = "") -> list[tuple[str, str, tuple[str, ...]]]:
    return [(task.kind, task.text, task.units) for task in read_plan(text, title=title, day=DAY).tasks]


def test_an_answer_names_the_office_that_says_our_office() -> None:
    text = "市发改委：\n我委将于6月底前完成方案。\n市教育局：我局还将建成三所学校。"
    assert _read(text) == [
        ("C", "我委将于6月底前完成方案", ("发改委",)),
        ("C", "我局还将建成三所学校", ("教育局",)),
    ]
    assert _read("我委将完成方案。") == [("C", "我委将完成方案", ())]


def test_who_does_it_may_stand_last() -> None:
    text = "学籍核对工作由教务处负责，9月10日前完成。"
    assert _read(text) == [("D", text[:-1], ("教务处",))]
    assert read_plan(text, day=DAY).tasks[0].deadline_date == date(2026, 9, 10)
    assert _read("社区活动由居委会牵头。") == [("D", "社区活动由居委会牵头", ("居委会",))]
    assert _read("这项工作历来由常务会议决定。") == []


def test_a_way_of_working_belongs_to_its_task() -> None:
    assert _read("严厉打击非法集资，发现一起，查处一起。") == [("D", "严厉打击非法集资，发现一起，查处一起", ())]
    assert _read("要落实分片联点制度，具体指导村、社区工作。") == [
        ("D", "要落实分片联点制度，具体指导村、社区工作", ())
    ]
    assert _read("各年级安排为期一周的入学教育。") == [("D", "各年级安排为期一周的入学教育", ("各年级",))]


def test_an_object_runs_on_until_its_noun_closes_it_and_no_further() -> None:
    assert _read("要着力解决群众看病难，上学难，出行难的问题。") == [
        ("D", "要着力解决群众看病难，上学难，出行难的问题", ())
    ]
    assert _read("坚决整治不作为、慢作为，吃拿卡要的行为，推进信用建设。") == [
        ("D", "坚决整治不作为、慢作为，吃拿卡要的行为", ()),
        ("D", "推进信用建设", ()),
    ]
    assert _read("要宣传惠民政策，抓好项目建设的各项工作。") == [
        ("D", "要宣传惠民政策", ()),
        ("D", "抓好项目建设的各项工作", ()),
    ]


def test_nobody_on_the_register_inherits_what_was_said_to_somebody_else() -> None:
    found = _read("各镇街要落实投入机制，规上企业带头增加研发经费，设立创新基金。")
    assert [units for _, _, units in found] == [("各镇街",), (), ()]


def test_what_is_counted_as_a_goal_and_what_as_a_task() -> None:
    goals = _read("今年主要预期目标是：财政收入增长4%，单位能耗完成市下达目标，收入增速高于全市平均水平。")
    assert [kind for kind, _, _ in goals] == ["T", "T", "T"]
    assert [kind for kind, _, _ in _read("要细分培育30条产业链。要向民间资本推介项目100个以上。")] == ["D", "D"]
    assert _read("重点做好以下10个方面工作。") == []


@pytest.mark.parametrize(
    "creed",
    [
        "要更加注重因地制宜、扬长避短。",
        "要准确把握工作要求。",
        "要深入贯彻全会精神和上级工作要求。",
        "要在服务上下功夫。",
        "我们将坚持稳中求进。",
        "让我们携手并肩，加快建设美丽云桥，奋力谱写新篇章！",
    ],
)
def test_a_creed_is_no_task_whatever_its_verb(creed: str) -> None:
    assert [kind for kind, _, _ in _read(creed)] == ["E"]


def test_an_appeal_has_its_title_and_asks_those_it_names() -> None:
    plan = read_plan("致全体居民的倡议书\n请大家主动做好垃圾分类。\n社区居委会要在本周五设好投放点。", day=DAY)
    assert plan.title == "致全体居民的倡议书"
    assert [(t.kind, t.units, t.deadline, t.deadline_date) for t in plan.tasks] == [
        ("E", (), None, None),
        ("D", ("社区居委会",), "本周五", date(2026, 3, 13)),
    ]


@pytest.mark.parametrize(
    "whole",
    [
        "顺应消费升级的大趋势，深入实施提振消费行动",
        "围绕“项目哪里来、怎么发展好”两个需求，开展产业链招商",
        "支持企业参与建设，并在要素保障上给予积极支持",
    ],
)
def test_what_is_no_verb_of_its_own_stays_with_its_task(whole: str) -> None:
    assert _read(f"{whole}。") == [("D", whole, ())]
