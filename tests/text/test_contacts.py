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
        ("一般投诉：我是翠柏小区业主，5月6日交了12800元", []),
        ("合同编号20260315001234，面积105.5平方米", []),
        ("我叫了救护车，拨打12345", []),
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


def test_the_measured_recall_and_precision_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    sys.modules.pop("contacts", None)
    import contact_sentences
    import contacts

    assert len(contact_sentences.sentences()) >= 500
    recall, precision, _, _ = contacts.measure()
    assert recall >= 0.98
    assert precision >= 0.98
