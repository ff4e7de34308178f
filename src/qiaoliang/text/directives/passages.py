"""What a passage does beyond its single clauses: steers, looks back, lists goals, or adds a step to the one before."""

from __future__ import annotations

import re

from qiaoliang.text.directives.classify import AVERTS, TO_END
from qiaoliang.text.directives.words import WORK

_STEERING = re.compile(r"为指导|工作总基调|(?:总体|总的)?要求是：.|指导思想|^让我们")
_CREED = re.compile(
    r"稳中求进|提质增效的|扩大内需、优化供给|做优增量、盘活存量|稳就业、稳企业|质的有效提升|社会(?:大局)?和谐稳定|良好开局|开好局|"
    r"新发展理念|新发展格局|高质量发展这个|更好统筹|投资于物和投资于人|放得活"
)
_CREEDS = 3
_LOOKS_BACK = re.compile(
    r"(?:各位代表，|同志们，)?(?:过去(?:的)?[一二三四五两]年|去年|上年|一年来|[三五]年来|回顾)(?![^。；]*(?:要|须|必须))"
)
_LOOKS_AHEAD = re.compile(r"今年|明年|下一步|接下来|今后|下一阶段|必须|务必|(?<![需重主首必想只])要(?!求)|目标")
_INDICATOR = re.compile(
    r"[^，]{2,}(?:增长|提高|提升|提质|改善|优化|保持|达到|完成|控制|稳定|下降|实现|回升|同步|翻番|翻一番|以上|以内|高于|快于)|^(?:如期|全面)?完成.*(?:目标|任务|指标)$"
)
_OUTCOME = re.compile(
    r"(?:动力|优势|力量|起来|活力|环境|氛围|成效|效应|局面|格局|体系|篇章|信心|稳定|良好开局|有效提升.{0,10}|高质量发展)[”]?$"
)
_DEGREE = re.compile(r"(?:能力|水平|能级|质效|高地|标杆|样板)[”]?$")
_BRINGS_ABOUT = frozenset({"确保", "保证", "保障", "构建", "形成", "营造"})
_SHORTEST_STEP = 12  # characters; a shorter clause has no room for an object of its own


def steers(sentence: str) -> bool:
    """True for the general requirements of a report: it says so, or strings several set formulas of policy together."""
    return bool(_STEERING.search(sentence)) or len(set(_CREED.findall(sentence))) >= _CREEDS


def looks_back(sentence: str, before: bool) -> bool:
    """True when a sentence tells what was done; ``before``: the sentence before it in the paragraph did."""
    return bool(_LOOKS_BACK.match(sentence)) or (before and not _LOOKS_AHEAD.search(sentence))


def is_indicator(clause: str) -> bool:
    """An entry of a list of goals, also without a number: 水质持续改善, 物价保持合理水平."""
    return bool(_INDICATOR.search(clause))


def is_own_step(clause: str, verb: str) -> bool:
    """推动…园区升级 after a short task: an object of its own, no outcome, and no mere degree (能力, 水平) of one thing."""
    return (
        (len(clause) >= _SHORTEST_STEP or bool(AVERTS.match(clause)))
        and verb in WORK - _BRINGS_ABOUT
        and not TO_END.match(clause)
        and not _OUTCOME.search(clause)
        and ("、" in clause or not _DEGREE.search(clause))
    )
