"""Every view says for whom it is. A view that does not say is not there (404)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from qiaoliang.base.access.roles import permissions
from qiaoliang.base.core.audience import Audience, View, public, resident, signed_in

__all__ = ["Audience", "Route", "officer", "public", "resident", "routes", "settling", "signed_in"]


@dataclass(frozen=True)
class AnyOf(Audience):
    """Officers with one of several permissions; ``permission`` is the first."""

    permissions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settling(Audience):
    """Signed in, also while a first password or a required second factor is still to be set."""


def officer(*needed: str) -> Callable[[View], View]:
    """Whoever has one of these permissions under the present hat, anywhere; the view asks how far."""
    unknown = [key for key in needed if key not in permissions()]
    if unknown or not needed:
        raise KeyError(f"not in roles.toml: {unknown}")
    return lambda view: _declare(view, AnyOf("officer", needed[0], permissions=needed))


def settling(view: View) -> View:
    """Everyone with an account, also before it is settled."""
    return _declare(view, Settling("signed_in"))


def needed(audience: Audience) -> tuple[str, ...]:
    """The permissions of which an officer needs one."""
    return audience.permissions if isinstance(audience, AnyOf) else (audience.permission,)


def _declare(view: View, audience: Audience) -> View:
    view.audience = audience  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True)
class Route:
    """One address of the product: its pattern, its name with namespace, and for whom it is (None: forgotten)."""

    pattern: str
    name: str
    view: Callable[..., Any]
    audience: Audience | None


def routes() -> list[Route]:
    """Every route there is."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(entries: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Route]:
    for entry in entries:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, pattern, inner)
        else:
            view = entry.callback
            yield Route(pattern, space + (entry.name or ""), view, getattr(view, "audience", None))
