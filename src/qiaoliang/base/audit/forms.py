from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import registry

#: outside these no log of ours can be, and a calendar soon ends
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Filter(forms.Form):
    """What of the log one wants to see. A value that is none is left aside, so a kept address never breaks."""

    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    action = forms.ChoiceField(label=_("What was done"), required=False)
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    record = forms.UUIDField(required=False, widget=forms.HiddenInput)
    actor = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(self.fields["day"].error_messages["invalid"], code="invalid")
        return day

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("All")), *registry.known_actions()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("All")), *registry.known_kinds()]  # type: ignore[attr-defined]
