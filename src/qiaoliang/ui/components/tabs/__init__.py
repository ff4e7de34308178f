"""Neighbouring lists or views, each with its own address: links, not a widget, so they open in a new tab and go back."""

from __future__ import annotations

from collections.abc import Sequence

from qiaoliang.ui.contract import Contract


class Tab(Contract):
    """``count`` is a ready-made text ("12", "1,000+")."""

    label: str
    href: str
    current: bool = False
    count: str = ""


class Props(Contract):
    items: Sequence[Tab]
    label: str
