"""Objects, or values, out of rows. Django works out for each query, and partly for each row, which column goes to which attribute of which object,
and how it is converted. For a question that is put together once (:mod:`.written`) that is worked out once, too. The objects are the
same as Django's; what is not plain (a model that is inherited, makes its objects by itself, or whose making somebody listens to) is left to Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.expressions import Col, ColPairs
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler

Values = Sequence[Any]
#: attributes of a model that keep their value in the object's ``__dict__`` and do nothing else on a new object
_PLAIN = {DeferredAttribute, ForeignKeyDeferredAttribute}
#: what a question may want of its rows
_KINDS = {ModelIterable, ValuesListIterable, FlatValuesListIterable}
#: ids are few and come again and again: units, places, categories
_uuid = lru_cache(maxsize=8192)(UUID)


class _Part(NamedTuple):
    """One object of a row: its model and columns, the place of its key, how it is tied to the object before it, that one to it
    (where there can be only one), and what is tied to it."""

    model: type[Model]
    names: tuple[str, ...]
    start: int
    end: int
    key: int
    tie: Callable[[Any, Any], None]
    tie_back: Callable[[Any, Any], None] | None
    further: tuple[_Part, ...]

    def made(self, row: Values, alias: str, known: dict[tuple[int, Any], Any]) -> Any:
        """``known``: the objects of this answer so far, by the place of their key and the key. A unit that stands in many rows is made once."""
        found = self.model.__new__(self.model)
        state = ModelState()
        state.adding, state.db = False, alias
        found.__dict__ = {"_state": state, **dict(zip(self.names, row[self.start : self.end], strict=True))}
        for part in self.further:
            key = (part.key, row[part.key])
            other = known.get(key)
            if other is None and key[1] is not None:
                other = part.made(row, alias, known)
                if part.tie_back is None:
                    known[key] = other
            part.tie(found, other)
            if part.tie_back and other is not None:
                part.tie_back(other, found)
        return found


class Builder(NamedTuple):
    """What was worked out for one question. Without a ``part`` the rows themselves are wanted: as tuples, or ``flat``, the first value of
    each; only their first columns (``width``), where more were read to sort by."""

    part: _Part | None
    flat: bool
    width: int | None
    annotations: tuple[tuple[str, int], ...]
    uuids: tuple[int, ...]
    moments: tuple[int, ...]
    others: tuple[tuple[int, Sequence[Callable[..., Any]], Any], ...]
    #: most of these are empty
    jsons: tuple[tuple[int, Callable[..., Any], Any], ...]

    def made(self, rows: Iterable[Values], connection: BaseDatabaseWrapper) -> list[Any]:
        """An object a row, with the objects that ``select_related`` fetches and with its annotations; or its values."""
        converted = self._converted(rows, connection)
        if self.part is None:
            return [row[0] for row in converted] if self.flat else [tuple(row[: self.width]) for row in converted]
        return list(self._objects(self.part, converted, connection.alias))

    def _objects(self, part: _Part, rows: Iterable[Values], alias: str) -> Iterator[Any]:
        known: dict[tuple[int, Any], Any] = {}
        for row in rows:
            found = part.made(row, alias, known)
            for name, place in self.annotations:
                setattr(found, name, row[place])
            yield found

    def _converted(self, rows: Iterable[Values], connection: BaseDatabaseWrapper) -> Iterator[Values]:
        if not (self.uuids or self.moments or self.others or self.jsons):
            yield from rows
            return
        zone = connection.timezone
        for row in map(list, rows):
            for place in self.uuids:
                if row[place] is not None:
                    row[place] = _uuid(row[place])
            for place in self.moments:
                moment = row[place]
                if type(moment) is str:  # it did not come straight from a column
                    moment = datetime.fromisoformat(moment)
                if moment is not None:
                    row[place] = moment.replace(tzinfo=zone)
            for place, converters, expression in self.others:
                for one in converters:
                    row[place] = one(row[place], expression, connection)
            for place, read, expression in self.jsons:
                row[place] = {} if row[place] == "{}" else read(row[place], expression, connection)
            yield row


def builder(rows: QuerySet[Any, Any], compiler: SQLCompiler) -> Builder | None:
    """For a question whose SQL the compiler has written; None where Django has to make the objects."""
    kind, select = rows._iterable_class, [expression for expression, *_sql in compiler.select]
    if kind not in _KINDS or rows._known_related_objects or any(isinstance(one, ColPairs) for one in select):
        return None
    part = _part(compiler.klass_info, select) if kind is ModelIterable else None
    if part is None and kind is ModelIterable:
        return None
    uuids, moments, others, jsons = [], [], [], []
    for place, (converters, expression) in compiler.get_converters(select).items():
        names = [getattr(one, "__name__", "") for one in converters] if compiler.connection.vendor == "sqlite" else []
        if names == ["convert_uuidfield_value"]:
            uuids.append(place)
        elif names == ["convert_datetimefield_value"]:
            moments.append(place)
        elif names in (["convert_booleanfield_value"], ["convert_datefield_value"]) and isinstance(expression, Col):
            continue  # SQLite's module makes them of a column by itself
        elif [getattr(one, "__func__", None) for one in converters] == [JSONField.from_db_value]:
            jsons.append((place, converters[0], expression))
        else:
            others.append((place, converters, expression))
    annotations = tuple(compiler.annotation_col_map.items()) if part else ()
    width = compiler.col_count if compiler.has_extra_select else None
    places = (tuple(uuids), tuple(moments), tuple(others), tuple(jsons))
    return Builder(part, kind is FlatValuesListIterable, width, annotations, *places)


def _part(info: dict[str, Any], select: Sequence[Any]) -> _Part | None:
    model, columns = info["model"], info["select_fields"]
    start = columns[0]
    names = tuple(one.target.attname for one in select[start : columns[-1] + 1])
    further = [_part(one, select) for one in info.get("related_klass_infos", [])]
    if info.get("from_parent") or not _is_plain(model) or None in further:
        return None
    key = start + names.index(model._meta.pk.attname)
    tie, tie_back = info.get("local_setter"), info.get("remote_setter")
    if tie and not info["reverse"] and not info["field"].unique:
        tie_back = None
    return _Part(model, names, start, start + len(names), key, tie, tie_back, tuple(further))  # type: ignore[arg-type]


def _is_plain(model: type[Model]) -> bool:
    """Whether its objects are made by Django's own means, unheard, and its values put straight into them."""
    own = (model.__init__, model.from_db.__func__, model.__new__)  # type: ignore[attr-defined]
    heard = pre_init.has_listeners(model) or post_init.has_listeners(model)
    attributes = {type(getattr(model, one.attname)) for one in model._meta.concrete_fields}
    return own == (Model.__init__, Model.from_db.__func__, Model.__new__) and not heard and attributes <= _PLAIN  # type: ignore[attr-defined]
