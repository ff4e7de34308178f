"""The forms of the import's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from qiaoliang.work.cases.imports.choices import Clock, Field
from qiaoliang.work.cases.imports.models import Import

MOST_BYTES = 20_000_000
KINDS = (".xlsx", ".csv", ".jsonl")


class Upload(forms.Form):
    """The table."""

    file = forms.FileField(
        label=_("Table"),
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
        help_text=_("Excel or WPS (.xlsx), or .csv. The first row holds the headings. Up to 20 MB and 50,000 rows."),
        error_messages={"required": _("Choose the table first."), "empty": _("This file is empty (0 bytes).")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if not str(file.name).lower().endswith(KINDS):
            raise forms.ValidationError(_("Please save the table as .xlsx or .csv first (WPS: 另存为)."))
        if getattr(file, "too_large", False) or (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This table is larger than 20 MB. Please divide it."))
        return file


class Columns(forms.Form):
    """What each column means; from when the terms count; whether duplicates are brought in, too."""

    clock = forms.ChoiceField(label=_("Terms count from"), choices=Clock.choices, widget=forms.RadioSelect)
    doubles_too = forms.BooleanField(label=_("Bring duplicates in, too"), required=False)

    def __init__(self, *args: Any, batch: Import, **options: Any) -> None:
        options.setdefault("initial", {"clock": batch.clock, "doubles_too": batch.doubles_too})
        super().__init__(*args, **options)
        self.headings = {f"column_{place}": heading for place, heading in enumerate(batch.headings)}
        for name, heading in self.headings.items():
            self.fields[name] = forms.ChoiceField(
                label=heading,
                required=False,
                choices=[("", _("leave out")), *Field.choices],
                initial=batch.columns.get(heading, ""),
            )

    @property
    def columns(self) -> dict[str, str]:
        """heading → field as chosen."""
        return {heading: self.cleaned_data[name] for name, heading in self.headings.items()}

    @property
    def column_fields(self) -> list[Any]:
        """The columns' own fields, in the order of the table."""
        return [self[name] for name in self.headings]
