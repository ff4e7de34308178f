"""A year's days off: the notice pasted, or a table."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qiaoliang.base.access.forms import RefusableForm
from qiaoliang.base.core.typed import seen
from qiaoliang.base.workdays import notice, table, years
from qiaoliang.base.workdays.years import Arrangements

KINDS = (".xlsx", ".csv")
#: bytes; a year's table has a hundredth of that
MOST_BYTES = 2_000_000
#: characters; the notice has about a thousand
LONGEST_NOTICE = 20_000
#: sentences about rows that are shown at once
MOST_SENTENCES = 30


class HolidaysForm(RefusableForm):
    """``arrangements`` after checking; ``text`` holds them on the way from the look to the saving."""

    notice = forms.CharField(
        label=gettext_lazy("The notice"),
        required=False,
        widget=forms.Textarea,
        max_length=LONGEST_NOTICE,
        help_text=gettext_lazy(
            "The whole text as it was published, with title and number. It is checked against the calendar."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a table"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
        help_text=gettext_lazy(
            "Excel or WPS (.xlsx), or .csv: one row a day, with the columns date, kind (off or work) and name."
        ),
        error_messages={"empty": gettext_lazy("This file is empty (0 bytes).")},
    )
    year = forms.IntegerField(label=gettext_lazy("Year of the table"), required=False, min_value=2000, max_value=2100)
    source = forms.CharField(
        label=gettext_lazy("Source of the table"),
        required=False,
        max_length=180,
        help_text=gettext_lazy("What the notice is called, with its number."),
    )
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    arrangements: Arrangements

    def clean_notice(self) -> str:
        return seen(self.cleaned_data["notice"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if data["file"]:
            found, field = self._from_table(data), "file"
        elif data["notice"]:
            found, field = notice.read(data["notice"]), "notice"
        elif data["text"]:
            found, field = years.read(data["text"]), "notice"
        else:
            self.add_error("notice", _("Paste the notice, or choose a table."))
            return data
        if found is not None:
            english = (get_language() or "").startswith("en")
            for problem in found.problems[:MOST_SENTENCES]:
                self.add_error(field, problem.rpartition(" / ")[2] if english else problem.partition(" / ")[0])
            self.arrangements = found
        return data

    def _from_table(self, data: dict[str, Any]) -> Arrangements | None:
        file, source = data["file"], seen(data["source"])
        if not str(file.name).lower().endswith(KINDS):
            self.add_error("file", _("Please save the table as .xlsx or .csv first."))
        elif getattr(file, "too_large", False) or (file.size or 0) > MOST_BYTES:
            self.add_error("file", _("This file is larger than a year's table can be. Choose another."))
        if not data["year"]:
            self.add_error("year", _("Write the year whose days off the table holds."))
        if not source:
            self.add_error("source", _("Write where the days come from: it stands beside every day."))
        if self.errors:
            return None
        with tempfile.TemporaryDirectory(prefix="qiaoliang-holidays-") as folder:
            path = Path(folder) / f"table{Path(file.name).suffix.lower()}"
            path.write_bytes(file.read())
            return table.read(str(path), data["year"], source, name=str(file.name))
