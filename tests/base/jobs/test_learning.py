"""SQLite knows how the records are spread: without it, it takes whichever index it meets first."""

import pytest
from django.db import connection

from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import ids
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import chores, registry

pytestmark = pytest.mark.django_db


def test_the_spread_is_looked_at_every_day(django_assert_num_queries):
    record(SYSTEM, "case.note", ("case", ids.uuid7()))
    handled, is_asked = registry.handlers["database.learn"], connection.vendor == "sqlite"
    with django_assert_num_queries(2 if is_asked else 0):
        handled.run({}, None)
    assert (handled.run, registry.periods["database.learn"]) == (chores.learn, 86_400)
    if is_asked:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) > 0 FROM sqlite_stat1 WHERE tbl = 'audit_auditevent'")
            assert cursor.fetchone()[0]
