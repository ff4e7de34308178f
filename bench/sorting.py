"""What sorting costs on the district in ``QIAOLIANG_DATA`` (a demo will do): ``python bench/sorting.py [--cases 200]``.

Milliseconds in the worker for a suggestion, a new case in the index and a decision learned; seconds to learn everything and to look
for hot issues; and what the page of a form asks and takes with a suggestion beside without one. Changes nothing that stays."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]


def each(work: Callable[[Any], object], things: Sequence[Any]) -> str:
    """Median and 95th percentile in ms of ``work`` on each thing, after one unmeasured."""
    work(things[0])
    spans = []
    for thing in things:
        start = time.perf_counter()
        work(thing)
        spans.append((time.perf_counter() - start) * 1000)
    spans.sort()
    return f"{spans[len(spans) // 2]:.1f} ms, 95 %: {spans[int(len(spans) * 0.95)]:.1f} ms"


def worker(count: int) -> None:
    """What the worker does, without writing."""
    from qiaoliang.work.cases.models import Case
    from qiaoliang.work.cases.sorting import labels, matters, reading
    from qiaoliang.work.cases.sorting.actions import heat, suggest, train
    from qiaoliang.work.cases.sorting.choices import SORTED, What

    cases = list(
        Case.objects.filter(state__in=SORTED)
        .exclude(category=None)
        .exclude(lead=None)
        .select_related("category", "lead", "area")[:count]
    )
    leads = labels.Leads()
    for what in What:
        start = time.perf_counter()
        learned = train.fresh(what, list(train._decided(what)))
        print(f"{what}: learn {learned.thorough} decisions thoroughly {time.perf_counter() - start:.1f} s")
        print(f"{what}: suggest {each(lambda case, m=learned, w=what: suggest.offers(case, w, m), cases)}")
        lesson = [(train.text_of(case, what), train.label_of(case, what, leads)) for case in cases[:50]]
        print(f"{what}: learn one {each(lambda pair, m=learned: m.router.learn(*pair), lesson)}")
        print(f"{what}: {len(learned.router.packed()) / 1e6:.0f} MB")
    index = matters._current()
    print(f"same matter: {each(lambda case: index.find(reading.words(case), reading.place(case)), cases)}")
    start = time.perf_counter()
    heat.look()
    print(f"hot issues: {time.perf_counter() - start:.1f} s")


def pages(times: int = 50) -> None:
    """The form of accepting with and without a suggestion, by queries and time."""
    from bench import measure
    from django.test import Client

    from qiaoliang.base.accounts.models import Account
    from qiaoliang.work.cases.sorting.choices import What
    from qiaoliang.work.cases.sorting.models import Suggestion

    row = Suggestion.objects.filter(what=What.CATEGORY, decided="", case__state="submitted").exclude(offered=[]).first()
    client = Client()
    client.force_login(Account.objects.get(username="tangjing"))
    address = f"/desk/cases/{row.case_id}/accept"
    print("accept, with a suggestion:   ", measure.of(lambda: client.get(address), times))
    Suggestion.objects.filter(pk=row.pk).update(offered=[])
    print("accept, without a suggestion:", measure.of(lambda: client.get(address), times))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    args = parser.parse_args()
    os.environ.setdefault("QIAOLIANG_MODE", "demo")
    os.environ.setdefault("QIAOLIANG_HOSTS", "testserver")
    from qiaoliang.project import setup

    setup.django()
    from django.db import transaction

    with transaction.atomic():
        worker(args.cases)
        pages()
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
