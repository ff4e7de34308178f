"""User names: one form for storing, asking and counting tries."""

from __future__ import annotations

import re
import unicodedata

_ALLOWED = re.compile(r"[\w.\-]{2,40}")


def clean(text: str) -> str:
    """Full width folded, lower case, no spaces around."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_good(name: str) -> bool:
    """2 to 40 letters (Han too), digits, dots, dashes, underscores; already cleaned."""
    return name == clean(name) and _ALLOWED.fullmatch(name) is not None
