"""A surface with a heading that holds what belongs together. Used with ``uiblock``."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    """``link`` and ``href`` stand beside the heading."""

    content: str
    title: str = ""
    id: str = ""
    link: str = ""
    href: str = ""

    placed = ("content", "title", "id", "link", "href")
