"""Back to where one came from: a plain address, so the browser's own back button agrees with it."""

from __future__ import annotations

from typing import Literal

from qiaoliang.ui.contract import Contract


class Props(Contract):
    """``way`` is for a page to which several lists lead: "known" where the server saw from which one came, which a script
    keeps for the window; "usual" where it did not, as after a step: then the script puts the one in that it kept."""

    href: str
    label: str = ""
    way: Literal["", "known", "usual"] = ""

    placed = ("href", "label")
