"""What a person corrects, and what an officer decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qiaoliang.work.cases.fields import AsksAboutPhone, PhoneField, TypedField, YesNo


class Correct(AsksAboutPhone):
    """The contact as it should be."""

    name = TypedField(
        label=_("How shall we call you?"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    address = TypedField(
        label=_("Address"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(one) for one in ("name", "phone", "address")):
            raise ValidationError(_("All is empty. If nothing is to be kept, go back and ask for it to be erased."))
        return data


class Decide(forms.Form):
    """Erase, or not and why."""

    agree = YesNo(
        _("Erase the contact"),
        _("Do not erase it"),
        label=_("What do you decide?"),
        error_messages={"required": _("Please choose one of the two.")},
    )
    reason = TypedField(
        label=_("Reason, if it is not erased"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this. No names, no phone numbers."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agree") is False and not data.get("reason"):
            self.add_error("reason", _("Please write why; the person reads it."))
        return data
