"""What renews the stamps (:mod:`.stamps`). Put after each ``migrate``, which on SQLite makes a table anew to change it and
loses its triggers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from qiaoliang.base.asking.stamps import watched

#: before the first row is touched, so that whoever comes second waits here, and not with half of the rows locked
_FUNCTION = """
CREATE OR REPLACE FUNCTION asking_renew() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN UPDATE asking_stamp SET value = gen_random_uuid()::text WHERE name = TG_ARGV[0]; RETURN NULL; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER asking_renew BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION asking_renew('{group}')
"""
_SQLITE = """
CREATE TRIGGER "asking_{table}_{event}" AFTER {event} ON "{table}"
BEGIN UPDATE asking_stamp SET value = lower(hex(randomblob(16))) WHERE name = '{group}'; END
"""
_EVENTS = ("INSERT", "UPDATE", "DELETE")


def put(using: str, **_: Any) -> None:
    """Triggers for every watched table that has none, and new stamps for all: who migrates changes rows, too."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if "asking_stamp" not in tables:  # taken back to before it
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        have = _found(cursor)
        for (table, trigger), statement in _wanted(connection.vendor).items():
            if table in tables and (table, trigger) not in have:
                cursor.execute(statement)
        cursor.execute("DELETE FROM asking_stamp")
        cursor.executemany(
            "INSERT INTO asking_stamp (name, value) VALUES (%s, %s)",
            [
                (group, uuid4().hex)
                for group in sorted({group for table, group in watched().items() if table in tables})
            ],
        )


def put_anew() -> None:
    """The same on the product's own database."""
    put(DEFAULT_DB_ALIAS)


def lost() -> list[str]:
    """The watched tables that miss a trigger, or whose stamp is missing."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        have = _found(cursor)
        cursor.execute("SELECT name FROM asking_stamp")
        stamps = {name for (name,) in cursor.fetchall()}
    wanted = _wanted(connection.vendor)
    return sorted(
        {table for table, trigger in wanted if (table, trigger) not in have or watched()[table] not in stamps}
    )


def _wanted(vendor: str) -> dict[tuple[str, str], str]:
    """(table, trigger) → what puts it."""
    if vendor == "postgresql":
        return {
            (table, "asking_renew"): _POSTGRESQL.format(table=table, group=group) for table, group in watched().items()
        }
    return {
        (table, f"asking_{table}_{event}"): _SQLITE.format(table=table, event=event, group=group)
        for table, group in watched().items()
        for event in _EVENTS
    }


def _found(cursor: Any) -> set[tuple[str, str]]:
    """(table, trigger) of those that are there."""
    if cursor.db.vendor == "postgresql":
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgname = 'asking_renew' AND pg_table_is_visible(tgrelid)"
        )
    else:
        cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'asking_%%'")
    return set(cursor.fetchall())
