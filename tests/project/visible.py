"""What a reader of a page sees or hears: its texts, and the names its controls have."""

from __future__ import annotations

from html.parser import HTMLParser

SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-l")
SILENT = ("script", "style", "textarea", "kbd")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Reader(HTMLParser):
    """Leaves out what says of itself that it is in the other language, and what people have typed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._language = ""
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "html":
            self._language = named.get("lang", "")
        if self._skipped or tag in SILENT or named.get("lang", self._language) != self._language:
            self._skipped += tag not in VOID
            return
        self.texts += [named[name] for name in SPOKEN if name in named]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A drawing's part; it holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= bool(self._skipped) and tag not in VOID

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.texts.append(data)


def texts(html: str) -> list[str]:
    """Every text and spoken name of a page, in order, without empty ones."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [" ".join(text.split()) for text in reader.texts if text.strip()]
