"""Questions to the database that are put together once. Django writes a condition out anew for each request, which costs
several times what the database needs for the answer; what the answer is made from is read each time.

``make`` is a function of a module that returns a queryset. Its arguments are the question's blanks and its key: a UUID, a day, a
:class:`Word` or an :class:`Exact` is a blank, that is filled in each time, so ``make`` may only hand it on to a condition and never look at it; anything
else is the key, all that the condition depends on, the minute included, so that the same key always means the same SQL. Of what is made of ids
and something else, such as who asks (:class:`Parted`), the ids are blanks. A ``make`` that looks at the clock by itself, or asks the database about a
blank, is refused.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from threading import Lock
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, Func, Model, QuerySet, TextField, prefetch_related_objects
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.subqueries import DeleteQuery, InsertQuery

from qiaoliang.base.asking import stamps
from qiaoliang.base.asking.building import Builder, builder
from qiaoliang.base.asking.literals import written_in
from qiaoliang.base.core import clock

Row = TypeVar("Row")
Make = Callable[..., QuerySet[Any, Row]]
Values = tuple[Any, ...]


class Word(str):
    """A text that is another one each time, and is looked for in others: how best depends on how common it is."""

    __slots__ = ()


class Exact(str):
    """A text that is another one each time, and is looked for as a whole, as an id is."""

    __slots__ = ()


class Rest:
    """What a condition is made from beside ids: hashable, and equal where it means the same with as many ids (``size``); ``made`` is
    one like it with other ids."""

    size: int

    def made(self, ids: Sequence[UUID]) -> Any:
        raise NotImplementedError


class Parted:
    """Something given that has ids in it. Two that differ in their ids alone are asked for by the same question."""

    rest: Rest
    ids: tuple[UUID, ...]


#: words of one question, at most
WORDS = 20
#: ids of rows that stand on one page together, and one more
PAGE = 26
#: what stands in the blanks while a question is put together: values that nothing else has
_BLANKS: dict[type, tuple[Any, ...]] = {
    UUID: tuple(uuid4() for _ in range(400)),
    date: tuple(date(4, 2, number) for number in range(1, 7)),
    Word: tuple(Word(f"blank {uuid4()}") for _ in range(WORDS)),
    Exact: tuple(Exact(f"exact {uuid4()}") for _ in range(2)),
}
_DATE = DateField()
#: as either database is given them
_EVERY_BLANK = {blank for kind in (UUID, Word, Exact) for blank in _BLANKS[kind]} | {one.hex for one in _BLANKS[UUID]}
#: answers that are kept while their stamps hold, and rows of one
ANSWERS, FEW = 4096, 100
#: rows that are kept by themselves
ROWS = 16_384
_answers: dict[Hashable, list[Values]] = {}
_known: dict[Hashable, Values] = {}
#: the stamps that were read last
_seen: list[Values] = []
_lock = Lock()


class _Sql(NamedTuple):
    """The SQL with its values; ``blanks`` says which of these is filled in with which of the blanks given. ``kept``: PostgreSQL
    is to keep its plan. ``groups``: the tables it reads from all belong to them and change seldom (:mod:`.stamps`)."""

    text: str
    values: Values
    blanks: dict[int, int]
    kept: bool = False
    groups: tuple[str, ...] = ()

    def filled(self, given: Sequence[Hashable], connection: BaseDatabaseWrapper) -> Values:
        fillings = [_as_value(one, connection) for one in given if type(one) in _BLANKS]
        values = list(self.values)
        for place, number in self.blanks.items():
            values[place] = fillings[number]
        return tuple(values)


class _Question(NamedTuple):
    """The rows it asks for, Django's compiler as it was after writing the SQL, and how objects are made of what comes."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: _Sql
    builder: Builder | None


class _Along(Func):  # type: ignore[misc]
    """All stamps as one text. (SQLite has had the other's function since 3.44 only.)"""

    template = "(SELECT %(function)s(name || ' ' || value, ',') FROM asking_stamp)"
    function = "string_agg"
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **how: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="group_concat", **how)


class _Blank(NamedTuple):
    """Stands for a value of this kind in the key of a question."""

    kind: type


#: kind of value → what stands for it in a key
_STANDS_FOR = {kind: _Blank(kind) for kind in _BLANKS}


def rows(make: Make[Row], *given: Hashable) -> list[Row]:
    """The rows as the queryset has them: objects with what ``select_related`` and ``prefetch_related`` fetch with them, or
    values. One query, and those of the prefetches."""
    parts = _apart(given)
    question = _question(make, _key(parts))
    if question is None:
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    filled = question.sql.filled(parts, connection)
    if question.builder is None:
        left = question.rows.all()
        left.query.get_compiler = partial(_compiler, question, filled)  # type: ignore[method-assign]
        return list(left)
    found = question.builder.made(_asked(question.sql, filled, connection), connection)
    if question.rows._prefetch_related_lookups and found:
        prefetch_related_objects(found, *question.rows._prefetch_related_lookups)
    return found


def first(make: Make[Row], *given: Hashable) -> Row | None:
    """The first of the rows; ``make`` cuts after one."""
    return next(iter(rows(make, *given)), None)


def count(make: Make[Any], *given: Hashable) -> int:
    """How many rows there are."""
    parts = _apart(given)
    sql = _count(make, _key(parts))
    if sql is None:
        return 0
    counted = sql._replace(text=f"SELECT count(*) FROM ({sql.text}) AS counted")  # noqa: S608 - Django's own SQL
    connection = connections[DEFAULT_DB_ALIAS]
    return int(_asked(counted, sql.filled(parts, connection), connection)[0][0])


def delete(make: Make[Any], *given: Hashable) -> int:
    """Delete the rows, of one table, that no other refers to and whose going nobody listens to; how many there were."""
    parts = _apart(given)
    sql = _deletion(make, _key(parts))
    if sql is None:
        return 0
    connection = connections[DEFAULT_DB_ALIAS]
    with _cursor(connection, sql.kept) as cursor:
        cursor.execute(sql.text, sql.filled(parts, connection))
        return int(cursor.rowcount)


def add(row: Model) -> bool:
    """Write the new row unless one that may stand there only once does already; whether it was written. Without a savepoint, which
    to come back from the refusal would take; whoever is writing the same one just now is waited for. Its key it brings along."""
    if row.pk is None:
        raise ValueError(f"{row._meta.label}: the database would have to make the key")
    query = InsertQuery(type(row))
    query.insert_values(row._meta.concrete_fields, [row])
    connection = connections[DEFAULT_DB_ALIAS]
    [(text, values)] = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(
            f"{text} ON CONFLICT DO NOTHING", values
        )  # Django's own way has SQLite pass over an empty value, too
        is_new = bool(cursor.rowcount == 1)
    if is_new:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return is_new


def forget() -> None:
    """Put every question together anew: for a test that changes what one is made from."""
    _question.cache_clear()
    _count.cache_clear()
    _deletion.cache_clear()
    with _lock:
        _answers.clear()
        _known.clear()


def of_ids(make: Make[Row], ids: Collection[UUID], *given: Hashable) -> list[Row]:
    """``make(*given, *ids)``: what is asked of the rows of a page, one question for every page; nothing of none. The last id
    is said again where there are fewer than :data:`PAGE`; more of them, which are no page, are asked as they are."""
    known = list(ids)
    if not known:
        return []
    if len(known) > PAGE:
        return list(make(*given, *known))
    return rows(make, *given, *known, *[known[-1]] * (PAGE - len(known)))


def known(make: Make[Row], ids: Collection[UUID]) -> dict[UUID, Row]:
    """Objects by their id: ``make(*ids)`` asks for them, of tables that change seldom. Each row is kept by itself, so that it is
    read once for all the pages it stands on; each page has objects of its own."""
    wanted = list(dict.fromkeys(ids))
    question = _question(make, (_STANDS_FOR[UUID],) * PAGE) if wanted else None
    if question is None:
        return {}
    builder, connection = question.builder, connections[DEFAULT_DB_ALIAS]
    stamp = stamps.of(question.sql.groups, partial(_stamps, connection)) if question.sql.groups else None
    if stamp is None or builder is None or builder.part is None:
        return {row.pk: row for part in _parts(wanted) for row in of_ids(make, part)}  # type: ignore[attr-defined]
    for part in _parts([one for one in wanted if (stamp, make, one) not in _known]):
        raw = {_as_value(one, connection): one for one in part}
        padded = part + part[-1:] * (PAGE - len(part))
        for row in _fetched(connection, question.sql.text, question.sql.filled(padded, connection), question.sql.kept):
            _keep(_known, ROWS, (stamp, make, raw[row[builder.part.key]]), row)
    found = (_known.get((stamp, make, one)) for one in wanted)
    return {one.pk: one for one in builder.made([row for row in found if row is not None], connection)}


def _parts(ids: list[Any]) -> Iterator[list[Any]]:
    return (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))


def hold(instance: Model, name: str, rows: Sequence[Any]) -> None:
    """Let the object's related rows of this name be those that were fetched, as after a prefetch."""
    found = getattr(instance, name).none()
    found._result_cache, found._prefetch_done = list(rows), True
    cached = instance.__dict__.setdefault("_prefetched_objects_cache", {})
    cached[name] = found


def _apart(given: Sequence[Hashable]) -> Sequence[Hashable]:
    """With what is parted followed by its ids: a plain row of blanks and keys."""
    if not any(isinstance(one, Parted) for one in given):
        return given
    return [part for one in given for part in ((one.rest, *one.ids) if isinstance(one, Parted) else (one,))]


def _together(parts: Sequence[Hashable]) -> Iterator[Any]:
    """The other way round: what ``make`` is given."""
    left = iter(parts)
    for one in left:
        yield one.made([next(left) for _ in range(one.size)]) if isinstance(one, Rest) else one  # type: ignore[misc]


def _key(given: Sequence[Hashable]) -> tuple[Hashable, ...]:
    return tuple([_STANDS_FOR.get(type(one), one) for one in given])


@lru_cache(maxsize=512)  # a compiler with its query weighs some ten thousand bytes
def _question(make: Make[Any], key: tuple[Hashable, ...]) -> _Question | None:
    """None where its condition cannot be met."""
    found, given = _put_together(make, key)
    compiler = found.query.get_compiler(DEFAULT_DB_ALIAS)
    sql = _seldom(_sql_of(compiler, given))
    return _Question(found, compiler, sql, builder(found, compiler)) if sql else None


@lru_cache(maxsize=64)
def _deletion(make: Make[Any], key: tuple[Hashable, ...]) -> _Sql | None:
    found, given = _put_together(make, key)
    return _sql_of(found.query.chain(DeleteQuery).get_compiler(DEFAULT_DB_ALIAS), given)


def _put_together(make: Make[Row], key: tuple[Hashable, ...]) -> tuple[QuerySet[Any, Row], list[Hashable]]:
    """What ``make`` returns, with values that nothing else has in its blanks; and what it was given."""
    blanks = {kind: iter(values) for kind, values in _BLANKS.items()}
    given = [next(blanks[one.kind]) if isinstance(one, _Blank) else one for one in key]
    before = clock.looks()
    with connections[DEFAULT_DB_ALIAS].execute_wrapper(partial(_refuse_blanks, make.__name__)):
        found = make(*_together(given))
    if clock.looks() != before and not any(isinstance(one, datetime) for one in key):
        raise RuntimeError(f"{make.__name__} looked at the clock: give it the day, or the moment")
    return found, given


def _refuse_blanks(name: str, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not _EVERY_BLANK.isdisjoint(one for one in params or () if isinstance(one, str | UUID)):
        raise RuntimeError(f"{name} asked the database about a blank: it may only hand it on")
    return execute(sql, params, many, context)


def _sql_of(compiler: SQLCompiler, given: Sequence[Hashable]) -> _Sql | None:
    try:
        text, values = compiler.as_sql()
    except EmptyResultSet:
        return None
    connection = connections[DEFAULT_DB_ALIAS]
    blanks = [_as_value(one, connection) for one in given if type(one) in _BLANKS]
    numbers = {value: number for number, value in enumerate(blanks)}
    places = {place: numbers[value] for place, value in enumerate(values) if _is_blank(value, numbers)}
    return _open(_Sql(text, tuple(values), places))


def _seldom(sql: _Sql | None) -> _Sql | None:
    return sql and sql._replace(groups=stamps.groups_of(sql.text))


def _open(sql: _Sql) -> _Sql:
    """As the database is to keep it: with nothing open but the blanks. One with a word PostgreSQL plans each time, since what is
    quickest depends on how common the word is."""
    connection = connections[DEFAULT_DB_ALIAS]
    kept = connection.vendor == "postgresql"
    if kept and any(sql.values[place] in _BLANKS[Word] for place in sql.blanks):
        return sql
    text, left = written_in(connection, sql.text, sql.values, sql.blanks)
    blanks = {place: sql.blanks[number] for place, number in enumerate(left) if number in sql.blanks}
    return _Sql(text, tuple([sql.values[number] for number in left]), blanks, kept)


@lru_cache(maxsize=1024)
def _count(make: Make[Any], key: tuple[Hashable, ...]) -> _Sql | None:
    """In no order, which changes no number; looked for in order, a hundred of many rows would be all of them."""
    found, given = _put_together(make, key)
    query = found.query
    if not (query.distinct or query.distinct_fields or query.group_by):  # there the order decides what is one row
        query.clear_ordering(force=True)
    return _seldom(_sql_of(found.query.get_compiler(DEFAULT_DB_ALIAS), given))


def _is_blank(value: Any, numbers: dict[Any, int]) -> bool:
    return isinstance(value, str | UUID | date) and value in numbers


def _as_value(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """A value of a blank as this database takes it; an id, of which a page has dozens, without asking Django's field."""
    if type(value) is Word or type(value) is Exact:
        return str(value)
    if type(value) is UUID:
        return value if connection.features.has_native_uuid_field else value.hex
    return _DATE.get_db_prep_value(value, connection)


def _compiler(question: _Question, filled: Values, using: str = DEFAULT_DB_ALIAS, **_: Any) -> SQLCompiler:
    """Django's compiler, on this thread's connection, with the SQL at hand."""
    compiler = copy.copy(question.compiler)
    compiler.connection = connections[using]

    def ask(*_args: Any, **_kwargs: Any) -> list[list[Values]]:
        found = _asked(question.sql, filled, compiler.connection)
        if compiler.has_extra_select:
            found = [row[: compiler.col_count] for row in found]
        return [found]

    compiler.execute_sql = ask  # type: ignore[method-assign, assignment]
    return compiler


def _asked(sql: _Sql, filled: Values, connection: BaseDatabaseWrapper) -> list[Values]:
    stamp = stamps.of(sql.groups, partial(_stamps, connection)) if sql.groups else None
    if stamp is None:
        return _fetched(connection, sql.text, filled, sql.kept)
    key = (stamp, sql.text, filled)
    found = _answers.get(key)
    if found is None:
        found = _fetched(connection, sql.text, filled, sql.kept)
        if len(found) <= FEW:
            _keep(_answers, ANSWERS, key, found)
    return found


def _keep(kept: dict[Hashable, Any], most: int, key: Hashable, value: Any) -> None:
    """The oldest make room for new ones."""
    with _lock:
        while len(kept) >= most:
            del kept[next(iter(kept))]
        kept[key] = value


def with_stamps(rows: QuerySet[Any, Row]) -> QuerySet[Any, Row]:
    """What a request asks first anyway brings the stamps along: its row's ``stamps`` is for :func:`take_stamps`."""
    return rows.annotate(stamps=_Along())


def take_stamps(along: str | None, since: float) -> None:
    """The stamps came along with what was asked at ``since`` (``time.monotonic()``)."""
    if along:
        stamps.saw(_noticed([tuple(one.split(" ")) for one in along.split(",")]), since)


def _stamps(connection: BaseDatabaseWrapper) -> list[Values]:
    """As they are now."""
    kept = connection.vendor == "postgresql"
    return _noticed(_fetched(connection, "SELECT name, value FROM asking_stamp", (), kept))


def _noticed(now: list[Values]) -> list[Values]:
    """When one is another, nothing that was kept will be asked for again, and it may hold what was erased since."""
    now.sort()
    with _lock:
        if now != _seen:
            _seen[:] = now
            _answers.clear()
            _known.clear()
    return now


def _fetched(connection: BaseDatabaseWrapper, text: str, filled: Values, kept: bool) -> list[Values]:
    with _cursor(connection, kept) as cursor:
        cursor.execute(text, filled)
        return list(cursor.fetchall())


def _cursor(connection: BaseDatabaseWrapper, kept: bool) -> Any:
    if connection.vendor == "sqlite":
        from qiaoliang.base.asking import marks

        return marks.cursor(connection)
    if not kept:
        return connection.cursor()
    from qiaoliang.base.asking import prepared

    return prepared.cursor(connection)
