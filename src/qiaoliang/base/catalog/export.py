"""The catalogue as a file again: what ``load`` read, in the same order and the same shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from qiaoliang.base.catalog import rows
from qiaoliang.base.catalog.file import Key
from qiaoliang.base.catalog.models import CatalogVersion
from qiaoliang.base.catalog.schema import STEP, TABLES, Table
from qiaoliang.base.core import clock

_HEAD = """\
# 诉求目录。可以用记事本或 WPS 打开修改；改完把 version 换成新的，再运行：qiaoliang catalog load 文件
# 各表各项的写法见 docs 和随产品提供的目录文件。已受理的诉求仍按受理时的版本计算时限。
"""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_CONTROL = re.compile(r'["\\\x00-\x1f\x7f]')


def text() -> str:
    """The catalogue that was loaded last, as TOML; empty where there is none."""
    version = CatalogVersion.objects.filter(withdrawn=None).order_by("-number").first()
    if version is None:
        return ""
    held = rows.held()
    return "\n".join([_HEAD + _top(version), *(_table(table, held) for table in TABLES.values())])


def _top(version: CatalogVersion) -> str:
    day = clock.localtime(version.valid_from).date().isoformat()
    lines = [f"version = {as_toml(version.label)}", f"valid_from = {day}", f"source = {as_toml(version.source)}"]
    return "\n".join([*lines, f"certainty = {as_toml(version.certainty)}", ""])


def _table(table: Table, held: Mapping[Key, rows.Held]) -> str:
    mine = [(key[1], one.values) for key, one in held.items() if key[0] == table.name]
    return "\n".join(_entry(table, key, values, held) for key, values in mine)


def _entry(table: Table, key: tuple[str, ...], values: Mapping[str, Any], held: Mapping[Key, rows.Held]) -> str:
    lines = [f"[[{table.name}]]"]
    for name, rule in table.fields.items():
        value = values[rule.column or name]
        must = rule.required or (name in table.second_level and "." in key[-1])
        if must or value not in ("", [], False, 0):
            lines.append(f"{name} = {as_toml(value)}")
    if table.name == "clock":
        lines += ["[clock.steps]", *_steps(key[0], values, held)]
    return "\n".join([*lines, ""])


def _steps(clocks: str, of: Mapping[str, Any], held: Mapping[Key, rows.Held]) -> Iterator[str]:
    for (name, key), one in held.items():
        if name == STEP.name and key[0] == clocks:
            yield f"{key[1]} = {{ {', '.join(_step(of, one.values))} }}"


def _step(of: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    for name, rule in STEP.fields.items():
        value = values[rule.column or name]
        if name not in of or value != of[name]:
            yield f"{name} = {as_toml(value)}"


def as_toml(thing: Any) -> str:
    """As a TOML file holds it."""
    match thing:
        case bool():
            return "true" if thing else "false"
        case int():
            return str(thing)
        case Decimal():
            return str(int(thing)) if thing == int(thing) else str(float(thing))
        case list():
            return "[" + ", ".join(map(as_toml, thing)) + "]"
        case str() if "\n" in thing:
            return '"""\n' + "\n".join(map(_escaped, thing.split("\n"))) + '"""'
    return f'"{_escaped(str(thing))}"'


def _escaped(text: str) -> str:
    return _CONTROL.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}"), text)
