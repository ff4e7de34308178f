"""Form fields that take what people in offices type: a unit by any of its names, a matter by its category."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.fields import SearchedSelect, TypedField, units_named
from qiaoliang.base.access.fields import UnitField as OneUnitField
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.models import Category
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.vault import phones
from qiaoliang.ui.words import either


class PhoneField(TypedField):
    """A telephone number. One of a form we do not know is asked about, not refused: :class:`AsksAboutPhone`."""

    def clean(self, value: Any) -> str:
        phone: str = super().clean(value)
        if phone and phones.oddness(phone) == "none":
            raise ValidationError(_("This does not look like a phone number. Check the digits, or leave it empty."))
        return phone


class AsksAboutPhone(forms.Form):
    """A form with ``phone``: where the number looks wrong it says what it sees, and ``phone_sure`` lets it stand."""

    phone_sure = forms.BooleanField(label=_("The number is right as it stands"), required=False)
    phone_in_doubt = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen = ODD.get(phones.oddness(data.get("phone") or ""))
        self.phone_in_doubt = seen is not None
        if seen is not None and not data.get("phone_sure"):
            text = str(seen) % {"n": phones.digits_in(data["phone"])}
            hint = _("If it is right, tick “The number is right as it stands” below it.")
            self.add_error("phone", f"{text}{either('', ' ')}{hint}")
        return data


class AsksTheGuardian(forms.Form):
    """A form with contact data: that of a child under fourteen needs the consent of a parent or guardian (PIPL, article 31).

    ``contact`` names the fields that hold contact data."""

    contact: ClassVar[tuple[str, ...]] = ("name", "phone")
    asks = _(
        "A parent or guardian reads this and ticks it; or leave the contact empty: code and secret are enough. If it is the family that does harm, do not wait: send it without a contact, or call 110."
    )
    child = forms.BooleanField(label=_("This is the contact of a child under fourteen"), required=False)
    guardian = forms.BooleanField(
        label=_("I am the child's parent or guardian; I have read this and agree."), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("child") and not data.get("guardian") and any(data.get(name) for name in self.contact):
            self.add_error("guardian", self.asks)
        return data


#: what is odd → what we say of it
ODD = {
    "length": _("A mobile number has 11 digits; this has %(n)d. Please look once more."),
    "beginning": _("Mobile numbers begin with 13 to 19. Please look once more."),
    "form": _(
        "This is not a number as we know them: a mobile number, a landline with its area code, or from abroad + and the country code. Please look once more."
    ),
}


class UnitField(OneUnitField):
    """One unit, as officers of cases find it."""

    suggests = "cases:units"


class UnitsField(UnitField):
    """Several units, names parted by 、 or a comma; gives their ids. All names that do not fit are said at once."""

    longest, several = 400, True

    def clean(self, value: Any) -> list[UUID]:
        text = TypedField.clean(self, value) or ""
        names = dict.fromkeys(name.strip() for name in re.split("[、，,；;]", text))
        return list(dict.fromkeys(units_named([name for name in names if name])))


class AreaField(forms.ChoiceField):
    """A town, village or community, or none. Choosing looks up the one that was chosen; the list is read where it is drawn."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_areas, widget=SearchedSelect, **options)

    def valid_value(self, value: Any) -> bool:
        try:
            return organizations.is_area(UUID(str(value)))
        except ValueError:
            return False


def _areas() -> list[tuple[str, Any]]:
    return [("", _("Not sure, or the whole district")), *organizations.area_choices()]


class CategoryField(forms.ChoiceField):
    """A category of today's catalogue, grouped; gives the row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_choices, widget=SearchedSelect, **options)

    def clean(self, value: Any) -> Category | None:
        code = super().clean(value)
        return catalog.category(code) if code else None


def _choices() -> list[tuple[str, Any]]:
    groups = [(topic.label, [(one.code, one.label) for one in topic.children]) for topic in catalog.topics()]
    return [("", _("Choose…")), *groups]


def category_choices() -> list[tuple[str, Any]]:
    """Both levels, to narrow a list: a first level stands for all below it."""
    groups = [
        (topic.label, [(topic.code, topic.label), *((one.code, one.label) for one in topic.children)])
        for topic in catalog.topics()
    ]
    return [("", _("All")), *groups]


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
