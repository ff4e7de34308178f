"""Before what cannot be taken back: what will happen, in plain words, and the way out. Where an undo is possible, use
that instead. Used with ``ui``, or with ``uiblock`` when the form asks for something (a reason)."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    """``consequences`` are full sentences. ``action`` is posted to; ``back`` leads away without doing anything."""

    title: str
    consequences: tuple[str, ...] | list[str]
    action: str
    label: str
    back: str
    back_label: str = ""
    content: str = ""
    danger: bool = True
