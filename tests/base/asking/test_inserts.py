"""A statement for a new row that was put together once is the one that Django writes for it, value by value."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from importlib import import_module
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import Concat
from django.db.models.sql import InsertQuery
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from qiaoliang.base.asking import inserts
from qiaoliang.base.asking.models import Stamp
from qiaoliang.base.jobs.models import Job
from qiaoliang.base.organizations.models import Alias, Organization
from qiaoliang.work.cases.choices import State

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 10, 8, 1, 2, 3, 456, tzinfo=UTC)
MODELS = [one for one in apps.get_models() if one._meta.managed]


class Handed(str):
    """Words that came from somewhere."""


#: what a column may be given: what it holds, and what becomes that only on the way to the database
GIVEN = {
    models.CharField: ["字 %s ' \\", "", Handed("交来的"), mark_safe("安全"), gettext_lazy("Save"), State.SUBMITTED, 7],
    models.TextField: ["字\n'", "", gettext_lazy("Save")],
    models.BooleanField: [True, False, 1],
    models.UUIDField: [UUID(int=7), str(UUID(int=9))],
    models.BinaryField: [b"\x00\xff", b"", bytearray(b"ab"), memoryview(b"cd")],
    models.JSONField: [{}, {"字": [1, None, "'"]}, [], [[1, 2, "x"]], "words", 3, None],
    models.DateTimeField: [MOMENT],
    models.DateField: [date(2026, 10, 8), "2026-10-08"],
    models.TimeField: [time(9, 30)],
    models.IntegerField: [3, -1, True, "12"],
    models.DecimalField: [Decimal("1.50")],
    models.FloatField: [0.5, 2],
}


def given(field, number):
    """The ``number``-th of what a column may be given; nothing where it may be empty, now and then."""
    end = field.target_field if field.is_relation else field
    known = next((GIVEN[one] for one in type(end).__mro__ if one in GIVEN), None)
    if field.null and number % 5 == 4:
        return None
    return known[number % len(known)] if known else None


def filled(model, number):
    row = model()
    for field in model._meta.local_concrete_fields:
        setattr(row, field.attname, given(field, number))
    return row


def query(model, rows, fields=None):
    made = InsertQuery(model)
    made.insert_values(fields or model._meta.local_concrete_fields, rows)
    return made


def theirs(made, returning=None):
    compiler = import_module(inserts._theirs.__name__).SQLInsertCompiler(made, connection, "default")
    compiler.returning_fields = returning
    return plain(compiler.as_sql()), compiler.returning_params


def ours(made, returning=None):
    compiler = made.get_compiler("default")
    assert type(compiler) is inserts.SQLInsertCompiler
    compiler.returning_fields = returning
    return plain(compiler.as_sql()), compiler.returning_params


def plain(statements):
    """With types, since 1 is not True to a database; what a wrapper holds, since two of the same are not equal."""
    return [(sql, [_said(one) for one in values]) for sql, values in statements]


def _said(value):
    if isinstance(value, list):
        return [_said(one) for one in value]
    if isinstance(value, memoryview):
        return memoryview, bytes(value)
    return type(value), getattr(value, "obj", value)


@pytest.fixture(autouse=True)
def nothing_kept():
    inserts._kept.clear()
    yield
    inserts._kept.clear()


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one._meta.label)
def test_every_row_goes_to_the_database_as_django_would_send_it(model):
    for number in range(8):
        made = query(model, [filled(model, number)])
        assert ours(made) == theirs(made)
    assert (connection.vendor, model, 1) in inserts._kept
    for number in range(8):
        made = query(model, [filled(model, number), filled(model, number + 1), filled(model, number + 3)])
        assert ours(made) == theirs(made)
    assert (connection.vendor, model, 3) in inserts._kept


def test_what_comes_back_is_asked_for_and_other_columns_are_put_together_anew():
    key = Stamp._meta.pk
    made = query(Stamp, [Stamp()], [one for one in Stamp._meta.local_concrete_fields if one is not key])
    for returning in (None, [key], [key], None):
        assert ours(made, returning) == theirs(made, returning)
    whole = query(Stamp, [filled(Stamp, 0)])
    assert ours(whole) == theirs(whole) != theirs(made)
    assert ours(made) == theirs(made)


def test_a_row_that_is_more_than_values_is_left_to_django():
    unit = UUID(int=3)
    simple = query(Alias, [Alias(organization_id=unit, name="又叫甲")])
    worked = query(Alias, [Alias(organization_id=unit, name=Concat(Value("又叫"), Value("甲")))])
    assert ours(worked) == theirs(worked) and not inserts._kept  # not kept for others either
    assert ours(simple) == theirs(simple) and len(inserts._kept) == 1
    assert ours(worked) == theirs(worked) != ours(simple)
    both = query(Alias, [*simple.objs, *worked.objs])
    assert ours(both) == theirs(both) and len(inserts._kept) == 1
    many = query(Alias, [Alias(organization_id=unit, name=f"第{one}") for one in range(inserts.AT_ONCE + 1)])
    assert ours(many) == theirs(many) and len(inserts._kept) == 1


def test_a_row_of_which_a_column_was_not_read_is_read_as_ever():
    """A copy of a stored row may lack a column; it is read when it is wanted, as by Django."""
    Organization.objects.create(code="a", name="单位", kind="union", founded=date(2026, 1, 1))
    for _ in range(2):
        copy = Organization.objects.only("code", "founded").get()
        made = query(Organization, [copy])
        assert ours(made) == theirs(made)
        assert "单位" in [value for _kind, value in ours(made)[0][0][1] if isinstance(value, str)]


def test_what_was_written_is_what_is_read():
    said = {"字": ["'", None, {"a": 1.5}]}
    for number in range(3):
        one = Job.objects.create(kind="cases.clocks", payload=said, run_after=MOMENT, key=str(number))
        two = Job.objects.bulk_create(Job(kind="b", payload=[number], run_after=MOMENT) for _ in range(3))
        read = Job.objects.in_bulk([one.pk, *(job.pk for job in two)])
        assert {pk: (job.payload, job.run_after, job.key, job.attempts) for pk, job in read.items()} == {
            one.pk: (said, MOMENT, str(number), 0),
            **{job.pk: ([number], MOMENT, "", 0) for job in two},
        }
