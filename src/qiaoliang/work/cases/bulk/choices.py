"""The words of a batch."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy as _


class Step(TextChoices):
    """What can be done to several cases at once."""

    SIGN = "sign", _("batch", "Sign for them")
    DISPATCH = "dispatch", _("batch", "Assign them")
    REMIND = "remind", _("batch", "Remind the units")
    SUPERVISE = "supervise", _("batch", "Send supervision letters")


class State(TextChoices):
    """Chosen and not begun, under way, done."""

    CHOSEN = "chosen", _("batch", "not begun")
    RUNNING = "running", _("batch", "under way")
    DONE = "done", _("batch", "done")


class Fate(TextChoices):
    """What became of one case of a batch; ``BACK``: done and taken back."""

    WAITING = "waiting", _("batch", "Waits")
    DONE = "done", _("batch", "Done")
    REFUSED = "refused", _("batch", "Not done")
    BACK = "back", _("batch", "Taken back")
