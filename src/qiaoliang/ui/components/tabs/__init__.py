"""Neighbouring lists or views, each with its own address: links, not a widget, so they open in a new tab and go back."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from qiaoliang.ui.contract import Contract
from qiaoliang.ui.kept import room

#: what differs from tab to tab
_TEXTS = ("label", "href", "count")


class Tab(Contract):
    """``count`` is a ready-made text ("12", "1,000+")."""

    label: str
    href: str
    current: bool = False
    count: str = ""


class Props(Contract):
    items: Sequence[Tab]
    label: str

    @property
    def drawn_from(self) -> Hashable:
        return tuple((one.current, bool(one.count)) for one in self.items)

    @property
    def places(self) -> dict[str, str]:
        texts = {f"{name}{at}": getattr(one, name) for at, one in enumerate(self.items) for name in _TEXTS}
        return {**texts, "label": self.label}

    def with_rooms(self) -> Props:
        there = [
            {name: room(f"{name}{at}") for name in _TEXTS if getattr(one, name)} for at, one in enumerate(self.items)
        ]
        rooms = (replace(one, **texts) for one, texts in zip(self.items, there, strict=True))
        return replace(self, items=tuple(rooms), label=room("label"))
