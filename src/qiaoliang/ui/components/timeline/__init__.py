"""What happened, newest or oldest first as given; what is still to come is dashed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from qiaoliang.ui.contract import Contract, Tone


class Item(Contract):
    """One event. ``when`` and ``who`` are ready-made texts; ``quote`` is somebody's own words, ``reply`` an answer of
    the office; ``datetime`` is the machine's form of ``when``; ``files`` came with it, each with ``name`` and ``href``."""

    title: str
    when: str = ""
    datetime: str = ""
    who: str = ""
    text: str = ""
    quote: str = ""
    reply: str = ""
    tone: Tone = "neutral"
    icon: str = "circle"
    at: Literal["past", "now", "future"] = "past"
    href: str = ""
    id: str = ""
    files: Sequence[Mapping[str, str]] = ()


class Props(Contract):
    items: Sequence[Item]
    label: str = ""
