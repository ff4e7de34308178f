"""Moments as SQLite's module reads them.

SQLite keeps a moment as text, and Django reads each anew, in Python: a list with seven a row spent a twentieth of its time on it. The same ones
come again and again, so what was read is kept; a moment cannot be changed."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import lru_cache

from django.utils.dateparse import parse_datetime

#: some 200 bytes each
MOST = 32_768


def read_once() -> None:
    """Let SQLite's module read moments so, where Django uses it. After Django has told it its own way."""
    from django.db import connection

    if connection.vendor == "sqlite":
        for name in ("datetime", "timestamp"):
            sys.modules["sqlite3"].register_converter(name, read)


@lru_cache(maxsize=MOST)
def read(text: bytes) -> datetime | None:
    """What Django's own reader makes of it: without a zone, None where it is no moment."""
    return parse_datetime(text.decode())
