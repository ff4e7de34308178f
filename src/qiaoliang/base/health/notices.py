"""How the daily notice is said."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext

from qiaoliang.base.notify.models import Notice
from qiaoliang.base.notify.registry import text


def fill() -> None:
    """Called once, from ``apps.py``."""
    text("health.broken", _broken)


def _broken(notice: Notice) -> tuple[str, str]:
    count = int(notice.params.get("count", 1))
    words = ngettext(
        "The system check found %(count)d thing that must be mended.",
        "The system check found %(count)d things that must be mended.",
        count,
    )
    return words % {"count": count}, reverse("health:check")
