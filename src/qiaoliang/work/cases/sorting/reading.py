"""A case's words as the machine reads them: without what looks like contact data, so that none gets into a model or a row."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from qiaoliang.work.cases import masking
from qiaoliang.work.cases.models import Case

#: no further than this are two texts compared for what they share
COMPARED = 800
#: a phrase that two texts share is at least so long, and cut after so many characters
LEAST, LONGEST = 3, 12
#: words that may weigh something in a model and tell a person nothing
SAYS_NOTHING = frozenset([
    "我们", "你们", "他们", "自己", "大家", "没有", "不能", "不是", "不会", "什么", "怎么", "怎样", "这样", "那样", "这个", "那个", "一个",
    "一家", "一样", "一直", "就是", "还是", "还有", "只有", "都是", "已经", "现在", "可以", "可能", "应该", "需要", "知道", "希望", "请问",
    "想问", "问问", "问题", "事情", "情况", "时候", "说是", "觉得", "因为", "所以", "但是", "而且", "如果", "不知", "谢谢", "您好", "你好",
    "麻烦", "领导", "有人", "几个", "几次", "每次", "上次", "今年", "去年", "今天", "昨天", "这里", "那里", "里面", "上面", "出来", "起来",
    "下来", "过来", "两个", "三个", "另外", "那么", "没人", "还要", "一天", "三天", "两次", "三次",
])  # fmt: skip


def words(case: Case) -> str:
    """Title and text."""
    return "。".join(filter(None, (masking.left_out(case, "title").strip(), masking.left_out(case, "text").strip())))


def place(case: Case) -> str:
    """Where it is, as the person said it, else the area that was chosen. Ask for ``area`` with the case."""
    return masking.left_out(case, "place").strip() or (case.area.name if case.area else "")


def said_in(text: str, found: Iterable[str]) -> list[str]:
    """Those of the words that a reader can see in the text, and that say something."""
    return [word for word in found if word in text and word not in SAYS_NOTHING]


def shared(first: str, second: str, most: int = 4) -> list[str]:
    """The longest phrases that stand in both texts, without their punctuation."""
    first, second = first[:COMPARED], second[:COMPARED]
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    phrases = (part for block in blocks for part in _phrases(first[block.a : block.a + block.size]))
    longest = sorted(dict.fromkeys(phrases), key=len, reverse=True)
    return [one[:LONGEST] for one in longest[:most]]


def _phrases(text: str) -> list[str]:
    spaced = "".join(sign if sign.isalnum() else " " for sign in text)
    return [part for part in spaced.split() if len(part) >= LEAST]
