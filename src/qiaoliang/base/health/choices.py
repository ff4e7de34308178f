from django.db import models
from django.utils.translation import gettext_lazy as _


class Deed(models.TextChoices):
    """What was done to keep the data safe."""

    BACKUP = "backup", _("backup")
    RESTORE = "restore", _("restore")
    DRILL = "drill", _("restore drill")
