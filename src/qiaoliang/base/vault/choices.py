"""Why somebody may look at a person's contact data. The words are shown to that person, so they are a fixed list."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RevealReason(models.TextChoices):
    """The reader of the label is the person concerned: "because …"."""

    VERIFY = "verify", _("the facts had to be checked with you")
    ARRANGE = "arrange", _("a visit or an on-site check had to be arranged")
    ANSWER = "answer", _("the answer had to be explained to you")
    CALLBACK = "callback", _("you were to be asked whether it was solved")
    CORRECT = "correct", _("you asked for your data to be corrected or copied")
    SAFETY = "safety", _("somebody's safety was at risk")
    OTHER = "other", _("of a reason written down for the data protection officer")
