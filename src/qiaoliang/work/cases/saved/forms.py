"""The form of a saved view."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.access.fields import TypedField


class Named(forms.Form):
    """Only who may share is asked whether to; only who may change it is asked for the name."""

    name = TypedField(label=_("Name of the view"), max_length=20)
    shared = forms.BooleanField(
        label=_("Share it with my unit"),
        required=False,
        help_text=_("Colleagues see the view, and in it only the cases that they may see themselves."),
    )
    begins = forms.BooleanField(label=_("Begin this list with it when I open it"), required=False)

    def __init__(self, data: Any, actor: Actor, *, may_change: bool = True, **options: Any) -> None:
        super().__init__(data, **options)
        if not may_change:
            del self.fields["name"]
        if not may_change or not actor.may("cases.share_views"):
            del self.fields["shared"]
