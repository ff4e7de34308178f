"""What a resident fills in: three short steps, then what they do on their case's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import codes
from qiaoliang.work.cases.choices import SATISFIED, Degree
from qiaoliang.work.cases.fields import (
    AreaField,
    AsksAboutPhone,
    AsksTheGuardian,
    PhoneField,
    ReasonField,
    TypedField,
    YesNo,
)
from qiaoliang.work.cases.forms.masked import TellsWhatIsMasked
from qiaoliang.work.cases.forms.rated import with_the_rest


class What(forms.Form):
    """Step 1: what it is. Only the text is needed."""

    text = TypedField(
        label=_("What happened? What would you like?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "In your own words. Please leave out names, phone numbers and identity numbers; there is a separate place for them."
        ),
        error_messages={
            "required": _("Please write a few words about what happened."),
            "max_length": _("That is a little too long: please keep to 5,000 characters. Nothing you wrote is lost."),
        },
    )
    group = forms.ChoiceField(
        label=_("What is it closest to?"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Not sure? Leave it, we will sort it."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = [(group.code, group.label) for group in catalog.topics()]
        self.fields["group"].choices = groups  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) < 5:
            raise ValidationError(_("Please write a little more, so that we understand what happened."))
        return text


class Where(forms.Form):
    """Step 2: where it is, and photos."""

    area = AreaField(label=_("Town, village or community"), required=False)
    place = TypedField(
        label=_("Place"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("A road, an estate, a workplace. No door number is needed."),
        error_messages={"max_length": _("Please keep the place to 120 characters.")},
    )


class Who(AsksTheGuardian, AsksAboutPhone):
    """Step 3: how to reach the person, if they wish."""

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
        help_text=_("A mobile number, or a landline with its area code. From abroad: + and the country code."),
    )
    consent = forms.BooleanField(
        label=_("I have read this and agree that you keep my contact for this case."), required=False
    )
    may_publish = forms.BooleanField(
        label=_("The answer may be published, without anything that tells who I am."), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("name") or data.get("phone")) and not data.get("consent"):
            self.add_error("consent", _("Please tick this if you leave your contact, or leave the contact empty."))
        return data


class Open(forms.Form):
    """Code and secret from the receipt."""

    code = TypedField(
        label=_("Code"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    secret = TypedField(
        label=_("Secret"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        code = codes.clean_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(_("There is no such code. Please compare it with your receipt, sign by sign."))
        return code


class Reply(TellsWhatIsMasked):
    told_in = ("text",)
    text = TypedField(
        label=_("Your reply"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write your reply first.")},
    )


class Add(TellsWhatIsMasked):
    told_in = ("text",)
    text = TypedField(
        label=_("What would you like to add?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For example what has changed, or when it happens again. No names, no phone numbers."),
        error_messages={"required": _("Please write a few words, also where you only add a photo.")},
    )


class Reopen(TellsWhatIsMasked):
    told_in = ("text",)
    text = TypedField(
        label=_("What is still missing?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write what is still missing.")},
    )


class NotTaken(TellsWhatIsMasked):
    told_in = ("text",)
    text = TypedField(
        label=_("What did they say there?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For example: nobody answers the phone, or they say it is not theirs."),
        error_messages={"required": _("Please write a few words about what happened.")},
    )


class Review(TellsWhatIsMasked):
    told_in = ("text",)
    text = TypedField(
        label=_("What do you disagree with?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What is wrong in the decision, and what you would like instead. No names, no phone numbers."),
        error_messages={"required": _("Please write what you disagree with.")},
    )


class Withdraw(TellsWhatIsMasked):
    told_in = ("words",)
    reason = ReasonField("withdraw", label=_("Why, if you would like to tell us"), required=False)
    words = TypedField(
        label=_("Anything else"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class Rate(TellsWhatIsMasked):
    """Three questions; each may stay open, but one of them or a word is needed."""

    told_in = ("words",)

    contacted = YesNo(_("Yes"), _("No"), label=_("Did somebody contact you?"), required=False, empty_value=None)
    solved = forms.ChoiceField(
        label=_("Is it solved?"), choices=Degree.choices, widget=forms.RadioSelect, required=False
    )
    go_on = forms.BooleanField(
        label=_("Solved in part: please go on with the rest"),
        required=False,
        help_text=_("Without this tick “partly” closes the case."),
    )
    satisfied = forms.ChoiceField(
        label=_("Are you satisfied?"), choices=SATISFIED, widget=forms.RadioSelect, required=False
    )
    words = TypedField(
        label=_("In your own words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data |= with_the_rest(self, data)
        if not any((data.get("solved"), data.get("satisfied"), data.get("words"), data.get("contacted") is not None)):
            raise ValidationError(_("Please answer at least one question, or write a word."))
        return data
