"""How a wish to be erased stands."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    OPEN = "open", _("Being looked at")
    AGREED = "agreed", _("Waits for a second person")
    ERASED = "erased", _("Contact erased")
    REFUSED = "refused", _("Not erased")


#: nobody has said the last word yet
WAITING = (Standing.OPEN, Standing.AGREED)
