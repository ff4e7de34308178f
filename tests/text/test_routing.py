from __future__ import annotations

from pathlib import Path

import pytest

from qiaoliang.text.routing.duties import Duty, duties_from_rows
from qiaoliang.text.routing.router import Router

DUTIES = tuple(
    duties_from_rows(
        [
            {"label": "教育局", "职责": "学校管理、教师队伍、招生入学、学前教育"},
            {"label": "住建局", "职责": "物业服务、房地产开发、燃气供应、自来水供应"},
            {"label": "人社局", "职责": "劳动关系、工资支付、社会保险、退休待遇"},
            {"label": "生态环境局", "职责": "大气污染、噪音污染、水污染"},
        ]
    )
)
TRAIN = [
    ("云溪小学一年级招生划片怎么分", "教育局"),
    ("孩子上幼儿园的学位一直排不上", "教育局"),
    ("老师要求学生交补课费", "教育局"),
    ("物业不修电梯还涨物业费", "住建局"),
    ("小区停水三天物业不管", "住建局"),
    ("开发商延期交房，房产证办不下来", "住建局"),
    ("厂里拖欠农民工工资三个月", "人社局"),
    ("退休金为什么少发，工资也不涨", "人社局"),
    ("社保断缴以后怎么补缴", "人社局"),
]


def test_a_duty_list_alone_is_enough_to_begin() -> None:
    router = Router(DUTIES)
    school, wages, nothing = router.suggest(["幼儿园招生为什么不公开", "工地拖欠工资", "今天天气真好"])
    assert (school.suggestions[0].label, wages.suggestions[0].label) == ("教育局", "人社局")
    assert "幼儿园" in school.suggestions[0].why
    assert nothing.abstained
    assert nothing.suggestions == ()


def test_past_decisions_decide_and_the_words_are_in_the_message() -> None:
    router = Router()
    router.train([text for text, _ in TRAIN], [label for _, label in TRAIN])
    text = "我们小区的物业又涨物业费"
    (found,) = router.suggest([text])
    assert found.suggestions[0].label == "住建局"
    assert all(word in text for suggestion in found.suggestions for word in suggestion.why)
    assert sum(s.p for s in found.suggestions) <= 1.0001


def test_a_decision_is_learned_at_once_with_a_new_label_and_new_words() -> None:
    router = Router(DUTIES)
    router.train([text for text, _ in TRAIN], [label for _, label in TRAIN])
    before = next(router.suggest(["共享单车乱停放堵住盲道"]))
    router.learn("共享单车乱停放，占满了人行道", "城管局")
    after = next(router.suggest(["共享单车乱停放堵住盲道"]))
    assert "城管局" not in {s.label for s in before.suggestions}
    assert after.suggestions[0].label == "城管局"
    assert "单车" in "".join(after.suggestions[0].why)


def test_contradictions_between_decisions_are_found_and_agreement_is_not() -> None:
    texts = [
        "云溪小学食堂饭菜质量差，家长反映多次",
        "云溪小学食堂饭菜质量差，家长反映多次了",
        *(text for text, _ in TRAIN),
    ]
    rest = [label for _, label in TRAIN]
    router = Router()
    router.train(texts, ["教育局", "市场监管局", *rest])
    assert [(c.first, c.second, c.labels) for c in router.contradictions] == [(0, 1, ("教育局", "市场监管局"))]
    assert "市场监管局" in router.rare_labels
    router.train(texts, ["教育局", "教育局", *rest])
    assert router.contradictions == []


@pytest.mark.parametrize("text", ["", "。", "😀😀", "a", "12345"])
def test_what_says_nothing_is_not_guessed(text: str) -> None:
    router = Router()
    router.train([text for text, _ in TRAIN], [label for _, label in TRAIN])
    (found,) = router.suggest([text])
    assert found.abstained


def test_odd_texts_are_routed_like_their_plain_form() -> None:
    router = Router()
    router.train([text for text, _ in TRAIN], [label for _, label in TRAIN])
    plain = "厂里拖欠农民工工资三个月。"
    odd = ["廠裡拖欠農民工工資三個月。", plain * 500, "厂里拖欠农民工工资三个月。😀 OK", plain + "　" * 1_000_000]
    assert {found.suggestions[0].label for found in router.suggest([plain, *odd])} == {"人社局"}


def test_one_label_only_and_no_knowledge_at_all() -> None:
    router = Router()
    assert [found.abstained for found in router.suggest(["路灯坏了"])] == [True]
    router.train(["路灯坏了很久", "路灯不亮"], ["城管局", "城管局"])
    (found,) = router.suggest(["路灯坏了很久没人修"])
    assert found.suggestions[0].label == "城管局"


def test_saving_keeps_the_answers(tmp_path: Path) -> None:
    router = Router(DUTIES)
    router.train([text for text, _ in TRAIN], [label for _, label in TRAIN])
    router.save(tmp_path / "router")
    texts = ["物业费又涨了", "欠薪"]
    assert list(Router.load(tmp_path / "router").suggest(texts)) == list(router.suggest(texts))


def test_a_duty_list_without_label_column_is_refused() -> None:
    with pytest.raises(ValueError, match="no label column"):
        duties_from_rows([{"名字": "教育局"}])
    assert duties_from_rows([{"单位": "教育局", "职责": "招生"}, {"单位": " ", "职责": "x"}]) == [
        Duty("教育局", "招生")
    ]


def test_a_label_said_in_one_way_only_is_still_suggested_for_it() -> None:
    texts = [f"{place}{text}，{end}" for text, _ in TRAIN for place in ("云溪", "翠柏") for end in ("请处理", "怎么办")]
    labels = [label for _, label in TRAIN for _ in range(4)]
    router = Router()
    router.train([*texts, *(f"{place}公园的儿童滑梯坏了" for place in "东西南")], [*labels, *["城管局"] * 3])
    assert router.calibration.measured
    assert next(router.suggest(["北公园的儿童滑梯坏了"])).suggestions[0].label == "城管局"
