from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from qiaoliang.base.asking import written
from qiaoliang.base.districts.models import District


def current() -> District | None:
    """The district, or None before the installation was set up."""
    return written.first(_first)


def _first() -> QuerySet[District]:
    return District.objects.order_by("pk")[:1]


def profile() -> dict[str, Any]:
    """What this district differs by; empty before the installation was set up."""
    district = current()
    return district.profile if district else {}


def display_name(district: District | None) -> str:
    """The name in the reader's language."""
    if district is None:
        return ""
    english = (get_language() or "").startswith("en")
    return district.name_en if english and district.name_en else district.name
