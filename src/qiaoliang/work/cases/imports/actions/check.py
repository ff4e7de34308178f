"""检查: every waiting row against the rules, the other rows and the cases that are here."""

from __future__ import annotations

from collections.abc import Iterable

from qiaoliang.base.core import keys
from qiaoliang.work.cases.imports import queries, rules, sealing
from qiaoliang.work.cases.imports.choices import RowState
from qiaoliang.work.cases.imports.models import Import, Row

#: rows that are looked at again whenever the meaning of a column changes
WAITING = (RowState.GOOD, RowState.BAD, RowState.DOUBLE)


def check(batch: Import) -> None:
    """Set each waiting row's state and problems, and the import's notes. Called in the caller's transaction."""
    look = queries.checker(batch.columns).check
    rows = list(batch.rows.filter(state__in=WAITING))
    found = [(row, look(sealing.cells(row))) for row in rows]
    for row, checked in found:
        row.external_id = checked.external_id[: rules.LONGEST_NUMBER]
        row.digest = digest(checked)
        row.problems = [list(one) for one in _problems(row, checked)]
    _doubles_inside(found)
    _doubles_outside(found)
    for row, _ in found:
        row.state = _state(row)
    Row.objects.bulk_update(rows, ["state", "problems", "digest", "external_id"], batch_size=200)
    batch.notes = _notes(checked for row, checked in found if row.state == RowState.GOOD)
    batch.save(update_fields=["notes"])


def _problems(row: Row, checked: rules.Checked) -> list[rules.Problem]:
    """All that is to be mended, and then what may be mended on the way."""
    extra: list[rules.Problem] = [("extra", {})] if ["extra", {}] in row.problems else []
    found = [*extra, *checked.problems]
    return [*found, *checked.remarks] if found else []


def digest(row: rules.Checked) -> bytes:
    """A keyed hash of what is said and who says it: the same text from two people is two people's matter."""
    said = "".join(letter for letter in row.text if letter.isalnum())
    return keys.mac("index", f"import|{said}|{row.who_says_it}".encode()) if said else b""


def _doubles_inside(found: list[tuple[Row, rules.Checked]]) -> None:
    numbers: dict[str, int] = {}
    digests: dict[bytes, int] = {}
    for row, _ in found:
        mark = bytes(row.digest)
        if row.problems:
            continue
        if row.external_id in numbers:
            row.problems = [["double_number", {"found": str(numbers[row.external_id])}]]
        elif mark in digests:
            row.problems = [["double_text", {"found": str(digests[mark])}]]
        else:
            digests[mark] = row.number
            if row.external_id:
                numbers[row.external_id] = row.number


def _doubles_outside(found: list[tuple[Row, rules.Checked]]) -> None:
    fit = [(row, checked) for row, checked in found if not row.problems]
    by_number = queries.codes_by_number(row.external_id for row, _ in fit if row.external_id)
    by_digest = queries.codes_by_digest(bytes(row.digest) for row, _ in fit)
    by_text = queries.codes_by_text(checked.text for _, checked in fit if not checked.who_says_it)
    for row, checked in fit:
        code = by_digest.get(bytes(row.digest)) or (None if checked.who_says_it else by_text.get(checked.text))
        if row.external_id in by_number:
            row.problems = [["stored_number", {"found": by_number[row.external_id]}]]
        elif code:
            row.problems = [["stored_text", {"found": code}]]


def _state(row: Row) -> RowState:
    codes = {code for code, _ in row.problems}
    if not codes:
        return RowState.GOOD
    return RowState.DOUBLE if all(code.startswith(("double", "stored")) for code in codes) else RowState.BAD


def _notes(rows: Iterable[rules.Checked]) -> dict[str, object]:
    """What the preview tells besides errors: how many categories the catalogue does not know, how old the rows are."""
    unknown, days = 0, []
    for row in rows:
        unknown += bool(row.unknown_category)
        if row.received_at:
            days.append(row.received_at.date().isoformat())
    first, last = min(days, default=""), max(days, default="")
    return {"unknown_categories": unknown, "first_day": first, "last_day": last, "with_time": len(days)}
