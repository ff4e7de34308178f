"""The router that goes on learning: at once, then thoroughly in the background, and never silent meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from qiaoliang.text.routing.keeper import Decided, Keeper
from qiaoliang.text.routing.router import Router

SAID = {
    "住建局": ("物业费又涨了", "小区物业不管事", "开发商不交房", "房产证办不下来", "小区停车位不够"),
    "人社局": ("老板拖欠工资", "社保断缴怎么补", "养老金没有发", "劳动合同不给签", "工伤认定太慢"),
    "教育局": ("学校食堂不干净", "老师有偿补课", "孩子入学难", "幼儿园收费高", "学校作业太多"),
}
TEXTS = [
    (f"{place}{text}，请尽快处理", unit) for unit, all_ in SAID.items() for text in all_ for place in ("云溪", "翠柏")
]


def _decided(first: int = 0) -> list[Decided]:
    return [Decided(str(first + number), text, label) for number, (text, label) in enumerate(TEXTS)]


def test_every_decision_counts_at_once_and_enough_of_them_are_learned_again() -> None:
    keeper = Keeper(Router(), after=len(TEXTS))
    for decided in _decided()[:-1]:
        keeper.decide(decided)
    assert (keeper.waiting, keeper.training, keeper.router.calibration.measured) == (len(TEXTS) - 1, False, False)
    assert keeper.suggest(["望江小区物业费又涨了"])[0].suggestions[0].label == "住建局"
    before = keeper.router
    keeper.decide(_decided()[-1])
    keeper.wait()
    assert keeper.router is not before
    assert (keeper.waiting, keeper.error, keeper.router.trained_on) == (0, None, len(TEXTS))
    assert keeper.router.calibration.measured
    assert keeper.suggest(["望江小区物业费又涨了"])[0].suggestions[0].label == "住建局"


def test_what_is_decided_while_it_trains_is_not_lost() -> None:
    keeper = Keeper(Router(), after=len(TEXTS))
    for decided in _decided():
        keeper.decide(decided)
    keeper.decide(Decided("late", "共享单车乱停放，占满了人行道", "城管局"))  # training, or just over: the same answer
    assert keeper.suggest(["共享单车乱停放堵住盲道"])[0].suggestions[0].label == "城管局"
    keeper.wait()
    assert (keeper.waiting, keeper.router.trained_on) == (1, len(TEXTS) + 1)
    assert keeper.suggest(["共享单车乱停放堵住盲道"])[0].suggestions[0].label == "城管局"


def test_a_decision_put_right_replaces_the_one_before_at_the_next_training() -> None:
    router = Router()
    router.train([text for text, _ in TEXTS], [label for _, label in TEXTS])
    keeper = Keeper(router, _decided(), after=12)
    wrong = [
        Decided(f"x{number}", f"{place}公园的儿童滑梯坏了", "教育局") for number, place in enumerate("东西南北前后")
    ]
    for one in [*wrong, *(one._replace(label="城管局") for one in wrong)]:
        keeper.decide(one)
    keeper.wait()
    assert (keeper.router.trained_on, keeper.router.contradictions) == (len(TEXTS) + 6, [])
    assert keeper.suggest(["望江公园的儿童滑梯坏了"])[0].suggestions[0].label == "城管局"


def test_more_decisions_must_come_the_more_are_learned_already() -> None:
    router = Router()
    router.train([text for text, _ in TEXTS], [label for _, label in TEXTS])
    keeper = Keeper(router, _decided(), after=1, share=0.1)
    for number, decided in enumerate(_decided(100)[:3]):
        assert (keeper.waiting, keeper.router is router) == (number, True)
        keeper.decide(decided)
    keeper.wait()
    assert keeper.router is not router
    assert keeper.router.trained_on == len(TEXTS) + 3


def test_a_training_that_fails_leaves_the_router_before_it(caplog: pytest.LogCaptureFixture) -> None:
    router = Router()
    router.train([text for text, _ in TEXTS], [label for _, label in TEXTS])
    broken = Decided("b", "路灯坏了", None)  # type: ignore[arg-type]
    keeper = Keeper(router, [*_decided(), broken], after=1, share=0.0)
    keeper.decide(Decided("c", "路灯不亮", "城管局"))
    keeper.wait()
    assert isinstance(keeper.error, TypeError)
    assert (keeper.router is router, keeper.waiting) == (True, 1)
    assert "the one before goes on answering" in caplog.text
    assert keeper.suggest(["路灯不亮"])[0].suggestions[0].label == "城管局"


def test_what_it_learned_is_kept_in_a_file(tmp_path: Path) -> None:
    keeper = Keeper(Router(), after=len(TEXTS))
    for decided in _decided():
        keeper.decide(decided)
    keeper.wait()
    keeper.router.save(tmp_path / "router")
    assert list(Router.load(tmp_path / "router").suggest(["养老金没有发"])) == keeper.suggest(["养老金没有发"])
