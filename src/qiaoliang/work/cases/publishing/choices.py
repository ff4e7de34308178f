"""How a public answer stands."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Standing(TextChoices):
    """PUBLISHED is what two persons decided; whether it is seen is asked anew each time (``queries.live``)."""

    PROPOSED = "proposed", _("Waits to be checked")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", pgettext_lazy("public answer", "Sent back")
    REPLACED = "replaced", _("Replaced by a newer text")
    RECALLED = "recalled", _("The person took the consent back")
    TAKEN_DOWN = "taken_down", _("Taken down by the office")
    CLOSED = "closed", _("Dropped: the case was archived")


#: one of these each case may have at a time
LIVING = (Standing.PROPOSED, Standing.PUBLISHED)
