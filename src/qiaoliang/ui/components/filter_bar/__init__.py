"""Searching and narrowing a list. It is a plain GET form: its address can be kept, sent and gone back to."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from django.forms import BaseForm

from qiaoliang.ui.contract import Contract
from qiaoliang.ui.kept import exact


class Chip(Contract):
    """A filter in force; ``href`` is the list without it."""

    label: str
    href: str


class Props(Contract):
    """``form`` is a form of GET parameters; its fields named in ``shown`` stand in the bar, the others under "more
    filters". ``count`` says how many there are; ``columns`` is where the columns of the list are chosen.

    On a phone all but the field for words (``q``) is folded away, so that the rows come first; the chips say what is set."""

    form: BaseForm | Any
    shown: tuple[str, ...] | list[str] = ()
    action: str = ""
    reset: str = ""
    export: str = ""
    columns: str = ""
    count: str = ""
    chips: Sequence[Chip] = ()

    @property
    def drawn_from(self) -> Hashable:
        """Of a form that says so, as a field of it: everything but words that were typed."""
        form = self.form
        if not hasattr(form, "drawn_with") or form.errors or any(field.value() for field in self.words):
            return None
        values = tuple((field.html_name, str(field.value())) for field in form)
        said = tuple(exact(one) for name, one in vars(self).items() if name not in ("form", "shown"))
        return type(form), form.drawn_with, values, tuple(self.shown), said

    @property
    def words(self) -> list[Any]:
        return [field for field in self.form.visible_fields() if field.name == "q"]

    @property
    def others(self) -> list[Any]:
        return [field for field in self.form.visible_fields() if field.name != "q"]

    @property
    def first(self) -> list[Any]:
        return [field for field in self.others if not self.shown or field.name in self.shown]

    @property
    def more(self) -> list[Any]:
        return [field for field in self.others if self.shown and field.name not in self.shown]

    @property
    def more_in_force(self) -> bool:
        return any(field.value() for field in self.more)

    @property
    def unfolded(self) -> bool:
        """What was typed and cannot be understood is not folded away, nor what is set and no chip says."""
        return any(field.errors or (field.value() and not self.chips) for field in self.others)
