"""What a reading gives back, in the shape ``qiaoliang plan --json`` prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Kind = Literal["D", "C", "T", "E"]
Source = Literal["explicit", "inherited", "none"]
KINDS: dict[str, str] = {"D": "任务", "C": "承诺", "T": "指标", "E": "号召"}


@dataclass(frozen=True)
class Task:
    """One piece of a document that asks for something; offsets are code points of the text as read."""

    start: int
    end: int
    text: str
    kind: Kind
    units: tuple[str, ...]
    unit_source: Source
    action: str
    object: str
    quantity: str | None
    deadline: str | None
    deadline_date: date | None
    heading: str
    why: str
    helpers: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The task as printed: dates in ISO form, helpers folded into ``units``."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kind": self.kind,
            "units": [*self.units, *self.helpers],
            "unit_source": self.unit_source,
            "action": self.action,
            "object": self.object,
            "quantity": self.quantity,
            "deadline": self.deadline,
            "deadline_date": self.deadline_date.isoformat() if self.deadline_date else None,
            "heading": self.heading,
            "why": self.why,
        }


@dataclass(frozen=True)
class Uncovered:
    """A stretch of text that is no task, and why."""

    start: int
    end: int
    text: str
    why: str

    def as_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text, "why": self.why}


@dataclass(frozen=True)
class Plan:
    """A document read: its tasks in order, and everything that is none."""

    title: str
    date: date | None
    tasks: tuple[Task, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {
            "document": {"title": self.title, "date": self.date.isoformat() if self.date else None},
            "tasks": [task.as_json() for task in self.tasks],
            "uncovered": [rest.as_json() for rest in self.uncovered],
        }
