"""The form of an export."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.work.cases.exports.choices import Format


class Take(forms.Form):
    """What kind of file."""

    format = forms.ChoiceField(label=_("File"), choices=Format.choices, initial=Format.XLSX, widget=forms.RadioSelect)
