"""Numbers that bind a task: not dates, not parts of names in quotation marks or of programmes (1+10工程, 10万亩核心区)."""

from __future__ import annotations

import re

_MEASURES = (
    "个百分点|百分点|万亿元|亿元|万元|元|万亿|公里|千米|平方米|平方公里|立方米|千瓦时|千瓦|微克|毫克|小时|分钟|个|家|名|人次|人|户|项|件|次|场|期|条|座|所|处|套|台|辆|艘|架|只|头|株|亩|公顷|吨|斤|公斤|"
    "份|本|篇|支|批次|批|门|间|栋|片|对|位|篇|倍|成|元|P|天|日|张|款|种|类|省|市|县|乡|镇|村|万|亿|%"
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?(?:[-—~至]\d[\d,.]*)?"
_QUANTITY = re.compile(
    rf"(?:不少于|不低于|不超过|超过|至少|超|达到?|突破|近|约)?(?:{_NUMBER}%?|百分之[一-十百]+)(?:余|多)?(?:[千百十]?[万亿])?(?:[-—~]{_NUMBER}%?)?(?:{_MEASURES})?(?:/[^\W\d]{{2,3}})?(?:以上|以内|以下|左右)?|"
    rf"(?<![第十一二三四五六七八九几])[二三四五六七八九十百千两]+(?:家|名|场|户|座|所|件|次|万元|亿元|万人|万吨|万亩|亿斤)(?:以上|左右)?|全部|全覆盖"
)
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）")
_NAME_AFTER = re.compile(
    r"(?:级(?!别)|方面|核心区|示范区|工程|行动|计划|攻坚|政策|工作法|机制|模式|条政策|年|月|号|届|(?:、[一二三四五六七八九十]+次)?全会|次全会|次会议|次党代会|时|点)"
)
_NAME_BEFORE = re.compile(r"[第A-Za-z+＋月][\s]*$|十[一-九]?届$")


def find_quantity(folded: str) -> str | None:
    """All binding numbers of a span joined by 、, or None."""
    bare = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), folded)
    found = [hit[0] for hit in _QUANTITY.finditer(bare) if _binds(bare, hit)]
    return "、".join(dict.fromkeys(found)) or None


def _binds(text: str, hit: re.Match[str]) -> bool:
    if _NAME_AFTER.match(text, hit.end()) or _NAME_BEFORE.search(text[max(0, hit.start() - 3) : hit.start()]):
        return False
    last = hit[0][-1]
    return not last.isdigit() or bool(re.search(r"[达到至超为破]$|^不", text[: hit.start()][-1:] + hit[0][:1]))


_BARE_RESULT = re.compile(
    r"增长|新增|达到?|超过?|突破|完成|控制在|下降|降低|提高到|提高|稳定在|保持在|不低于|不少于|不超过|以上|以内|左右|高于|同步|压减|压降|减少|缩短|翻番|翻一番|占比|比重|增速|涨幅|回升|只增不减|下达|国家.{0,4}(?:目标|任务)|快于|优于"
)


def is_target(folded: str) -> bool:
    """A bare result that is demanded: a number, or a comparison, with a verb of growth or limit."""
    if not _BARE_RESULT.search(folded):
        return False
    return find_quantity(folded) is not None or bool(
        re.search(r"同步|高于|快于|优于|大幅增长|翻番|翻一番|下达|只增不减|合理回升", folded)
    )
