"""Back to where one came from: a plain address, so the browser's own back button agrees with it."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    href: str
    label: str = ""
