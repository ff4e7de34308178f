"""Compile the translations: run by the wheel's build, and by the launcher when a ``.po`` file is newer than its ``.mo``.

A message with a placeholder that its original lacks stops the build: it would fail later, on a user's page.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalog(po: Path) -> None:
    """Write the ``.mo`` beside ``po`` in one step. Raises ValueError naming the first message that is wrong."""
    with po.open("rb") as file:
        catalog = read_po(file, locale=po.parent.parent.name, abort_invalid=True)
    for message, faults in catalog.check():
        raise ValueError(f"{po}:{message.lineno}: {faults[0]}")
    packed = BytesIO()
    write_mo(packed, catalog)
    new = po.with_suffix(".mo.new")
    new.write_bytes(packed.getvalue())
    new.replace(po.with_suffix(".mo"))


def compile_catalogs(root: Path) -> None:
    """Every catalogue below ``root``."""
    for po in sorted(root.rglob("*.po")):
        compile_catalog(po)


class CustomBuildHook(BuildHookInterface[Any]):
    """Puts the compiled translations into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files; they are named as artifacts in pyproject.toml."""
        compile_catalogs(Path(self.root) / "src")


if __name__ == "__main__":
    try:
        compile_catalogs(Path(__file__).resolve().parent / "src")
    except ValueError as fault:
        sys.exit(str(fault))
