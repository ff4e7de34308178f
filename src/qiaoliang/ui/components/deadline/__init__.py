"""Until when, how much is left, and which days were counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from qiaoliang.ui.contract import Contract, Tone


class Day(Contract):
    """One day of the explanation: counted or not, with the reason when it is not plain (a holiday, a make-up day)."""

    text: str
    counted: bool
    reason: str = ""


class Props(Contract):
    """``date`` and ``left`` are ready-made texts; ``then`` goes on from the date and says what comes by then. ``first`` is the deadline first given, when it was moved; ``moves``
    says by what. ``provisional``: the calendar of those days is not announced yet."""

    label: str
    date: str
    datetime: str = ""
    left: str = ""
    then: str = ""
    state: Literal["ok", "soon", "late", "paused", "met"] = "ok"
    days: Sequence[Day] = ()
    rule: str = ""
    source: str = ""
    first: str = ""
    moves: Sequence[str] = ()
    provisional: bool = False
    compact: bool = False

    @property
    def tone(self) -> Tone:
        tones: dict[str, Tone] = {"ok": "active", "soon": "wait", "late": "act", "paused": "neutral", "met": "done"}
        return tones[self.state]

    @property
    def icon(self) -> str:
        return {"late": "alert", "paused": "pause", "met": "check"}.get(self.state, "clock")

    @property
    def counted(self) -> int:
        return sum(day.counted for day in self.days)

    @property
    def explained(self) -> bool:
        return bool(self.days or self.rule or self.first or self.moves)
