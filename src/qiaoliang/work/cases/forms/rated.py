"""What the two forms of a rating share: the person's own, and the one who calls them fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.work.cases.choices import Degree


def with_the_rest(form: forms.Form, data: dict[str, Any]) -> dict[str, str]:
    """Whoever ticks that the rest be done says that it is solved in part; an error where they also say that it is solved."""
    if data.get("go_on") and data.get("solved") == Degree.YES:
        form.add_error(
            "go_on",
            _("You say it is solved. If something is still to be done, choose “partly”; if not, take the tick away."),
        )
    return {"solved": Degree.PARTLY} if data.get("go_on") and not data.get("solved") else {}
