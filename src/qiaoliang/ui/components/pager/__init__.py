"""Onwards and back through a long list, by the key of the last row: no page numbers, no dear count."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    """``text`` says what is shown ("25 of 1,000+"). An address left out means there is no more in that direction. Lists
    that do not go by time give the words for both directions."""

    next: str = ""
    previous: str = ""
    text: str = ""
    onwards: str = ""
    back: str = ""

    placed = ("next", "previous", "text", "onwards", "back")
