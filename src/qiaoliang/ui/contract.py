"""What a component accepts. A contract is a frozen dataclass: an unknown, missing or misspelt attribute is an error
at the first rendering, never a silently empty place on the page."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Hashable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, ClassVar, Literal, dataclass_transform

from qiaoliang.ui.kept import exact, room

#: What a state or a message means. Each has a colour *and* an icon *and* words.
Tone = Literal["neutral", "new", "active", "wait", "rate", "done", "act"]


class ContractError(TypeError):
    """A template used a component against its contract."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Contract:
    """Base of every contract and of the small records inside them; subclasses become frozen dataclasses.

    ``placed`` names the attributes that its template only writes, or asks whether they are there: the rest of it is drawn once
    for each set of other values and kept (:mod:`qiaoliang.ui.kept`)."""

    placed: ClassVar[tuple[str, ...]] = ()

    @property
    def drawn_from(self) -> Hashable:
        """All that a component is drawn from but its :attr:`places`, where it is worth keeping; None where it is not."""
        if not self.placed:
            return None
        return tuple([bool(one) if name in self.placed else exact(one) for name, one in vars(self).items()])

    @property
    def places(self) -> Mapping[str, Any]:
        """Name → what is written there: texts, ready-made HTML where it is safe."""
        return {name: getattr(self, name) for name in self.placed}

    def with_rooms(self) -> Contract:
        """The same with room for each of the :attr:`places` that is there, as it is drawn to be kept."""
        there = [name for name, text in self.places.items() if text]
        return dataclasses.replace(self, **{name: room(name) for name in there}) if there else self

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        dataclasses.dataclass(frozen=True, kw_only=True, slots=False)(cls)

    def __post_init__(self) -> None:
        for rule in _rules(type(self)):  # type: ignore[arg-type]
            value = getattr(self, rule.name)
            if rule.makes or value is None or value == "":
                object.__setattr__(self, rule.name, rule.apply(type(self), value))


@dataclasses.dataclass(frozen=True)
class _Rule:
    """What one attribute must be: one of ``choices``; a record or a row of records of class ``record``; not empty."""

    name: str
    required: bool
    choices: tuple[object, ...] = ()
    record: type[Contract] | None = None
    many: bool = False

    @cached_property
    def makes(self) -> bool:
        """Whether it looks at more than that something is there."""
        return bool(self.choices or self.record)

    def apply(self, owner: type, value: Any) -> Any:
        if self.required and (value is None or value == ""):
            raise ContractError(f"{_label(owner)}: {self.name} is empty")
        if self.choices and value not in self.choices:
            raise ContractError(
                f"{_label(owner)}: {self.name}={value!r} is none of {', '.join(map(repr, self.choices))}"
            )
        if self.record is None or value is None:
            return value
        return tuple(build(self.record, v) for v in value) if self.many else build(self.record, value)


def build(cls: type[Contract], value: Any) -> Contract:
    """``value`` as a ``cls``: itself, or made from a mapping of its attributes."""
    if isinstance(value, cls):
        return value
    if not isinstance(value, Mapping):
        raise ContractError(f"{_label(cls)}: {type(value).__name__} given, {cls.__name__} or a mapping wanted")
    known = _names(cls)
    if not value.keys() <= known:
        unknown = value.keys() - known
        raise ContractError(f"{_label(cls)}: unknown {', '.join(sorted(unknown))}; it knows {', '.join(sorted(known))}")
    try:
        return cls(**value)
    except ContractError:
        raise
    except TypeError as error:
        raise ContractError(f"{_label(cls)}: {error}") from None


def attributes(cls: type[Contract]) -> list[tuple[str, str, str]]:
    """(name, type, default or "required") of each attribute, for the page /ui and the README."""
    rows = []
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        rows.append((field.name, str(field.type), "required" if needed else repr(field.default)))
    return rows


@cache
def _names(cls: type[Contract]) -> frozenset[str]:
    return frozenset(field.name for field in dataclasses.fields(cls))  # type: ignore[arg-type]


@cache
def _rules(cls: type[Contract]) -> tuple[_Rule, ...]:
    """Those that ask something of their attribute."""
    hints = typing.get_type_hints(cls)
    rules = (_rule(field, hints[field.name]) for field in dataclasses.fields(cls))  # type: ignore[arg-type]
    return tuple(rule for rule in rules if rule.required or rule.choices or rule.record)


def _rule(field: dataclasses.Field[Any], hint: Any) -> _Rule:
    required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    choices: tuple[object, ...] = ()
    record, many = None, False
    for part in _parts(hint):
        origin = typing.get_origin(part)
        if origin is Literal:
            choices += typing.get_args(part)
        elif isinstance(part, type) and issubclass(part, Contract):
            record = part
        elif origin in (Sequence, tuple, list):
            inner = typing.get_args(part)[0]
            if isinstance(inner, type) and issubclass(inner, Contract):
                record, many = inner, True
    if choices and type(None) in _parts(hint):
        choices += (None,)
    return _Rule(field.name, required, choices, record, many)


def _parts(hint: Any) -> tuple[Any, ...]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return typing.get_args(hint)
    return (hint,)


def _label(cls: type) -> str:
    return f"ui {cls.__module__.rsplit('.', 1)[-1]}" + ("" if cls.__name__ == "Props" else f" {cls.__name__}")
