"""For whom a route is. Declared on the view, checked by the access middleware; a route without it is refused.

The declaration stands this low because pages of the lower floors (audit, jobs, vault, attachments) need it too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Audience:
    """``kind`` is public, resident, signed_in or officer; an officer's route names the permission it needs."""

    kind: str
    permission: str = ""


def _declare(audience: Audience) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return mark


#: Anybody, signed in or not. Such a view checks itself what it hands out.
public = _declare(Audience("public"))
#: A person who has shown a receipt's code and secret.
resident = _declare(Audience("resident"))
#: Anybody with an account.
signed_in = _declare(Audience("signed_in"))


def officer(permission: str) -> Callable[[View], View]:
    """Officers holding ``permission`` in the post whose hat they wear."""
    return _declare(Audience("officer", permission))
