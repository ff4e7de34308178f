"""Responsibility notes after a measure: （责任单位：区民政局；配合单位：区财政局；完成时限：6月底前）."""

from __future__ import annotations

import re
from typing import NamedTuple

from qiaoliang.text.directives.deadlines import find_deadline
from qiaoliang.text.directives.units import Register

_NOTE = re.compile(
    r"(?:^|[（【〔；，。\s])(牵头(?:单位|部门)|责任(?:单位|部门)|主办单位|负责单位|配合(?:单位|部门)|协办单位|责任人|完成(?:时限|时间)|时限要求|办理时限)：((?:[^；：）】〕。，]|，(?![^，；：]{2,5}：))+)"
)
_OPEN = re.compile(
    r"^[（【〔]?(?:牵头|责任|主办|负责|配合|协办)(?:单位|部门)：|^[（【〔]?(?:完成(?:时限|时间)|办理时限)："
)


class Note(NamedTuple):
    """What a note says; ``limit`` is the span of the time limit inside the text given."""

    lead: tuple[str, ...]
    helpers: tuple[str, ...]
    limit: tuple[int, int] | None


def is_note(folded: str) -> bool:
    return bool(_OPEN.match(folded))


def read_note(folded: str, register: Register) -> Note | None:
    """The note a text holds, or None."""
    lead: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    limit: tuple[int, int] | None = None
    for found in _NOTE.finditer(folded):
        if "时" in found[1]:
            start, end = find_deadline(found[2]) or (0, len(found[2].rstrip("，、 ")))
            limit = (found.start(2) + start, found.start(2) + end)
        elif found[1].startswith(("配合", "协办")):
            helpers += unit_names(found[2], register)
        elif found[1] != "责任人":
            lead += unit_names(found[2], register)
    return Note(lead, helpers, limit) if lead or helpers or limit else None


def unit_names(folded: str, register: Register) -> tuple[str, ...]:
    """Units of a list cell or note, by their register names where known, else as written."""
    names: list[str] = []
    for part in re.split(r"[、，；,;/\s]+", folded):
        if part and part not in {"等", "各"}:
            mention = register.at(part, 0)
            names += mention.units if mention and mention.end == len(part) else (part,)
    return tuple(dict.fromkeys(names))
