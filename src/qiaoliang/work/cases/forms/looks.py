"""What every list at the desk has in its address besides its filters: the order and the columns."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from qiaoliang.base.asking import written
from qiaoliang.base.organizations.models import Organization
from qiaoliang.work.cases import columns, ordering
from qiaoliang.work.cases.fields import UnitField
from qiaoliang.work.cases.ordering import Sorts

#: part of an address, but no filter: it takes no row away
LOOKS = ("sort", "cols", "view")


class _Fields(dict[str, forms.Field]):
    """Those of a form, of which Django copies every one for each form: here only the ones in ``own``, that the form changes."""

    own: tuple[str, ...] = ()

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return {name: copy.deepcopy(one, memo) if name in self.own else one for name, one in self.items()}


class Looks(forms.Form):
    """Give it ``request.GET`` and the list's orders. What cannot be understood narrows nothing."""

    #: the fields that a form changes for itself; the others are everybody's
    own: ClassVar[tuple[str, ...]] = ("sort",)
    #: the fields that stand in a form only where they say something: most addresses stay short, and each costs as much as one that is seen
    seldom: ClassVar[tuple[str, ...]] = LOOKS

    sort = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    cols = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    #: the saved view that this began with
    view = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, sorts: Sorts) -> None:
        said = _Fields(
            (name, one) for name, one in self.base_fields.items() if name not in self.seldom or data.get(name)
        )
        said.own = self.own
        self.base_fields = said  # type: ignore[misc]
        super().__init__(data)
        if "sort" in self.fields:
            self.fields["sort"].choices = ordering.choices(sorts)  # type: ignore[attr-defined]

    def clean_cols(self) -> str:
        """The columns that there are; the rest of what was typed is nowhere kept."""
        return ".".join(columns.chosen(self.cleaned_data["cols"], ()))

    @property
    def given(self) -> dict[str, Any]:
        """What stands in the address and could be understood."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrowed(self) -> dict[str, Any]:
        """The filters in force."""
        return {name: value for name, value in self.given.items() if name not in LOOKS}

    def address(self, *without: str, **more: str) -> str:
        """This list with the same address but for what is in ``without`` and ``more``; an empty value is taken away."""
        typed = {name: self.data.get(name, "") for name in self.given if name not in without}
        return "?" + urlencode({name: value for name, value in {**typed, **more}.items() if value})

    @property
    def here(self) -> str:
        """The part of the list that this address shows."""
        return self.address(after=self.data.get("after", ""))

    def address_before(self, key: str | None) -> str:
        """The part before this one, by its key (see ``listing.before``); none before the front."""
        return "" if key is None else self.address(after=key)

    def worded(self) -> Iterable[tuple[tuple[str, ...], str]]:
        """The filters in force in words, each with the names it has in the address."""
        return [((name,), self.word(name, value)) for name, value in self.narrowed.items()]

    def word(self, name: str, value: Any) -> str:
        """One filter in force, in words."""
        return str(self.fields[name].label)

    def said(self) -> list[str]:
        """The filters in force, in words."""
        return [words for _names, words in self.worded()]

    def chips(self) -> list[dict[str, str]]:
        """The filters in force, each with the address of the list without it."""
        return [{"label": words, "href": self.address(*names)} for names, words in self.worded()]

    def kept(self) -> str:
        """The address to be saved: units by their code, so that it means the same one under another name."""
        named = {
            name: unit_by_code(value) for name, value in self.given.items() if isinstance(self.fields[name], UnitField)
        }
        return self.address("view", **named).removeprefix("?")

    def cleared(self) -> str:
        """This list without its filters, sorted and drawn as it is."""
        return self.address(*self.narrowed, "view", plain="on")


def unit_by_code(unit_id: UUID) -> str:
    """A unit so that it is found again, and its name stands beside the code."""
    (unit,) = written.rows(_unit, unit_id)
    return f"{unit.name}（{unit.code}）"


def _unit(unit_id: UUID) -> QuerySet[Organization]:
    return Organization.objects.filter(pk=unit_id)
