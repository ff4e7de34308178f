"""Kinds of organisations, from ``data/kinds.toml``: data, so that a district's list can grow without code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language


@dataclass(frozen=True)
class Kind:
    """``group`` gathers kinds for lists: government, party, mass, self_government, economy, public."""

    key: str
    zh: str
    en: str
    group: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by key, in the file's order."""
    text = (Path(__file__).parent / "data" / "kinds.toml").read_text("utf-8")
    return {key: Kind(key=key, **row) for key, row in tomllib.loads(text).items()}
