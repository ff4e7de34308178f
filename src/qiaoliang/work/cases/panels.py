"""What parts above the cases put on the pages of the cases. They register it in their ``apps.py``; the pages know none of them.

A panel is a template and what it shows, ready-made; ``words`` are those of the case that it rests on, and the page marks
them in the person's text. A page asks for its panels while it is made, so what it takes is a question or two, no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from qiaoliang.base.access.actor import Actor
from qiaoliang.work.cases.models import Case


@dataclass(frozen=True)
class Panel:
    """``context`` reaches the template as ``p``."""

    template: str
    context: dict[str, Any]
    words: tuple[str, ...] = field(default=())


#: case: beside a case; form: above the fields of a step; step: beside its form
Place = Literal["case", "form", "step"]
Make = Callable[[Actor, Case, str], Panel | None]
_makers: dict[Place, list[Make]] = {"case": [], "form": [], "step": []}
_overview: list[Callable[[Actor], Panel | None]] = []


def show(place: Place, make: Make) -> None:
    """Have ``make(actor, case, step)`` asked for a panel there; ``step`` is empty on the page of the case itself."""
    _makers[place].append(make)


def show_on_overview(make: Callable[[Actor], Panel | None]) -> None:
    """The same for the leader's page."""
    _overview.append(make)


def of(place: Place, actor: Actor, case: Case, step: str = "") -> list[Panel]:
    """The panels of a page, in the order of their registration."""
    return [panel for make in _makers[place] if (panel := make(actor, case, step)) is not None]


def of_overview(actor: Actor) -> list[Panel]:
    """The panels of the leader's page."""
    return [panel for make in _overview if (panel := make(actor)) is not None]
