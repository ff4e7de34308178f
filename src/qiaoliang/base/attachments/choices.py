from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a file is by its content, whatever it is called."""

    JPEG = "jpeg", _("photo (JPEG)")
    PNG = "png", _("photo (PNG)")
    WEBP = "webp", _("photo (WebP)")
    HEIC = "heic", _("photo (HEIC)")
    PDF = "pdf", _("PDF document")


#: variants on disk: ``small`` and ``large`` are ours, made anew; ``original`` is the evidence and stays as it came
VARIANTS = ("small", "large", "original")
