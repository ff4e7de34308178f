"""The fast path against the same rows counted one character group at a time."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from qiaoliang.text.routing.features import BLOCKS, HEAD, TOLD, Features, prepared
from qiaoliang.text.routing.router import Router
from qiaoliang.text.routing.wordtable import WordTable, hashes, split
from qiaoliang.text.words import cut_all

TEXTS = [
    "云桥区青禾小区物业不修电梯，物业费却年年涨，业主反映多次没有人管，请有关部门查一查物业的账。",
    "云桥 区 青禾 小区 停水 三 天 ， 物业 不 管 ， 业主 只能 去 别处 接水",
    "孩子到了上小学的年龄，云溪小学说学位满了，请问招生划片怎么分？2026年9月还能不能入学😀",
    "厂里拖欠农民工工资三个月，老板说没钱，工资条也不给",
    "",
    "路灯",
    "物",
    "OK 12号楼A座",
    "退休金为什么少发，工资也不涨，社保断缴以后怎么补缴，" * 9,
]
LABELS = ["住建", "住建", "教育", "人社", "住建", "城管", "住建", "城管", "人社"]
_MASK = (1 << 64) - 1


def gram_key(gram: str) -> int:
    code = 0
    for sign in gram:
        code = code << 21 | ord(sign)
    mixed = code * 0x9E3779B97F4A7C15 & _MASK
    return mixed >> 44


def grams(text: str, length: int) -> list[int]:
    parts = (text[i : i + length] for i in range(len(text) - length + 1))
    return [gram_key(part) for part in parts if all("\u4e00" <= sign < "\ua000" for sign in part)]


def slow_row(features: Features, text: str) -> dict[int, float]:
    words, start, head = cut_all(text), 0, []
    for word in words:
        head += [word] if start < HEAD else []
        start += len(word)
    row: dict[int, float] = {}
    keys: list[list[int]] = []
    for part in (words, head):
        joined = "".join(part).replace(" ", "")
        keys += [[features.words.get(word, -1) for word in part], grams(joined, 2), grams(joined, 3)]
    present = 0.0
    for number, (found, (_, weight)) in enumerate(zip(keys, BLOCKS, strict=True)):
        often = Counter(int(features.tables[number][key]) for key in found if key >= 0)
        values = {c: (1 + math.log(n)) * float(features.idf[c]) for c, n in often.items() if c >= 0}
        length = math.sqrt(sum(value**2 for value in values.values()))
        present += weight**2 if values else 0
        row |= {column: weight * value / length for column, value in values.items()}
    return {column: value / math.sqrt(present) for column, value in row.items()}


@pytest.mark.parametrize("at_least", [1, 2])
def test_rows_are_those_of_a_plain_count(at_least: int) -> None:
    features, texts = Features(), prepared(TEXTS)
    fitted = features.fit(texts, at_least).toarray()
    assert np.abs(features.transform(texts).toarray() - fitted).max() < 1e-6
    features.extend(prepared(["共享单车乱停放，占满了人行道，物业不管"])[0])
    more = [*texts, "人行道上的共享单车没人管"]
    found = features.transform(more).toarray()
    for text, row in zip(more, found, strict=True):
        wanted = slow_row(features, text)
        assert set(np.flatnonzero(row)) == set(wanted)
        assert all(abs(row[column] - value) < 1e-5 for column, value in wanted.items())


def test_probabilities_and_reasons_are_those_of_a_plain_count() -> None:
    router = Router()
    router.train(TEXTS, LABELS)
    texts = prepared(TEXTS)
    slow = np.zeros((len(texts), router.features.size))
    for number, text in enumerate(texts):
        for column, value in slow_row(router.features, text).items():
            slow[number, column] = value
    logits = 1.5 * (slow @ router.weights + router.bias)
    wanted = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    for text, found, p in zip(texts, router.suggest(TEXTS), wanted, strict=True):
        for suggestion in found.suggestions:
            assert abs(suggestion.p - p[router.labels.index(suggestion.label)]) <= 1e-4
            assert all(word in text for word in suggestion.why)


def hashed(*words: str) -> np.ndarray:
    codes, ends = split("\0".join(words))
    return hashes(codes, np.concatenate([[0], ends[:-1]]), ends)


def test_a_word_has_one_hash_wherever_it_stands() -> None:
    assert hashed("物业", "管", "物业")[0] == hashed("管", "小区", "物业")[2]
    assert len(set(hashed("物业", "业物", "物", "业", "物业物").tolist())) == 5


def test_every_word_is_found_under_its_number_and_no_other_is() -> None:
    table, words = WordTable(), [chr(0x4E00 + n) + chr(0x4E01 + n % 7) for n in range(3000)]
    assert table.numbers(hashed("物业")).tolist() == [-1]
    for known in (1, 2, 700, 3000):
        table.follow(words[:known])
        assert table.numbers(hashed(*words)).tolist() == [*range(known), *[-1] * (3000 - known)]


def test_a_long_message_is_read_as_far_as_its_subject_and_blanks_do_not_count() -> None:
    plain = "".join(f"第{number}件事说的是云桥区青禾小区的电梯" for number in range(60))
    (read,) = prepared([plain])
    assert plain.startswith(read)
    assert len(read) == TOLD
    (spaced,) = prepared([" ".join(plain)])
    assert spaced.replace(" ", "") == read
    router = Router()
    router.train(TEXTS, LABELS)
    told = TEXTS[0].ljust(TOLD, "。")
    assert list(router.suggest([told + TEXTS[3]])) == list(router.suggest([told]))
