"""What a page asks for, read from its own HTML, so that a new form is tried without being listed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

#: buttons beside the one that sends: nobody presses them by sending the form
ASIDE = {"keep", "drop", "stay", "remove", "fill"}
TEXT_TYPES = {"text", "textarea", "search", "tel", "date", "number", "url", "email"}


@dataclass
class Field:
    """One control; ``values`` are those that may be chosen, else the one that stands in it."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return self.kind in TEXT_TYPES

    @property
    def first(self) -> str:
        """A value that the page itself offers."""
        return next(filter(None, self.values), "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, Field]]] = []
        self._open: dict[str, Field] | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = {}
            if given.get("method", "").lower() == "post":
                self.forms.append((given.get("action", ""), self._open))
        elif self._open is not None:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option" and self._select:
            self._add(self._select, "select", given.get("value", ""))
        elif tag == "button" and name in ASIDE:
            return
        elif tag in ("input", "button", "textarea", "select") and name:
            kind = given.get("type", "text") if tag == "input" else tag
            self._add(name, kind, given.get("value", "") if tag in ("input", "button") else "")
            self._select = name if tag == "select" else self._select
            self._area = name if tag == "textarea" else ""

    def _add(self, name: str, kind: str, value: str) -> None:
        assert self._open is not None
        self._open.setdefault(name, Field(name, kind)).values.append(value)

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            self._open[self._area].values.append(data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._in_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_main |= tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self._in_main &= tag != "main"

    def handle_data(self, data: str) -> None:
        if self._in_main:
            self.words.append(data)


def posted_by(page: str, address: str) -> dict[str, Field]:
    """The controls of the page's form that posts to ``address`` (or to the page itself); empty where it has none."""
    reader = _Reader()
    reader.feed(page)
    own = [controls for action, controls in reader.forms if action in ("", address)]
    return {name: one for name, one in (own[0] if own else {}).items() if name != "csrfmiddlewaretoken"}


def words_of(page: str) -> str:
    """What stands in the page's main part, as text."""
    reader = _Words()
    reader.feed(page)
    return " ".join(" ".join(reader.words).split())
