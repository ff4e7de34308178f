"""Asking for work, and doing a request once however often it is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.asking import written
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock, keys, plain
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.jobs.models import IdempotencyKey, Job


def enqueue(kind: str, payload: dict[str, Any], *, run_after: datetime | None = None, key: str | None = None) -> Job:
    """Write a job into the caller's transaction; the worker sees it when that commits.

    ``payload`` holds ids and codes only. With ``key``, a job of the same kind and key that has not started yet stands
    for this one too and is returned instead (its ``run_after`` is not moved).
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind}: a job is enqueued in the transaction of the deed that needs it")
    moment = clock.now()
    job = Job(kind=kind, key=key or "", payload=plain.mapping(payload, "payload"), run_after=run_after or moment)
    while True:
        Job.objects.bulk_create([job], ignore_conflicts=bool(key))
        stored = _hold(job) if key else job
        if stored:
            return stored


def _hold(job: Job) -> Job | None:
    """The waiting job of this key, locked until our commit so that no worker runs it before our rows are visible.

    None where a worker took it between our insert and this look: then ours goes in at the next try.
    """
    waiting = Job.objects.open().filter(kind=job.kind, key=job.key, attempts=0)
    return waiting.select_for_update().first()


def once(scope: str, key: str, request: str, do: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], bool]:
    """Do ``do`` once per (scope, key), in one transaction with the key's row: (answer, whether it was done just now).

    ``request`` is the whole of what was asked, as text: the same key with another request is refused. Answers may
    hold a secret (a receipt), so they are kept sealed, for a week.
    """
    asked = keys.mac("index", f"{scope}|{request}".encode())
    with transaction.atomic():
        row = IdempotencyKey(scope=scope, key=key, request=asked, answer=b"")
        if not _first(row):
            return _answer_again(scope, key, asked), False
        answer = do()
        row.answer = keys.seal("drafts", json.dumps(answer).encode(), _context(row))
        row.save(update_fields=["answer"])
        return answer, True


def _first(row: IdempotencyKey) -> bool:
    """Whether nobody used the key before; a second request in flight waits here for the first one's commit."""
    return written.add(row)


def _answer_again(scope: str, key: str, asked: bytes) -> dict[str, Any]:
    row = IdempotencyKey.objects.get(scope=scope, key=key)
    if bytes(row.request) != asked:
        raise Refusal(
            _("This form was already sent with other content. Open a new form and send that one."), code="key_reused"
        )
    answer: dict[str, Any] = json.loads(keys.unseal("drafts", bytes(row.answer), _context(row)))
    return answer


def _context(row: IdempotencyKey) -> str:
    return f"jobs_idempotencykey:{row.pk}:answer"


@transaction.atomic
def try_again(who: Who, job: Job) -> None:
    """Give a job that was given up a fresh start."""
    given_up = Job.objects.given_up().filter(pk=job.pk)
    if not given_up.update(failed_at=None, attempts=0, lease_until=None, run_after=clock.now(), key=""):
        raise Refusal(_("This job is not among those given up any more."), code="not_given_up")
    record(who, "job.try_again", job, refs={"kind": job.kind})
