"""Something the reader should know: a message after an action (with undo), advice, danger."""

from __future__ import annotations

from typing import Literal

from qiaoliang.ui.contract import Contract, Tone


class Props(Contract):
    """``text`` or ``content``. ``undo`` is posted to when the button is pressed; ``link`` and ``href`` lead on.
    ``role``: alert speaks at once, status waits its turn, "" is plain text of the page."""

    text: str = ""
    content: str = ""
    title: str = ""
    tone: Tone = "active"
    icon: str = ""
    undo: str = ""
    undo_label: str = ""
    link: str = ""
    href: str = ""
    role: Literal["", "alert", "status"] = ""

    @property
    def sign(self) -> str:
        return self.icon or {"act": "alert", "wait": "alert", "done": "check-circle"}.get(self.tone, "info")
