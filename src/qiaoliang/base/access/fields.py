"""Form fields that take what people in offices type: words without unseen signs, a unit by any of its names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core import typed
from qiaoliang.base.organizations import finding
from qiaoliang.ui.words import either


class TypedField(forms.CharField):
    """Words as a person sees them: unseen signs are taken out, and what has no other signs is empty."""

    def to_python(self, value: Any) -> str:
        return typed.seen(super().to_python(value) or "")


class UnitField(TypedField):
    """One unit, typed or picked; gives its id, or None where it may be empty. A script makes it a list to pick from."""

    longest, several = 80, False
    #: a name that was understood is no free word
    of_a_list = True
    #: the route that suggests units to whoever sees the form, and lists them
    suggests = "access:organizations"

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=self.longest, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What ``pick.js`` needs to know, in the reader's language when the page is drawn."""
        words = {
            "data-pick": reverse_lazy(self.suggests),
            "data-pick-many": "、" if self.several else False,
            "data-pick-none": _("No unit fits. Type another part of its name, or its initials."),
            "data-pick-found": _("{n} units fit; arrow keys choose, Enter takes."),
            "data-pick-remove": _("Take away {name}"),
            "data-pick-chosen": _("Chosen: {name}"),
        }
        return {**super().widget_attrs(widget), "autocomplete": "off", **words}

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        return units_named([name])[0] if name else None


class SearchedSelect(forms.Select):
    """A select of many lines in which one may type: a part of a name, or the initials of its pinyin. A script makes it so
    (``pick.js``); without one it is a plain select."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With what ``pick.js`` says, in the reader's language."""
        words = {
            "data-pick": "",
            "data-pick-none": _("Nothing fits. Type another part of the name, or its initials."),
            "data-pick-found": _("{n} fit; arrow keys choose, Enter takes."),
            "data-pick-chosen": _("Chosen: {name}"),
        }
        return super().get_context(name, value, {**(attrs or {}), **words})

    def use_required_attribute(self, initial: Any) -> bool:
        """Django looks at the first line, which may ask the database for all of them."""
        return self.is_required and super().use_required_attribute(initial)

    def create_option(self, name: str, value: Any, label: Any, *more: Any, **options: Any) -> dict[str, Any]:
        """A line with the letters that each of its signs may begin with."""
        option: dict[str, Any] = super().create_option(name, value, label, *more, **options)
        if value:
            read = finding.initials(str(label))
            option["attrs"]["data-initials"] = " ".join("".join(sorted(letters)) for letters in read)
        return option


def units_named(names: Iterable[str]) -> list[UUID]:
    """The id of the one living unit each name means; otherwise a sentence for every name that fits none or several."""
    units, wrong = [], []
    for name in names:
        unit, near = finding.named(name)
        if unit is not None:
            units.append(unit.pk)
        else:
            wrong.append(_which(name, near))
    if wrong:
        raise ValidationError(wrong)
    return units


def _which(name: str, near: list[finding.Found]) -> ValidationError:
    """Names as they can be typed back, each with what it belongs to."""
    if not near:
        words = _("No unit is called “%(name)s”. Type a part of its name, or look in the list of units.")
        return ValidationError(words, params={"name": name})
    shown = either("；", "; ").join(
        _("%(unit)s (under %(above)s)") % {"unit": one.value, "above": one.above} if one.above else one.value
        for one in near
    )
    return ValidationError(_("Which unit is “%(name)s”? %(near)s"), params={"name": name, "near": shown})
