"""Why a list is dropped."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.work.cases.fields import TypedField


class Drop(forms.Form):
    reason = TypedField(
        label=_("Why is nothing erased?"),
        max_length=200,
        help_text=_("No names, no phone numbers."),
        error_messages={"required": _("Please write the reason in a few words.")},
    )
