"""What may stand in a log, a queue or a notice: ids, numbers, dates and short codes, never a person's words.

Logs outlive the data they tell of and are read by other people, so a name or a phone number must not get in by
accident. The check is narrow on purpose: a value that is not clearly an id or a code is a programming error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}")
_PERSONAL = re.compile(r"(\+?86)?1[3-9]\d{9}|\d{17}[\dXx]")


def code(value: str, where: str) -> str:
    """``value`` if it is a short code (ASCII, no spaces, no phone or identity number), else ValueError."""
    if not _CODE.fullmatch(value) or _PERSONAL.fullmatch(value):
        raise ValueError(f"{where} takes ids and codes only, not free text")
    return value


def value(thing: object, where: str) -> Any:
    """``thing`` as JSON holds it: ids and dates as text, lists of the same."""
    if thing is None or isinstance(thing, bool | int | float):
        return thing
    if isinstance(thing, UUID | date | datetime):
        return thing.isoformat() if isinstance(thing, date) else str(thing)
    if isinstance(thing, list | tuple | set | frozenset):
        return [value(one, where) for one in thing]
    return code(str(thing), where)


def mapping(things: Mapping[str, object], where: str) -> dict[str, Any]:
    """Every key and value checked."""
    return {code(name, where): value(thing, f"{where}.{name}") for name, thing in things.items()}
