"""What changes seldom is read again only after it changed: units, posts, people, rights, the catalogue.

The tables of an application that are watched have a stamp together, which the database itself renews with every change
(:mod:`.triggers`): in the same transaction, whoever writes and by whatever means. A request reads the stamps once, and an answer
that was read under the same stamps still holds. A right that was taken away is gone with the next request, as if it were
read each time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from qiaoliang.base.core import remembered

#: seconds for which the stamps that were seen hold, in a request or a loop that takes longer
LONGEST = 1.0
#: table → the group it belongs to
_watched: dict[str, str] = {}

_NAMED = re.compile(r'\b(?:FROM|JOIN) (\(*)(?:"([^"]+)")?')
#: what makes an answer depend on more than the rows, or asks for more than the answer
_MORE = re.compile(r"TIMESTAMP|RANDOM|FOR (?:NO KEY )?UPDATE", re.IGNORECASE)
#: how Django's own writes begin; of what begins otherwise every table is looked for
_WRITES = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"')
_WRITTEN = re.compile(r'(?:INTO|UPDATE|DELETE FROM|TRUNCATE|TABLE)\s+(?:ONLY\s+)?"?(\w+)', re.IGNORECASE)


#: in what a request has asked for once: the stamps it saw; that it wrote to what is watched
_SEEN, _WROTE = "stamps seen", "stamps wrote"


def watch(*models: type[Model]) -> None:
    """Tables that change seldom and are read with every page. For ``ready()``: the triggers come with the next ``migrate``."""
    _watched.update({one._meta.db_table: one._meta.app_label for one in models})


def watched() -> Mapping[str, str]:
    """Table → group."""
    return _watched


def groups_of(sql: str) -> tuple[str, ...]:
    """The groups of all tables that Django's SQL reads from; none where one of them is not watched, or where the answer depends on
    more than rows."""
    tables = set()
    for opened, table in _NAMED.findall(sql):
        if table:
            tables.add(table)
        elif not opened:
            return ()
    if not tables or tables - _watched.keys() or _MORE.search(sql):
        return ()
    return tuple(sorted({_watched[one] for one in tables}))


def of(groups: tuple[str, ...], read: Callable[[], list[tuple[Any, ...]]]) -> tuple[str, ...] | None:
    """The stamps of these groups, which ``read`` fetches once a request, or within :func:`remembered.still`, and again after a second. None where the
    answer has to be read: outside of these; after a write of its own, that may be taken back; where a stamp is missing,
    which nobody would renew."""
    held = remembered.held()
    if held is None or _WROTE in held:
        return None
    until, seen = held.get(_SEEN, (0.0, {}))
    now = time.monotonic()
    if now >= until:
        seen = saw(read(), now)
    found = tuple(seen.get(one, "") for one in groups)
    return found if all(found) else None


def saw(rows: Sequence[tuple[Any, ...]], since: float) -> dict[str, str]:
    """The request, if this is one, need not read the stamps: they are these, (group, stamp), asked for at ``since`` on the monotonic clock."""
    held, seen = remembered.held(), dict(rows)
    if held is not None:
        held[_SEEN] = (since + LONGEST, seen)
    return seen


def listen(connection: Any, **_: Any) -> None:
    """Notice what goes to the database over this connection."""
    if connection.alias == DEFAULT_DB_ALIAS and _notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(_notice)


def _notice(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    if not (type(sql) is str and sql.startswith("SELECT")):
        held = remembered.held()
        if held is not None and any(table in _watched for table in _tables(str(sql))):
            held[_WROTE] = True
    return execute(sql, params, many, context)


def _tables(sql: str) -> Sequence[str]:
    begun = _WRITES.match(sql)
    return begun.groups() if begun else _WRITTEN.findall(sql)
