"""How a viewer is called towards the person whose data was seen: by unit and role, never by name."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from qiaoliang.base.audit import registry
from qiaoliang.base.vault.models import Reveal

Viewer = Callable[[Reveal], str]


def worded(unit: str, role: str = "") -> str:
    """Unit and role as one says them: 区妇联的承办人; less where less is known."""
    if not unit:
        return _("an officer")
    if not role:
        return _("an officer of %(unit)s") % {"unit": unit}
    return _("the %(role)s of %(unit)s") % {"unit": unit, "role": role}


def _unit_only(reveal: Reveal) -> str:
    unit = reveal.organization_id
    return worded(registry.label("organization").describe({unit}).get(unit, "") if unit else "")


_viewer: Viewer = _unit_only


def viewers_are_called(viewer: Viewer) -> None:
    """Let ``access`` say it in full: 区妇联的承办人."""
    global _viewer
    _viewer = viewer


def viewer(reveal: Reveal) -> str:
    """The viewer's unit and role in the reader's language."""
    return _viewer(reveal)
