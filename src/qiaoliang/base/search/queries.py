from __future__ import annotations

from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL

from qiaoliang.base.search import engines
from qiaoliang.base.search.models import Entry
from qiaoliang.base.search.tokens import phrases

_SQL = {
    "sqlite": "SELECT rowid FROM search_index WHERE search_index MATCH %s",
    "postgresql": "SELECT id FROM search_entry WHERE vector @@ %s::tsquery",
}


def matching(kind: str, text: str) -> QuerySet[Entry, UUID]:
    """The ids of the records of ``kind`` in which every word of ``text`` stands, as a subquery:
    ``visible_to(actor).filter(pk__in=matching("case", text))`` is one SQL. Nothing matches a text without words."""
    asked = phrases(text)
    if not asked:
        return Entry.objects.none().values_list("object_id", flat=True)
    question = engines.tsquery(asked) if connection.vendor == "postgresql" else engines.fts5(asked)
    found = RawSQL(_SQL[connection.vendor], [question], output_field=BigIntegerField())  # noqa: S611
    return Entry.objects.filter(kind=kind, pk__in=found).values_list("object_id", flat=True)


def says_something(text: str) -> bool:
    """Whether there is a word in ``text`` to look for."""
    return bool(phrases(text))


def is_whole() -> bool:
    """Whether the database's index holds what the table says; for ``qiaoliang check``."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM search_entry WHERE vector IS NULL")
            return bool(cursor.fetchone()[0] == 0)
        try:
            with transaction.atomic():
                cursor.execute("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            return False
    return True
