"""Speeches of the invented 云桥区 read into tasks; every text here was written for this test."""

from __future__ import annotations

from datetime import date

import pytest

from qiaoliang.text.directives import Plan, read_plan
from qiaoliang.text.directives.units import RegisterError, default_register, parse_register


def _kinds(text: str, **options: object) -> list[tuple[str, str]]:
    return [(task.kind, task.text) for task in read_plan(text, **options).tasks]  # type: ignore[arg-type]


def test_units_named_once_are_inherited_until_the_next_are_named() -> None:
    plan = read_plan(
        "对组织工作来说，就是要夯实基础。要办好村干部夜校。要选派二十名干部驻村。\n"
        "对群团工作来说，就是要走近群众。要建立联系点制度。妇联要组织家庭教育讲座。要编印讲座手册。"
    )
    assert [(task.text, task.units, task.unit_source) for task in plan.tasks] == [
        ("要办好村干部夜校", ("组织部",), "inherited"),
        ("要选派二十名干部驻村", ("组织部",), "inherited"),
        ("要建立联系点制度", ("总工会", "团区委", "妇联"), "inherited"),
        ("妇联要组织家庭教育讲座", ("妇联",), "explicit"),
        ("要编印讲座手册", ("妇联",), "inherited"),
    ]


def test_nobody_named_stays_nobody_and_says_so() -> None:
    (task,) = read_plan("要抓紧修缮老旧活动室。").tasks
    assert (task.units, task.unit_source) == ((), "none")
    assert "没有写明由谁来做" in task.why


def test_a_new_heading_ends_what_was_inherited() -> None:
    plan = read_plan(
        "一、夯实基础\n组织部门要开展村干部轮训，着力补上短板。要编写轮训教材。\n二、改进服务\n要建立首问负责制度。"
    )
    assert [(task.units, task.heading) for task in plan.tasks] == [
        (("组织部",), "夯实基础"),
        (("组织部",), "夯实基础"),
        ((), "改进服务"),
    ]


def test_items_go_back_to_whoever_was_addressed_before_them() -> None:
    plan = read_plan("各镇街一要建立重点人员台账；二要开展入户走访，宣传部门要配发宣传册；三要完善值班制度。")
    assert [task.units for task in plan.tasks] == [("各镇街",), ("各镇街",), ("宣传部",), ("各镇街",)]


def test_lead_and_helping_units_are_told_apart() -> None:
    plan = read_plan("由民政局牵头，财政局、残联配合，建设困难群众服务中心。")
    (task,) = plan.tasks
    assert (task.units, task.helpers) == (("民政局",), ("财政局", "残联"))
    assert task.as_json()["units"] == ["民政局", "财政局", "残联"]


def test_responsibility_notes_speak_for_the_measures_before_them() -> None:
    text = "新建职工之家5个，10月底前投用。（责任单位：区总工会；配合单位：区民政局）\n每月开展志愿服务活动（牵头单位：团区委，完成时限：长期坚持）。"
    first, second = read_plan(text, day=date(2026, 4, 22)).tasks
    assert (first.units, first.helpers, first.deadline_date) == (("总工会",), ("民政局",), date(2026, 10, 31))
    assert (second.text, second.units, second.deadline, second.deadline_date) == (
        "每月开展志愿服务活动",
        ("团区委",),
        "长期坚持",
        None,
    )


MINUTES = """区政府常务会议纪要
会议听取了区住建局的汇报。
会议议定：
一、原则同意《云桥区旧巷改造方案》。由区住建局牵头，会同区财政局修改完善后印发实施。
二、区教育局要于8月底前完成三所学校操场改造。区财政局要足额安排资金。
三、关于防汛工作。各镇街、各有关部门要压实责任，迅速开展隐患排查。
"""


def test_minutes_number_their_decisions_and_their_headings_alike() -> None:
    plan = read_plan(MINUTES, day=date(2026, 4, 22))
    assert [(task.text, task.units, task.helpers) for task in plan.tasks] == [
        ("由区住建局牵头，会同区财政局修改完善后印发实施", ("住建局",), ("财政局",)),
        ("区教育局要于8月底前完成三所学校操场改造", ("教育局",), ()),
        ("区财政局要足额安排资金", ("财政局",), ()),
        ("各镇街、各有关部门要压实责任", ("各镇街、各有关部门",), ()),
        ("迅速开展隐患排查", ("各镇街、各有关部门",), ()),
    ]


def test_polite_requests_and_neighbours_with_tasks_of_their_own() -> None:
    asked = read_plan("请各镇党委书记回去以后，3个工作日内召开会议研究，并将研究情况报区委办。").tasks
    assert [(task.units, task.deadline) for task in asked] == [
        (("各镇党委",), "3个工作日内"),
        (("各镇党委",), "3个工作日内"),
    ]
    pair = read_plan("工信局要盯紧项目，发改局要争取资金。").tasks
    assert [(task.units, task.text) for task in pair] == [
        (("工信局",), "工信局要盯紧项目"),
        (("发改局",), "发改局要争取资金"),
    ]
    (duty,) = read_plan("会议明确，水利局负责日常调度。").tasks
    assert (duty.units, duty.action) == (("水利局",), "负责")


def test_means_and_purpose_belong_to_their_task() -> None:
    assert _kinds("要以清风集市为契机，开展廉洁宣讲活动，营造崇廉尚洁的氛围。") == [
        ("D", "要以清风集市为契机，开展廉洁宣讲活动，营造崇廉尚洁的氛围")
    ]


def test_two_verbs_with_two_objects_are_two_tasks_and_one_verb_is_one() -> None:
    assert _kinds("要建立联络站，培训信息员。") == [("D", "要建立联络站"), ("D", "培训信息员")]
    assert _kinds("要支持老字号进社区，支持合作社进超市。") == [("D", "要支持老字号进社区，支持合作社进超市")]


@pytest.mark.parametrize(
    "sentence",
    [
        "大家要以更饱满的热情投入工作。",
        "要牢固树立群众观念。",
        "要发扬钉钉子精神。",
        "希望大家多思考、多谋划。",
        "我们必须充分认识这项工作的重要性。",
        "要始终把群众冷暖放在心上。",
    ],
)
def test_attitudes_are_exhortations_not_tasks(sentence: str) -> None:
    assert [kind for kind, _ in _kinds(sentence)] == ["E"]


def test_everyone_is_tasked_when_there_is_something_to_hand_in() -> None:
    *_, task = read_plan("请大家会后抓紧整理发言，于5月10日前报送区委办。", day=date(2026, 4, 22)).tasks
    assert (task.kind, task.deadline_date) == ("D", date(2026, 5, 10))


@pytest.mark.parametrize(
    "sentence",
    [
        "去年全区开展了四十场义诊。",
        "开展巡回义诊是解决看病难的好办法。",
        "过去的一年，工会组织建立服务站十二个。",
        "加强调查研究，是做好群众工作的前提。",
    ],
)
def test_history_and_statements_are_no_tasks(sentence: str) -> None:
    plan = read_plan(sentence)
    assert plan.tasks == ()
    assert "".join(rest.text for rest in plan.uncovered)


def test_the_speakers_own_promise_is_a_commitment_of_the_body_the_text_names() -> None:
    plan = read_plan("区委已经研究过大家的来信。对大家提的意见，我们将逐条梳理。")
    (task,) = plan.tasks
    assert (task.kind, task.units, task.text) == ("C", ("区委",), "对大家提的意见，我们将逐条梳理")


def test_bare_results_are_targets_once_goals_are_announced() -> None:
    plan = read_plan("今年主要预期目标是：城镇新增就业3000人以上，居民收入与经济增长同步。")
    assert [(task.kind, task.quantity) for task in plan.tasks] == [("T", "3000人以上"), ("T", None)]
    assert read_plan("云桥镇有居民3000人以上。").tasks == ()


def test_the_same_procedure_shares_one_limit_and_a_closing_clause_stays() -> None:
    day = date(2026, 4, 22)
    plan = read_plan("各镇街要制定巡查方案，并明确专人，于5月8日前报送应急管理局。要改造旧水管，年底前完成。", day=day)
    assert [(task.deadline, task.deadline_date) for task in plan.tasks] == [
        ("5月8日前", date(2026, 5, 8)),
        ("5月8日前", date(2026, 5, 8)),
        ("年底前", date(2026, 12, 31)),
    ]


def test_width_and_traditional_characters_read_alike_and_keep_their_offsets() -> None:
    plain = read_plan("妇联要在6月30日前，建立维权站10个。", day=date(2026, 4, 22))
    other = read_plan("婦聯要在６月３０日前,建立維權站１０個｡", day=date(2026, 4, 22))
    for plan, text in (
        (plain, "妇联要在6月30日前，建立维权站10个。"),
        (other, "婦聯要在６月３０日前,建立維權站１０個｡"),
    ):
        (task,) = plan.tasks
        assert task.text == text[task.start : task.end]
        assert (task.units, task.deadline_date, task.kind) == (("妇联",), date(2026, 6, 30), "D")


SPEECH = """在云桥区群众工作座谈会上的讲话
2026年4月22日
同志们：
今天请大家来，是想听听意见。
一、工作有进展。去年各镇街办成了不少实事。
二、下一步要办实事。总工会要在上半年建成户外劳动者驿站12个。要发扬好作风。
三、组织有保障。我们将安排专项经费。
"""


def _words(plan: Plan) -> str:
    pieces = sorted(
        [(task.start, task.text) for task in plan.tasks] + [(rest.start, rest.text) for rest in plan.uncovered]
    )
    return "".join(letter for _, text in pieces for letter in text if letter.isalnum())


def test_every_word_is_a_task_or_uncovered_once_and_offsets_hold() -> None:
    plan = read_plan(SPEECH)
    assert (plan.title, plan.date) == ("在云桥区群众工作座谈会上的讲话", date(2026, 4, 22))
    assert [task.kind for task in plan.tasks] == ["D", "E", "C"]
    assert all(SPEECH[item.start : item.end] == item.text for item in (*plan.tasks, *plan.uncovered))
    everything = "".join(letter for letter in SPEECH if letter.isalnum())
    assert _words(plan) == everything.replace("意见一工作", "意见工作").replace("实事二下", "实事下").replace(
        "作风三组", "作风组"
    )


def test_a_second_speech_in_the_file_starts_anew() -> None:
    plan = read_plan(
        "在云桥区宣传工作会议上的讲话\n要办好读书节活动。\n在云桥区统战工作会议上的讲话\n要组织企业家走访活动。"
    )
    assert [task.units for task in plan.tasks] == [("宣传部",), ("统战部",)]
    assert plan.notes == ("文件里另有一篇：在云桥区统战工作会议上的讲话",)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "小桥流水人家，\n古道西风瘦马。\n", "，。；：\n", "（“《", "要", "第一，", "“" * 5000]
)
def test_texts_without_tasks_give_none_and_do_not_fail(text: str) -> None:
    assert [task for task in read_plan(text).tasks if task.kind != "E"] == []


def test_a_very_long_sentence_is_left_with_a_reason() -> None:
    plan = read_plan("要加强" * 2000)
    assert plan.tasks == ()
    assert "不作判断" in plan.uncovered[0].why


def test_registers_differ_by_level_and_a_wrong_one_is_refused() -> None:
    assert default_register("县").names["共青团县委"] == ("团县委",)
    assert default_register("市").names["群团部门"] == ("总工会", "团市委", "妇联")
    own = parse_register({"level": "区", "unit": [{"name": "河长办", "aliases": ["河湖办"]}]})
    (task,) = read_plan("河湖办要建立巡河记录。", register=own).tasks
    assert task.units == ("河长办",)
    with pytest.raises(RegisterError, match="name"):
        parse_register({"level": "区", "unit": [{"aliases": ["河湖办"]}]})
    with pytest.raises(RegisterError, match="没有单位"):
        parse_register({"level": "区"})
