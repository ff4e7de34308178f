from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """Two parents on purpose 双重领导: the place one belongs to and the line one's work is led by."""

    TERRITORY = "territory", _("territory")
    LINE = "line", _("line of work")
