"""The words of an import."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy as _


class State(TextChoices):
    """Of an import: read and checked, being brought in, brought in, being taken back, taken back."""

    CHECKED = "checked", _("import", "checked, not yet brought in")
    RUNNING = "running", _("import", "being brought in")
    DONE = "done", _("import", "brought in")
    UNDOING = "undoing", _("import", "being taken back")
    UNDONE = "undone", _("import", "taken back")


class RowState(TextChoices):
    """Of a row: ready, refused by the check, the same as another, brought in, taken back."""

    GOOD = "good", _("import row", "ready")
    BAD = "bad", _("import row", "has errors")
    DOUBLE = "double", _("import row", "duplicate")
    IMPORTED = "imported", _("import row", "brought in")
    UNDONE = "undone", _("import row", "taken back")


class Field(TextChoices):
    """What a column can mean. The last four go to the vault or stay out: never into the case's text."""

    EXTERNAL = "external_id", _("import column", "number in the other system")
    TITLE = "title", _("import column", "title")
    TEXT = "text", _("import column", "content")
    TIME = "time", _("import column", "time received")
    PLACE = "place", _("import column", "place")
    CATEGORY = "category", _("import column", "category")
    KIND = "kind", _("import column", "kind (question, help, complaint, suggestion)")
    SOURCE = "source", _("import column", "how it came")
    NAME = "name", _("import column", "name (to the vault)")
    PHONE = "phone", _("import column", "phone (to the vault)")
    ADDRESS = "address", _("import column", "address (to the vault)")
    PERSON = "person", _("import column", "account of the person (only to find duplicates, not kept)")


#: what is shown masked wherever a row is shown
PERSONAL = frozenset({Field.NAME, Field.PHONE, Field.ADDRESS, Field.PERSON})


class Clock(TextChoices):
    """From when the terms of the imported cases count."""

    RECEIVED = "received", _("import clock", "the time in the table")
    NOW = "now", _("import clock", "the moment of the import")
