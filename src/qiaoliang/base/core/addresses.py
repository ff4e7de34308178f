"""Addresses that are asked for again and again: a list has three in each row and a dozen around them, and Django looks through the
routes for each."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)


def address(route: str, key: UUID) -> str:
    """The address of that route, whose only argument is an id."""
    return _pattern(route).replace(str(_ANY), str(key))


@cache
def plain(route: str, *names: str) -> str:
    """The address of that route, whose arguments are words of ours, not of people: there are only so many."""
    return reverse(route, args=names)


@cache
def _pattern(route: str) -> str:
    return reverse(route, args=[_ANY])
