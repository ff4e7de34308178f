"""What an officer writes for everybody, what a second person decides, and what a resident looks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.work.cases.fields import TypedField, YesNo
from qiaoliang.work.cases.forms.step import words
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.publishing import queries
from qiaoliang.work.cases.publishing.actions.propose import Words


class Propose(forms.Form):
    """Title, text and how exactly it says where; with a promise, what was promised and why its day was moved."""

    title = TypedField(
        label=_("Title"),
        max_length=60,
        help_text=_("What others with the same matter would look for."),
        error_messages={"required": _("Please give it a title.")},
    )
    text = words(
        _("Public answer"),
        rows=8,
        required=True,
        longest=3000,
        help_text=_("Written for everybody: what it was about, what was done, what others can do. No names, no door numbers, no dates of the matter, not the person's own words."),
    )  # fmt: skip
    area = forms.ChoiceField(label=_("Where it was"), required=False, widget=forms.RadioSelect)
    promise = TypedField(
        label=_("What was promised, in one sentence"),
        max_length=200,
        help_text=_("Stands on the public list of promises with its day, until it is kept."),
        error_messages={"required": _("The answer promised something. Say in one sentence what.")},
    )
    moved = TypedField(
        label=_("Why the day was moved, in one sentence"),
        max_length=200,
        error_messages={"required": _("The day was moved. Say in one sentence why.")},
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        places = [(str(one.pk), str(one)) for one in queries.place_choices(case)]
        self.fields["area"].choices = [*places, ("", _("Say nothing about where"))]  # type: ignore[attr-defined]
        owed = queries.promise_of(case)
        if owed is None:
            del self.fields["promise"]
        if owed is None or owed.due_on == owed.first_due_on:
            del self.fields["moved"]

    @property
    def words(self) -> Words:
        """What was typed, for the action."""
        data = self.cleaned_data
        area = UUID(data["area"]) if data["area"] else None
        return Words(
            title=data["title"],
            text=data["text"],
            area_id=area,
            promise=data.get("promise", ""),
            moved=data.get("moved", ""),
        )


class Decide(forms.Form):
    """Let it out, or send it back and say why."""

    agree = YesNo(
        _("Publish it"),
        _("Send it back"),
        label=_("What do you decide?"),
        error_messages={"required": _("Please choose one of the two.")},
    )
    reason = TypedField(
        label=_("What should be different, if you send it back"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agree") is False and not data.get("reason"):
            self.add_error("reason", _("Please write why, so that the next text can be better."))
        return data


class TakeDown(forms.Form):
    """Why a public answer goes."""

    reason = TypedField(
        label=_("Why is it taken down?"),
        max_length=200,
        help_text=_("For the office. No names, no phone numbers."),
        error_messages={"required": _("Please write the reason in a few words.")},
    )


class Look(forms.Form):
    """A word, a theme, a place; what does not fit is left aside, as in every list."""

    q = TypedField(
        label=_("Look for"), max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    theme = forms.ChoiceField(label=_("About"), required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        themes = [(one.code, one.label) for one in queries.themes()]
        places = [(str(one.pk), str(one)) for one in queries.places()]
        self.fields["theme"].choices = [("", _("Everything")), *themes]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("The whole district")), *places]  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, str]:
        """What was asked for and can be."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
