"""One side of the comparison in a process of its own: ``python -m bench.side fill|count|serve …``. It runs in the interpreter and with the
packages of that side."""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import sys
from dataclasses import asdict
from typing import Any

#: side → its settings and its application
SIDES = {
    "minimal": ("bench.minimal.settings", "bench.wsgi:application"),
    "ours": ("qiaoliang.project.settings", "qiaoliang.project.wsgi:application"),
    "helpdesk": ("bench.helpdesk.settings", "bench.wsgi:application"),
}
#: what PostgreSQL does by itself after a while, and our worker on SQLite every night
LEARN = {"postgresql": ("VACUUM ANALYZE",), "sqlite": ("PRAGMA analysis_limit=1000", "ANALYZE")}
#: a field of a form that must be another one each time
FRESH = "once"


def fill(side: str, rows: int) -> dict[str, Any]:
    """Make the database; the requests by name, taken down."""
    import django

    django.setup()
    if side == "ours":
        from bench.ours.pages import ready
    elif side == "minimal":
        from bench.minimal.pages import ready
    else:
        from bench.helpdesk.pages import ready
    from bench.asks import taken_down
    from django.core.management import call_command

    if side == "minimal":  # its own tables are made first, and PostgreSQL wants those that they refer to
        call_command("migrate", "auth", verbosity=0)
    pages = ready(rows)
    from django.db import connection

    with connection.cursor() as cursor:
        for one in LEARN[connection.vendor]:
            cursor.execute(one)
    return {name: asdict(taken_down(right(ask()), FRESH)) for name, ask in pages.items()}


def count(asks: dict[str, Any]) -> dict[str, dict[str, int]]:
    """How many questions each request puts to the database, and how many function calls it takes, once the process is warm:
    counts that no other work on the machine changes."""
    import django

    django.setup()
    from bench.asks import Ask
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, said in asks.items():
        ask = Ask(**said)
        right(ask.here())
        with CaptureQueriesContext(connection) as asked:
            right(ask.here())
            queries = len(asked)  # a later request empties the log
        with cProfile.Profile() as profile:
            right(ask.here())
        found[name] = {"queries": queries, "calls": pstats.Stats(profile).total_calls}  # type: ignore[attr-defined]
    return found


def right(answer: Any) -> Any:
    """The answer, which must be a page or a redirect, never an error."""
    if answer.status_code not in (200, 302):
        raise AssertionError(f"{answer.status_code}: {answer.content[:300]!r}")
    return answer


def serve(side: str, port: int) -> None:
    """The same server for every side, as ``qiaoliang serve`` starts it: one process, four threads."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        SIDES[side][1], address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=4,
        websockets=False, log_access=False, log_level="warning",
    ).serve()  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("fill", "count", "statements", "readers", "serve"))
    parser.add_argument("side", choices=tuple(SIDES))
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = SIDES[asked.side][0]
    if asked.what == "fill":
        print(json.dumps(fill(asked.side, asked.rows)))
    elif asked.what == "count":
        print(json.dumps(count(json.load(sys.stdin))))
    elif asked.what == "statements":
        import django

        django.setup()
        from bench.ours.statements import measured

        print(json.dumps(measured(json.load(sys.stdin))))
    elif asked.what == "readers":
        import django

        django.setup()
        from bench.ours.readers import measured as of_readers

        print(json.dumps(of_readers(json.load(sys.stdin))))
    else:
        serve(asked.side, asked.port)


if __name__ == "__main__":
    main()
