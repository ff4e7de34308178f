"""``DATABASE_URL`` to Django's DATABASES; SQLite in the data folder where it is not given."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from qiaoliang.base.core.env import data_folder
from qiaoliang.project import sqlite

#: seconds for a free connection, and for a new one (PostgreSQL's own ``connect_timeout`` in the address changes the latter)
POOL_TIMEOUT = 4
#: seconds after which a connection that fails again is given up. The pool would go on by itself, but waits twice as long each time, so that
#: pages came back long after the database. Given up, whoever comes next has it try at once
RECONNECT_TIMEOUT = 2
#: PostgreSQL compiles what it thinks dear, which took it seven times as long as the question itself, and divides it among processes, of
#: which starting two took ten milliseconds for an answer of a tenth of one (docs/adr/0025); ``options`` in the address say otherwise
PLAINLY = "-c jit=off -c max_parallel_workers_per_gather=0"
#: how often a question that is put together once (``base/asking/written.py``) is asked over a connection before PostgreSQL keeps its plan;
#: ``prepare_threshold=`` in the address takes another number, nothing behind it: never (for a pooler that knows no prepared statements)
ASKED_BEFORE = 2
#: statements that SQLite's module keeps ready for a connection; its own 128 are fewer than the desk's pages ask by turns
KEPT = 400


def configuration() -> dict[str, Any]:
    """The one database of this installation: sqlite:///path, or postgresql://user:password@host:port/name
    (``?host=/run/postgresql`` for a socket folder)."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if url.startswith(("postgres://", "postgresql://")):
        return _postgresql(url)
    if url and not url.startswith("sqlite:"):
        raise SystemExit(f"DATABASE_URL must begin with sqlite: or postgresql: (it begins with {url.split(':')[0]}:)")
    return _sqlite(url.removeprefix("sqlite://"))


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path.removeprefix("/") if path.startswith("/./") else path or str(data_folder() / "db.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": sqlite.PRAGMAS,
            "cached_statements": KEPT,
        },
        "CONN_MAX_AGE": None,
        # a file, not memory: several threads of a live server share it, as in production
        "TEST": {"NAME": os.environ.get("QIAOLIANG_TEST_SQLITE") or str(data_folder() / "test.sqlite3")},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    from qiaoliang.project.patience import PatientConnection

    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    threshold = options.pop("prepare_threshold", str(ASKED_BEFORE))
    pool = {
        "min_size": 1, "max_size": 16, "timeout": POOL_TIMEOUT, "reconnect_timeout": RECONNECT_TIMEOUT,
        "connection_class": PatientConnection,
    }  # fmt: skip
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": {
            "pool": pool,
            "connect_timeout": 3,
            "options": PLAINLY,
            **options,
            "prepare_threshold": int(threshold) if threshold else None,
        },
    }
