"""拆单: one row for each piece of what the person wrote, with a tick for the part it belongs to; then what each part is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.attachments import queries as stored
from qiaoliang.work.cases import masking, present
from qiaoliang.work.cases.actions import split
from qiaoliang.work.cases.fields import CategoryField, TypedField, UnitField
from qiaoliang.work.cases.forms.step import StepForm, words
from qiaoliang.work.cases.models import Case

NUMBERS = tuple(range(1, split.MOST + 1))
#: parts that are asked for at once; the others are opened where they are needed
SHOWN = 2
OWN = ("category", "title", "lead", "accused")


class Split(StepForm):
    title, button = _("Split into several"), _("Split the case")
    consequence = _(
        "Each part gets a number, a unit and an answer of its own; dates that run stay. The person reads it at once. Until work on a part begins, it can be undone."
    )
    template = "cases/desk/split.html"
    note = words(_("Note for the office"))

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        self.files = stored.of([("case", case.pk)])[case.pk]
        super().__init__(*args, case=case, **options)
        cut = split.pieces_of(case)
        for number, (start, end) in enumerate(cut):
            self.fields[f"piece_{number}"] = _which(masking.covered(case.text[start:end].strip()))
        for number, row in enumerate(self.files, 1):
            kind = gettext("Photo %(n)s") if row.is_photo else gettext("File %(n)s")
            self.fields[f"file_{row.pk}"] = _which(kind % {"n": number})
        for number in NUMBERS:
            self._add_part(number, case)
        self.told_in = tuple(f"title_{number}" for number in NUMBERS)  # type: ignore[misc]
        self.count = len(cut)

    def _add_part(self, number: int, case: Case) -> None:
        self.fields[f"category_{number}"] = CategoryField(label=_("What it is about"), required=False)
        self.fields[f"title_{number}"] = TypedField(
            label=_("Title"),
            max_length=80,
            required=False,
            help_text=_("Short and neutral, no names. Empty: its first words."),
        )
        must = case.state in split.WITH_A_UNIT
        self.fields[f"lead_{number}"] = UnitField(
            label=_("Lead unit"),
            required=False,
            help_text=_("A unit has the case already, so each part goes to one now.")
            if must
            else _("Empty: it waits to be assigned."),
        )
        self.fields[f"accused_{number}"] = UnitField(
            label=_("Unit whose conduct it is about"),
            required=False,
            help_text=_(
                "Only for misconduct. This unit and those below it will see neither this part nor the message."
            ),
        )

    def start(self, case: Case) -> dict[str, Any]:
        accused = case.accused_organization.name if case.accused_organization else ""
        named = {f"accused_{number}": accused for number in NUMBERS}
        lead = {"lead_1": case.lead.name} if case.lead else {}
        return {"category_1": case.category.code if case.category else "", **named, **lead}

    @property
    def dealt(self) -> Iterator[Any]:
        """The rows of ticks."""
        return (self[f"piece_{number}"] for number in range(self.count))

    @property
    def shown_files(self) -> list[tuple[dict[str, str], Any]]:
        """Each photo or file with its row of ticks."""
        return [
            (shown, self[f"file_{row.pk}"]) for shown, row in zip(present.files(self.files), self.files, strict=True)
        ]

    @property
    def parts(self) -> Iterator[dict[str, Any]]:
        """The fields of each part; those beyond the second are folded away until something stands in them."""
        for number in NUMBERS:
            fields = [self[f"{name}_{number}"] for name in OWN]
            must = {"category"} | ({"lead"} if self.case.state in split.WITH_A_UNIT else set())
            yield {
                "title": gettext("Part %(n)s") % {"n": number},
                "fields": [(one, number > SHOWN or name not in must) for name, one in zip(OWN, fields, strict=True)],
                "more": number > SHOWN,
                "open": self.is_bound and (any(one.errors for one in fields) or number in self._ticked()),
            }

    def _ticked(self) -> set[int]:
        return {int(one) for bound in self.dealt for one in bound.value() or () if one in _TICKS}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        wanted = {number: self._pieces(data, number) for number in NUMBERS}
        for number in NUMBERS:
            if wanted[number] or number <= SHOWN:
                self._must(data, number, wanted[number])
            elif data.get(f"title_{number}") or data.get(f"category_{number}"):
                self._nothing_ticked(number)
        for number in range(self.count):
            if not data.get(f"piece_{number}") and f"piece_{number}" not in self.errors:
                words = gettext("Tick the part to which “%(words)s” belongs, so that nothing gets lost.")
                self.add_error(f"piece_{number}", words % {"words": _short(str(self.fields[f"piece_{number}"].label))})
        data["wishes"] = [self._wish(data, number) for number in NUMBERS if wanted[number]] if not self.errors else []
        return data

    def _must(self, data: dict[str, Any], number: int, pieces: list[int]) -> None:
        if not pieces:
            self._nothing_ticked(number)
        if not data.get(f"category_{number}") and f"category_{number}" not in self.errors:
            self.add_error(f"category_{number}", _("Choose what this part is about."))
        must = self.case.state in split.WITH_A_UNIT
        if must and not data.get(f"lead_{number}") and f"lead_{number}" not in self.errors:
            self.add_error(f"lead_{number}", _("Name the unit that gets this part."))

    def _nothing_ticked(self, number: int) -> None:
        sentence = _("Nothing is ticked for part %(n)s yet.") % {"n": number}
        self.add_error(f"category_{number}", sentence)

    def _pieces(self, data: dict[str, Any], number: int) -> list[int]:
        return [place for place in range(self.count) if str(number) in (data.get(f"piece_{place}") or ())]

    def _wish(self, data: dict[str, Any], number: int) -> split.Wish:
        files = [row.pk for row in self.files if str(number) in (data.get(f"file_{row.pk}") or ())]
        return split.Wish(
            pieces=self._pieces(data, number),
            category=data[f"category_{number}"],
            title=data[f"title_{number}"],
            lead_id=data[f"lead_{number}"],
            accused_id=data[f"accused_{number}"],
            files=files,
        )

    def act(self, actor: Actor) -> Any:
        return self.call(split.split, actor, wishes=self.cleaned_data["wishes"], note=self.cleaned_data["note"])


class Unsplit(StepForm):
    title, button = _("Put it together again"), _("Make it one case again")
    consequence = _("It goes on where it stood, with its units and dates; the numbers of the parts end.")
    note = words(_("Reason"), required=True)

    def act(self, actor: Actor) -> Any:
        return self.call(split.unsplit, actor, note=self.cleaned_data["note"])


_TICKS = tuple(str(number) for number in NUMBERS)


def _short(words: str, longest: int = 12) -> str:
    """The beginning of a piece, to know it by."""
    words = words.rstrip("，,、；;。.！!？?")
    return words if len(words) <= longest else words[:longest] + "…"


def _which(label: str) -> forms.MultipleChoiceField:
    """To which parts something belongs."""
    choices = [(str(number), _("Part %(n)s") % {"n": number}) for number in NUMBERS]
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False)
