"""What the component pages show."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from qiaoliang.ui import icons, registry
from qiaoliang.ui.contract import Contract, attributes


@dataclass(frozen=True)
class Shown:
    """A component, its contract and its examples (caption, attributes)."""

    name: str
    purpose: str
    attributes: list[tuple[str, str, str]]
    records: list[tuple[str, list[tuple[str, str, str]]]]
    examples: list[tuple[str, Mapping[str, Any]]]


def components() -> list[Shown]:
    """All components, in alphabetical order."""
    return [_shown(name) for name in registry.names()]


def icon_names() -> list[str]:
    """All icons, in alphabetical order."""
    return sorted(icons.PATHS)


def _shown(component: str) -> Shown:
    module = import_module(f"qiaoliang.ui.components.{component}")
    records = [
        (record.__name__, attributes(record))
        for name, record in vars(module).items()
        if not name.startswith("_")
        if inspect.isclass(record) and issubclass(record, Contract) and record.__module__ == module.__name__
        if record is not module.Props
    ]
    return Shown(
        component, inspect.getdoc(module) or "", attributes(module.Props), records, registry.examples(component)
    )
