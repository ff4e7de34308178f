"""What the lists at the desk can be narrowed by; everything stands in the address, so that it can be kept and sent."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.fields import SearchedSelect
from qiaoliang.base.asking import written
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations.models import Organization
from qiaoliang.base.organizations.queries import TOWNS, alive
from qiaoliang.ui import format
from qiaoliang.ui.words import either
from qiaoliang.work.cases import among, narrow
from qiaoliang.work.cases.choices import GROUPS, Source, State
from qiaoliang.work.cases.fields import UnitField, category_choices
from qiaoliang.work.cases.forms.looks import Looks
from qiaoliang.work.cases.forms.watching import label_of
from qiaoliang.work.cases.ordering import Sorts

#: what the figures of the overview open, besides what stands in the bar
OPENED = ("answered_since", "answered_until", "counted", "overdue", "stage", "why", "matter", "among")


def _categories() -> list[tuple[str, Any]]:
    every, *groups = category_choices()
    return [every, (narrow.NONE, _("Not said yet")), *groups]


def _towns(day: date) -> QuerySet[Organization]:
    return alive(day).filter(kind__in=TOWNS).order_by("code")


def _states() -> list[tuple[str, Any]]:
    return [("", _("All")), *((group, [(one.value, one.label) for one in states]) for group, states in GROUPS)]


def stage_label(stage: str) -> str:
    """What an open case waits for."""
    pauses = {"hold": _("On hold"), "information": _("Asked the person, waiting"), "return": _("Return asked for")}
    return str(pauses[stage] if stage in pauses else State(stage).label)


def reason_label(code: str) -> str:
    """Why a unit is late, as it said itself."""
    if code in ("", narrow.NONE):
        return gettext("No reason given yet")
    try:
        return str(catalog.reason("delay", code).label)
    except Refusal:  # no list has ever had it
        return code


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}))


class Filters(Looks):
    """Give it ``request.GET``. What cannot be understood is said at its field and narrows nothing."""

    own = (*Looks.own, "town")
    seldom = (*Looks.seldom, *OPENED)

    q = forms.CharField(
        label=_("Word, code or place"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"enterkeyhint": "search"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=_states)
    unit = UnitField(label=_("Lead unit"), required=False)
    category = forms.ChoiceField(
        label=_("What it is about"), required=False, choices=_categories, widget=SearchedSelect
    )
    town = forms.ChoiceField(label=_("Town"), required=False, widget=SearchedSelect)
    source = forms.ChoiceField(label=_("How it came"), required=False, choices=[("", _("All")), *Source.choices])
    since = _day(_("Received from"))
    until = _day(_("Received to"))
    unassigned = forms.BooleanField(label=_("Without a lead unit"), required=False)
    open = forms.BooleanField(label=_("Not answered yet"), required=False)
    late = forms.BooleanField(label=_("Late only"), required=False)

    answered_since = forms.DateField(required=False, widget=forms.HiddenInput)
    answered_until = forms.DateField(required=False, widget=forms.HiddenInput)
    counted = forms.BooleanField(required=False, widget=forms.HiddenInput)
    overdue = forms.BooleanField(required=False, widget=forms.HiddenInput)
    stage = forms.ChoiceField(required=False, choices=[(one, one) for one in narrow.STAGES], widget=forms.HiddenInput)
    why = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    matter = forms.ChoiceField(
        required=False, choices=[(one, one) for one in ("question", "other")], widget=forms.HiddenInput
    )
    among = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Any, sorts: Sorts) -> None:
        super().__init__(data, sorts)
        self.fields["town"].choices = lambda: [("", _("All")), *self.towns, (narrow.NONE, _("No town named"))]  # type: ignore[attr-defined]

    @cached_property
    def towns(self) -> tuple[tuple[str, str], ...]:
        """Today's towns, read once however often they are asked for: (id, name)."""
        return tuple((str(one.pk), one.label) for one in written.rows(_towns, clock.today()))

    @cached_property
    def drawn_with(self) -> Hashable:
        """What the long lists of choices are made from (:mod:`qiaoliang.ui.kept`)."""
        return catalog.view(), self.towns

    def clean_among(self) -> str:
        """A set that is not there any more, or never was, narrows nothing."""
        text: str = self.cleaned_data["among"]
        found = among.read(text)
        return text if found and found[0].label(found[1]) else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for first, last in (("since", "until"), ("answered_since", "answered_until")):
            if data.get(first) and data.get(last) and data[first] > data[last]:
                words = _("This day is before the first one. Choose a later day, or leave one of them empty.")
                self.add_error(last, ValidationError(words))
        return data

    def worded(self) -> Iterable[tuple[tuple[str, ...], str]]:
        """As everywhere, but two days of a stretch are one filter."""
        given = self.narrowed
        for first, last, words in (
            ("since", "until", _("Received %(days)s")),
            ("answered_since", "answered_until", _("Answered %(days)s")),
        ):
            if first in given or last in given:
                yield (first, last), str(words) % {"days": _days(given.get(first), given.get(last))}
        yield from (
            ((name,), self.word(name, value))
            for name, value in given.items()
            if name not in ("since", "until", "answered_since", "answered_until")
        )

    def word(self, name: str, value: Any) -> str:
        if name in ("q", "unit"):
            return str(self.data.get(name, "")).strip()
        if name in ("state", "category", "town", "source"):
            return label_of(self.fields[name].choices, value)  # type: ignore[attr-defined]
        if name == "stage":
            return stage_label(value)
        if name == "among" and (found := among.read(value)):
            return found[0].label(found[1])
        if name == "why":
            return f"{gettext('Overdue')}{either('：', ': ')}{reason_label(value)}"
        if name == "overdue":
            return gettext("Overdue")
        if name == "counted":
            return gettext("Counted in the figures")
        matters = {"question": _("Questions"), "other": _("Without questions")}
        return str(matters[value]) if name == "matter" else super().word(name, value)


def _days(first: Any, last: Any) -> str:
    if first and last:
        return f"{format.full_day(first)}{either('至', ' to ')}{format.full_day(last)}"
    words = gettext("from %(day)s on") if first else gettext("up to %(day)s")
    return words % {"day": format.full_day(first or last)}


def unit_typed(unit: Organization, names: Iterable[str]) -> str:
    """How a unit is written in the address so that it means this one alone."""
    return f"{unit.name}（{unit.code}）" if unit.name in names else unit.name
