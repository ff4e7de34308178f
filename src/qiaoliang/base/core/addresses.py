"""Addresses of many rows on one page: a list has three in each row, and Django looks through the routes for each."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)


def address(route: str, key: UUID) -> str:
    """The address of that route, whose only argument is an id."""
    return _pattern(route).replace(str(_ANY), str(key))


@cache
def _pattern(route: str) -> str:
    return reverse(route, args=[_ANY])
