"""A catalogue file brought in from the page."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.access.forms import RefusableForm
from qiaoliang.base.configure.forms.entry import EntryForm, FromForm, put
from qiaoliang.base.core import textfile
from qiaoliang.base.core.errors import Refusal

#: bytes; the shipped catalogue has about a fifth of that
MOST_BYTES = 900_000


class TextOfFile(forms.Form):
    """A file's text, which goes along from the look to the saving."""

    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is not None:
            data["text"] = self._read(file)
            put(self, "text", data["text"])
        elif not data.get("text") and "file" not in self.errors:
            self.add_error("file", _("Choose the file first."))
        return data

    def _read(self, file: Any) -> str:
        if getattr(file, "too_large", False) or (file.size or 0) > MOST_BYTES:
            self.add_error("file", _("This file is larger than a catalogue can be. Choose another."))
            return ""
        with tempfile.TemporaryDirectory(prefix="qiaoliang-catalog-") as folder:
            path = Path(folder) / "catalog.toml"
            path.write_bytes(file.read())
            try:
                return textfile.read(path)
            except Refusal:
                self.add_error("file", _("This is not a text file. Save it as UTF-8 and choose it again."))
                return ""


class SetupForm(TextOfFile, RefusableForm):
    file = forms.FileField(
        label=gettext_lazy("Set-up file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml,.txt"}),
        help_text=gettext_lazy("A .toml file that was exported here or in another district."),
        error_messages={"empty": gettext_lazy("This file is empty (0 bytes).")},
    )


class FileForm(TextOfFile, FromForm):
    """A catalogue, from when it holds, and why."""

    file = forms.FileField(
        label=gettext_lazy("Catalogue file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml,.txt"}),
        help_text=gettext_lazy("A .toml file that was exported here or in another district."),
        error_messages={"empty": gettext_lazy("This file is empty (0 bytes).")},
    )
    recounts = EntryForm.base_fields["recounts"]
    field_order = ("file", "recounts", "start", "why")
