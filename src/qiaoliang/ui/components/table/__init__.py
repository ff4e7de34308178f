"""Rows and columns at a desk; on a phone each row becomes a card with named values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from qiaoliang.ui.contract import Contract, ContractError


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
    def lines(self) -> list[tuple[Row, list[tuple[Column, Any]]]]:
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]
