"""读入: a table becomes an import with sealed rows, its columns recognised and every row checked. No case is made."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import ids
from qiaoliang.base.core.errors import Refusal
from qiaoliang.office.sheets import Row as TableRow
from qiaoliang.office.sheets import TableError, read_table
from qiaoliang.work.cases.acting import Acting, unit_id_of, who_of
from qiaoliang.work.cases.imports import columns, queries, sealing
from qiaoliang.work.cases.imports.actions.check import check
from qiaoliang.work.cases.imports.choices import RowState
from qiaoliang.work.cases.imports.models import Import, Row

#: one table; a larger one is imported in parts
MOST_ROWS = 50_000
MOST_COLUMNS = 100


def read(who: Acting, path: Path, *, name: str = "") -> Import:
    """Read the table at ``path`` (.xlsx, .csv, .jsonl) under the file name people know. Refusal with one sentence where it
    cannot be read, has too many rows, or was brought in before."""
    sha256 = digest(path)
    _refuse_again(sha256)
    name = name or path.name
    return _store(who, name, sha256, _rows(path, name))


def digest(path: Path) -> str:
    """SHA-256 of the file, in hexadecimal."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Refusal(_("This file cannot be opened: %(file)s.") % {"file": path}, code="imports.file") from error


def _refuse_again(sha256: str) -> None:
    before = queries.same_file(sha256)
    if before is not None:
        raise Refusal(
            _("This very file is here already, as “%(name)s” (%(state)s). Go on with that one, or take it back first.")
            % {"name": before.name, "state": before.get_state_display()},
            code="imports.same_file",
        )


def _rows(path: Path, name: str) -> list[TableRow]:
    rows: list[TableRow] = []
    try:
        for row in read_table(path, name=name):
            rows.append(row)
            if len(rows) > MOST_ROWS or len(row.values) > MOST_COLUMNS:
                raise Refusal(
                    _("The table has more than %(rows)s rows or %(columns)s columns. Please bring it in in parts.")
                    % {"rows": f"{MOST_ROWS:,}", "columns": MOST_COLUMNS},
                    code="imports.too_large",
                )
    except TableError as error:
        raise Refusal(error.said(get_language() or "zh"), code="imports.table") from error
    if not rows:
        raise Refusal(_("The table has headings but no rows."), code="imports.empty")
    return rows


@transaction.atomic
def _store(who: Acting, name: str, sha256: str, rows: list[TableRow]) -> Import:
    headings = list(dict.fromkeys(heading for row in rows for heading in row.values))
    me = who_of(who)
    batch = Import.objects.create(
        name=name[:200],
        sha256=sha256,
        headings=headings,
        columns=columns.guess(headings),
        by_account=me.id if isinstance(who, Actor) else None,
        by_post=me.post_id,
        by_organization_id=unit_id_of(who),
    )
    Row.objects.bulk_create([_row(batch, row) for row in rows], batch_size=500)
    check(batch)
    audit.record(me, "imports.read", batch, refs={"rows": len(rows)})
    return batch


def _row(batch: Import, row: TableRow) -> Row:
    key = ids.uuid7()
    found = Row(id=key, batch=batch, number=row.number, state=RowState.GOOD, sealed=sealing.seal(key, row.values))
    if row.extra:
        found.problems = [["extra", {}]]
    return found
