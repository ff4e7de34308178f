"""A sheet of A4 to print or show: title, number, body, unit and day. Used with ``uiblock``."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    title: str
    content: str
    number: str = ""
    unit: str = ""
    day: str = ""
