"""Objects out of rows. Django works out for each query, and partly for each row, which column goes to which attribute of which object,
and how it is converted. For a question that is put together once (:mod:`.written`) that is worked out once, too. The objects are the
same as Django's; what is not plain (a model that is inherited, makes its objects by itself, or whose making somebody listens to) is left to Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.expressions import ColPairs
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ModelIterable
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler

Values = Sequence[Any]
#: attributes of a model that keep their value in the object's ``__dict__`` and do nothing else on a new object
_PLAIN = {DeferredAttribute, ForeignKeyDeferredAttribute}
#: ids are few and come again and again: units, places, categories
_uuid = lru_cache(maxsize=8192)(UUID)


class _Part(NamedTuple):
    """One object of a row: its model and columns, the place of its key among them, how it is tied to the object before it, and what is
    tied to it."""

    model: type[Model]
    names: tuple[str, ...]
    start: int
    key: int
    tie: Callable[[Any, Any], None]
    tie_back: Callable[[Any, Any], None]
    further: tuple[_Part, ...]

    def made(self, row: Values, alias: str) -> Any:
        found = self.model.__new__(self.model)
        found._state = state = ModelState()
        state.adding, state.db = False, alias
        found.__dict__.update(zip(self.names, row[self.start : self.start + len(self.names)], strict=True))
        for part in self.further:
            if row[part.start + part.key] is None:
                part.tie(found, None)
            else:
                other = part.made(row, alias)
                part.tie(found, other)
                part.tie_back(other, found)
        return found


class Builder(NamedTuple):
    """What was worked out for one question."""

    part: _Part
    annotations: tuple[tuple[str, int], ...]
    uuids: tuple[int, ...]
    moments: tuple[int, ...]
    others: tuple[tuple[int, Sequence[Callable[..., Any]], Any], ...]

    def objects(self, rows: Iterable[Values], connection: BaseDatabaseWrapper) -> Iterator[Any]:
        """An object a row, with the objects that ``select_related`` fetches and with its annotations."""
        for row in self._converted(rows, connection):
            found = self.part.made(row, connection.alias)
            for name, place in self.annotations:
                setattr(found, name, row[place])
            yield found

    def _converted(self, rows: Iterable[Values], connection: BaseDatabaseWrapper) -> Iterator[Values]:
        if not (self.uuids or self.moments or self.others):
            yield from rows
            return
        zone = connection.timezone
        for row in map(list, rows):
            for place in self.uuids:
                if row[place] is not None:
                    row[place] = _uuid(row[place])
            for place in self.moments:
                if row[place] is not None:
                    row[place] = _moment(row[place]).replace(tzinfo=zone)
            for place, converters, expression in self.others:
                for one in converters:
                    row[place] = one(row[place], expression, connection)
            yield row


def builder(rows: QuerySet[Any, Any], compiler: SQLCompiler) -> Builder | None:
    """For a question whose SQL the compiler has written; None where Django has to make the objects."""
    if rows._iterable_class is not ModelIterable or rows._known_related_objects:
        return None
    select = [expression for expression, *_sql in compiler.select]
    part = _part(compiler.klass_info, select)
    if part is None or any(isinstance(one, ColPairs) for one in select):
        return None
    uuids, moments, others = [], [], []
    for place, (converters, expression) in compiler.get_converters(select).items():
        names = [getattr(one, "__name__", "") for one in converters] if compiler.connection.vendor == "sqlite" else []
        if names == ["convert_uuidfield_value"]:
            uuids.append(place)
        elif names == ["convert_datetimefield_value"]:
            moments.append(place)
        else:
            others.append((place, converters, expression))
    annotations = tuple(compiler.annotation_col_map.items())
    return Builder(part, annotations, tuple(uuids), tuple(moments), tuple(others))


def _part(info: dict[str, Any], select: Sequence[Any]) -> _Part | None:
    model, columns = info["model"], info["select_fields"]
    start = columns[0]
    names = tuple(one.target.attname for one in select[start : columns[-1] + 1])
    further = [_part(one, select) for one in info.get("related_klass_infos", [])]
    if info.get("from_parent") or not _is_plain(model) or None in further:
        return None
    key = names.index(model._meta.pk.attname)
    tie, tie_back = info.get("local_setter"), info.get("remote_setter")
    return _Part(model, names, start, key, tie, tie_back, tuple(further))  # type: ignore[arg-type]


def _is_plain(model: type[Model]) -> bool:
    """Whether its objects are made by Django's own means, unheard, and its values put straight into them."""
    own = (model.__init__, model.from_db.__func__, model.__new__)  # type: ignore[attr-defined]
    heard = pre_init.has_listeners(model) or post_init.has_listeners(model)
    attributes = {type(getattr(model, one.attname)) for one in model._meta.concrete_fields}
    return own == (Model.__init__, Model.from_db.__func__, Model.__new__) and not heard and attributes <= _PLAIN  # type: ignore[attr-defined]


def _moment(value: datetime | str) -> datetime:
    """SQLite's module reads a moment itself where it comes straight from a column."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
