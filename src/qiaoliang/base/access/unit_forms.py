"""Forms of units, posts and who holds them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.fields import TypedField, UnitField
from qiaoliang.base.access.forms import RefusableForm
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations.kinds import kinds
from qiaoliang.base.organizations.models import Organization, Person, Post

_CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
#: seats of one post; more is a slip of the finger
MOST_SEATS = 200


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    """A day, picked or typed; today where one is needed."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        initial=clock.today if required else None,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class NamesForm(RefusableForm):
    """What a unit is called, and its kind."""

    name = TypedField(label=_("Full name"), max_length=100)
    short_name = TypedField(label=_("Short name"), max_length=40, required=False, help_text=_("As people say it."))
    name_en = TypedField(label=_("English name"), max_length=160, required=False)
    kind = forms.ChoiceField(label=_("Kind of unit"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, str(one)) for key, one in kinds().items()]  # type: ignore[attr-defined]


class NewUnitForm(NamesForm):
    code = forms.RegexField(
        _CODE,
        label=_("Code of the unit"),
        max_length=40,
        help_text=_("Letters and digits, never changed: files and lists know the unit by it."),
        error_messages={"invalid": _("Letters, digits and dashes only, say “lx-sw”.")},
    )
    territory = UnitField(label=_("Belongs to (territory)"))
    line = UnitField(label=_("Led by (line of work)"), required=False)
    founded = day_field(_("Exists from"), _("May lie in the past."))

    field_order = ("name", "short_name", "name_en", "kind", "code", "territory", "line", "founded")

    def clean_founded(self) -> date:
        return not_absurd(self.cleaned_data["founded"])


class RenameForm(NamesForm):
    on = day_field(_("From which day"), _("Today or a later day. What was keeps its name."))


class FromDayForm(RefusableForm):
    on = day_field(_("From which day"), _("Today or a later day; what was stays as it was."))

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < clock.today():
            raise forms.ValidationError(_("Choose today or a later day: what was stays as it was."))
        return not_absurd(day)


class MoveForm(FromDayForm):
    parent = UnitField(label=_("New unit above"))
    reason = TypedField(label=_("Why"), max_length=100, help_text=_("One line; it can be read later."))

    field_order = ("parent", "on", "reason")

    def __init__(self, *args: Any, may_be_none: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_be_none:
            self.fields["parent"].required = False
            self.fields["parent"].help_text = _("Left empty: it stands under none in this line any more.")

    def refuse(self, refusal: Refusal) -> None:
        self.add_error({"start": "on"}.get(refusal.field, refusal.field) or None, str(refusal.message))


class EndUnitForm(FromDayForm):
    successor = UnitField(
        label=_("Who goes on with its work"),
        required=False,
        help_text=_("Where it is merged into another, name that unit. What stands below goes under it, too."),
    )
    reason = TypedField(label=_("Why"), max_length=100, help_text=_("The document that says so, with its number."))

    field_order = ("successor", "on", "reason")


class AliasForm(RefusableForm):
    name = TypedField(label=_("Another name people use"), max_length=100)


class PostForm(RefusableForm):
    title = TypedField(label=_("Title of the post"), max_length=60)
    title_en = TypedField(label=_("English title"), max_length=100, required=False)
    headcount = forms.IntegerField(label=_("Number of seats"), min_value=1, max_value=MOST_SEATS, initial=1)
    rank = forms.IntegerField(
        label=_("Place in the order"), min_value=0, max_value=999, initial=50, help_text=_("The smallest comes first.")
    )
    grade = TypedField(label=_("Grade"), max_length=20, required=False)


class NewPostForm(PostForm):
    start = day_field(_("Exists from"))

    def clean_start(self) -> date:
        return not_absurd(self.cleaned_data["start"])


class EndPostForm(FromDayForm):
    reason = TypedField(label=_("Why"), max_length=100, help_text=_("One line; it can be read later."))


class AppointForm(RefusableForm):
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who"),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("Somebody new (name below)"),
    )
    name = TypedField(label=_("Name of somebody new"), max_length=60, required=False)
    start = day_field(_("From day"))
    last = day_field(_("Until day"), _("The last day, where it is known."), required=False)
    reason = TypedField(label=_("Why"), max_length=100, required=False, help_text=_("The document that appoints them."))

    def __init__(self, *args: Any, people: Any, labels: dict[Any, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = lambda one: labels.get(one.pk, str(one))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("person") and not data.get("name"):
            self.add_error("name", _("Choose a person or give a name."))
        if data.get("start") and data.get("last") and data["last"] < data["start"]:
            self.add_error("last", _("The end lies before the beginning."))
        return data

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))


def not_absurd(day: date) -> date:
    """A year that nobody can mean is a slip of the finger."""
    if not 1900 <= day.year <= clock.today().year + 20:
        raise forms.ValidationError(_("Please look at the year once more."))
    return day


def named(field: str, unit: Organization | None) -> dict[str, str]:
    """What a field of one unit shows at first."""
    return {field: unit.name} if unit else {}


def of_post(post: Post) -> dict[str, Any]:
    return {name: getattr(post, name) for name in ("title", "title_en", "headcount", "rank", "grade")}
