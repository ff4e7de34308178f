"""Pieces of pages that are drawn once and kept in the process, each under all that it is drawn from.

A menu, a list of two hundred choices, a state's tag look the same on page after page; drawing them anew costs more than what
is new on a page. Only what comes from rules and rights belongs here, never what people wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from qiaoliang.ui.drawn import shown

#: pieces of a language; a long select weighs some twenty thousand bytes
MOST = 2048

#: language → its pieces: a key may hold words that are another value in another language
_drawn: dict[str | None, dict[tuple[Hashable, ...], SafeString]] = {}
_lock = Lock()
_ROOM = re.compile("\ue000([^\ue001]*)\ue001")


def kept(key: tuple[Hashable, ...], draw: Callable[[], SafeString]) -> SafeString:
    """The piece that ``draw`` makes, in the reader's language; ``key`` is all else that it is drawn from. The oldest make
    room for new ones."""
    pieces = _drawn.setdefault(get_language(), {})
    found = pieces.get(key)
    if found is None:
        found = draw()
        with _lock:
            while len(pieces) >= MOST:
                del pieces[next(iter(pieces))]
            pieces[key] = found
    return found


def exact(value: Hashable) -> Hashable:
    """The value as a part of a key that tells what is equal and yet drawn differently: HTML and the same text, 1 and True. Words
    that wait for their language have it now."""
    said = str(value) if isinstance(value, Promise) else value
    return (type(said), said)


def room(name: str) -> str:
    """Where a text goes that changes from page to page while the piece stays: its name between two signs that no writing uses."""
    return f"\ue000{name}\ue001"


def filled(piece: SafeString, texts: Mapping[str, Any]) -> SafeString:
    """The piece with the texts in their places, as a template writes them."""
    if "\ue000" not in piece:
        return piece
    return mark_safe(_ROOM.sub(lambda found: shown(texts.get(found[1], "")), piece))  # noqa: S308 - the piece was safe


def forget() -> None:
    """Draw everything anew: for a test that changes what a piece is drawn from besides its key."""
    with _lock:
        _drawn.clear()
