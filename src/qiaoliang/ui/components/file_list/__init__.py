"""Photos in a grid and files below them."""

from __future__ import annotations

from collections.abc import Sequence

from qiaoliang.ui.contract import Contract


class File(Contract):
    """``thumb`` is the address of a small picture and makes it a photo; ``alt`` says what it shows, as far as known."""

    name: str
    href: str
    thumb: str = ""
    alt: str = ""
    size: str = ""


class Props(Contract):
    items: Sequence[File]

    @property
    def photos(self) -> list[File]:
        return [file for file in self.items if file.thumb]

    @property
    def files(self) -> list[File]:
        return [file for file in self.items if not file.thumb]
