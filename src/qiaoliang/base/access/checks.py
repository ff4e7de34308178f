"""Are there enough administrators, and are they three persons?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qiaoliang.base.access import queries
from qiaoliang.base.access.roles import roles
from qiaoliang.base.core.checks import Finding, register


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("separation", gettext_lazy("Separate administrators"), look_at_separation, order=500,
             fine=gettext_lazy("No administrator holds another role."))  # fmt: skip
    register("administrators", gettext_lazy("Administrators in service"), look_at_administrators, order=510,
             fine=gettext_lazy("Each administrator has a deputy who can log in."))  # fmt: skip


def look_at_separation() -> Iterator[Finding]:
    mixed = queries.mixed_administrators()
    if mixed:
        says = _("These persons join an administrator's role with another: %(names)s.")
        yield Finding("mend", says % {"names": ", ".join(map(str, mixed))}, _("Page “Rights”: end one of the grants."))


def look_at_administrators() -> Iterator[Finding]:
    for role in (role for role in roles().values() if role.separate):
        count = queries.in_service(role.key).count()
        words = {"role": role.name(get_language() or "zh")}
        command = f"qiaoliang account new USERNAME --name NAME --role {role.key}"
        if count == 0:
            yield Finding("mend", _("Nobody who can log in is %(role)s.") % words, command)
        elif count == 1:
            says = _("Only one person who can log in is %(role)s: nobody stands in for them.") % words
            yield Finding("look", says, command)
