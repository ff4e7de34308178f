"""Forms of the administrators' pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import reach_label
from qiaoliang.base.access.roles import REACHES, permissions, roles
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.typed import seen
from qiaoliang.base.organizations.models import Membership, Person, Post

MOST_BYTES = 2_000_000


class RefusableForm(forms.Form):
    """A form whose action may still say no: the refusal stands at the field it is about."""

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))


class NewAccountForm(RefusableForm):
    username = forms.CharField(label=_("User name"), help_text=_("2 to 40 letters, digits, dots or dashes."))
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Whose account"),
        required=False,
        empty_label=_("Somebody new (name below)"),
        help_text=_("Persons who have no account yet."),
    )
    name = forms.CharField(label=_("Name of somebody new"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(account=None).order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("person") and not data.get("name"):
            self.add_error("name", _("Choose a person or give a name."))
        return data


class ReasonForm(RefusableForm):
    reason = forms.CharField(label=_("Why"), max_length=100, help_text=_("One line; it can be read later."))


class GrantForm(RefusableForm):
    post = forms.ModelChoiceField(Post.objects.none(), label=_("Post"), widget=forms.RadioSelect, empty_label=None)
    role = forms.ChoiceField(label=_("Role"))
    reach = forms.ChoiceField(
        label=_("How far at most"),
        required=False,
        help_text=_("A role never goes further than its table says; here it can be kept closer."),
    )
    start = forms.DateField(label=_("From day"), initial=clock.today)

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh"
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["post"].label_from_instance = _post_label  # type: ignore[attr-defined]
        self.fields["role"].choices = [(key, role.name(language)) for key, role in roles().items()]  # type: ignore[attr-defined]
        wide = [("", _("as far as the role goes"))]
        self.fields["reach"].choices = wide + [(key, reach_label(key)) for key in REACHES]  # type: ignore[attr-defined]


class DeputyForm(RefusableForm):
    membership = forms.ModelChoiceField(Membership.objects.none(), label=_("Which post"), empty_label=None)
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who stands in"),
        empty_label=_("Choose somebody"),
        help_text=_("Somebody of the same unit or the one right above. What they write for you, somebody else checks."),
    )
    start = forms.DateField(label=_("From day"), initial=clock.today)
    last = forms.DateField(label=_("Until day"), help_text=_("The last day, at most three months."))

    def __init__(self, *args: Any, terms: Any, able: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = terms  # type: ignore[attr-defined]
        self.fields["membership"].label_from_instance = _term_label  # type: ignore[attr-defined]
        self.fields["person"].queryset = able  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = _able_label  # type: ignore[attr-defined]

    def refuse(self, refusal: Refusal) -> None:
        self.add_error({"end": "last"}.get(refusal.field, refusal.field) or None, str(refusal.message))


def _term_label(held: Membership) -> str:
    return f"{held.person} · {held.post.organization.label} {held.post}" if held.post else str(held.person)


def _able_label(person: Any) -> str:
    """The name with the posts: two of one name are told apart, and a deputy is chosen by what they do."""
    return f"{person} · " + "、".join(f"{one.post.organization.label} {one.post}" for one in person.held_now)


class AccountsForm(RefusableForm):
    """A table of people."""

    file = forms.FileField(
        label=_("Table"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Excel or WPS (.xlsx), or .csv; the first row holds the headings. Up to 2 MB and 200 rows."),
        error_messages={"required": _("Choose the table first."), "empty": _("This file is empty (0 bytes).")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not str(file.name).lower().endswith((".xlsx", ".csv")):
            raise forms.ValidationError(_("Please save the table as .xlsx or .csv first (WPS: 另存为)."))
        if getattr(file, "too_large", False) or (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This table is larger than 2 MB. Please divide it."))
        return file


class WhoMayForm(forms.Form):
    """What of the list one wants to see. A value that is none is left aside, so a kept address never breaks."""

    person = forms.CharField(label=_("Person"), required=False, max_length=60)
    unit = forms.CharField(label=_("Unit"), required=False, max_length=60)
    role = forms.ChoiceField(label=_("Role"), required=False)
    day = forms.DateField(
        label=_("As of this day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    permission = forms.ChoiceField(label=_("May do"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh"
        every = [("", _("All"))]
        self.fields["role"].choices = every + [(key, role.name(language)) for key, role in roles().items()]  # type: ignore[attr-defined]
        self.fields["permission"].choices = every + [(key, text(language)) for key, text in permissions().items()]  # type: ignore[attr-defined]

    def clean_person(self) -> str:
        return seen(self.cleaned_data["person"])

    def clean_unit(self) -> str:
        return seen(self.cleaned_data["unit"])


class LeavingForm(ReasonForm):
    successor = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who goes on with it"),
        required=False,
        empty_label=_("The unit: everybody who handles cases there is told"),
    )

    def __init__(self, *args: Any, able: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Person.objects.filter(pk__in=able).order_by("name", "pk")  # type: ignore[attr-defined]


def _post_label(post: Post) -> str:
    return f"{post.organization.label} {post}"
