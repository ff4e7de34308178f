"""Nothing here: say why that is, and what one can do."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    title: str
    text: str = ""
    icon: str = "inbox"
    action: str = ""
    href: str = ""
