"""How a way out says that a message did not go."""

from __future__ import annotations


class NotSent(Exception):
    """``why`` is short, in figures and codes, without addresses or words of people; ``answer`` all the server said, for the
    test page alone; ``final``: another try would end alike."""

    def __init__(self, why: str, answer: str = "", *, final: bool = False) -> None:
        super().__init__(why)
        self.why, self.answer, self.final = why[:200], answer[:2000], final
