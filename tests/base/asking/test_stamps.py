"""What changes seldom is read again after it changed, and only then."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import date
from uuid import uuid4

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction

from qiaoliang.base.asking import checks, stamps, triggers, written
from qiaoliang.base.asking.models import Stamp
from qiaoliang.base.organizations.models import Alias, Organization

DAY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _nothing_kept():
    written.forget()


@pytest.fixture
def unit(db):
    return Organization.objects.create(code="a", name="甲", kind="union", founded=DAY)


@contextmanager
def request():
    """As Django's test client begins and ends one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    request_started.send(sender=None)
    try:
        yield
    finally:
        request_finished.send(sender=None)
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def called(unit):
    return Organization.objects.filter(pk=unit).values_list("name", flat=True)


def others(unit):
    return (
        Alias.objects.filter(organization=unit, organization__kind="union")
        .order_by("name")
        .select_related("organization")
    )


def ask(unit) -> list[str]:
    return written.rows(called, unit.pk)


def test_an_answer_holds_while_its_stamp_does(unit, django_assert_num_queries):
    for queries in (3, 1):  # the stamps, and two questions
        with request(), django_assert_num_queries(queries):
            assert (ask(unit), ask(unit), written.count(called, unit.pk)) == (["甲"], ["甲"], 1)


def test_outside_of_a_request_it_is_read_each_time(unit, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):
            ask(unit)


def by_save(unit):
    unit.name = "乙"
    unit.save(update_fields=["name"])


def by_update(unit):
    Organization.objects.filter(pk=unit.pk).update(name="乙")


def by_bulk(unit):
    unit.name = "乙"
    Organization.objects.bulk_update([unit], ["name"])


def by_sql(unit):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organizations_organization SET name = %s WHERE code = 'a'", ["乙"])


def by_conflict(unit):
    unit.name = "乙"
    Organization.objects.bulk_create([unit], update_conflicts=True, unique_fields=["id"], update_fields=["name"])


CHANGES = (by_save, by_update, by_bulk, by_sql, by_conflict)


def anew(make, *given):
    """What a request of its own is answered."""
    with request():
        return written.rows(make, *given)


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_read_again_however_it_was_changed(unit, change):
    assert anew(called, unit.pk) == ["甲"]
    with request():
        assert ask(unit) == ["甲"]
        change(unit)
        assert ask(unit) == ["乙"], "by whoever changed it"
    assert anew(called, unit.pk) == ["乙"], "and by everybody else"


def test_what_is_new_and_what_is_gone_are_seen(unit):
    assert anew(others, unit.pk) == []
    Alias.objects.create(organization=unit, name="又")
    assert [(one.name, one.organization.name) for one in anew(others, unit.pk)] == [("又", "甲")]
    by_update(unit)
    assert [one.organization.name for one in anew(others, unit.pk)] == ["乙"], "the other table counts, too"
    Alias.objects.all().delete()
    assert anew(others, unit.pk) == []


def test_nothing_of_what_was_taken_back_is_answered(unit):
    with request():
        assert ask(unit) == ["甲"]
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            by_update(unit)
            assert ask(unit) == ["乙"]
            raise ZeroDivisionError
        assert ask(unit) == ["甲"]
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Organization.objects.filter(pk=unit.pk).update(name="丙")
            raise ZeroDivisionError
    assert anew(called, unit.pk) == ["甲"]


def test_the_objects_are_everybodys_own(unit):
    def found():
        return anew(living, DAY)[0]

    first = found()
    first.name = "changed by who has it"
    assert found().name == "甲" and found() is not first


def living(day):
    return Organization.objects.filter(founded__lte=day, code="a")


def many(kind):
    return Organization.objects.filter(kind=kind).values_list("code", flat=True)


def of_these(*ids):
    return Organization.objects.filter(pk__in=ids)


def test_rows_are_known_by_their_id_and_each_is_read_once(unit, django_assert_num_queries):
    count = written.PAGE * 2 + 1
    rows = [Organization(code=f"n{number}", name="众", kind="many", founded=DAY) for number in range(count)]
    Organization.objects.bulk_create(rows)
    ids, nobody = [one.pk for one in rows], uuid4()
    assert {key: one.code for key, one in written.known(of_these, [*ids, nobody, unit.pk]).items()} == {
        unit.pk: "a", **{one.pk: one.code for one in rows}
    }, "also outside of a request"  # fmt: skip
    for some, queries in (
        ([], 0),
        (ids[:3], 2),  # the stamps, and the rows
        ([ids[2], ids[0], ids[2]], 1),
        (ids[:4], 2),
        (ids, 3),
        ([*ids, unit.pk], 2),
        ([nobody], 2),
        ([nobody], 2),  # what is not there may come
    ):
        with request(), django_assert_num_queries(queries):
            found = written.known(of_these, some)
        assert {key: one.code for key, one in found.items()} == {
            one.pk: one.code for one in (*rows, unit) if one.pk in some
        }
    with request():
        first, again = written.known(of_these, [unit.pk]), written.known(of_these, [unit.pk])
        assert first[unit.pk] is not again[unit.pk]
        by_sql(unit)
        assert written.known(of_these, [unit.pk])[unit.pk].name == "乙"
    with request():
        assert written.known(of_these, [unit.pk])[unit.pk].name == "乙"


def test_a_long_answer_is_not_kept(unit, django_assert_num_queries):
    for count, queries in ((written.FEW, 1), (written.FEW + 1, 2)):  # the stamps, and what was not kept
        Organization.objects.filter(kind="many").delete()
        rows = (Organization(code=f"m{number}", name="众", kind="many", founded=DAY) for number in range(count))
        Organization.objects.bulk_create(rows)
        anew(many, "many")
        with django_assert_num_queries(queries):
            assert len(anew(many, "many")) == count


def test_without_a_stamp_it_is_read_each_time(unit, django_assert_num_queries):
    Stamp.objects.filter(name="organizations").delete()
    for _ in range(2):
        with django_assert_num_queries(2):
            assert anew(called, unit.pk) == ["甲"]
    by_sql(unit)  # nobody renews what is not there, and nobody fails for it
    assert anew(called, unit.pk) == ["乙"]


def test_who_writes_reads_each_time_until_the_next_request(unit, django_assert_num_queries):
    anew(called, unit.pk)
    with request():
        for queries in (1, 0):
            with django_assert_num_queries(queries):
                ask(unit)
        Stamp.objects.filter(name="none of these").update(value="x")
        with django_assert_num_queries(0):
            ask(unit)
        by_sql(unit)
        for _ in range(2):
            with django_assert_num_queries(1):
                assert ask(unit) == ["乙"]
    for queries in (2, 1):
        with django_assert_num_queries(queries):
            assert anew(called, unit.pk) == ["乙"]


@pytest.mark.parametrize(
    ("sql", "groups"),
    [
        ('SELECT "a"."x" FROM "organizations_post" "a"', ("organizations",)),
        ('SELECT 1 FROM "access_grant" INNER JOIN "organizations_post" ON (1)', ("access", "organizations")),
        ('SELECT count(*) FROM (SELECT 1 FROM "access_grant") AS counted', ("access",)),
        ('SELECT 1 FROM "access_grant" WHERE EXISTS(SELECT 1 FROM "cases_case" U0)', ()),
        ('SELECT 1 FROM "access_grant" LEFT OUTER JOIN "cases_case" ON (1)', ()),
        ('SELECT 1 FROM "access_grant" WHERE "end" > STATEMENT_TIMESTAMP()', ()),
        ('SELECT 1 FROM "access_grant" ORDER BY RANDOM()', ()),
        ('SELECT 1 FROM "access_grant" FOR UPDATE', ()),
        ('SELECT 1 FROM "access_grant" FOR NO KEY UPDATE', ()),
        ("SELECT 1 FROM access_grant", ()),
        ("SELECT 1", ()),
    ],
)
def test_which_questions_are_about_what_changes_seldom(sql, groups):
    assert stamps.groups_of(sql) == groups


def test_every_table_that_is_watched_has_its_triggers_and_a_stamp(db):
    assert triggers.lost() == [] and len(stamps.watched()) > 10 and list(checks.look()) == []
    Stamp.objects.filter(name="saved").delete()
    assert triggers.lost() == ["saved_start", "saved_view"]


def test_a_table_that_lost_its_triggers_gets_them_back_and_all_is_read_anew(unit):
    before = dict(Stamp.objects.values_list("name", "value"))
    table = Organization._meta.db_table
    on = f"asking_renew ON {table}" if connection.vendor == "postgresql" else f"asking_{table}_UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {on}")
    assert anew(called, unit.pk) == ["甲"]
    by_sql(unit)
    assert anew(called, unit.pk) == ["甲"], "a check that cannot fail would be none"
    (found,) = checks.look()
    assert (found.state, found.do) == ("mend", "qiaoliang check --mend") and table in found.says
    triggers.put_anew()
    assert list(checks.look()) == []
    after = dict(Stamp.objects.values_list("name", "value"))
    assert (
        anew(called, unit.pk) == ["乙"]
        and after.keys() == before.keys()
        and not set(after.values()) & set(before.values())
    )
    Organization.objects.filter(pk=unit.pk).update(name="丙")
    assert anew(called, unit.pk) == ["丙"]


def test_what_was_kept_goes_when_anything_changed(unit):
    assert anew(called, unit.pk) == ["甲"]
    with request():
        written.known(of_these, [unit.pk])
    assert "甲" in repr([written._answers, written._known])
    Organization.objects.filter(pk=unit.pk).update(name="乙")
    with request():
        assert written.rows(many, "none of these") == []
    assert "甲" not in repr([written._answers, written._known])


def with_alias(name):
    return written.with_stamps(Alias.objects.filter(name=name))[:1]


def test_the_stamps_come_along_with_what_is_asked_first(unit, django_assert_num_queries):
    Alias.objects.create(organization=unit, name="又叫甲")
    for name in ("甲", "乙"):
        Organization.objects.filter(pk=unit.pk).update(name=name)
        for queries in (1, 0):
            with request():
                with django_assert_num_queries(1):
                    first = written.first(with_alias, "又叫甲")
                    written.take_stamps(first.stamps, stamps.time.monotonic())
                with django_assert_num_queries(queries):
                    assert ask(unit) == [name]
    with request(), django_assert_num_queries(1):
        written.take_stamps(None, 0)
        assert ask(unit) == ["乙"], "where none came they are read"


def test_a_loop_looks_at_the_stamps_again_after_a_second(unit, django_assert_num_queries, monkeypatch):
    now = 100.0
    monkeypatch.setattr(stamps, "LONGEST", 1.0)
    monkeypatch.setattr(stamps.time, "monotonic", lambda: now)
    with request():
        for now, queries in ((100.0, 2), (100.9, 0), (101.0, 1), (101.9, 0)):
            with django_assert_num_queries(queries):
                assert ask(unit) == ["甲"], now


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_changes_is_seen_by_the_next_request():
    unit = Organization.objects.create(code="a", name="甲", kind="union", founded=DAY)
    seen = []

    def change() -> None:
        try:
            seen.append(anew(called, unit.pk))
            by_update(unit)
        finally:
            connection.close()

    with request():
        assert ask(unit) == ["甲"]
        thread = threading.Thread(target=change)
        thread.start()
        thread.join()
        assert ask(unit) == ["甲"], "one request goes by what it saw at first"
    assert (seen, anew(called, unit.pk)) == ([["甲"]], ["乙"])
