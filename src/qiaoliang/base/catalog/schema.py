"""What a catalogue file may say: its tables, their keys, and which key refers to what. Order of keys = order in the export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from qiaoliang.base.catalog import choices, models
from qiaoliang.base.catalog.models import Entry

#: the places a receipt may fill in
RECEIPT_SLOTS = frozenset({"code", "body", "phone", "date", "check"})
#: what every file says at its top
TOP = ("version", "valid_from", "source", "certainty")


@dataclass(frozen=True, slots=True)
class Field:
    """One key of an entry: its type, whether it must be there, the closed list or the table its value comes from."""

    type: type = str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""
    column: str = ""
    default: Any = ""
    #: characters, as many as the column holds; 0 for no limit
    longest: int = 0


def _text(**more: Any) -> Field:
    return Field(required=True, **more)


def _flag() -> Field:
    return Field(bool, default=False)


def _words() -> Field:
    return Field(list, default=())


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of entry, ``[[name]]`` in the file, and the rows it becomes."""

    name: str
    model: type[Entry]
    fields: Mapping[str, Field]
    key: tuple[str, ...] = ("code",)
    #: keys that a second-level category (with a dot in its code) must have and a first-level one must not
    second_level: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        limited = {key: replace(rule, longest=self._longest(rule.column or key)) for key, rule in self.fields.items()}
        object.__setattr__(self, "fields", limited)

    def _longest(self, column: str) -> int:
        return getattr(self.model._meta.get_field(column), "max_length", None) or 0


_NAMES = {"code": _text(), "name": _text(), "name_en": Field()}

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "kind",
            models.UnitKind,
            {**_NAMES, "level": _text(choices=tuple(choices.Level.values)), "acts_as": Field(refers="kind")},
        ),
        Table(
            "category",
            models.Category,
            {
                **_NAMES,
                "hint": Field(),
                "hint_en": Field(),
                "kind": Field(choices=tuple(choices.Kind.values)),
                "lead": Field(refers="kind"),
                "urgency": Field(choices=tuple(choices.Urgency.values)),
                "clocks": Field(refers="clock"),
                "public": _flag(),
                "misconduct": _flag(),
                "referral": Field(refers="referral"),
                "words": _words(),
            },
            second_level=frozenset({"kind", "lead", "urgency", "clocks", "public", "misconduct"}),
        ),
        Table(
            "clock",
            models.ClockSet,
            {
                **_NAMES,
                "rounds": Field(float, default=3),
                "reviews": Field(float, default=2),
                "source": _text(),
                "certainty": _text(choices=tuple(choices.Certainty.values)),
            },
        ),
        Table(
            "rung",
            models.Rung,
            {
                **_NAMES,
                "steps": Field(list, required=True, default=()),
                "amount": Field(float, required=True),
                "unit": _text(choices=tuple(choices.RungUnit.values)),
                "tells": Field(list, required=True, default=()),
                "letter": Field(choices=tuple(choices.Letter.values)),
                "within": Field(float, default=0),
                "waits": _flag(),
                "source": _text(),
                "certainty": _text(choices=tuple(choices.Certainty.values)),
            },
        ),
        Table(
            "term",
            models.Term,
            {
                **_NAMES,
                "amount": Field(float, required=True),
                "unit": _text(choices=tuple(choices.TermUnit.values)),
                "source": _text(),
                "certainty": _text(choices=tuple(choices.Certainty.values)),
            },
        ),
        Table(
            "duty",
            models.Duty,
            {
                "code": _text(),
                "kind": _text(refers="kind"),
                "role": _text(choices=tuple(choices.Role.values)),
                "categories": Field(list, required=True, refers="category"),
                "text": _text(),
                "source": _text(),
            },
        ),
        Table(
            "referral",
            models.Referral,
            {
                **_NAMES,
                "phone": Field(),
                "danger": _flag(),
                "danger_words": _words(),
                "needs_person": _flag(),
                "when": _text(),
                "when_en": Field(),
                "bring": Field(),
                "bring_en": Field(),
                "next": Field(),
                "next_en": Field(),
                "receipt": _text(),
                "receipt_en": Field(),
            },
        ),
        Table(
            "reason",
            models.Reason,
            {"list": _text(), **_NAMES, "text": Field(), "text_en": Field()},
            key=("list", "code"),
        ),
        Table(
            "template",
            models.Template,
            {
                "code": _text(),
                "name": _text(),
                "audience": _text(choices=tuple(choices.Audience.values)),
                "slots": Field(list, required=True, default=()),
                "zh": _text(),
                "en": Field(),
            },
        ),
        Table(
            "consent",
            models.Consent,
            {
                "code": _text(),
                "version": _text(column="edition"),
                "name": _text(),
                "name_en": Field(),
                "zh": _text(),
                "en": Field(),
            },
        ),
    )
}

#: one term of a clock set, under ``[clock.steps]``; source and certainty are the set's where the step has none
STEP = Table(
    "step",
    models.ClockStep,
    {
        "amount": Field(float, required=True),
        "unit": _text(choices=tuple(choices.Unit.values)),
        "from": _text(choices=tuple(choices.From.values), column="counts_from"),
        "source": Field(),
        "certainty": Field(choices=tuple(choices.Certainty.values)),
    },
)
