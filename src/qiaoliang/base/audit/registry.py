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
_codes: dict[tuple[str, str], Any] = {}
_reasons: dict[str, Callable[[str], Any]] = {}
_groups: dict[str, str] = {}
_numbers: list[Callable[[str], Collection[UUID]]] = []
_people: list[Callable[[str], Collection[UUID]]] = []
_parts: list[Callable[[Collection[UUID]], Collection[UUID]]] = []


def _nameless(_ids: Collection[UUID]) -> Mapping[UUID, str]:
    return {}


def register(kind: str, word: Any, describe: Describe = _nameless) -> None:
    """Name a kind of object (a model's name in lower case) or actor; a second call replaces the first."""
    _labels[kind] = Label(word, describe)


def label(kind: str) -> Label:
    """How to name an object of ``kind``; the kind itself where nobody has said."""
    return _labels.get(kind, Label(kind, _nameless))


def is_known(kind: str) -> bool:
    """Whether somebody has named this kind."""
    return kind in _labels


def say(**actions: Any) -> None:
    """Plain words for actions: ``say(case__assign=_("assigned"))``; ``__`` stands for the dot."""
    _actions.update({name.replace("__", "."): words for name, words in actions.items()})


def words(action: str) -> str:
    """The action in the reader's language, or its code."""
    return str(_actions.get(action, action))


def say_codes(codes: Mapping[str, Any], *kinds: str) -> None:
    """Plain words for field names of these kinds of object: ``say_codes({"phone": _("telephone number")}, "contact")``.
    Without a kind they hold wherever the kind has no words of its own."""
    for kind in kinds or ("",):
        _codes.update({(kind, code): words for code, words in codes.items()})


def code_words(code: str, kind: str = "") -> str:
    """The field in the reader's language, as it is called on this kind of object, or its code."""
    return str(_codes.get((kind, code)) or _codes.get(("", code), code))


def say_reasons(action: str, words: Callable[[str], Any]) -> None:
    """How the reasons of ``action`` are said: ``words(code)`` gives the sentence, an empty one where there is none."""
    _reasons[action] = words


def reason_words(action: str, code: str) -> str:
    """The reason in the reader's language, or its code."""
    said = _reasons[action](code) if action in _reasons else ""
    return str(said or code_words(code))


def found_by_number(find: Callable[[str], Collection[UUID]]) -> None:
    """``find(text)`` gives the ids of the records that people call by this number."""
    _numbers.append(find)


def numbered(text: str) -> set[UUID]:
    """The records called so, in every domain."""
    return {one for find in _numbers for one in find(text)}


def found_by_name(find: Callable[[str], Collection[UUID]]) -> None:
    """``find(text)`` gives the ids of the accounts of people called so."""
    _people.append(find)


def people(text: str) -> set[UUID]:
    """The accounts of people called so."""
    return {one for find in _people for one in find(text)}


def belonging(find: Callable[[Collection[UUID]], Collection[UUID]]) -> None:
    """``find(ids)`` gives what belongs to these records: a case's contact data, its photos."""
    _parts.append(find)


def with_parts(ids: Collection[UUID]) -> set[UUID]:
    """These records and what belongs to them."""
    return {*ids, *(part for find in _parts for part in find(ids))}


def grouped_actions() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every action that has words, under the kind of record it is done to; for the page's filter."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, text in known_actions():
        start = code.split(".")[0]
        groups.setdefault(str(label(_groups.get(start, start)).word), []).append((code, text))
    return sorted(groups.items())


def group(start: str, kind: str) -> None:
    """Actions whose code begins with ``start`` are done to records of ``kind``, where the two differ."""
    _groups[start] = kind


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
