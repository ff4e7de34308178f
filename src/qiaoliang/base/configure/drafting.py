"""From a form to what changes: edits with all that follows from them, said entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaoliang.base.catalog import actions, choices, queries, registry
from qiaoliang.base.catalog.actions import Difference, Edits
from qiaoliang.base.catalog.file import Key, Values
from qiaoliang.base.catalog.rows import Held
from qiaoliang.base.catalog.schema import Table
from qiaoliang.base.configure import labels
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui import format
from qiaoliang.ui import registry as components

#: the set of clocks that cases without a category have
ALWAYS = ("clock", (queries.DEFAULT_CLOCKS,))
#: tables whose entries may be withdrawn, and added
OPEN = ("category", "clock", "duty", "rung", "reason", "referral")


def new_code(table: Table, entries: Mapping[Key, Values], parent: str = "") -> str:
    """A code that no entry of that table has ever had."""
    used = {row.code for row in queries.history.get().rows if isinstance(row, table.model)}
    used |= {key[1][-1] for key in entries if key[0] == table.name}
    stem = f"{parent}." if parent else "" if table.name == "category" else f"{table.name}."
    return next(code for number in range(1, len(used) + 2) if (code := f"{stem}own{number}") not in used)


def withdrawal(key: Key, held: Mapping[Key, Held]) -> Edits:
    """Withdraw an entry and what cannot be without it. Refusal, naming who uses it, where that must be settled first."""
    name, code = key[0], key[1][0]
    if key == ALWAYS:
        raise Refusal(_("Cases that have no category yet use this set. It cannot be withdrawn."), code="in-use")
    users = _users(key, held)
    if users:
        names = _(", ").join(labels.entry(one, held[one].values) for one in users[:8])
        words = {"names": names, "more": "…" if len(users) > 8 else ""}
        raise Refusal(
            _("It is in use by: %(names)s%(more)s. Change these first, then withdraw it.") % words, code="in-use"
        )
    edits: dict[Key, Values | None] = {key: None}
    if name == "clock":
        edits |= {one: None for one in held if one[0] == "step" and one[1][0] == code}
    if name == "category":
        edits |= _without_category(code, held)
    if name == "reason" and sum(one[0] == "reason" and one[1][0] == code for one in held) == 1:
        raise Refusal(_("It is the last reason of its list. Add another first."), code="in-use")
    return edits


def _users(key: Key, held: Mapping[Key, Held]) -> list[Key]:
    name, code = key[0], key[1][0]
    if name == "category":
        return [one for one in held if one[0] == "category" and one[1][0].startswith(f"{code}.")]
    columns = {"clock": "clocks", "referral": "referral"}
    column = columns.get(name)
    return [one for one, row in held.items() if column and one[0] == "category" and row.values[column] == code]


def _without_category(code: str, held: Mapping[Key, Held]) -> Edits:
    """Lines of duty lists that name it lose it; those that name nothing else are withdrawn."""
    edits: dict[Key, Values | None] = {}
    for key, row in held.items():
        if key[0] == "duty" and code in row.values["categories"]:
            left = [one for one in row.values["categories"] if one != code]
            edits[key] = {**row.values, "categories": left} if left else None
    return edits


def copied(code: str, new: str, held: Mapping[Key, Held]) -> Edits:
    """A set of clocks with all its terms under another code."""
    return {
        ("step", (new, key[1][1])): {**row.values, "clocks": new}
        for key, row in held.items()
        if key[0] == "step" and key[1][0] == code
    }


def rows_of(differences: list[Difference]) -> list[dict[str, Any]]:
    """Each entry with what it was and is to be, column by column. The terms of a set of clocks that comes or goes as a whole
    are not named one by one."""
    whole = {one.key[1][0] for one in differences if one.key[0] == "clock" and not (one.before and one.after)}
    return [
        {
            "what": labels.ONE[one.key[0]],
            "name": labels.said(labels.entry(one.key, one.after or one.before)),
            "did": _did(one),
            "columns": [{"label": _("What"), "prime": True}, {"label": _("Until now")}, {"label": _("From then on")}],
            "rows": _columns(one) if one.before and one.after else [],
            "says": _entry_says(one),
        }
        for one in differences
        if not (one.key[0] == "step" and one.key[1][0] in whole)
    ]


def _did(one: Difference) -> str:
    word, tone = (
        (_("new"), "done")
        if one.before is None
        else (_("withdrawn"), "act")
        if one.after is None
        else (_("changed"), "active")
    )
    return components.render("state_tag", {"label": word, "tone": tone}, {})


def _entry_says(one: Difference) -> list[dict[str, Any]]:
    """What an entry says that comes or goes, as facts."""
    if one.before is not None and one.after is not None:
        return []
    says = one.after or one.before or {}
    table = labels.table_of(one.key[0])
    columns = [rule.column or name for name, rule in table.fields.items()] if table else []
    return [
        {"label": labels.column(one.key[0], name), "value": labels.shown(one.key[0], name, says[name])}
        for name in columns
        if name not in ("code", "name") and says.get(name) not in (None, "", [], False)
    ]


def _columns(one: Difference) -> list[dict[str, Any]]:
    before, after, table = one.before or {}, one.after or {}, one.key[0]
    timed = table in ("step", "rung") and {"amount", "unit"} & set(one.fields)
    cells = [[labels.column(table, "amount"), labels.term(table, before), labels.term(table, after)]] if timed else []
    cells += [
        [
            labels.column(table, name),
            labels.shown(table, name, before.get(name)),
            labels.shown(table, name, after.get(name)),
        ]
        for name in one.fields
        if not (timed and name in ("amount", "unit"))
    ]
    return [{"cells": row} for row in cells]


def effects(differences: list[Difference], *, recounts: bool, valid_from: datetime | None) -> dict[str, Any]:
    """For whom it changes what: how many open cases get which date, and which keep what is withdrawn."""
    gone = [one.key[1][0] for one in differences if one.key[0] == "category" and one.after is None]
    kept = registry.open_cases(gone) if gone else 0
    says = []
    if gone:
        says.append(
            ngettext(
                "%(count)d open case has it and keeps it, with its clocks. Nobody can choose it any more.",
                "%(count)d open cases have it and keep it, with its clocks. Nobody can choose it any more.",
                kept,
            )
            % {"count": kept}
        )
    intended = actions.intended(differences)
    moves = registry.foreseen(intended, valid_from or clock.now()) if recounts else []
    if intended and recounts:
        count = sum(move.count for move in moves)
        says.append(
            ngettext("%(count)d open case gets another date.", "%(count)d open cases get another date.", count)
            % {"count": count}
        )
    elif intended:
        says.append(_("Open cases keep their dates; cases that come in from then on have the new term."))
    says += sorted({str(words) for one in differences if (words := _says(one))})
    return {"says": says, "moves": _moves(moves), "columns": _move_columns(), "more": len(moves) > MOST}


_TEXTS = ("template", "reason", "referral", "consent")


def _says(one: Difference) -> str:
    """For whom else a difference is."""
    if one.key[0] in _TEXTS:
        return _("From then on it reads so wherever it is shown. What was sent before stays as it was.")
    if one.key[0] == "duty":
        return _("Proposals for the unit follow it from then on. Open cases stay with the unit they have.")
    if one.key[0] in ("rung", "clock"):
        return _("It holds for cases that come in from then on. Open ones keep what held on their day.")
    if one.key[0] == "category" and one.after is not None and one.fields != ["clocks"]:
        return _("It holds wherever the category is chosen from then on. Open cases stay where they are.")
    return ""


def _move_columns() -> list[dict[str, Any]]:
    return [
        {"label": _("Step"), "prime": True},
        {"label": _("Date now")},
        {"label": _("New date")},
        {"label": _("Open cases"), "right": True},
    ]


#: so many lines of dates are shown
MOST = 30


def _moves(moves: list[registry.Move]) -> list[dict[str, Any]]:
    today = clock.today()
    return [
        {
            "cells": [
                str(choices.Step(move.step).label),
                format.moment(move.old, today),
                format.moment(move.new, today),
                format.number(move.count),
            ]
        }
        for move in moves[:MOST]
    ]


def holds_from(moment: datetime | None, today: date | None = None) -> str:
    """When it holds, in words."""
    return format.moment(moment, today) if moment else _("at once")
