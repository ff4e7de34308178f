"""What has to be corrected, at the top of the page, each line leading to its question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from qiaoliang.ui.contract import Contract
from qiaoliang.ui.words import either


class Props(Contract):
    """``form`` is a bound form; nothing is drawn while it has no errors. ``more``: sentences about the whole page."""

    form: BaseForm | Any
    more: tuple[str, ...] = ()

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(sentence, address of the question or "")."""
        return [*((text, "") for text in self.more), *self._of_form()]

    def _of_form(self) -> Iterator[tuple[str, str]]:
        for name, errors in self.form.errors.as_data().items():
            bound = None if name == "__all__" else self.form[name]
            for error in errors:
                for sentence in error.messages:
                    yield _named(bound, error, sentence), f"#{_first_control(bound)}" if bound else ""


#: Checks that say nothing of the question: in the summary its name goes before.
_GENERAL = {
    "required",
    "invalid",
    "invalid_choice",
    "max_length",
    "min_length",
    "max_value",
    "min_value",
    "empty",
    "missing",
}


def _named(bound: Any, error: ValidationError, sentence: str) -> str:
    if bound is None or error.code not in _GENERAL:
        return sentence
    name = str(bound.label).rstrip("？?:：")
    return f"{name}{either('：', ': ')}{sentence}"


def _first_control(bound: Any) -> str:
    if bound.use_fieldset and bound.subwidgets:
        return str(bound.subwidgets[0].data.get("attrs", {}).get("id", bound.auto_id))
    return str(bound.id_for_label or bound.auto_id)
