"""What kinds of object and which actions are called, and how single objects are named.

Filled from the ``apps.py`` of the floors above, because the audit log itself knows only (kind, id).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

#: ids → name of each in the reader's language; an id that is gone is simply missing
Describe = Callable[[Collection[UUID]], Mapping[UUID, str]]


@dataclass(frozen=True)
class Label:
    """``word`` names the kind (诉求), ``describe`` its single objects."""

    word: Any
    describe: Describe


_labels: dict[str, Label] = {}
_actions: dict[str, Any] = {}
_codes: dict[str, Any] = {}


def _nameless(_ids: Collection[UUID]) -> Mapping[UUID, str]:
    return {}


def register(kind: str, word: Any, describe: Describe = _nameless) -> None:
    """Name a kind of object (a model's name in lower case) or actor; a second call replaces the first."""
    _labels[kind] = Label(word, describe)


def label(kind: str) -> Label:
    """How to name an object of ``kind``; the kind itself where nobody has said."""
    return _labels.get(kind, Label(kind, _nameless))


def say(**actions: Any) -> None:
    """Plain words for actions: ``say(case__assign=_("assigned"))``; ``__`` stands for the dot."""
    _actions.update({name.replace("__", "."): words for name, words in actions.items()})


def words(action: str) -> str:
    """The action in the reader's language, or its code."""
    return str(_actions.get(action, action))


def say_codes(codes: Mapping[str, Any]) -> None:
    """Plain words for field names and reason codes: ``say_codes({"phone": _("telephone number")})``."""
    _codes.update(codes)


def code_words(code: str) -> str:
    """The field or reason in the reader's language, or its code."""
    return str(_codes.get(code, code))


def known_actions() -> list[tuple[str, str]]:
    """(code, words) of every action that has words, for the page's filter."""
    return sorted(((code, str(text)) for code, text in _actions.items()), key=lambda pair: pair[1])


def known_kinds() -> list[tuple[str, str]]:
    """(kind, word) of every kind of object that has a word."""
    return sorted(((kind, str(one.word)) for kind, one in _labels.items()), key=lambda pair: pair[1])


def names(pairs: Collection[tuple[str, UUID]]) -> dict[tuple[str, UUID], str]:
    """The names of many objects with one question per kind."""
    found: dict[tuple[str, UUID], str] = {}
    for kind in {kind for kind, _ in pairs}:
        ids = {one for other, one in pairs if other == kind}
        found.update({(kind, one): name for one, name in label(kind).describe(ids).items()})
    return found
