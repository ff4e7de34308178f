"""A form question with its label, hint, error and control, for every widget Django has."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import field as attribute
from typing import Any, Literal

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from qiaoliang.ui.contract import Contract, ContractError
from qiaoliang.ui.kept import exact


class Props(Contract):
    """``field`` is a bound field of a form. ``question`` shows the label large: one question a page. ``hints`` gives a
    line under a choice, by its value. ``counter`` is how many characters may be written. ``private``: never kept as a
    draft in the browser (contact data). ``below`` is a line right under the control."""

    field: Any
    label: str = ""
    hint: str = ""
    question: bool = False
    counter: int | None = None
    width: Literal["s", "m", "full"] = "full"
    inline: bool = False
    prefix: str = ""
    suffix: str = ""
    hints: Mapping[str, str] = attribute(default_factory=dict)
    autocomplete: str = ""
    inputmode: str = ""
    rows: int = 5
    why: str = ""
    private: bool = False
    below: str = ""
    optional: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.field, BoundField):
            raise ContractError(f"ui field: field is {self.field!r}, a form's field is wanted")

    @property
    def drawn_from(self) -> Hashable:
        """A form whose choices are long says in ``drawn_with`` what they are made from. Free words are never kept; what is one of
        a list, picked or typed, is (``of_a_list`` of a form's field)."""
        form = self.field.form
        if not hasattr(form, "drawn_with") or self.hints or self.field.errors:
            return None
        value = self.field.value()
        of_a_list = isinstance(self.widget, forms.Select) or getattr(self.field.field, "of_a_list", False)
        if value and not of_a_list:
            return None
        said = tuple(exact(one) for name, one in vars(self).items() if name not in ("field", "hints"))
        return type(form), form.drawn_with, self.field.html_name, str(value), said

    @property
    def widget(self) -> forms.Widget:
        return self.field.field.widget

    @property
    def kind(self) -> str:
        """Which shape the template draws."""
        shapes: list[tuple[tuple[type[forms.Widget], ...], str]] = [
            ((forms.RadioSelect, forms.CheckboxSelectMultiple), "choices"),
            ((forms.CheckboxInput,), "checkbox"),
            ((forms.FileInput,), "file"),
            ((forms.Textarea,), "textarea"),
            ((forms.MultiWidget, forms.SelectDateWidget), "group"),
        ]
        return next((shape for classes, shape in shapes if isinstance(self.widget, classes)), "input")

    @property
    def grouped(self) -> bool:
        return self.kind in {"choices", "group"}

    @property
    def label_text(self) -> str:
        return self.label or str(self.field.label)

    @property
    def hint_text(self) -> str:
        return self.hint or str(self.field.help_text or "")

    @property
    def hint_id(self) -> str:
        return f"{self.field.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.field.auto_id}_error"

    @property
    def is_optional(self) -> bool:
        return self.optional and not self.field.field.required

    @property
    def limit(self) -> int | None:
        """How many characters the counter counts down from."""
        own = getattr(self.field.field, "max_length", None) if self.kind == "textarea" else None
        return self.counter or own

    @property
    def described_by(self) -> str:
        ids = [self.hint_id] if self.hint_text else []
        ids += [self.error_id] if self.field.errors else []
        ids += [f"{self.field.auto_id}_below"] if self.below else []
        ids += [f"{self.field.auto_id}_count"] if self.limit else []
        return " ".join(ids)

    @property
    def control(self) -> SafeString:
        """The control itself. No maxlength: a pasted text is never cut, the answer says what is too long."""
        attrs: dict[str, Any] = {"maxlength": False, "minlength": False, "autocomplete": self.autocomplete or False}
        attrs |= {"aria-describedby": self.described_by or False, "inputmode": self.inputmode or False}
        attrs |= {"data-private": self.private, "data-limit": self.limit or False}
        if self.kind == "textarea":
            attrs["rows"] = self.rows
        return self.field.as_widget(widget=self._dated(), attrs={k: v for k, v in attrs.items() if self._sets(k, v)})

    @property
    def look_up(self) -> str:
        """Where the names stand that may be typed here; empty for most fields."""
        return str(self.widget.attrs.get("data-pick") or "")

    @property
    def options(self) -> Iterator[dict[str, Any]]:
        """One row per radio button or checkbox."""
        for option in self.field.subwidgets:
            data = option.data
            yield {
                "type": data["type"], "name": data["name"], "value": data["value"], "id": data["attrs"]["id"],
                "label": data["label"], "checked": data["selected"], "disabled": data["attrs"].get("disabled"),
                "hint": self.hints.get(str(data["value"]), ""),
            }  # fmt: skip

    def _sets(self, name: str, value: Any) -> bool:
        return value is not False or name in {"maxlength", "minlength"}

    def _dated(self) -> forms.Widget | None:
        if type(self.widget) not in (forms.DateInput, forms.TimeInput):
            return None
        widget = copy.copy(self.widget)
        widget.input_type, widget.format = ("date", "%Y-%m-%d") if isinstance(widget, forms.DateInput) else ("time", "%H:%M")  # type: ignore[attr-defined]  # fmt: skip
        return widget
