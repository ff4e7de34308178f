from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaoliang.base.search.tokens import BREAK, Phrase, phrases, stream


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("区妇联", ["区妇", "妇联", "联"]),
        ("桥", ["桥"]),
        ("K3路口", ["k3", "路口", "口"]),
        ("Ｋ３路，１２号", ["k3", "路", "12", "号"]),
        ("Café ÉCOLE", ["cafe", "ecole"]),
        ("停水、停电", ["停水", "水", "停电", "电"]),
        ("a_b 《c》", ["a", "b", "c"]),
        ("Вода", ["0x" + "вода".encode().hex()]),
        ("", []),
        ("，。！🙂", []),
    ],
)
def test_the_stream(text, tokens):
    assert stream(text) == tokens


def test_texts_are_parted_and_empty_ones_leave_no_gap():
    assert stream("桥", "", "梁") == ["桥", BREAK, "梁"]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("桥", [Phrase(("桥",), True)]),
        ("桥梁", [Phrase(("桥梁",), False)]),
        ("区妇联", [Phrase(("区妇", "妇联"), False)]),
        ("停水 幸福路", [Phrase(("停水",), False), Phrase(("幸福", "福路"), False)]),
        ("K3路", [Phrase(("k3", "路"), True)]),
        ("桥梁abc", [Phrase(("桥梁", "梁", "abc"), False)]),
        (" ，", []),
    ],
)
def test_the_question(question, asked):
    assert phrases(question) == asked


def found(question: str, text: str) -> bool:
    """What an index does, said in a few lines: each phrase's tokens stand side by side in the stream."""
    tokens = stream(text)

    def at(place: int, phrase: Phrase) -> bool:
        part = tokens[place : place + len(phrase.tokens)]
        if phrase.open_end:
            same = part[:-1] == list(phrase.tokens[:-1])
            return len(part) == len(phrase.tokens) and same and part[-1].startswith(phrase.tokens[-1])
        return part == list(phrase.tokens)

    return all(any(at(place, phrase) for place in range(len(tokens))) for phrase in phrases(question))


@given(st.text("停水电幸福路区妇联", min_size=1, max_size=20), st.data())
def test_every_piece_of_a_text_is_found_in_it_and_no_other(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert found(text[start:end], text)
    other = data.draw(st.text("停水电幸福路区妇联", min_size=1, max_size=6))
    assert found(other, text) == (other in text)
