"""Passages of reports and speeches of the invented 云桥区: goals, creeds, looks back, and steps of their own."""

from __future__ import annotations

from datetime import date

import pytest

from qiaoliang.text.directives import read_plan


def _kinds(text: str) -> list[tuple[str, str]]:
    return [(task.kind, task.text) for task in read_plan(text).tasks]


def test_a_long_step_with_its_own_object_is_no_purpose_of_the_short_one_before() -> None:
    assert _kinds("建好滨河码头，推动柳河两岸仓储企业与冷链企业联动发展。") == [
        ("D", "建好滨河码头"),
        ("D", "推动柳河两岸仓储企业与冷链企业联动发展"),
    ]


@pytest.mark.parametrize(
    "outcome",
    [
        "推动内需成为全区经济发展的主动力",
        "让柳河两岸群众用上更加干净的自来水",
        "切实提升全区社区养老服务工作水平",
        "加快构建城乡一体的公共服务体系",
    ],
)
def test_a_long_outcome_is_still_no_step(outcome: str) -> None:
    found = _kinds(f"建好码头，{outcome}。")
    assert len(found) == 1
    assert found[0][1].startswith("建好码头")


def test_what_a_step_is_against_stays_with_it() -> None:
    assert _kinds("要开展工地巡查，坚决防止带病施工。") == [("D", "要开展工地巡查，坚决防止带病施工")]


def test_every_entry_of_a_list_of_goals_is_a_target() -> None:
    text = "今年全区主要预期目标是：社会消费品零售总额增长6%；水环境质量持续改善，物价保持合理水平。这些目标实事求是。"
    assert _kinds(text) == [
        ("T", "社会消费品零售总额增长6%"),
        ("T", "水环境质量持续改善"),
        ("T", "物价保持合理水平"),
    ]


def test_a_list_of_goals_ends_with_the_goals() -> None:
    text = "全年目标是：财政收入增长4%。这些目标来之不易。城乡面貌持续改善，群众十分高兴。"
    assert _kinds(text) == [("T", "财政收入增长4%")]


def test_a_string_of_set_formulas_steers_and_one_formula_does_not() -> None:
    creed = "做好今年工作，要坚持稳中求进，更好统筹发展和安全，着力稳就业、稳企业、稳市场，实现良好开局。"
    assert [kind for kind, _ in _kinds(creed)] == ["E"]
    assert _kinds("要围绕良好开局开工建设柳河二桥。") == [("D", "要围绕良好开局开工建设柳河二桥")]


def test_the_number_of_a_plenum_is_no_quantity() -> None:
    plan = read_plan("要宣讲区委五届六次、七次全会精神。要举办宣讲会六场。")
    assert [task.quantity for task in plan.tasks] == [None, "六场"]


def test_a_paragraph_that_looks_back_hands_out_nothing_until_it_turns() -> None:
    text = "去年，全区上下共同努力。新建幼儿园6所，改造老旧小区42个。今年要新建小学2所。"
    assert _kinds(text) == [("D", "今年要新建小学2所")]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("要集中力量打造柳河夜市。", "打造"),
        ("要一体推进校舍和操场改造。", "推进"),
        ("加快建筑业数字化改造。", "加快"),
        ("要因村制宜编制村庄规划。", "编制"),
        ("积极探索云桥茶叶统购统销路径。", "探索"),
        ("积极开拓邻省茶叶市场。", "开拓"),
        ("要依法依规把占道摊点搬迁到位。", "把"),
    ],
)
def test_the_verb_is_found_behind_its_adverbs(text: str, action: str) -> None:
    (task,) = read_plan(text).tasks
    assert (task.kind, task.action) == ("D", action)


@pytest.mark.parametrize("text", ["要积极探索、大胆实践。", "大家要开拓创新。", "各级领导干部要靠前指挥、以身作则。"])
def test_attitudes_without_an_object_stay_attitudes(text: str) -> None:
    assert [kind for kind, _ in _kinds(text)] == ["E"]


def test_nouns_that_begin_like_verbs_are_no_tasks() -> None:
    assert _kinds("要编印防汛手册。\n联系人：云桥区防汛办。") == [("D", "要编印防汛手册")]


def test_who_must_when_the_subject_ends_in_de() -> None:
    text = "对排查出的隐患，不能当场整改的要明确整改责任人"
    assert _kinds(f"{text}。") == [("D", text)]


def test_helpers_named_first_and_how_often_named_last_belong_to_the_step() -> None:
    assert _kinds("教育局要会同消防大队，组织学生开展疏散演练，确保每学期不少于两次。") == [
        ("D", "教育局要会同消防大队，组织学生开展疏散演练，确保每学期不少于两次")
    ]


def test_by_whom_a_step_is_done_is_named_after_you() -> None:
    plan = read_plan("自然资源局要修订规划文本。会议原则同意《柳河治理方案》，由民政局根据会议意见修改后印发实施。")
    assert [(task.text, task.units) for task in plan.tasks] == [
        ("自然资源局要修订规划文本", ("自然资源局",)),
        ("由民政局根据会议意见修改后印发实施", ("民政局",)),
    ]


def test_papers_are_handed_in() -> None:
    plan = read_plan("各镇街要开展自查，自查情况于4月10日前报区防汛办。", day=date(2026, 3, 20))
    assert [(task.text, task.deadline_date) for task in plan.tasks] == [
        ("各镇街要开展自查", None),
        ("自查情况于4月10日前报区防汛办", date(2026, 4, 10)),
    ]


def test_a_day_binds_before_as_soon_as_possible() -> None:
    (task,) = read_plan("教育局牵头，尽快完善校车方案，6月底前按程序报批。", day=date(2026, 3, 20)).tasks
    assert (task.deadline, task.deadline_date) == ("6月底前", date(2026, 6, 30))


def test_an_inspection_before_the_floods_is_no_time_limit() -> None:
    (task,) = read_plan("水利局要对全区水库开展汛前检查。").tasks
    assert task.deadline is None


def test_the_body_that_promises_is_the_one_named() -> None:
    plan = read_plan("区委高度重视。区委将专题研究。区政府将安排专项资金200万元。")
    assert [(task.kind, task.units) for task in plan.tasks] == [("C", ("区委",)), ("C", ("区政府",))]


def test_places_that_act_in_a_row_of_steps() -> None:
    assert _kinds("支持东岗镇建设茶叶市场，柳河镇、南坪镇打造稻渔基地。")[-1] == ("D", "柳河镇、南坪镇打造稻渔基地")


@pytest.mark.parametrize(
    "text",
    [
        "要不断完善考勤制度。",
        "要不定期开展抽查。",
        "要紧盯开工率，建立通报制度。",
        "要紧紧围绕中心工作开展宣讲。",
        "由副区长牵头，成立工作专班。",
        "凡是未达标的企业，一律停产整改。",
        "要做到每月巡查一次。",
        "到2027年，建成养老中心20个。",
    ],
)
def test_what_must_be_done_is_one_step_with_its_means(text: str) -> None:
    assert _kinds(text) == [("D", text.removesuffix("。"))]


@pytest.mark.parametrize("text", ["要不明天再谈。", "这件事很要紧。", "10月26日，会议在云桥召开。"])
def test_what_only_looks_like_a_demand_is_none(text: str) -> None:
    assert _kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "必须引起高度重视。",
        "要强化项目意识。",
        "要密切配合、通力协作。",
        "广大教师要潜心教书、静心育人。",
        "要心中有数。",
    ],
)
def test_attention_unity_and_awareness_are_exhortations(text: str) -> None:
    assert [kind for kind, _ in _kinds(text)] == ["E"]


def test_who_fails_is_called_to_account() -> None:
    assert _kinds("区委督查室要每半月通报一次，对推进不力的严肃问责。") == [
        ("D", "区委督查室要每半月通报一次"),
        ("D", "对推进不力的严肃问责"),
    ]


def test_lines_of_work_in_a_row_are_units_only_when_all_are_known() -> None:
    known = read_plan("公安、交通、市场监管等部门要整治校园周边秩序。").tasks[0]
    unknown = read_plan("公安、云桥、市场监管等部门要整治校园周边秩序。").tasks[0]
    assert known.units == ("公安局", "交通运输局", "市场监管局")
    assert unknown.units == ()


def test_requests_and_promises_of_an_office() -> None:
    plan = read_plan("要求各镇街认真开展自查。下一步，我局将开展专项检查。")
    assert [(task.kind, task.text) for task in plan.tasks] == [
        ("D", "要求各镇街认真开展自查"),
        ("C", "我局将开展专项检查"),
    ]


def test_a_clause_with_its_own_unit_is_nobody_elses_purpose() -> None:
    plan = read_plan("总工会要维护职工权益，团区委要引领青年，妇联要服务妇女儿童。")
    assert [(task.text, task.units) for task in plan.tasks] == [
        ("总工会要维护职工权益", ("总工会",)),
        ("团区委要引领青年", ("团区委",)),
        ("妇联要服务妇女儿童", ("妇联",)),
    ]
