"""Taking a matter in on someone's behalf, and looking at a contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core import codes
from qiaoliang.base.vault.choices import RevealReason
from qiaoliang.work.cases.choices import Source
from qiaoliang.work.cases.fields import (
    AreaField,
    AsksAboutPhone,
    AsksTheGuardian,
    CategoryField,
    PhoneField,
    TypedField,
)
from qiaoliang.work.cases.forms.masked import TellsWhatIsMasked

SOURCES = [(source.value, source.label) for source in (Source.PHONE, Source.COUNTER, Source.VISIT)]


class Intake(TellsWhatIsMasked, AsksTheGuardian, AsksAboutPhone):
    """What the person says, typed by an officer; the contact goes to the vault, not into the text."""

    told_in = ("text", "heading", "place")
    contact = ("name", "phone", "address")
    asks = _("Ask a parent or guardian first and tick this, or leave name, phone and address empty.")

    once = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput, initial=codes.new_secret)
    text = TypedField(label=_("What the person says"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))
    heading = TypedField(label=_("Title"), max_length=80, required=False, help_text=_("Empty: the first sentence."))
    category = CategoryField(label=_("What it is about"), required=False)
    source = forms.ChoiceField(label=_("How it came"), choices=SOURCES, widget=forms.RadioSelect)
    area = AreaField(label=_("Town, village or community"), required=False)
    place = TypedField(label=_("Place"), max_length=120, required=False)
    name = TypedField(
        label=_("Name"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = PhoneField(
        label=_("Phone number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
        help_text=_("A mobile number, or a landline with its area code. From abroad: + and the country code."),
    )
    address = TypedField(
        label=_("Address"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    consent = forms.BooleanField(
        label=_("The person was told this and agrees that we keep name, phone or address for this case."),
        required=False,
    )
    guardian = forms.BooleanField(label=_("A parent or guardian was told this and agrees."), required=False)
    may_publish = forms.BooleanField(
        label=_("The person agrees that the answer is published, without anything that tells who asked."),
        required=False,
    )

    def clean_once(self) -> str:
        return self.cleaned_data["once"] or codes.new_secret()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.get(name) for name in ("name", "phone", "address")) and not data.get("consent"):
            self.add_error(
                "consent",
                _(
                    "You filled in a name, phone or address: ask the person and tick that they agree, or leave all three empty."
                ),
            )
        return data


#: the reasons as the officer reads them; the person concerned reads the vault's own words
REASONS = [
    (RevealReason.VERIFY, _("check the facts with the person")),
    (RevealReason.ARRANGE, _("arrange a visit or an on-site check")),
    (RevealReason.ANSWER, _("explain the answer")),
    (RevealReason.CALLBACK, _("ask whether it is solved")),
    (RevealReason.CORRECT, _("correct or copy the data at the person's wish")),
    (RevealReason.SAFETY, _("somebody's safety is at risk")),
    (RevealReason.OTHER, _("another reason, written below")),
]


class Reveal(forms.Form):
    """Why an officer looks at a contact."""

    reason = forms.ChoiceField(label=_("What do you need the contact for?"), choices=REASONS, widget=forms.RadioSelect)
    note = TypedField(label=_("In a few words"), max_length=200, required=False)
