"""What is erased, and why a line was left alone."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class What(TextChoices):
    CONTACT = "contact", _("Contact data")
    WORDS = "words", _("Words and files")


class Skipped(TextChoices):
    """An empty value: it was done."""

    OWED = "owed", _("Taken up again meanwhile")
    GONE = "gone", _("Erased already")
