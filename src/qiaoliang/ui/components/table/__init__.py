"""Rows and columns at a desk; on a phone each row becomes a card with named values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from json.encoder import encode_basestring_ascii
from typing import Any, Literal

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from qiaoliang.ui.contract import Contract, ContractError
from qiaoliang.ui.drawn import shown

_TAG = re.compile("<[^>]*>")
_ARROWS = {"": "", "ascending": " ↑", "descending": " ↓"}


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
        """As JSON, which its own module takes five times as long to write."""
        led = [
            f"{encode_basestring_ascii(one)}: {encode_basestring_ascii(to)}" for one, to in (self.keys or {}).items()
        ]
        return f"{{{', '.join(led)}}}" if led else ""


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
    def head(self) -> SafeString:
        """The headings, drawn here as the rows are."""
        return mark_safe("".join(map(_head, self.columns)))  # noqa: S308 - every part is escaped

    @property
    def body(self) -> SafeString:
        """The rows. Drawn here, since a leader's page has a thousand cells and a template needs longer for each than for a page."""
        cells, box = [_cell_of(column) for column in self.columns], self._box() if self.choose else None
        return mark_safe("".join(_line(row, cells, box) for row in self.rows))  # noqa: S308 - every part is escaped

    def _box(self) -> Callable[[Row], str]:
        """What draws the box by which a row is chosen."""
        place = next((number for number, column in enumerate(self.columns) if column.prime), None)
        form, what = (f' form="{escape(self.form)}"' if self.form else ""), escape(_("Choose"))
        name = escape(self.choose)

        def box(row: Row) -> str:
            said = "" if place is None else _aloud(row.cells[place])
            chosen = " checked" if row.chosen else ""
            return (
                f'<td class="pickbox"><label><input type="checkbox" name="{name}" value="{escape(str(row.value))}"{form}{chosen} data-choose>'
                f'<span class="sr">{what} {said}</span></label></td>'
            )

        return box


def _head(column: Column) -> str:
    named = " ".join(filter(None, ("prime" if column.prime else "", "r" if column.right else "")))
    classes, order = (f' class="{named}"' if named else ""), (f' aria-sort="{column.sorted}"' if column.sorted else "")
    label = shown(column.label)
    said = f'<a href="{escape(column.sort)}">{label}{_ARROWS[column.sorted]}</a>' if column.sort else label
    return f'<th scope="col"{classes}{order}>{said}</th>'


def _line(row: Row, cells: Sequence[Callable[[Any, Row], str]], box: Callable[[Row], str] | None) -> str:
    keys = f' data-keys="{escape(row.letters)}"' if row.keys else ""
    named, unread = (f' id="{escape(str(row.id))}"' if row.id else ""), (' class="unread"' if row.unread else "")
    drawn = "".join([cell(value, row) for cell, value in zip(cells, row.cells, strict=True)])
    return f"<tr data-row{keys}{named}{unread}>{box(row) if box else ''}{drawn}</tr>"


def _aloud(cell: Any) -> str:
    """A row's name without its HTML: what stands in two lines is two words aloud."""
    return " ".join(_TAG.sub(" ", shown(cell)).split())


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
    link = f'<a href="{escape(str(row.href))}" data-open>{shown(cell)}</a>' if row.href else shown(cell)
    return f'<th scope="row" class="prime">{link}</th>'
