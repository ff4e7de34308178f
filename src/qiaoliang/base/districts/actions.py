from __future__ import annotations

from typing import Any

from qiaoliang.base.districts.models import District


def found(*, code: str, name: str, name_en: str = "", profile: dict[str, Any] | None = None) -> District:
    """Set up the one district of this installation; a second call changes its names."""
    values = {"code": code, "name": name, "name_en": name_en, "profile": profile or {}}
    district, _ = District.objects.update_or_create(only=True, defaults=values)
    return district
