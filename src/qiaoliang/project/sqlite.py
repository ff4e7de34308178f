"""Which SQLite we stand on, decided here before Django is imported.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database with several connections (mended in 3.51.3 and, for older lines, in
3.50.7 and 3.44.6), and Debian 12 ships 3.40.1. The ``pysqlite3`` wheel carries a current one.
"""

from __future__ import annotations

import sys

#: WAL, so that readers never wait; FULL, so that an acknowledged write survives a power cut.
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-16000;"


def choose() -> None:
    """Let ``import sqlite3`` mean the wheel's library where it is installed."""
    try:
        import pysqlite3
        from pysqlite3 import dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2


def is_safe() -> bool:
    """Whether the library in use has the mended WAL."""
    import sqlite3

    version = sqlite3.sqlite_version_info
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
