"""What the supervisor's lists and that of promises can be narrowed by; everything stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.fields import SearchedSelect
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.work.cases.choices import LetterKind
from qiaoliang.work.cases.fields import UnitField, category_choices
from qiaoliang.work.cases.forms.looks import LOOKS, Looks
from qiaoliang.work.cases.ordering import Sorts


class Filters(Looks):
    """Of these fields a list has those in ``names``."""

    unit = UnitField(label=_("Unit"), required=False)
    category = forms.ChoiceField(
        label=_("What it is about"), required=False, choices=category_choices, widget=SearchedSelect
    )
    rung = forms.ChoiceField(label=_("Rung"), required=False, choices=lambda: _rungs())
    kind = forms.ChoiceField(label=_("Letter"), required=False, choices=lambda: [("", _("All")), *LetterKind.choices])
    silent = forms.BooleanField(label=_("No reason given yet"), required=False)
    unassigned = forms.BooleanField(label=_("At the case office"), required=False)
    kept = forms.BooleanField(label=_("Kept"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *names: str, sorts: Sorts) -> None:
        super().__init__(data, sorts)
        for name in self.fields.keys() - {*names, *LOOKS}:
            del self.fields[name]
        self.is_valid()

    def word(self, name: str, value: Any) -> str:
        if name == "unit":
            return str(self.data.get(name, "")).strip()
        return label_of(self.fields[name].choices, value) if name in _CHOSEN else super().word(name, value)  # type: ignore[attr-defined]


_CHOSEN = ("category", "rung", "kind")


def label_of(choices: Any, value: str) -> str:
    """What a choice is called, also one that stands in a group."""
    for code, label in choices:
        if isinstance(label, (list, tuple)):
            if any(inner == value for inner, _words in label):
                return label_of(label, value)
        elif code == value:
            return str(label)
    return value


def _rungs() -> list[tuple[str, str]]:
    return [("", _("All")), *((row.code, row.label) for row in catalog.ladder("answer"))]
