"""What the menus show. Domains register entries in their ``apps.py``; the project fills the slots of the header.

>>> register(Item(key="cases", audience="desk", label=_("Cases"), icon="message", url="cases:list", order=10))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse

Audience = Literal["resident", "desk"]


def everybody(request: HttpRequest) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry. ``url`` is the name of a route; ``permitted`` says who sees it; ``count`` how much waits there (None
    or 0 draws nothing); ``short`` is the label where room is scarce; ``bar`` puts it into the bottom bar of a phone (at most four, "more" is the fifth);
    ``also`` are further path beginnings under which the entry is the current one; ``go`` is the letter that leads there after
    the key g, one letter an entry; ``foot`` repeats it at the foot of the residents' pages."""

    key: str
    audience: Audience
    label: Any
    icon: str
    short: Any = ""
    url: str
    order: int = 100
    group: Any = ""
    permitted: Callable[[HttpRequest], bool] = everybody
    count: Callable[[HttpRequest], int | None] | None = None
    bar: bool = False
    also: tuple[str, ...] = ()
    go: str = ""
    foot: bool = False

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True)
class Entry:
    """An item as one reader sees it. How much waits there is no part of what it is: a menu is the same when a number changes."""

    item: Item
    href: str
    current: bool
    count: int = field(compare=False)
    waits: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "waits", self.count > 0)

    @property
    def short(self) -> Any:
        return self.item.short or self.item.label

    @property
    def shown_count(self) -> str:
        return "99+" if self.count > 99 else str(self.count)


class Menu:
    """The entries of an audience in order with their addresses, whoever may see them."""

    def __init__(self, items: Iterable[Item]) -> None:
        ordered = sorted(items, key=lambda item: (item.order, item.key))
        self.places = [(item, reverse(item.url)) for item in ordered]
        begun = {one: item for item, address in reversed(self.places) for one in (address, *item.also)}
        longest = sorted(begun, key=len, reverse=True)
        self._begun = [(one, f"{one.rstrip('/')}/" if one != "/" else one, begun[one]) for one in longest]

    def at(self, path: str) -> Item | None:
        """The entry that a path belongs to: the one with the longest beginning of it."""
        for address, inside, item in self._begun:
            if path == address or (address != "/" and path.startswith(inside)):
                return item
        return None


@dataclass
class Registry:
    """Entries by key, and the slots of the header by name."""

    items: dict[str, Item] = field(default_factory=dict)
    slots: dict[str, Callable[[HttpRequest], Any]] = field(default_factory=dict)
    menus: dict[Audience, Menu] = field(default_factory=dict)

    def menu(self, audience: Audience) -> Menu:
        """Put together once all entries are there."""
        if audience not in self.menus:
            self.menus[audience] = Menu(item for item in self.items.values() if item.audience == audience)
        return self.menus[audience]


_registry = Registry()

#: unread → int; notices → address; hats → Hats | None; account → Account | None; search → address of the search page.
SLOTS = ("account", "hats", "notices", "search", "unread")


@dataclass(frozen=True, kw_only=True)
class Hat:
    """A post the person may act for."""

    value: str
    label: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Hats:
    """The posts to choose from; the choice is posted to ``action`` as ``name``."""

    action: str
    choices: tuple[Hat, ...]
    name: str = "post"

    @property
    def current(self) -> Hat | None:
        return next((hat for hat in self.choices if hat.current), None)


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who is signed in. ``links`` are (label, address); ``logout`` is posted to."""

    name: str
    logout: str
    links: tuple[tuple[Any, str], ...] = ()


def register(item: Item) -> None:
    """Add an entry; a key may be used once, a letter to go there too."""
    taken = [one.key for one in _registry.items.values() if item.go and one.go == item.go and one.key != item.key]
    if taken:
        raise ValueError(f"the letter {item.go!r} leads to {taken[0]!r} already")
    if _registry.items.setdefault(item.key, item) != item:
        raise ValueError(f"two menu entries are called {item.key!r}")
    _registry.menus.clear()


def provide(slot: str, fill: Callable[[HttpRequest], Any]) -> None:
    """Fill a slot of the header, one of ``SLOTS``."""
    if slot not in SLOTS:
        raise ValueError(f"{slot!r} is no slot of the header: {', '.join(SLOTS)}")
    _registry.slots[slot] = fill


def slot(name: str, request: HttpRequest) -> Any:
    """What the project put there, None where nothing."""
    fill = _registry.slots.get(name)
    return fill(request) if fill else None


def stand_at(request: HttpRequest, address: str) -> None:
    """Mark the entry of ``address`` as the current one: for a page that belongs to the place one came from."""
    request.stands_at = urlsplit(address).path  # type: ignore[attr-defined]


def entries(request: HttpRequest, audience: Audience) -> tuple[Entry, ...]:
    """The entries this reader sees, in order; the longest matching path is the current one."""
    menu = _registry.menu(audience)
    here = menu.at(getattr(request, "stands_at", request.path))
    return tuple(
        Entry(item, address, item is here, (item.count(request) or 0) if item.count else 0)
        for item, address in menu.places
        if item.permitted(request)
    )
