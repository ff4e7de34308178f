from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qiaoliang.text.contacts import KINDS, Span, find_contacts, mask

BENCH = Path(__file__).resolve().parents[2] / "bench" / "text"


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind) for span in find_contacts(text)]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("我叫王云桥，电话13800001111", [("王云桥", "name"), ("13800001111", "phone")]),
        ("１３８-００００-１１１１", [("１３８-００００-１１１１", "phone")]),
        ("一三八零零零零一一一一", [("一三八零零零零一一一一", "phone")]),
        ("湘B12345和身份证430223198001011234", [("湘B12345", "plate"), ("430223198001011234", "identity")]),
        ("微信：yunqiao_01，QQ群号123456789", [("yunqiao_01", "wechat"), ("123456789", "qq")]),
        (
            "VX：yunqiao_01，加vx yunqiao02，编号CVXQ0KX7E5，单号AAQQ876491",
            [("yunqiao_01", "wechat"), ("yunqiao02", "wechat")],
        ),
        ("一般投诉：我是翠柏小区业主，5月6日交了12800元", []),
        ("合同编号20260315001234，面积105.5平方米", []),
        ("我叫了救护车，拨打12345", []),
        ("打幺三八，零零一二，三四五六", [("幺三八，零零一二，三四五六", "phone")]),
        (
            "13800001111两个人都用，1 3 9 0 0 0 0 2 2 2 2",
            [("13800001111", "phone"), ("1 3 9 0 0 0 0 2 2 2 2", "phone")],
        ),
        ("1380-0001-111微信同号", [("1380-0001-111", "phone")]),
        ("俺是柳家沟的柳清泉，我儿子叫周禾，上三年级", [("柳清泉", "name"), ("周禾", "name")]),
        ("我叫古丽娜尔·阿不都", [("古丽娜尔·阿不都", "name")]),
        ("请快点。\n柳清泉", [("柳清泉", "name")]),
        (
            "六栋二单元五零一，5栋1203，602室",
            [("六栋二单元五零一", "address"), ("5栋1203", "address"), ("602室", "address")],
        ),
        ("邮箱liang(at)163.com，身份证后六位121234", [("liang(at)163.com", "mail"), ("121234", "identity")]),
        ("我是党员，职工路线，李宁专卖店、周大福门口占道", []),
        ("房号147、226、262、26、381、3号楼一层没灯", []),
        ("", []),
        ("😀", []),
    ],
)
def test_marks_are_exact_and_nothing_else_is_marked(text: str, marks: list[tuple[str, str]]) -> None:
    assert found(text) == marks


def test_every_mark_says_why_and_masking_keeps_the_length() -> None:
    text = "联系人李清，手机 138 0000 1111，住址：青禾里小区12栋304"
    spans = find_contacts(text)
    assert [span.kind for span in spans] == ["name", "phone", "address"]
    assert all(span.why and span.kind in KINDS for span in spans)
    assert mask(text) == "联系人＊＊，手机 ＊＊＊＊＊＊＊＊＊＊＊＊＊，住址：＊＊＊＊＊＊＊＊＊＊＊"
    assert spans[0] == Span(3, 5, "name", "after a word for the writer")


def test_a_megabyte_is_searched_in_bounded_time() -> None:
    text = "2 3 4 5 6 " * 50_000 + "电话13800001111"
    assert found(text) == [("13800001111", "phone")]


@pytest.mark.parametrize(("which", "count", "least"), [("", 500, 0.99), ("TUNED", 190, 0.98), ("HELD", 180, 0.90)])
def test_the_measured_recall_and_precision_hold(
    which: str, count: int, least: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    sys.modules.pop("contacts", None)
    import contact_hard
    import contact_sentences
    import contacts

    given = contact_hard.hard(getattr(contact_hard, which)) if which else contact_sentences.sentences()
    assert len(given) >= count
    recall, precision, _, _ = contacts.measure(given=given)
    assert recall >= least
    assert precision >= 0.98
