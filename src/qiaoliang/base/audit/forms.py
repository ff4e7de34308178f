from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import registry
from qiaoliang.base.core.typed import seen

#: outside these no log of ours can be, and a calendar soon ends
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class Filter(forms.Form):
    """What of the log one wants to see. A value that is none is left aside, so a kept address never breaks."""

    number = forms.CharField(label=_("Number of the case"), required=False, max_length=60)
    who = forms.CharField(label=_("Who did it"), required=False, max_length=60)
    action = forms.ChoiceField(label=_("What was done"), required=False)
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    since = _day(_("From this day on"))
    until = _day(_("Up to this day"))
    record = forms.UUIDField(required=False, widget=forms.HiddenInput)
    actor = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_number(self) -> str:
        return seen(self.cleaned_data["number"]).upper()

    def clean_who(self) -> str:
        return seen(self.cleaned_data["who"])

    def clean_since(self) -> date | None:
        return self._possible("since")

    def clean_until(self) -> date | None:
        return self._possible("until")

    def _possible(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(self.fields[name].error_messages["invalid"], code="invalid")
        return day

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("All")), *registry.grouped_actions()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("All")), *registry.known_kinds()]  # type: ignore[attr-defined]
