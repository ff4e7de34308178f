"""The state of something: words, an icon and a colour, so that none of the three is needed alone."""

from __future__ import annotations

from collections.abc import Hashable

from qiaoliang.ui.contract import Contract, Tone
from qiaoliang.ui.kept import exact

#: The icon of each tone when the caller names none.
ICONS = {
    "neutral": "minus", "new": "inbox", "active": "refresh", "wait": "pause", "rate": "star", "done": "check", "act": "clock",
}  # fmt: skip


class Props(Contract):
    """Tones: neutral (over, without a result), new (nobody has it yet), active (being worked on), wait (waits for
    somebody), rate (waits for the person's rating), done, act (late, or needs you now)."""

    label: str
    tone: Tone = "neutral"
    icon: str = ""

    @property
    def drawn_from(self) -> Hashable:
        return exact(self.label), self.tone, self.icon

    @property
    def sign(self) -> str:
        return self.icon or ICONS[self.tone]
