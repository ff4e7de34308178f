"""What the lower floors cost, on an empty database of their own: ``python bench/base.py [--rows 100000]``.

Prints one line a figure. For PostgreSQL set DATABASE_URL to an empty database first.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WORDS = (
    "停水停电路灯井盖噪声垃圾物业工资社保养老幼儿园公交幸福里柳溪镇云桥区妇联工会团委党校培训调解维修申请答复".strip()
)


@contextmanager
def timed(what: str, count: int) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    print(f"{what}: {count} in {seconds:.2f} s, {count / seconds:,.0f} a second")


def median_ms(do: Callable[[], object], times: int = 20) -> float:
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        spans.append((time.perf_counter() - start) * 1000)
    return sorted(spans)[len(spans) // 2]


def text(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(WORDS) for _ in range(length))


def search(rows: int) -> None:
    from django.db import transaction

    from qiaoliang.base.core import ids
    from qiaoliang.base.search import actions, queries
    from qiaoliang.base.search.models import Entry

    rng = random.Random(1)  # noqa: S311
    with timed("search: index records of 150 characters", rows), transaction.atomic():
        for _ in range(rows):
            actions.index("case", ids.uuid7(), text(rng, 20), text(rng, 130))
    for question in ("停水", "幸福里", "停", "柳溪 工资"):
        found = queries.matching("case", question)
        newest = median_ms(lambda found=found: list(Entry.objects.filter(object_id__in=found).order_by("-id")[:25]))
        counted = median_ms(lambda found=found: found[:1000].count())
        print(f"search: {question}: newest 25 in {newest:.1f} ms, counted to 1,000 in {counted:.1f} ms (median of 20)")


def jobs(count: int) -> None:
    from django.db import transaction

    from qiaoliang.base.jobs import registry, worker
    from qiaoliang.base.jobs.actions import enqueue

    registry.handler("bench")(lambda payload, progress: None)
    with timed("jobs: enqueue, one transaction each", count):
        for n in range(count):
            with transaction.atomic():
                enqueue("bench", {"n": n})
    with timed("jobs: take, run, mark done", count):
        worker.run_all()


def audit(count: int) -> None:
    from django.db import transaction

    from qiaoliang.base.audit import chain
    from qiaoliang.base.audit.actions import record
    from qiaoliang.base.core import ids
    from qiaoliang.base.core.who import SYSTEM

    with timed("audit: record", count), transaction.atomic():
        for n in range(count):
            record(SYSTEM, "case.note", ("case", ids.uuid7()), fields=["text"], refs={"n": n})
    with timed("audit: chain, sign, export", count):
        chain.advance()
    with timed("audit: verify", count):
        assert chain.verify().sound


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="qiaoliang-bench-") as folder:
        os.environ.update(QIAOLIANG_DATA=folder, QIAOLIANG_MODE="test")
        from qiaoliang.project import setup

        setup.django()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        print(f"engine: {connection.vendor}")
        jobs(1000)
        audit(20_000)
        search(rows)


if __name__ == "__main__":
    main()
