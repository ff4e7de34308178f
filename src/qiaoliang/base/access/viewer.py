"""What an officer is called towards the person whose contact data they opened: unit and role, never the name."""

from __future__ import annotations

from django.utils.translation import get_language

from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.roles import roles
from qiaoliang.base.core import clock
from qiaoliang.base.organizations.queries import organization_names
from qiaoliang.base.vault.models import Reveal
from qiaoliang.base.vault.registry import worded

SEES_CONTACTS = "cases.contact"


def called(reveal: Reveal) -> str:
    """ "区妇联的承办人": the role through which the post could open contact data on that day."""
    unit = organization_names([reveal.organization_id] if reveal.organization_id else [])
    return worded(unit.get(reveal.organization_id, ""), _role(reveal))  # type: ignore[arg-type]


def _role(reveal: Reveal) -> str:
    day = clock.localtime(reveal.created_at).date()
    given = (
        [reveal.role]
        if reveal.role
        else Grant.objects.filter(post=reveal.post_id).at(day).values_list("role", flat=True)
    )
    for key in given:
        if key in roles() and SEES_CONTACTS in roles()[key].rights:
            return roles()[key].name(get_language() or "zh")
    return ""
