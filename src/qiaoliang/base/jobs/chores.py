"""Periodic work of the floors below and of the queue itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import chain
from qiaoliang.base.jobs import steady
from qiaoliang.base.jobs.models import IdempotencyKey, Job
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler

#: a client that retries does so within minutes; a week also covers a phone that was switched off
KEEP_ANSWERS = timedelta(days=7)
KEEP_DONE = timedelta(days=30)
#: rows of each index that SQLite looks at to see how they are spread
SAMPLE = 1000


@handler("audit.chain", _("Chain and sign the audit log"), stepwise=True, lease=300)
def chain_audit(payload: dict[str, Any], progress: Progress) -> None:
    """Chain, sign and export. Stepwise, because the export must see the committed head."""
    chain.advance()


@handler("jobs.sweep", _("Clear finished work away"))
def sweep(payload: dict[str, Any], progress: Progress) -> None:
    """Forget acknowledged requests and finished jobs after their time. Given-up jobs stay until a person acts."""
    now = steady.surely()
    IdempotencyKey.objects.filter(created_at__lt=now - KEEP_ANSWERS).delete()
    Job.objects.filter(done_at__lt=now - KEEP_DONE).delete()


@handler("database.learn", _("See how the records are spread, so that lists stay quick"))
def learn(payload: dict[str, Any], progress: Progress) -> None:
    """Let SQLite see how many rows stand behind each index; it takes whichever it meets first until somebody asks it to.
    A sample of each is enough (1.5 seconds at a million cases). PostgreSQL does this by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={SAMPLE}")
        cursor.execute("ANALYZE")


every("audit.chain", seconds=30)
every("jobs.sweep", seconds=3600)
every("database.learn", seconds=86_400)
