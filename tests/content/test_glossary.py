"""The glossary names each thing once, in both languages, with a meaning."""

from __future__ import annotations

import re
from collections import Counter

from tests.content.files import SOURCE, load

TEXT = (SOURCE.parents[1] / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("| ") and not line.startswith("| 中文")
]


def test_every_row_has_chinese_english_and_a_meaning_in_both() -> None:
    assert len(ROWS) >= 80
    for row in ROWS:
        assert len(row) == 3, row
        assert re.search(r"[一-鿿]", row[0]) and re.search(r"[A-Za-z]", row[1]), row
        assert re.search(r"[。…] ?[A-Z]", row[2]) and row[2].endswith((".", "?")), row


def test_no_name_twice() -> None:
    for column in (0, 1):
        names = Counter(name for row in ROWS for name in row[column].split(" · "))
        assert [name for name, times in names.items() if times > 1] == []


def test_the_words_of_the_case_are_there() -> None:
    chinese = {name for row in ROWS for name in row[0].split(" · ")}
    kinds = {"question": "咨询", "help": "求助", "complaint": "投诉", "suggestion": "建议"}
    assert {kinds[row["kind"]] for row in load("catalog")["category"] if "kind" in row} <= chinese
    assert {
        "诉求",
        "回执",
        "派单",
        "主办",
        "协办",
        "回访",
        "组织",
        "岗位",
        "任职",
        "届次",
        "保险库",
        "查看联系方式",
    } <= chinese
