"""Keeping the index in step with the record, in the record's own transaction."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from qiaoliang.base.search import engines
from qiaoliang.base.search.models import Entry
from qiaoliang.base.search.tokens import stream

#: PostgreSQL's vector is a column that the table's model does not know
_WRITE = """
    INSERT INTO search_entry (kind, object_id, tokens, vector) VALUES (%s, %s, %s, %s::tsvector)
    ON CONFLICT (object_id, kind) DO UPDATE SET tokens = excluded.tokens, vector = excluded.vector
"""


def index(kind: str, object_id: UUID, *texts: str, new: bool = False) -> None:
    """Let the record be found by these texts, instead of those it had before; ``new``: it had none. Give it only what every
    reader of the record may see: who can search for a phone number has read it."""
    _need_transaction(kind)
    tokens = stream(*texts)[: engines.MOST_POSITIONS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, (kind, object_id, " ".join(tokens), engines.tsvector(tokens)))
    elif new or not Entry.objects.filter(kind=kind, object_id=object_id).update(tokens=" ".join(tokens)):
        Entry.objects.create(kind=kind, object_id=object_id, tokens=" ".join(tokens))


def remove(kind: str, object_id: UUID) -> None:
    """Let the record not be found any more."""
    _need_transaction(kind)
    Entry.objects.filter(kind=kind, object_id=object_id).delete()


@transaction.atomic
def rebuild() -> None:
    """Make the database's index anew from the streams of the table."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")
            return
        for entry in Entry.objects.iterator():
            words: tuple[str, int] = (engines.tsvector(entry.tokens.split()), entry.pk)
            cursor.execute("UPDATE search_entry SET vector = %s::tsvector WHERE id = %s", words)


def _need_transaction(kind: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind}: the index changes in the record's own transaction")
