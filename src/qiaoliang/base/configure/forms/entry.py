"""An entry of the catalogue as a form, made from the table's own description."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.access.forms import RefusableForm
from qiaoliang.base.catalog.choices import RungUnit, Unit
from qiaoliang.base.catalog.file import HALF, Key, Values
from qiaoliang.base.catalog.schema import RECEIPT_SLOTS, STEP, Field, Table
from qiaoliang.base.configure import labels
from qiaoliang.base.core import clock
from qiaoliang.base.core.typed import seen

#: characters of a long text
LONGEST = 4000
#: of any unit: about ten years in days
LONGEST_TERM = 3650
#: answers of one unit, and reviews
MOST_ROUNDS = 9
#: working days within which a letter is to be obeyed
MOST_WITHIN = 60
#: the clocks that a ladder may watch
WATCHED = ("accept", "dispatch", "answer", "rework", "review")
#: columns that the product itself relies on: shown, not changed here
FIXED = ("code", "list", "slots", "audience")


def put(form: forms.Form, name: str, value: str) -> None:
    """Show the form as if ``value`` had been typed."""
    typed: Any = form.data
    changed = typed.copy()
    changed[name] = value
    form.data = changed


class FromForm(RefusableForm):
    """From when a change holds, and why it is made."""

    start = forms.DateField(
        label=gettext_lazy("Holds from"),
        required=False,
        help_text=gettext_lazy("The beginning of that day. Left empty, it holds at once."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("The document, or the reason. It stays with the version."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["start"].widget.attrs["min"] = clock.today().isoformat()

    def clean_start(self) -> date | None:
        start: date | None = self.cleaned_data["start"]
        if start and start < clock.today():
            raise forms.ValidationError(_("This day is over. Choose today or a later day, or leave it empty."))
        return start if start and start > clock.today() else None

    @property
    def valid_from(self) -> datetime | None:
        """The moment, None for at once."""
        start = self.cleaned_data.get("start")
        return datetime.combine(start, time(), clock.ZONE) if start else None


class EntryForm(FromForm):
    """``values``: the entry as it is, None for a new one. ``entries`` are all entries, to choose from."""

    recounts = forms.ChoiceField(
        label=gettext_lazy("Cases that are open already"),
        widget=forms.RadioSelect,
        initial="open",
        choices=(
            ("open", gettext_lazy("count their dates again; the old date is kept and the person is told")),
            ("new", gettext_lazy("keep their dates; the change is for new cases only")),
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ()

    def __init__(
        self,
        *args: Any,
        table: Table,
        key: Key | None,
        values: Values | None,
        entries: Mapping[Key, Values],
        **more: Any,
    ) -> None:
        self.table, self.key, self.values, self.entries = table, key, values, entries
        super().__init__(*args, **more)
        tail = {name: self.fields.pop(name) for name in ("start", "why", "recounts", "seen")}
        self.columns: dict[str, Field] = {}
        for name, rule in table.fields.items():
            column = rule.column or name
            if self._takes(column):
                self.columns[column] = rule
                self.fields[f"v_{column}"] = self._field(column, rule)
        if not self.moves_dates:
            tail.pop("recounts")
        self.fields |= tail

    @property
    def moves_dates(self) -> bool:
        """May a change of it give open cases another date?"""
        return self.values is not None and (self.table is STEP or (self.table.name == "category" and not self.is_top))

    @property
    def is_top(self) -> bool:
        """A category of the first level, which is never dispatched."""
        return self.table.name == "category" and self.key is not None and "." not in self.key[1][0]

    @property
    def entry_fields(self) -> list[Any]:
        return [self[f"v_{column}"] for column in self.columns]

    @property
    def tail_fields(self) -> list[Any]:
        return [self[name] for name in ("recounts", "start", "why") if name in self.fields]

    @property
    def places(self) -> list[str]:
        """The places that its texts may fill in."""
        slots = (self.values or {}).get("slots") or (RECEIPT_SLOTS if self.table.name == "referral" else ())
        return sorted(slots)

    def edited(self) -> dict[str, Any]:
        """The entry as it is to be."""
        new = dict(self.values or {})
        new |= {column: self._plain(column, rule) for column, rule in self.columns.items()}
        for name, rule in self.table.fields.items():
            new.setdefault(rule.column or name, list(rule.default) if rule.type is list else rule.default)
        return new

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("v_zh", "v_en", "v_receipt", "v_receipt_en"):
            if data.get(name) and self.table.name in ("template", "referral"):
                self._check_places(name, data[name])
        checks: dict[str, Callable[[dict[str, Any]], None]] = {
            "step": self._check_term,
            "clock": self._check_counts,
            "rung": self._check_rung,
            "referral": self._check_danger,
        }
        if not self.errors and self.table.name in checks:
            checks[self.table.name](data)
        return data

    def _check_places(self, name: str, text: str) -> None:
        try:
            parts = [part[1:] for part in string.Formatter().parse(text) if part[1] is not None]
        except ValueError:
            self.add_error(name, _("A curly bracket stands alone. Write both, with the name of a place between them."))
            return
        known = set(self.places)
        unknown = sorted({f"{{{place}}}" for place, spec, turned in parts if place not in known or spec or turned})
        if unknown:
            told = {
                "unknown": _(", ").join(unknown),
                "known": _(", ").join(f"{{{one}}}" for one in sorted(known)) or "—",
            }
            self.add_error(name, _("Nothing can be filled in for %(unknown)s. What can: %(known)s.") % told)

    def _check_term(self, data: dict[str, Any]) -> None:
        amount, unit = data["v_amount"], data["v_unit"]
        if amount <= 0:
            text = _("A term of 0 would be over before it begins. Write at least half a day or half an hour.")
            self.add_error("v_amount", text)
        else:
            self._check_length(amount, unit)

    def _check_length(self, amount: Decimal, unit: str) -> None:
        if amount > LONGEST_TERM:
            self.add_error("v_amount", _("That is longer than ten years. Please look again."))
        elif unit == Unit.DAYS and amount != int(amount):
            self.add_error("v_amount", _("Calendar days are whole. Write a whole number, or choose working days."))
        elif unit == Unit.WORKING_DAYS and amount * 2 != int(amount * 2):
            self.add_error("v_amount", _("Working days are whole or half."))

    def _check_counts(self, data: dict[str, Any]) -> None:
        for name, least in (("v_rounds", 1), ("v_reviews", 0)):
            value = data[name] or Decimal(0)
            if value != int(value) or not least <= value <= MOST_ROUNDS:
                words = {"least": least, "most": MOST_ROUNDS}
                self.add_error(name, _("Write a whole number from %(least)d to %(most)d.") % words)

    def _check_rung(self, data: dict[str, Any]) -> None:
        amount, unit, within = data["v_amount"], data["v_unit"], data["v_within"] or Decimal(0)
        if unit == RungUnit.SHARE and not 0 < amount < 100:
            self.add_error("v_amount", _("Write a share between 0 and 100 percent."))
        elif amount < 0:
            self.add_error(
                "v_amount", _("Time after the end is not negative. For a reminder before it choose percent.")
            )
        elif unit != RungUnit.SHARE:
            self._check_length(amount, unit)
        if not (HALF if data["v_letter"] else 0) <= within <= MOST_WITHIN or within * 2 != int(within * 2):
            text = _("Write within how many working days the letter is to be obeyed: half a day to %(most)d.")
            self.add_error("v_within", text % {"most": MOST_WITHIN})

    def _check_danger(self, data: dict[str, Any]) -> None:
        if data["v_danger"] and not data["v_phone"]:
            self.add_error("v_phone", _("What is shown in danger needs a telephone number."))
        if data["v_danger"] and not data["v_danger_words"]:
            self.add_error("v_danger_words", _("Write the words by which danger is known."))

    def _takes(self, column: str) -> bool:
        if column in FIXED and not (column == "list" and self.values is None):
            return False
        return not self.is_top or column not in (
            "kind",
            "lead",
            "urgency",
            "clocks",
            "public",
            "misconduct",
            "referral",
        )

    def _field(self, column: str, rule: Field) -> forms.Field:
        label, needed = labels.column(self.table.name, column), rule.required or self._must(column)
        initial = self._initial(column)
        if rule.type is bool:
            return forms.BooleanField(label=label, required=False, initial=initial)
        if rule.type is float:
            return forms.DecimalField(label=label, required=needed, initial=initial, max_digits=6, decimal_places=2)
        if rule.type is list:
            return self._list(column, rule, label, initial)
        if rule.choices or rule.refers or column == "list":
            return forms.ChoiceField(
                label=label, required=needed, initial=initial, choices=self._options(column, rule, blank=not needed)
            )
        if isinstance(self.table.model._meta.get_field(column), models.TextField):
            return _LongText(label=label, required=needed, initial=initial, max_length=LONGEST)
        return forms.CharField(label=label, required=needed, initial=initial, max_length=rule.longest or None)

    def _list(self, column: str, rule: Field, label: str, initial: Any) -> forms.Field:
        if rule.refers or labels.choice_of(self.table.name, column) is not None:
            return forms.MultipleChoiceField(
                label=label,
                required=rule.required,
                initial=initial,
                widget=forms.CheckboxSelectMultiple,
                choices=self._options(column, rule, blank=False),
            )
        return _LongText(
            label=label,
            required=rule.required,
            initial="\n".join(initial or []),
            max_length=LONGEST,
            help_text=_("One a line."),
        )

    def _options(self, column: str, rule: Field, *, blank: bool) -> list[tuple[str, str]]:
        options = [("", "—")] if blank else []
        known = labels.choice_of(self.table.name, column)
        if column == "steps":
            return [(code, str(known(code).label)) for code in WATCHED]
        if known is not None:
            return options + [(code, str(words)) for code, words in known.choices]
        if column == "list":
            lists = sorted({key[1][0] for key in self.entries if key[0] == "reason"})
            return options + [(one, str(labels.LISTS.get(one, one))) for one in lists]
        rows = [(key[1][0], values) for key, values in self.entries.items() if key[0] == rule.refers]
        if rule.refers == "category":
            rows = sorted(rows, key=lambda row: row[0])
        return options + [(code, labels.entry((rule.refers, (code,)), values)) for code, values in rows]

    def _must(self, column: str) -> bool:
        return self.table.name == "category" and not self.is_top and column in ("kind", "lead", "urgency", "clocks")

    def _initial(self, column: str) -> Any:
        value = (self.values or {}).get(column)
        return labels.number(value) if isinstance(value, Decimal) else value

    def _plain(self, column: str, rule: Field) -> Any:
        value = self.cleaned_data[f"v_{column}"]
        if rule.type is list and isinstance(value, str):
            return list(dict.fromkeys(line.strip() for line in value.splitlines() if line.strip()))
        if rule.type is float:
            return Decimal(value if value is not None else rule.default or 0).quantize(Decimal("0.01"))
        return value


class _LongText(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Line ends as the catalogue has them, nothing unseen."""
        return seen(str(value or "")).replace("\r\n", "\n").strip("\n")


class WithdrawForm(FromForm):
    """``seen``: the row that was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("start", "why")


class WhyForm(RefusableForm):
    """A reason for what is taken back."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class NewForm(RefusableForm):
    """What a new entry begins from: a category below which first level, a set of clocks as a copy of which."""

    base = forms.ChoiceField(label="")

    def __init__(self, *args: Any, table: Table, entries: Mapping[Key, Values], **more: Any) -> None:
        super().__init__(*args, **more)
        rows = [(key, values) for key, values in entries.items() if key[0] == table.name]
        field: Any = self.fields["base"]
        if table.name == "category":
            field.label = _("Below which first level")
            field.choices = [(key[1][0], labels.entry(key, values)) for key, values in rows if "." not in key[1][0]]
            field.choices += [("", _("none: it is a first level itself"))]
            field.required = False
        else:
            field.label = _("A copy of")
            field.choices = [(key[1][0], labels.entry(key, values)) for key, values in rows]
