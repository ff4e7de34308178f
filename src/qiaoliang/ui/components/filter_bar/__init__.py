"""Searching and narrowing a list. It is a plain GET form: its address can be kept, sent and gone back to."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Sequence
from typing import Any

from django.forms import BaseForm
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qiaoliang.ui import icons
from qiaoliang.ui.contract import Contract
from qiaoliang.ui.drawn import shown
from qiaoliang.ui.kept import room

#: the field for words
WORDS = "q"
#: what the address calls the order of the rows
ORDER = "sort"


class Chip(Contract):
    """A filter in force; ``href`` is the list without it."""

    label: str
    href: str


class Props(Contract):
    """``form`` is a form of GET parameters; its fields named in ``shown`` stand in the bar, the others under "more
    filters". ``count`` says how many there are; ``columns`` is where the columns of the list are chosen.

    On a phone all but the field for words (``q``) is folded away, so that the rows come first; the chips say what is set.

    ``orders`` are those the rows can be put in, (value, words), and ``order`` the one they are in. They are chosen here where
    the rows are cards, whose headings nobody sees, and kept everywhere."""

    form: BaseForm | Any
    shown: tuple[str, ...] | list[str] = ()
    action: str = ""
    reset: str = ""
    export: str = ""
    columns: str = ""
    count: str = ""
    chips: Sequence[Chip] = ()
    orders: Sequence[tuple[str, str]] = ()
    order: str = ""

    @property
    def drawn_from(self) -> Hashable:
        """Of a form that says so, as a field of it: its choices and what is chosen. The words that were typed, and what they are
        part of, have their places."""
        form = self.form
        if not hasattr(form, "drawn_with") or form.errors:
            return None
        values = tuple((field.html_name, str(field.value())) for field in form if field.name != WORDS)
        there = tuple(bool(text) for text in (*self._texts().values(), self.chips))
        return type(form), form.drawn_with, values, tuple(self.shown), there, tuple(self.orders), self.order

    @property
    def places(self) -> dict[str, str]:
        return {**self._texts(), "line": self.line}

    def with_rooms(self) -> Props:
        rooms = {name: room(name) for name, text in self._texts().items() if text}
        form = copy.copy(self.form)
        form.data, form._bound_fields_cache = {**dict(form.data.items()), WORDS: rooms.pop(WORDS, "")}, {}
        return _WithRooms(**{**vars(self), "form": form, **rooms})

    def _texts(self) -> dict[str, str]:
        """What differs from list to list, or from word to word."""
        typed = next((str(field.value() or "") for field in self.words), "")
        addresses = {"action": self.action, "reset": self.reset, "export": self.export, "columns": self.columns}
        return {WORDS: typed, **addresses}

    @property
    def line(self) -> SafeString:
        """How many there are, and the chips: below the bar, other ones on every page."""
        if not (self.count or self.chips):
            return SafeString()
        count = f"<span>{shown(self.count)}</span>" if self.count else ""
        end = f'{icons.svg("close")}<span class="sr">{shown(_("remove this filter"))}</span></a>'
        chips = "".join(f'<a class="chip" href="{shown(one.href)}">{shown(one.label)}{end}' for one in self.chips)
        return SafeString(f'<div class="filter-line">{count}{chips}</div>')

    @property
    def hidden(self) -> list[Any]:
        return [field for field in self.form.hidden_fields() if not (self.orders and field.name == ORDER)]

    @property
    def words(self) -> list[Any]:
        return [field for field in self.form.visible_fields() if field.name == WORDS]

    @property
    def others(self) -> list[Any]:
        return [field for field in self.form.visible_fields() if field.name != WORDS]

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


class _WithRooms(Props):
    @property
    def line(self) -> SafeString:
        return SafeString(room("line"))
