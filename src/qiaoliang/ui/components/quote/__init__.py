"""Somebody's own words, or the office's answer: set apart, line breaks kept."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    """``text`` may carry masked places as ready-made HTML. ``reply`` marks what the office says."""

    text: str
    by: str = ""
    reply: bool = False

    placed = ("text", "by")
