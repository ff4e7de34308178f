from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import BooleanField, Exists, Model, OuterRef, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import GreaterThan

from qiaoliang.base.search import engines
from qiaoliang.base.search.models import Entry
from qiaoliang.base.search.tokens import phrases

Row = TypeVar("Row", bound=Model)

#: that a row of the table holds what is asked for
_HOLDS = {
    "sqlite": "id IN (SELECT rowid FROM search_index WHERE search_index MATCH %s)",
    "postgresql": "vector @@ %s::tsquery",
}
#: whether more than the square root of ``%s`` × all records hold it; counted no further
_COMMON = """WITH bound(most) AS (SELECT CAST(sqrt(%s * max(id)) AS INTEGER) FROM search_entry)
SELECT count(*) > (SELECT most FROM bound)
FROM (SELECT 1 FROM search_index WHERE search_index MATCH %s LIMIT (SELECT most + 1 FROM bound))"""


def matching(kind: str, text: str) -> QuerySet[Entry, UUID]:
    """The ids of the records of ``kind`` in which every word of ``text`` stands, as a subquery:
    ``visible_to(actor).filter(pk__in=matching("case", text))`` is one SQL. Nothing matches a text without words."""
    asked = phrases(text)
    if not asked:
        return Entry.objects.none().values_list("object_id", flat=True)
    return _holding(kind, engines.tsquery(asked) if connection.vendor == "postgresql" else engines.fts5(asked))


class Search(NamedTuple):
    """What a list is searched for, as the database takes it: the words are to be handed on as they are, so that a list's SQL may be put
    together once for all words. ``common``: so many records hold them that the list is read and each record looked into."""

    common: bool
    words: tuple[str, ...]


def read(text: str, shown: int) -> Search:
    """What a person typed, in a list of which ``shown`` rows are wanted at a time; without words where there is nothing to look for.

    The index gives all that match, to be sorted. Where half the records do, it is quicker to read the list from its beginning
    and look into each record, so SQLite is told which way to go; PostgreSQL finds out by itself. The rows are the same."""
    asked = phrases(text)
    if not asked:
        return Search(False, ())
    if connection.vendor == "postgresql":
        return Search(False, (engines.tsquery(asked),))
    question = engines.fts5(asked)
    if not _is_common(question, shown):
        return Search(False, (question,))
    return Search(True, tuple(f" {' '.join(one.tokens)}" + ("" if one.open_end else " ") for one in asked))


def listed(rows: QuerySet[Row], kind: str, asked: Search) -> QuerySet[Row]:
    """Those of a list in which every word stands."""
    if not asked.words:
        return rows.none()
    if asked.common:
        return rows.filter(Exists(_reading(kind, asked.words, OuterRef("pk"))))
    return rows.filter(pk__in=_holding(kind, asked.words[0]))


def _holding(kind: str, question: str) -> QuerySet[Entry, UUID]:
    holds = RawSQL(_HOLDS[connection.vendor], [question], output_field=BooleanField())  # noqa: S611
    return Entry.objects.filter(holds, kind=kind).values_list("object_id", flat=True)


def _is_common(question: str, shown: int) -> bool:
    """Whether reading the list is quicker: of n records m match, so that it is read as far as shown × n / m, against the m
    that are looked up the other way. These are even where m is the root of shown × n."""
    with connection.cursor() as cursor:
        cursor.execute(_COMMON, [shown, question])
        return bool(cursor.fetchone()[0])


def _reading(kind: str, words: Sequence[str], record: OuterRef) -> QuerySet[Entry]:
    """The entry of one record, if every word stands in its stream."""
    stream = Concat(Value(" "), "tokens", Value(" "))
    entries = Entry.objects.filter(kind=kind, object_id=record)
    for one in words:
        entries = entries.filter(GreaterThan(StrIndex(stream, Value(one)), 0))
    return entries


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
