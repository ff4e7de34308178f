"""Finding and rendering components: a component is the package ``ui/components/<name>`` with a contract ``Props``,
``template.html`` and ``examples.py``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.template import Context, Engine, Origin, Template
from django.utils.safestring import SafeString, mark_safe

from qiaoliang.ui.contract import Contract, ContractError, build
from qiaoliang.ui.kept import filled, kept

FOLDER = Path(__file__).parent / "components"

#: What a component sees of the page around it.
FROM_PAGE = ("request", "csrf_token", "look")


def names() -> list[str]:
    """All components, in alphabetical order."""
    return sorted(path.parent.name for path in FOLDER.glob("*/template.html"))


@cache
def contract(name: str) -> type[Contract]:
    """The contract of a component."""
    if not (FOLDER / f"{name}/template.html").is_file():
        raise ContractError(f"there is no component {name!r}; there are: {', '.join(names())}")
    props: type[Contract] = import_module(f"qiaoliang.ui.components.{name}").Props
    return props


@cache
def _template(name: str) -> Template:
    path = FOLDER / f"{name}/template.html"  # a template's string is no plain str
    label = f"ui/components/{name}/template.html"
    return Template(path.read_text("utf-8"), Origin(str(path), label), label, Engine.get_default())


def render(name: str, attributes: Mapping[str, Any], page: Mapping[str, Any]) -> SafeString:
    """The HTML of one component. ``attributes`` go through the contract; ``page`` gives request and csrf_token."""
    component = build(contract(name), attributes)
    key = component.drawn_from
    if key is None:
        return _draw(name, component, page)
    return filled(kept((name, key), lambda: _draw(name, component.with_rooms(), {})), component.places)


def _draw(name: str, component: Contract, page: Mapping[str, Any]) -> SafeString:
    seen = {key: page[key] for key in FROM_PAGE if key in page}
    html = _template(name).render(Context({**seen, "c": component}))
    return mark_safe(html.strip())  # noqa: S308 - escaped by its own template


def examples(name: str) -> list[tuple[str, Mapping[str, Any]]]:
    """(caption, attributes) of a component's examples, in the reader's language."""
    found: list[tuple[str, Mapping[str, Any]]] = import_module(f"qiaoliang.ui.components.{name}.examples").examples()
    return found
