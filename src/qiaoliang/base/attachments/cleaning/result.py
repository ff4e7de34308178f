from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """The file is not taken; the argument is a code: broken, pixels, pages, locked, complex."""


@dataclass(frozen=True)
class Cleaned:
    """``facts``: width and height in pixels, or pages. ``parts``: variant → bytes."""

    facts: dict[str, int]
    parts: dict[str, bytes]
