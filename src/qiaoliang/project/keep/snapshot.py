"""One moment of the database: its copy, and the questions asked of the very same moment, while others go on writing.

SQLite: a read transaction is held open, and the backup API copies under it; in WAL mode nobody waits for it, and the copy
need not start again when somebody writes. PostgreSQL: a REPEATABLE READ transaction exports its snapshot to pg_dump.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qiaoliang.project.keep import place, postgres

#: (part of the work done, all of it)
Tell = Callable[[int, int], None]
_PAGES = 5000


@dataclass(frozen=True)
class Snapshot:
    """``ask`` puts a question in SQL to the moment; ``copy`` writes it as one file; ``engine`` and its version."""

    engine: str
    version: str
    name: str
    ask: Callable[[str], list[tuple[Any, ...]]]
    copy: Callable[[Path, Tell], None]

    def tables(self) -> list[str]:
        """Our tables: no engine's own, no shadow table of the search index."""
        asked = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            " AND name NOT LIKE 'search\\_index%' ESCAPE '\\' ORDER BY name",
            "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
        }
        return [row[0] for row in self.ask(asked[self.engine])]

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: self.ask(f'SELECT count(*) FROM "{name}"')[0][0] for name in self.tables()}  # noqa: S608


@contextmanager
def taken() -> Iterator[Snapshot]:
    """The moment in which this is entered, for as long as it is held."""
    with _postgresql() if place.is_postgresql() else _sqlite() as snapshot:
        yield snapshot


@contextmanager
def _sqlite() -> Iterator[Snapshot]:
    import sqlite3

    with closing(sqlite3.connect(place.settings()["NAME"], timeout=20, isolation_level=None)) as source:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM django_migrations").fetchone()  # the read begins here, not at BEGIN

        def copy(target: Path, tell: Tell) -> None:
            with closing(sqlite3.connect(target, isolation_level=None)) as goal:
                goal.execute("PRAGMA synchronous=OFF")  # the archive is synced, this is its raw material
                source.backup(goal, pages=_PAGES, progress=lambda _state, left, all_: tell(all_ - left, all_))
                goal.execute("PRAGMA journal_mode=DELETE")

        def ask(sql: str) -> list[tuple[Any, ...]]:
            return source.execute(sql).fetchall()

        yield Snapshot("sqlite", sqlite3.sqlite_version, "database/db.sqlite3", ask, copy)


@contextmanager
def _postgresql() -> Iterator[Snapshot]:
    import psycopg

    words = postgres.reached(place.settings())
    with psycopg.connect(autocommit=True, **words) as source:  # type: ignore[arg-type]
        server = source.info.server_version
        dump = postgres.tool("pg_dump", server // 10000)
        source.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        moment = source.execute("SELECT pg_export_snapshot()").fetchone()[0]  # type: ignore[index]

        def copy(target: Path, tell: Tell) -> None:
            options = ["--format=custom", "--compress=1", "--schema=public", "--no-owner", "--no-privileges"]
            postgres.run([dump, *options, f"--snapshot={moment}", f"--file={target}"], words)

        def ask(sql: str) -> list[tuple[Any, ...]]:
            return source.execute(sql.encode()).fetchall()

        yield Snapshot("postgresql", str(server), "database/dump.pgc", ask, copy)
