"""Rows and columns at a desk; on a phone each row becomes a card with named values."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from django.utils.html import conditional_escape, escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from qiaoliang.ui.contract import Contract, ContractError
from qiaoliang.ui.drawn import shown


class Column(Contract):
    """``prime`` is the row's name (one column has it). ``sort`` is the address that sorts by it; ``sorted`` how it is
    sorted now. ``phone``: false leaves it out of the card."""

    label: str
    prime: bool = False
    right: bool = False
    phone: bool = True
    sort: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


class Row(Contract):
    """``cells`` in the order of the columns: texts or ready-made HTML. ``href`` opens the row; ``value`` is what its
    checkbox sends; ``keys`` is where a letter leads while this row is the chosen one, ``{"a": address}``."""

    cells: Sequence[Any]
    href: str = ""
    value: str = ""
    chosen: bool = False
    unread: bool = False
    id: str = ""
    keys: Mapping[str, str] | None = None

    @property
    def letters(self) -> str:
        return json.dumps(dict(self.keys)) if self.keys else ""


class Props(Contract):
    """``caption`` is read aloud and hidden unless ``show_caption``. ``choose`` is the name of the checkboxes; they
    belong to the form with the id ``form``."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    caption: str
    show_caption: bool = False
    choose: str = ""
    form: str = ""
    folds: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ContractError(f"ui table: every row needs {len(self.columns)} cells")

    @property
    def body(self) -> SafeString:
        """The rows. Drawn here, since a leader's page has a thousand cells and a template needs longer for each than for a page."""
        cells = [_cell_of(column) for column in self.columns]
        return mark_safe("".join(self._line(row, cells) for row in self.rows))  # noqa: S308 - every part is escaped

    def _line(self, row: Row, cells: Sequence[Callable[[Any, Row], str]]) -> str:
        keys = f' data-keys="{escape(row.letters)}"' if row.keys else ""
        named, unread = (f' id="{escape(row.id)}"' if row.id else ""), (' class="unread"' if row.unread else "")
        drawn = "".join([cell(value, row) for cell, value in zip(cells, row.cells, strict=True)])
        return f"<tr data-row{keys}{named}{unread}>{self._box(row) if self.choose else ''}{drawn}</tr>"

    def _box(self, row: Row) -> str:
        name = next((cell for column, cell in zip(self.columns, row.cells, strict=True) if column.prime), "")
        form, chosen = (f' form="{escape(self.form)}"' if self.form else ""), (" checked" if row.chosen else "")
        box = f'<input type="checkbox" name="{escape(self.choose)}" value="{escape(row.value)}"{form}{chosen} data-choose>'
        said = " ".join(strip_tags(str(name).replace("<", " <")).split())  # what stands in two lines is two words aloud
        words = escape(_("Choose")) + " " + escape(said)
        return f'<td class="pickbox"><label>{box}<span class="sr">{words}</span></label></td>'


def _cell_of(column: Column) -> Callable[[Any, Row], str]:
    """What draws the cells of a column."""
    if column.prime:
        return _name
    right, label = ("r" if column.right else ""), conditional_escape(column.label)
    seldom = " ".join(filter(None, (right, "none")))
    usual = right if column.phone else seldom
    full, empty = (f'<td class="{classes}" data-l="{label}">' for classes in (usual, seldom))
    return lambda cell, _row: f"{empty if cell == '' else full}{shown(cell)}</td>"


def _name(cell: Any, row: Row) -> str:
    link = f'<a href="{escape(row.href)}" data-open>{shown(cell)}</a>' if row.href else shown(cell)
    return f'<th scope="row" class="prime">{link}</th>'
