"""Is a row fit to become a case? Pure: the row's cells by field in, what to submit or what is wrong out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core import clock
from qiaoliang.base.vault import actions as vault
from qiaoliang.base.vault import phones
from qiaoliang.work.cases.choices import Kind, Source
from qiaoliang.work.cases.imports.choices import Field

LONGEST_TEXT, LONGEST_TITLE, LONGEST_PLACE, LONGEST_NUMBER = 5000, 80, 120, 60
SHORTEST_TEXT = 2

#: problem → why and what to do, for the person with the table
SENTENCES: Mapping[str, str | Promise] = {
    "no_text": _("The content is empty. Fill it in, or delete the row."),
    "short_text": _("The content says too little (%(found)s characters). Write what happened."),
    "long_text": _(
        "The content has %(found)s characters, at most %(limit)s fit. Shorten it, the rest can be a second row."
    ),
    "long_number": _("The number has more than %(limit)s characters. Check whether the right column was chosen."),
    "bad_time": _("The time cannot be read. Write it like 2026-11-23 09:30."),
    "future": _("The time lies in the future. Check the date."),
    "too_early": _("The time is earlier than the calendar of working days knows. Check the year."),
    "bad_phone": _("This is no telephone number. Check the digits, or empty the cell."),
    "long_contact": _("Name, phone or address is too long. Check whether the right column was chosen."),
    "extra": _("There is text to the right of the last column. A comma or tab may be missing quotes."),
    "double_number": _("The same number as row %(found)s. Only the first is brought in."),
    "double_text": _("The same person says the same as in row %(found)s. Only the first is brought in."),
    "stored_number": _("Case %(found)s already has this number."),
    "stored_text": _("Case %(found)s already says the same."),
    "unknown_category": _("The catalogue does not have this category. If it stays, the case comes without one."),
    "unknown_kind": _("This kind is not known. If it stays, the category decides."),
    "unknown_source": _("This way of coming is not known. If it stays, the case counts as one from a file."),
    "refused": _("It could not be saved (%(found)s). Try again, or enter it by hand."),
}
_KINDS = {
    **dict.fromkeys(("咨询", "询问", "question"), Kind.QUESTION),
    **dict.fromkeys(("求助", "求决", "help"), Kind.HELP),
    **dict.fromkeys(("投诉", "举报", "反映", "complaint"), Kind.COMPLAINT),
    **dict.fromkeys(("建议", "意见", "表扬", "suggestion"), Kind.SUGGESTION),
}
_SOURCES = {
    **dict.fromkeys(("电话", "热线", "来电", "12345", "12351", "12338", "12355", "phone", "call"), Source.PHONE),
    **dict.fromkeys(("窗口", "来访", "大厅", "柜台", "counter", "office"), Source.COUNTER),
    **dict.fromkeys(("走访", "入户", "下访", "visit"), Source.VISIT),
}
_TIME = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*T?\s*(?:(\d{1,2})\s*[:：时]\s*(\d{1,2})\s*(?:[:：分]\s*(\d{1,2})(?:\.\d+)?\s*秒?)?分?)?"
)

#: (code, what was found): numbers and codes of cases only, never what stands in a cell
Problem = tuple[str, dict[str, str]]


@dataclass(slots=True)
class Checked:
    """A row as it would be submitted, and what speaks against it; ``remarks`` are cells that mean nothing here, which does not,
    but is told where the row has to be mended anyway (any place is one); ``unknown_category`` is a name the catalogue does not have."""

    text: str = ""
    title: str = ""
    external_id: str = ""
    place: str = ""
    kind: str = ""
    source: str = Source.IMPORT
    category: str = ""
    unknown_category: str = ""
    received_at: datetime | None = None
    name: str = ""
    phone: str = ""
    address: str = ""
    person: str = ""
    #: the phone in one form, as :func:`phones.normalised` gives it
    line: str = ""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    @property
    def who_says_it(self) -> str:
        """What tells one person from another in this table, to find what the same person said twice."""
        return self.line or self.person or self.name


def sentence(code: str, found: Mapping[str, str]) -> str:
    """The problem in the reader's language."""
    return str(SENTENCES[code]) % {"limit": "", **found}


def check(
    cells: Mapping[str, str], categories: Mapping[str, str], *, now: datetime, earliest: datetime, area_code: str = ""
) -> Checked:
    """Check one row: ``cells`` by field, ``categories`` from names people use to codes (see :func:`category_names`);
    ``area_code`` completes local telephone numbers."""
    value = {name: clean(cells.get(name, "")) for name in Field.values}
    row = Checked(text=value[Field.TEXT], title=_one_line(value[Field.TITLE], LONGEST_TITLE))
    row.place = _one_line(value[Field.PLACE], LONGEST_PLACE)
    row.kind = _meaning(value[Field.KIND], _KINDS)
    source = _meaning(value[Field.SOURCE], _SOURCES)
    row.source = source or Source.IMPORT
    row.external_id, row.person = value[Field.EXTERNAL], value[Field.PERSON]
    row.name, row.phone, row.address = value[Field.NAME], value[Field.PHONE], value[Field.ADDRESS]
    row.category = categories.get(_key(value[Field.CATEGORY]), "")
    row.unknown_category = "" if row.category else value[Field.CATEGORY]
    _check_text(row)
    _check_time(row, value[Field.TIME], now, earliest)
    row.line = phones.normalised(row.phone, area_code=area_code) or ""
    _check_person(row)
    read = {Field.CATEGORY: row.category, Field.KIND: row.kind, Field.SOURCE: source}
    row.remarks = [(f"unknown_{name}", {}) for name, meaning in read.items() if value[name] and not meaning]
    return row


def clean(text: str) -> str:
    """Without what no keyboard writes and without white space around; line ends as \\n."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t").strip().removeprefix("\ufeff")


def category_names(rows: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """name → code for every category that can be dispatched: its code, its names in both languages."""
    found: dict[str, str] = {}
    for code, names in rows.items():
        for name in (code, *names):
            found.setdefault(_key(name), code)
    found.pop("", None)
    return found


def when(text: str) -> datetime | None:
    """A time as tables hold it, on the district's clock; a date alone is its beginning. None where it is no time."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    parts = [int(part or 0) for part in match.groups()]
    try:
        return datetime.combine(datetime(*parts[:3]), time(*parts[3:]), clock.ZONE)  # type: ignore[arg-type] # noqa: DTZ001
    except ValueError:
        return None


def _key(name: str) -> str:
    return "".join(name.split()).casefold()


def _one_line(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _meaning(text: str, words: Mapping[str, str]) -> str:
    return next((meaning for word, meaning in words.items() if word in text.casefold()), "")


def _check_text(row: Checked) -> None:
    length = len(row.text)
    if not row.text:
        row.problems.append(("no_text", {}))
    elif length < SHORTEST_TEXT:
        row.problems.append(("short_text", {"found": str(length)}))
    elif length > LONGEST_TEXT:
        row.problems.append(("long_text", {"found": str(length), "limit": str(LONGEST_TEXT)}))
    if len(row.external_id) > LONGEST_NUMBER:
        row.problems.append(("long_number", {"limit": str(LONGEST_NUMBER)}))


def _check_time(row: Checked, text: str, now: datetime, earliest: datetime) -> None:
    if not text:
        return
    row.received_at = when(text)
    if row.received_at is None:
        row.problems.append(("bad_time", {}))
    elif row.received_at > now:
        row.problems.append(("future", {}))
    elif row.received_at < earliest:
        row.problems.append(("too_early", {}))


def _check_person(row: Checked) -> None:
    if row.phone and not row.line:
        row.problems.append(("bad_phone", {}))
    given = {"name": row.name, "phone": row.phone, "address": row.address}
    if any(len(text) > vault.LONGEST[column] for column, text in given.items()):
        row.problems.append(("long_contact", {}))
