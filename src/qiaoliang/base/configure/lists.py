"""What the pages of the catalogue show, as ready-made strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qiaoliang.base.catalog import queries
from qiaoliang.base.catalog.actions import Difference
from qiaoliang.base.catalog.choices import Certainty
from qiaoliang.base.catalog.file import Key
from qiaoliang.base.catalog.models import CatalogVersion
from qiaoliang.base.catalog.rows import Held
from qiaoliang.base.catalog.schema import Table
from qiaoliang.base.configure import drafting, labels
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.ui import format, registry

#: versions on one page of their list
ON_A_PAGE = 50
#: versions that are looked through for those that touched an entry, and how many of these are named
LOOKED_AT, NAMED = 200, 10
#: characters of a text in a list
SHORT = 60


def index(name: str, held: Mapping[Key, Held]) -> dict[str, Any]:
    """The page of one table."""
    mine = {key: one.values for key, one in held.items() if key[0] == name}
    made: dict[str, Callable[[], list[dict[str, Any]]]] = {
        "category": lambda: _categories(mine),
        "clock": lambda: _clocks(mine, held),
        "reason": lambda: _reasons(mine),
    }
    groups = made.get(name, lambda: _plain(name, mine))()
    return {
        "tabs": [
            {"label": str(words), "href": f"{reverse('configure:catalog')}?table={one}", "current": one == name}
            for one, words in labels.TABS.items()
        ],
        "table": name,
        "title": labels.TABS[name],
        "groups": groups,
        "new": reverse("configure:new", args=[name]) if name in drafting.OPEN else "",
        "new_label": _("New: %(what)s") % {"what": labels.ONE[name]},
        "planned": planned(),
    }


def planned() -> str:
    """A sentence where what the page shows does not hold yet."""
    ahead = queries.planned()
    if ahead is None:
        return ""
    words = {"number": ahead.number, "from": format.moment(ahead.valid_from, clock.today())}
    return _("This page shows version %(number)d, which holds from %(from)s.") % words


def _edit(key: Key) -> str:
    return reverse("configure:edit", args=[key[0], "/".join(key[1])])


def _categories(mine: Mapping[Key, Any]) -> list[dict[str, Any]]:
    """Each first level with what is below it."""
    groups = []
    for key, top in mine.items():
        if "." in key[1][0]:
            continue
        below = [(one, row) for one, row in mine.items() if one[1][0].startswith(f"{key[1][0]}.")]
        groups.append(
            {
                "title": labels.entry(key, top),
                "href": _edit(key),
                "columns": [
                    *_columns("name", "kind", "lead", "urgency", "clocks", table="category"),
                    {"label": _("Marks")},
                ],
                "rows": [
                    {
                        "cells": [*_cells(one, row, "name", "kind", "lead", "urgency", "clocks"), _marks(row)],
                        "href": _edit(one),
                    }
                    for one, row in below
                ],
            }
        )
    return groups


def _marks(row: Mapping[str, Any]) -> str:
    marks = [_("public answer")] if row["public"] else []
    marks += [_("accuses")] if row["misconduct"] else []
    marks += [_("passed on: %(body)s") % {"body": labels.named("referral", row["referral"])}] if row["referral"] else []
    return _(", ").join(marks)


def _clocks(mine: Mapping[Key, Any], held: Mapping[Key, Held]) -> list[dict[str, Any]]:
    """Each set with its terms."""
    groups = []
    for key, row in mine.items():
        steps = [(one, of.values) for one, of in held.items() if one[0] == "step" and one[1][0] == key[1][0]]
        groups.append(
            {
                "title": labels.entry(key, row),
                "note": labels.said(row["source"]),
                "href": _edit(key),
                "columns": [
                    {"label": _("Step"), "prime": True},
                    {"label": _("How long")},
                    {"label": _("Counts from")},
                    {"label": _("Source")},
                    {"label": _("Checked")},
                ],
                "rows": [
                    {
                        "cells": [
                            labels.value("rung", "steps", one[1][1]),
                            labels.term("step", step),
                            labels.value("step", "counts_from", step["counts_from"]),
                            "" if step["source"] == row["source"] else _short(step["source"]),
                            certainty(step["certainty"]),
                        ],
                        "href": _edit(one),
                    }
                    for one, step in steps
                ],
            }
        )
    return groups


_SHOWN: Mapping[str, tuple[str, ...]] = {
    "duty": ("text", "kind", "role", "categories"),
    "rung": ("name", "amount", "tells", "letter", "certainty"),
    "template": ("name", "audience", "zh"),
    "reason": ("name", "text"),
    "referral": ("name", "phone", "when"),
    "consent": ("name", "edition", "zh"),
}


def _plain(name: str, mine: Mapping[Key, Any]) -> list[dict[str, Any]]:
    shown = _SHOWN[name]
    rows = [{"cells": _cells(key, row, *shown), "href": _edit(key)} for key, row in mine.items()]
    return [{"title": "", "href": "", "columns": _columns(*shown, table=name), "rows": rows}]


def _reasons(mine: Mapping[Key, Any]) -> list[dict[str, Any]]:
    """List by list."""
    groups = []
    for name in dict.fromkeys(key[1][0] for key in mine):
        rows = {key: row for key, row in mine.items() if key[1][0] == name}
        groups.append(_plain("reason", rows)[0] | {"title": labels.value("reason", "list", name)})
    return groups


def _columns(*names: str, table: str) -> list[dict[str, Any]]:
    return [{"label": labels.column(table, name), "prime": place == 0} for place, name in enumerate(names)]


def _cells(key: Key, row: Mapping[str, Any], *names: str) -> list[Any]:
    return [_cell(key, row, name) for name in names]


def _cell(key: Key, row: Mapping[str, Any], name: str) -> Any:
    if name == "certainty":
        return certainty(row[name])
    if name == "amount":
        return labels.term(key[0], row)
    text = labels.entry(key, row) if name == "name" else labels.value(key[0], name, row[name])
    return _short(text)


def _short(text: str) -> str:
    """A long text begun; what it begins with says which it is."""
    return labels.said(text if len(text) <= SHORT else f"{text[: SHORT - 1]}…")


def certainty(code: str) -> str:
    """Confirmed or not, as a tag."""
    tone = "done" if code == Certainty.CONFIRMED else "wait"
    return registry.render("state_tag", {"label": str(Certainty(code).label), "tone": tone}, {})


def entry(rule: Table, key: Key, held: Mapping[Key, Held]) -> dict[str, Any]:
    """Beside the form: the earlier versions of the entry, and whether it may be withdrawn."""
    there = key in held and rule.name in drafting.OPEN and key != drafting.ALWAYS
    return {
        "what": labels.ONE[rule.name],
        "past": _past(key) if key in held else [],
        "withdraw": reverse("configure:withdraw", args=[rule.name, "/".join(key[1])]) if there else "",
    }


def _past(key: Key) -> list[dict[str, Any]]:
    """The versions that touched an entry, the newest first."""
    mine = [key[0], list(key[1])]
    found = [one for one in queries.versions()[:LOOKED_AT] if any(row[:2] == mine for row in one.changes)]
    return [_line(one) for one in found[:NAMED]]


def versions(after: str) -> dict[str, Any]:
    """A page of the list of versions, the newest first, from the number ``after`` on."""
    below = int(after) if after.isdecimal() and len(after) < 9 else 0
    listed = queries.versions().defer("changes")
    found = list((listed.filter(number__lt=below) if below else listed)[: ON_A_PAGE + 1])
    names = organizations.names_of_accounts({one.author for one in found if one.author})
    columns = [
        {"label": _("Version"), "prime": True},
        *({"label": words} for words in (_("Holds from"), _("State"), _("Who"), _("Why"))),
    ]
    rows = [
        {
            "cells": [
                _("Version %(number)d") % {"number": one.number},
                format.moment(one.valid_from, clock.today()),
                _state(one),
                _who(one, names),
                labels.said(one.why or "—"),
            ],
            "href": reverse("configure:version", args=[one.number]),
        }
        for one in found[:ON_A_PAGE]
    ]
    next_ = f"?after={found[ON_A_PAGE - 1].number}" if len(found) > ON_A_PAGE else ""
    return {"columns": columns, "rows": rows, "next": next_, "previous": "?" if below else ""}


def _who(one: CatalogVersion, names: Mapping[Any, str]) -> str:
    return names.get(one.author, "—") if one.author else _("by command")


def _state(one: CatalogVersion) -> str:
    if one.withdrawn:
        label, tone = _("withdrawn"), "neutral"
    elif one.valid_from > clock.now():
        label, tone = _("planned"), "wait"
    else:
        label, tone = _("in force"), "done"
    return registry.render("state_tag", {"label": label, "tone": tone}, {})


def _line(one: CatalogVersion) -> dict[str, Any]:
    words = {"number": one.number, "from": format.moment(one.valid_from, clock.today())}
    return {
        "href": reverse("configure:version", args=[one.number]),
        "label": _("Version %(number)d, from %(from)s") % words,
        "why": one.why,
    }


def version(one: CatalogVersion) -> dict[str, Any]:
    """The page of one version."""
    names = organizations.names_of_accounts({one.author} if one.author else set())
    facts = [
        {"label": _("Holds from"), "value": format.moment(one.valid_from, clock.today())},
        {"label": _("State"), "value": _state(one)},
        {"label": _("Who"), "value": _who(one, names)},
        {"label": _("Why"), "value": labels.said(one.why)},
        {"label": _("Written"), "value": format.moment(one.created_at, clock.today())},
    ]
    ahead = queries.planned()
    may = ahead is not None and ahead.pk == one.pk
    return {
        "title": _("Version %(number)d") % {"number": one.number},
        "facts": facts,
        "differences": drafting.rows_of([Difference.of(row) for row in one.changes]),
        "take_back": reverse("configure:take_back", args=[one.number]) if may else "",
    }


def sentences(no: Refusal) -> list[str]:
    """What a refusal says, in the reader's language: a file's faults are written in both, Chinese first."""
    english = (get_language() or "").startswith("en")
    parts = [line.split(" / ") for line in str(no).splitlines()]
    return [part[-1] if english else part[0] for part in parts]
