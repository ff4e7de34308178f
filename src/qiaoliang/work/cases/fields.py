"""Form fields that take what people in offices type: a unit by any of its names, a matter by its category."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.models import Category
from qiaoliang.base.core import typed
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.vault import queries as vault


class TypedField(forms.CharField):
    """Words as a person sees them: unseen signs are taken out, and what has no other signs is empty."""

    def to_python(self, value: Any) -> str:
        return typed.seen(super().to_python(value) or "")


class PhoneField(TypedField):
    """A telephone number that the vault will take, or nothing."""

    def clean(self, value: Any) -> str:
        phone: str = super().clean(value)
        if phone and vault.normalised(phone) is None:
            raise ValidationError(_("This does not look like a phone number. Check the digits, or leave it empty."))
        return phone


class UnitField(TypedField):
    """One unit, typed or picked; gives its id, or None where it may be empty."""

    longest = 80

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=self.longest, **options)
        self.widget.attrs.update({"list": "units", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        return unit_named(name) if name else None


class UnitsField(UnitField):
    """Several units, names parted by 、 or a comma; gives their ids."""

    longest = 400

    def clean(self, value: Any) -> list[UUID]:
        text = TypedField.clean(self, value) or ""
        names = [name.strip() for name in re.split("[、，,；;]", text)]
        return [unit_named(name) for name in names if name]


def unit_named(name: str) -> UUID:
    """The id of the one living unit called ``name``; a sentence with near names where there is none or several."""
    found = organizations.search(name)
    exact = [unit for unit in found if name in (unit.name, unit.short_name)] or found
    if len(exact) == 1:
        return exact[0].id
    near = "、".join(unit.name for unit in found[:3])
    if near:
        raise ValidationError(_("Which one? Several fit “%(name)s”: %(near)s."), params={"name": name, "near": near})
    raise ValidationError(
        _("No unit is called “%(name)s”. Type a part of its name and pick one."), params={"name": name}
    )


class CategoryField(forms.ChoiceField):
    """A category of today's catalogue, grouped; gives the row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_choices, **options)

    def clean(self, value: Any) -> Category | None:
        code = super().clean(value)
        return catalog.category(code) if code else None


def _choices() -> list[tuple[str, Any]]:
    groups = [(topic.label, [(one.code, one.label) for one in topic.children]) for topic in catalog.topics()]
    return [("", _("Choose…")), *groups]


class ReasonField(forms.ChoiceField):
    """A reason from one of the catalogue's lists."""

    def __init__(self, which: str, **options: Any) -> None:
        super().__init__(choices=lambda: [(r.code, r.label) for r in catalog.reasons(which)], **options)
        self.widget = forms.RadioSelect(choices=self.choices)


class YesNo(forms.TypedChoiceField):
    """Agree or not, as two radio buttons."""

    def __init__(self, yes: Any, no: Any, **options: Any) -> None:
        super().__init__(
            choices=[("yes", yes), ("no", no)], coerce=lambda value: value == "yes", widget=forms.RadioSelect, **options
        )
