"""A catalogue file, read and checked. What is wrong comes as sentences: which entry, what about it, what to do."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from qiaoliang.base.catalog.choices import Certainty, RungUnit, Step, Tells, Terms, TermUnit, Unit
from qiaoliang.base.catalog.schema import RECEIPT_SLOTS, STEP, TABLES, TOP, Field, Table
from qiaoliang.base.core import textfile

SHIPPED = Path(__file__).parent / "data" / "catalog.toml"

HALF = Decimal("0.5")
#: steps that a file from before there were any may leave out; the terms that come with the product hold then
LATER_STEPS = {Step.PROMISE_REMINDER, Step.ARCHIVE}
#: (table, key of the entry)
Key = tuple[str, tuple[str, ...]]
#: the entry's columns as the rows hold them
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """What a file says: ``entries`` in order by (table, key), steps under ("step", (set, step)); ``problems`` make it unusable."""

    version: str = ""
    valid_from: date | None = None
    source: str = ""
    certainty: str = ""
    entries: Mapping[Key, Values] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def text_of(file: Path | str) -> str:
    """The text of a file given by its path, or the text itself. Refusal where it cannot be read."""
    return file if isinstance(file, str) else textfile.read(file)


@lru_cache(maxsize=2)
def read(text: str) -> CatalogFile:
    """Read and check a file's text."""
    if "\\u0000" in text:
        return CatalogFile(
            problems=("文件里有看不见的 \\u0000，请删去 / the file holds the unseen sign \\u0000, remove it",)
        )
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return CatalogFile(problems=(f"文件不是有效的 TOML，请按提示的行号改正 / not valid TOML: {error}",))
    problems = [*_top_faults(data), *_shape_faults(data)]
    if problems:
        return CatalogFile(problems=tuple(problems))
    entries = dict(_entries(data))
    problems = [*_doubles(data), *_reference_faults(entries), *_rules(entries)]
    return CatalogFile(data["version"], data["valid_from"], data["source"], data["certainty"], entries, tuple(problems))


def faults(entries: Mapping[Key, Values]) -> list[str]:
    """What is wrong with entries as they stand together, however they were written."""
    return [*_reference_faults(entries), *_rules(entries)]


#: tables of a district's set-up that stand in the same file and are brought in elsewhere
OTHERS = {"unit", "post"}


# ---------------------------------------------------------------- shape


def _top_faults(data: Mapping[str, Any]) -> Iterator[str]:
    for key in TOP:
        if key not in data:
            yield f"文件开头缺少 {key}，请补上 / {key} is missing at the top of the file"
    for key in data.keys() - set(TOP) - TABLES.keys() - OTHERS:
        yield f"文件里有不认识的表 {key}，请删去或改正 / unknown table {key}"
    if "valid_from" in data and type(data["valid_from"]) is not date:
        yield "valid_from 应写成 2026-11-01 这样的日期，不加引号 / valid_from is a date without quotes"
    if data.get("certainty", "confirmed") not in Certainty.values:
        yield "certainty 只能写 confirmed 或 unconfirmed / certainty is confirmed or unconfirmed"


def _shape_faults(data: Mapping[str, Any]) -> Iterator[str]:
    for table in TABLES.values():
        rows = data.get(table.name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield f"{table.name} 要用 [[{table.name}]]（两对方括号）一条一条写 / write [[{table.name}]] for each entry"
            continue
        for place, entry in enumerate(rows, 1):
            where = _where(table, entry, place)
            yield from _entry_faults(table, entry, where)
            if table.name == "clock":
                yield from _step_faults(entry, where)


def _where(table: Table, entry: Mapping[str, Any], place: int) -> str:
    name = ".".join(str(entry.get(part, "?")) for part in table.key)
    return f"第 {place} 个 [[{table.name}]] {name}"


def _entry_faults(table: Table, entry: Mapping[str, Any], where: str) -> Iterator[str]:
    extra = {"steps"} if table.name == "clock" else set()
    for key in entry.keys() - table.fields.keys() - extra:
        yield f"{where}：不认识的项 {key}，请删去或改正 / unknown key {key}"
    for key, rule in table.fields.items():
        if key in entry:
            yield from _value_faults(rule, key, entry[key], where)
        elif rule.required:
            yield f"{where}：缺少 {key}，请补上 / {key} is missing"


_TYPES: Mapping[type, str] = {
    str: "文字，加引号",
    bool: "true 或 false",
    list: "方括号里的一列",
    float: "数字，不加引号",
}


def _value_faults(rule: Field, key: str, value: Any, where: str) -> Iterator[str]:
    if not _is(value, rule.type):
        yield f"{where}：{key} 应是{_TYPES[rule.type]} / {key} must be of type {rule.type.__name__}"
    elif rule.type is list:
        if not all(isinstance(one, str) and one.strip() for one in value):
            yield f"{where}：{key} 里每一项都应是有内容的文字 / every item of {key} is a text"
    elif rule.type is str:
        yield from _text_faults(rule, key, value, where)


def _is(value: Any, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return type(value) is kind


def _text_faults(rule: Field, key: str, value: str, where: str) -> Iterator[str]:
    if rule.required and not value.strip():
        yield f"{where}：{key} 是空的，请写上 / {key} is empty"
    elif rule.choices and value and value not in rule.choices:
        yield f"{where}：{key} 写的是“{value}”，只能是 {'、'.join(rule.choices)} / {key} must be one of these"
    elif rule.longest and len(value) > rule.longest:
        yield f"{where}：{key} 超过 {rule.longest} 个字，请写短些 / {key} is longer than {rule.longest} characters"


def _step_faults(entry: Mapping[str, Any], where: str) -> Iterator[str]:
    steps = entry.get("steps")
    if not isinstance(steps, dict):
        yield f"{where}：缺少 [clock.steps]，请写上各步时限 / the steps are missing"
        return
    for name in sorted(set(Step.values) - LATER_STEPS - steps.keys()):
        yield f"{where}：缺少 {name}（{Step(name).label}）的时限，请补上 / the term of {name} is missing"
    for name, step in steps.items():
        here = f"{where} 的 {name}"
        if name not in Step.values:
            yield f"{here}：没有这一步，请删去或改正 / there is no such step"
        elif not isinstance(step, dict):
            yield f'{here}：应写成 {{ amount = 1, unit = "wd", from = "submitted" }} / write amount, unit and from'
        else:
            yield from _entry_faults(STEP, step, here)


# ---------------------------------------------------------------- entries


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[Key, Values]]:
    for table in TABLES.values():
        for entry in data.get(table.name, []):
            key = tuple(entry[part] for part in table.key)
            yield (table.name, key), _columns(table, entry)
            for name, step in entry.get("steps", {}).items() if table.name == "clock" else ():
                yield ("step", (entry["code"], name)), _step(entry, name, step)


def _columns(table: Table, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {rule.column or key: _plain(entry.get(key, rule.default)) for key, rule in table.fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _decimal(value)
    return value.strip("\n") if isinstance(value, str) else value


def _step(entry: Mapping[str, Any], name: str, step: Mapping[str, Any]) -> dict[str, Any]:
    inherited = {"source": entry["source"], "certainty": entry["certainty"]}
    values = _columns(STEP, {**inherited, **{key: value for key, value in step.items() if value != ""}})
    return {**values, "clocks": entry["code"], "code": name, "amount": _decimal(values["amount"])}


def _decimal(value: float | Decimal) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


# ---------------------------------------------------------------- what the entries say together


def _doubles(data: Mapping[str, Any]) -> Iterator[str]:
    for table in TABLES.values():
        seen: dict[tuple[str, ...], int] = {}
        for place, entry in enumerate(data.get(table.name, []), 1):
            key = tuple(entry[part] for part in table.key)
            if key in seen:
                yield (
                    f"{_where(table, entry, place)}：和第 {seen[key]} 个编码相同，请改一个 / "
                    f"the same code as number {seen[key]}"
                )
            seen.setdefault(key, place)


def _reference_faults(entries: Mapping[Key, Values]) -> Iterator[str]:
    known = {table: {key[0] for name, key in entries if name == table} for table in TABLES}
    for (name, key), values in entries.items():
        for column, rule in (STEP if name == "step" else TABLES[name]).fields.items():
            if not rule.refers:
                continue
            value = values[rule.column or column]
            for code in value if isinstance(value, list) else [value] if value else []:
                if code not in known[rule.refers]:
                    yield (
                        f"[[{name}]] {'.'.join(key)}：{column} 写的是“{code}”，没有这个 [[{rule.refers}]]，"
                        f"请加上或改正 / there is no {rule.refers} {code!r}"
                    )


def _rules(entries: Mapping[Key, Values]) -> Iterator[str]:
    for (name, key), values in entries.items():
        where = f"[[{name}]] {'.'.join(key)}"
        check = _CHECKS.get(name)
        for problem in check(key, values, entries) if check else ():
            yield f"{where}：{problem}"


def _category_rules(key: tuple[str, ...], values: Values, entries: Mapping[Key, Values]) -> Iterator[str]:
    parent, dot, _ = key[0].rpartition(".")
    needed = ("kind", "lead", "urgency", "clocks")
    if key[0].count(".") > 1:
        yield "编码里只能有一个点，分类只有两级 / only two levels are allowed"
    elif dot and ("category", (parent,)) not in entries:
        yield f"没有大类“{parent}”，请先写大类 / the first level {parent!r} is missing"
    elif dot:
        for column in needed:
            if not values[column]:
                yield f"小类要写 {column}，请补上 / {column} is missing"
    elif any(values[column] for column in needed):
        yield "大类不派单，请把 kind、lead、urgency、clocks 写到小类里 / only the second level is dispatched"


def _clock_rules(key: tuple[str, ...], values: Values, _: Mapping[Key, Values]) -> Iterator[str]:
    for column, least in (("rounds", 1), ("reviews", 0)):
        if values[column] != int(values[column]) or not least <= values[column] <= 9:
            yield f"{column} 写 {least} 到 9 的整数 / {column} is a whole number from {least} to 9"


def _step_rules(key: tuple[str, ...], values: Values, _: Mapping[Key, Values]) -> Iterator[str]:
    amount, unit = values["amount"], values["unit"]
    if amount <= 0:
        yield "时限必须大于 0，请改正 / a term must be longer than nothing"
    elif amount > 3650:
        yield "时限超过十年，请核对 / the term is longer than ten years"
    elif unit == Unit.DAYS and amount != int(amount):
        yield "自然日只能写整数 / calendar days are whole"
    elif unit == Unit.WORKING_DAYS and amount * 2 != int(amount * 2):
        yield "工作日只能写整天或半天 / working days are whole or half"


def _term_rules(key: tuple[str, ...], values: Values, _: Mapping[Key, Values]) -> Iterator[str]:
    amount, unit = values["amount"], values["unit"]
    if key[0] not in Terms.values:
        yield f"没有这一种期限，只能是 {'、'.join(Terms.values)} / there is no such term"
    elif (unit == TermUnit.MONTHS) != key[0].startswith("keep_"):
        yield "留存写几个月（m），办理申请写工作日或自然日（wd、d） / what is kept counts months, a request days"
    elif amount != int(amount) or not 1 <= amount <= 120:
        yield "写 1 到 120 的整数 / a whole number from 1 to 120"


def _rung_rules(key: tuple[str, ...], values: Values, _: Mapping[Key, Values]) -> Iterator[str]:
    for column, known in (("steps", Step), ("tells", Tells)):
        for word in values[column]:
            if word not in known.values:
                yield f"{column} 里的“{word}”不认识，只能是 {'、'.join(known.values)} / {column}: {word!r} is unknown"
        if not values[column]:
            yield f"{column} 是空的，请至少写一项 / {column} is empty"
    yield from _rung_amount(values["amount"], values["unit"])
    if not _fits(values["within"], least=HALF if values["letter"] else Decimal(0)):
        yield "开单的一级要写 within：几个工作日内办到（半天起，不超过 60） / a letter needs within, in working days"


def _fits(days: Decimal, *, least: Decimal) -> bool:
    return least <= days <= 60 and days * 2 == int(days * 2)


def _rung_amount(amount: Decimal, unit: str) -> Iterator[str]:
    if unit == RungUnit.SHARE:
        if not 0 < amount < 100:
            yield "占时限的百分比要大于 0、小于 100 / a share lies between 0 and 100 percent"
    elif amount < 0:
        yield "超期多久不能是负数；到期前的提醒请写百分比 / time after the deadline is not negative"
    elif amount > 3650:
        yield "超过十年，请核对 / longer than ten years"
    elif unit == RungUnit.WORKING_DAYS and amount * 2 != int(amount * 2):
        yield "工作日只能写整天或半天 / working days are whole or half"
    elif unit == RungUnit.DAYS and amount != int(amount):
        yield "自然日只能写整数 / calendar days are whole"


def _referral_rules(key: tuple[str, ...], values: Values, _: Mapping[Key, Values]) -> Iterator[str]:
    if values["danger"] and not (values["danger_words"] and values["phone"]):
        yield "danger = true 时要写 phone 和 danger_words / danger needs a phone and words"
    for column in ("receipt", "receipt_en"):
        yield from _slot_faults(column, values[column], RECEIPT_SLOTS)


def _template_rules(key: tuple[str, ...], values: Values, _: Mapping[Key, Values]) -> Iterator[str]:
    for column in ("zh", "en"):
        yield from _slot_faults(column, values[column], frozenset(values["slots"]))


def _slot_faults(column: str, text: str, allowed: frozenset[str]) -> Iterator[str]:
    try:
        places = [(name, spec, turned) for _, name, spec, turned in string.Formatter().parse(text) if name is not None]
    except ValueError:
        yield f"{column} 里的花括号不成对，请改正 / the braces in {column} do not match"
        return
    for name, spec, turned in places:
        if spec or turned:
            yield f"{column} 里的空位 {{{name}}} 只写名字，不要加 : 或 !，请改正 / write {{{name}}} without : or !"
    for name in sorted({name for name, _spec, _turned in places} - allowed):
        yield f"{column} 里的空位 {{{name}}} 没有列在 slots 里或不能用在这里，请改正 / {{{name}}} is no slot here"


_CHECKS = {
    "clock": _clock_rules,
    "category": _category_rules,
    "step": _step_rules,
    "rung": _rung_rules,
    "term": _term_rules,
    "referral": _referral_rules,
    "template": _template_rules,
}
