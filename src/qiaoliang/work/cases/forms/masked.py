"""Telling people before they send that their words hold contact data, and taking it out for them: one tap, without scripts."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qiaoliang.work.cases import masking

#: what is sent with the form: keep the words as they are, or take them out
LEAVE, OUT = "leave", "out"


class TellsWhatIsMasked(forms.Form):
    """``told_in`` names the fields looked at. Sent for the first time with contact data in them, the form comes back with
    ``masked``, the list of what was found, and two buttons: leave it, take it out."""

    told_in: ClassVar[tuple[str, ...]] = ()
    #: of these the fields that are written for everybody: nothing in them is masked to anybody
    everybody_reads: ClassVar[tuple[str, ...]] = ()
    masked: tuple[masking.Found, ...] = ()

    @property
    def for_everybody(self) -> bool:
        """Whether something of what was found stands in what everybody reads."""
        return any(one.key.split(":")[0] in self.everybody_reads for one in self.masked)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        choice = self.data.get("masked", "")
        if choice == OUT:
            return {**data, **{name: masking.taken_out(data.get(name) or "") for name in self._told(data)}}
        if choice != LEAVE:
            self.masked = tuple(found for name in self._told(data) for found in masking.found_in(data[name], name))
        if self.masked and not self.errors:
            raise ValidationError(_("Please look at what you wrote before it is sent."))
        return data

    def _told(self, data: dict[str, Any]) -> list[str]:
        return [name for name in self.told_in if data.get(name)]
