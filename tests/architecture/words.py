"""Reading the words of the interface: what the catalogues hold and what code and templates ask for."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import extract, pofile
from django import conf
from django.utils.translation.template import templatize

from tests.architecture.source import SOURCE

KEYWORDS = {
    **extract.DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
#: where ``_`` stands for pgettext, it takes the context first
_CONTEXT_FIRST = re.compile(r"^from django\.utils\.translation import pgettext(_lazy)? as _$", re.MULTILINE)
_NAMED = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
_PLAIN = re.compile(r"(?<!%)%[sd]")


@dataclass(frozen=True)
class Entry:
    """One message of one catalogue; ``app`` is the folder below the source, ``key`` context and message."""

    app: str
    key: tuple[str, str]
    sources: tuple[str, ...]
    translations: tuple[str, ...]
    fuzzy: bool


def texts(value: str | Iterable[str]) -> tuple[str, ...]:
    """One text or several forms, always as several."""
    return (value,) if isinstance(value, str) else tuple(value)


def entries(folder: Path = SOURCE, language: str = "zh_Hans") -> Iterator[Entry]:
    """Every message of every ``django.po`` of ``language`` below ``folder``."""
    for path in sorted(folder.rglob(f"locale/{language}/LC_MESSAGES/django.po")):
        app = path.parents[3].relative_to(folder).as_posix()
        with path.open("rb") as file:
            for message in pofile.read_po(file):
                if message.id:
                    sources = texts(message.id)
                    key = (message.context or "", sources[0])
                    yield Entry(app, key, sources, texts(message.string), message.fuzzy)


def of_django() -> set[tuple[str, str]]:
    """What Django itself says; our catalogues may put it in our words."""
    with (Path(conf.__file__).parent / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return {(message.context or "", texts(message.id)[0]) for message in pofile.read_po(file) if message.id}


def asked(folder: Path = SOURCE) -> dict[tuple[str, str], set[str]]:
    """(context, message) → the files that ask for it."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html")]):
        text = path.read_text(encoding="utf-8")
        code = templatize(text, origin=str(path)) if path.suffix == ".html" else text
        keywords = KEYWORDS | ({"_": ((1, "c"), 2)} if _CONTEXT_FIRST.search(text) else {})
        for _line, message, _comments, context in extract.extract("python", io.BytesIO(code.encode()), keywords):
            found[context or "", texts(message)[0]].add(path.relative_to(folder).as_posix())
    return dict(found)


def slots(text: str) -> list[str]:
    """The places a message fills in, sorted: names of named ones, the sign itself of plain ones."""
    return sorted({one or two for one, two in _NAMED.findall(text)}) + _PLAIN.findall(text)
