"""The way from a list to the table of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from qiaoliang.base.core import addresses


def taken_out(request: HttpRequest, which: str, filters: Any) -> str:
    """The address where this list, as it is narrowed now, is taken out as a table; empty for whoever may not."""
    if not request.actor.may("cases.export"):  # type: ignore[attr-defined]
        return ""
    asked = filters.address().removeprefix("?")
    return f"{addresses.plain('exports:new', which)}{'?' if asked else ''}{asked}"
