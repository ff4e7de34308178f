"""What is suggested, and how an issue moves."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from qiaoliang.work.cases.choices import State


class What(TextChoices):
    """Each has a model of its own, and a form at the desk whose field it fills."""

    CATEGORY = "category", _("What it is about")
    LEAD = "lead", _("Lead unit")


class Trend(TextChoices):
    """The last four weeks beside the time before; the codes are those of ``text.hot``."""

    NEW = "new", _("New in the last four weeks")
    GROWING = "growing", _("Growing")
    STEADY = "steady", _("Goes on")
    FADING = "fading", _("Getting less")


#: what more and more people raise
RISING = (Trend.NEW, Trend.GROWING)
#: a person has said what the case is about, and it is handled by itself
SORTED = (
    State.ACCEPTED, State.DISPATCHED, State.IN_PROGRESS, State.PENDING_APPROVAL, State.ANSWERED, State.CALLBACK,
    State.REWORK, State.REVIEW, State.CLOSED,
)  # fmt: skip
#: a message that goes on as its parts, a part that went back, a case whose import was taken back, one without words: nothing to
#: read there
UNREAD = (State.SPLIT, State.REJOINED, State.TAKEN_BACK, State.ARCHIVED)
