"""The words of an export."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy as _


class State(TextChoices):
    """Waiting for the worker, ready to be fetched (or fetched at once), its file erased."""

    WRITING = "writing", _("export", "being written")
    READY = "ready", _("export", "ready")
    GONE = "gone", _("export", "file erased")


class Format(TextChoices):
    """What kind of file."""

    XLSX = "xlsx", _("export", "Excel or WPS table (.xlsx)")
    CSV = "csv", _("export", "Plain table (.csv)")
