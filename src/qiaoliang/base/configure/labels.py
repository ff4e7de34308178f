"""What the catalogue's tables and columns are called on the pages, and how their values are said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qiaoliang.base.catalog import choices, models, queries
from qiaoliang.base.catalog.file import Key
from qiaoliang.base.catalog.models import in_english
from qiaoliang.base.catalog.schema import STEP, TABLES, Table

#: the tables in the order of the tabs; terms are reached through their set
TABS: Mapping[str, str | Promise] = {
    "category": gettext_lazy("Categories"),
    "clock": gettext_lazy("Clocks"),
    "duty": gettext_lazy("Duty lists"),
    "rung": gettext_lazy("Ladder of reminders"),
    "template": gettext_lazy("Texts"),
    "reason": gettext_lazy("Reasons to choose from"),
    "referral": gettext_lazy("Passed on to"),
    "consent": gettext_lazy("Consents"),
}
#: what one entry of a table is called
ONE: Mapping[str, str | Promise] = {
    "kind": gettext_lazy("Kind of unit"),
    "category": gettext_lazy("Category"),
    "clock": gettext_lazy("Set of clocks"),
    "step": gettext_lazy("Time limit"),
    "duty": gettext_lazy("Line of a duty list"),
    "rung": gettext_lazy("Rung"),
    "template": gettext_lazy("Text"),
    "reason": gettext_lazy("Reason"),
    "referral": gettext_lazy("Body passed on to"),
    "consent": gettext_lazy("Consent"),
}
#: what the lists of reasons are for
LISTS: Mapping[str, str | Promise] = {
    "delay": gettext_lazy("Why a unit is late"),
    "exclude": gettext_lazy("Why a rating is not counted"),
    "extension": gettext_lazy("Why more time is asked for"),
    "hold": gettext_lazy("Why a case is put on hold"),
    "merge": gettext_lazy("Why cases are one matter"),
    "not_accepted": gettext_lazy("Why a case is not taken on"),
    "refer": gettext_lazy("Why a matter is passed on"),
    "return": gettext_lazy("Why a unit gives a case back"),
    "reveal": gettext_lazy("Why contact data is opened"),
    "whistle": gettext_lazy("Why units are called together"),
    "withdraw": gettext_lazy("Why a person takes a case back"),
}
_COLUMNS: Mapping[str, str | Promise] = {
    "acts_as": gettext_lazy("Counts as"),
    "amount": gettext_lazy("How long"),
    "audience": gettext_lazy("Who reads it"),
    "bring": gettext_lazy("What to bring"),
    "bring_en": gettext_lazy("What to bring, in English"),
    "categories": gettext_lazy("Categories"),
    "certainty": gettext_lazy("Checked against the source"),
    "clocks": gettext_lazy("Set of clocks"),
    "code": gettext_lazy("Code"),
    "counts_from": gettext_lazy("Counts from"),
    "danger": gettext_lazy("Shown at once when there is danger"),
    "danger_words": gettext_lazy("Words that tell of danger"),
    "edition": gettext_lazy("Edition"),
    "en": gettext_lazy("Wording in English"),
    "hint": gettext_lazy("What belongs here"),
    "hint_en": gettext_lazy("What belongs here, in English"),
    "kind": gettext_lazy("Kind of matter"),
    "lead": gettext_lazy("Who leads by default"),
    "letter": gettext_lazy("Letter it writes"),
    "level": gettext_lazy("Level"),
    "list": gettext_lazy("List"),
    "misconduct": gettext_lazy("Accuses a person or a unit"),
    "name": pgettext_lazy("of an entry", "Name"),
    "name_en": gettext_lazy("English name"),
    "needs_person": gettext_lazy("One has to go there oneself"),
    "next": gettext_lazy("What happens there"),
    "next_en": gettext_lazy("What happens there, in English"),
    "phone": gettext_lazy("Telephone"),
    "public": gettext_lazy("A public answer may be written"),
    "receipt": gettext_lazy("Receipt"),
    "receipt_en": gettext_lazy("Receipt in English"),
    "referral": gettext_lazy("Usually passed on to"),
    "reviews": gettext_lazy("Reviews at most"),
    "role": pgettext_lazy("duty list", "Leads or helps"),
    "rounds": gettext_lazy("Answers of one unit at most"),
    "slots": gettext_lazy("Places to fill"),
    "source": gettext_lazy("Source"),
    "steps": gettext_lazy("For which clocks"),
    "tells": gettext_lazy("Whom it tells"),
    "text": gettext_lazy("What it says"),
    "text_en": gettext_lazy("What it says, in English"),
    "unit": pgettext_lazy("of a term", "Unit"),
    "urgency": gettext_lazy("Urgency"),
    "waits": gettext_lazy("Waits where the unit named a day"),
    "when": gettext_lazy("When it is theirs"),
    "when_en": gettext_lazy("When it is theirs, in English"),
    "within": gettext_lazy("To be obeyed within so many working days"),
    "words": gettext_lazy("Words by which it is found"),
    "zh": gettext_lazy("Wording in Chinese"),
}
_CHOICES: Mapping[tuple[str, str], Any] = {
    ("kind", "level"): choices.Level,
    ("category", "kind"): choices.Kind,
    ("category", "urgency"): choices.Urgency,
    ("clock", "certainty"): choices.Certainty,
    ("step", "certainty"): choices.Certainty,
    ("step", "unit"): choices.Unit,
    ("step", "counts_from"): choices.From,
    ("rung", "certainty"): choices.Certainty,
    ("rung", "unit"): choices.RungUnit,
    ("rung", "letter"): choices.Letter,
    ("rung", "steps"): choices.Step,
    ("rung", "tells"): choices.Tells,
    ("duty", "role"): choices.Role,
    ("template", "audience"): choices.Audience,
}


_NAMED: Mapping[str, Any] = {
    "kind": models.UnitKind,
    "category": models.Category,
    "clock": models.ClockSet,
    "referral": models.Referral,
}


def table_of(name: str) -> Table | None:
    """The table of that name, terms included."""
    return STEP if name == STEP.name else TABLES.get(name)


def column(table: str, name: str) -> str:
    """What a column is called."""
    if (table, name) == ("duty", "kind"):
        return str(ONE["kind"])
    return str(_COLUMNS.get(name, name))


def choice_of(table: str, name: str) -> Any:
    """The closed list of a column; None where it has none."""
    return _CHOICES.get((table, name))


def entry(key: Key, values: Mapping[str, Any] | None) -> str:
    """What an entry is called, in the reader's language."""
    if key[0] == STEP.name:
        return f"{named('clock', key[1][0])} · {_step(key[1][1])}"
    values = values or {}
    text = (in_english() and values.get("name_en")) or values.get("name") or values.get("text") or ""
    return str(text)[:40] or str(ONE[key[0]])


_HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_LATIN = re.compile(r"[A-Za-z]{3,}")
_PLACE = re.compile(r"\{\w*\}")


def said(text: str) -> SafeString:
    """The office's own words on a page: marked where they are in the other language, places to fill in as keys."""
    marked = mark_safe(_PLACE.sub(lambda place: f"<kbd>{place[0]}</kbd>", conditional_escape(text)))  # noqa: S308  (escaped)
    has_han = bool(_HAN.search(text))
    if in_english() and has_han:
        return format_html('<span lang="zh-Hans">{}</span>', marked)
    if not in_english() and not has_han and _LATIN.search(_PLACE.sub("", text)):
        return format_html('<span lang="en">{}</span>', marked)
    return marked


def shown(table: str, name: str, what: Any) -> SafeString:
    """A value as a page shows it."""
    return said(value(table, name, what))


def named(table: str, code: str) -> str:
    """What the entry with that code is called now; its code where there is none."""
    now = queries.view()
    tables: Mapping[str, Mapping[str, Any]] = {
        "kind": now.unit_kinds,
        "category": now.categories,
        "clock": now.clock_sets,
        "referral": now.referrals,
    }
    row = (
        tables.get(table, {}).get(code) or queries.history.get().last(_NAMED[table], code=code)
        if table in _NAMED
        else None
    )
    return str(row.label) if row else code


def value(table: str, name: str, what: Any) -> str:
    """A value as one reads it."""
    if isinstance(what, bool):
        return _("yes") if what else _("no")
    if what in (None, "", []):
        return "—"
    if isinstance(what, list):
        return _(", ").join(value(table, name, one) for one in what)
    if (table, name) == ("reason", "list"):
        return str(LISTS.get(what, what))
    known = choice_of(table, name)
    if known is not None and what in known.values:
        return str(known(what).label)
    rule = table_of(table)
    refers = (
        next((field.refers for key, field in rule.fields.items() if (field.column or key) == name), "") if rule else ""
    )
    if refers:
        return named(refers, str(what))
    return number(what) if name in ("amount", "within", "rounds", "reviews") else str(what)


def number(what: Any) -> str:
    """Without zeros that say nothing."""
    return f"{Decimal(str(what)).normalize():f}"


def term(table: str, values: Mapping[str, Any]) -> str:
    """The amount with its unit: 7 日."""
    return f"{number(values['amount'])} {value(table, 'unit', values['unit'])}"


def _step(code: str) -> str:
    return str(choices.Step(code).label) if code in choices.Step.values else code
