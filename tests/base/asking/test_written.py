"""Questions that are put together once: each key once, the answer anew each time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ExpressionWrapper, IntegerField, Value

from qiaoliang.base.asking import stamps, written
from qiaoliang.base.asking.literals import written_in
from qiaoliang.base.core import clock, ids
from qiaoliang.base.jobs.models import IdempotencyKey, Job
from qiaoliang.base.organizations.models import Alias, Membership, Organization, Post
from qiaoliang.base.search.models import Entry
from qiaoliang.project.database import ASKED_BEFORE

pytestmark = pytest.mark.django_db
made: list[str] = []


@pytest.fixture(autouse=True)
def _nothing_put_together(monkeypatch) -> None:
    """And nothing watched: what is read again only after it changed has its own tests."""
    monkeypatch.setattr(stamps, "_watched", {})
    made.clear()
    written.forget()


def of_kind(kind: str):
    made.append(kind)
    rows = Entry.objects.filter(kind=kind) if kind else Entry.objects.none()
    return rows.order_by("object_id").values_list("object_id", flat=True)


def posts_of(unit, title):
    made.append(title)
    return (
        Post.objects.filter(organization=unit, title__startswith=title).select_related("organization").order_by("rank")
    )


def named(first, second):
    found = Organization.objects.filter(pk__in=[second, first]).exclude(pk=second)
    return found.prefetch_related("aliases")


def test_the_question_is_made_once_a_key_and_the_rows_are_read_each_time(django_assert_num_queries):
    first, second = ids.uuid7(), ids.uuid7()
    assert (written.rows(of_kind, "case"), written.count(of_kind, "case")) == ([], 0)
    Entry.objects.create(kind="case", object_id=first, tokens="a")
    Entry.objects.create(kind="case", object_id=second, tokens="a%s")
    Entry.objects.create(kind="other", object_id=first, tokens="a")
    with django_assert_num_queries(3):
        assert written.rows(of_kind, "case") == [first, second]
        assert written.count(of_kind, "case") == 2
        assert written.rows(of_kind, "other") == [first]
    assert made == ["case", "case", "other"]  # the rows and their number are two questions


def test_what_nothing_can_meet_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (written.rows(of_kind, ""), written.count(of_kind, ""), written.first(of_kind, "")) == ([], 0, None)


@pytest.fixture
def units(db):
    """Two, each with two posts and another name."""
    day = date(2026, 1, 1)
    made = [Organization.objects.create(code=code, name=f"单位{code}", kind="union", founded=day) for code in "ab"]
    for unit in made:
        Alias.objects.create(organization=unit, name=f"又叫{unit.code}")
        for rank in (2, 1):
            Post.objects.create(organization=unit, title=f"岗{rank}", rank=rank, start=day)
    return made


def test_a_uuid_is_a_blank_and_the_rows_are_objects_with_what_belongs_to_them(units, django_assert_num_queries):
    for unit in units:
        usual = list(posts_of(unit.pk, ""))
        with django_assert_num_queries(1):
            found = written.rows(posts_of, unit.pk, "")
            assert found == usual and {one.organization.name for one in found} == {unit.name}
        assert [one.__dict__ | {"_state": 0} for one in found] == [one.__dict__ | {"_state": 0} for one in usual]
        assert written.first(posts_of, unit.pk, "") == usual[0] and written.count(posts_of, unit.pk, "") == len(usual)
        assert written.rows(posts_of, unit.pk, "没有") == []
    assert made == ["", "", "", "没有", ""]  # the first and the last are the plain ones


def living(day, unit, kind, other):
    made.append(kind)
    rows = Organization.objects.filter(founded__lte=day, kind=kind).exclude(founded__gt=other)
    return rows.exclude(pk=unit).order_by("code")


def test_a_day_is_a_blank_and_each_goes_to_its_own_place(units, django_assert_num_queries):
    first, second = units
    Organization.objects.filter(pk=second.pk).update(founded=date(2026, 3, 1))
    for day, other, unit in (
        (date(2026, 1, 1), date(2027, 1, 1), second.pk),
        (date(2026, 3, 1), date(2027, 1, 1), first.pk),
        (date(2026, 3, 1), date(2026, 2, 1), first.pk),
        (date(2025, 12, 31), date(2027, 1, 1), second.pk),
    ):
        usual = [one.code for one in living(day, unit, "union", other)]
        with django_assert_num_queries(1):
            assert [one.code for one in written.rows(living, day, unit, "union", other)] == usual
    assert len(made) == 5, "four plain ones, and one put together once"


def test_two_blanks_are_not_confused_and_prefetches_come_along(units, django_assert_num_queries):
    first, second = units
    with django_assert_num_queries(2):
        assert [one.pk for one in written.rows(named, first.pk, second.pk)] == [first.pk]
    with django_assert_num_queries(2):
        (found,) = written.rows(named, second.pk, first.pk)
        assert (found.pk, [one.name for one in found.aliases.all()]) == (second.pk, ["又叫b"])


def test_an_object_of_a_written_question_can_be_saved_and_followed_further(units):
    post = written.first(posts_of, units[0].pk, "")
    assert post is not None
    post.title = "改了名的岗"
    post.save(update_fields=["title"])
    post.refresh_from_db()
    assert post.title == "改了名的岗" and list(post.memberships.all()) == list(Membership.objects.filter(post=post))


def two_of(kind):
    return Entry.objects.filter(kind=kind).order_by("-object_id").values_list("object_id", flat=True)[:2]


def test_some_of_many_rows_are_counted_in_no_order(django_assert_num_queries):
    for _ in range(3):
        Entry.objects.create(kind="case", object_id=ids.uuid7(), tokens="a")
    with django_assert_num_queries(2) as asked:
        assert len(written.rows(two_of, "case")) == written.count(two_of, "case") == 2
    listed, counted = (one["sql"] for one in asked.captured_queries)
    assert ("ORDER BY" in listed, "ORDER BY" in counted) == (True, False)


def kinds_of(most):
    return Entry.objects.values_list("kind").distinct().order_by("tokens")[:most]


def test_where_the_order_decides_what_is_one_row_the_count_is_that_of_the_rows():
    for kind, tokens in (("a", "1"), ("a", "2"), ("b", "3"), ("b", "4")):
        Entry.objects.create(kind=kind, object_id=ids.uuid7(), tokens=tokens)
    for most in (1, 2, 3, 4):
        assert written.count(kinds_of, most) == len(written.rows(kinds_of, most)) == most


def by_a_number(kind):
    one = ExpressionWrapper(Value(1), output_field=IntegerField())
    return Entry.objects.filter(kind=kind).order_by(one, "-tokens").values_list("tokens", flat=True)


def test_a_number_to_sort_by_is_no_column():
    for tokens in "132":
        Entry.objects.create(kind="case", object_id=ids.uuid7(), tokens=tokens)
    assert written.rows(by_a_number, "case") == ["3", "2", "1"]


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection():
    unit, seen = ids.uuid7(), []
    Entry.objects.create(kind="case", object_id=unit, tokens="a")
    written.rows(of_kind, "case")

    def ask() -> None:
        try:
            seen.append((written.rows(of_kind, "case"), connection.connection is not None))
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert seen == [([unit], True)]


def titled(unit, *titles):
    return Post.objects.filter(organization=unit, title__in=titles).order_by("title").values_list("title", flat=True)


def test_what_the_key_holds_is_written_in_as_it_is(units):
    odd = ["100%", "%s", "%%", "O'Brien", "a\\b", "$1"]
    unit = units[0]
    for title in odd:
        Post.objects.create(organization=unit, title=title, rank=9, start=date(2026, 1, 1))
    for some in (odd, odd[:1], odd[1:3], odd[3:]):
        for _ in range(4):
            assert sorted(written.rows(titled, unit.pk, *some)) == sorted(some)
            assert written.count(titled, unit.pk, *some) == len(some)


def test_values_are_written_as_the_database_reads_them_and_what_has_no_literal_stays_open():
    values = ["O'Brien", "100%", 7, True, None, "", "blank", "a\\b", "是"]
    text = "SELECT " + ", ".join("(%s)" for _ in values) + ", '%%'"
    inside, left = written_in(connection, text, values, {6})
    assert left == [6] and inside.count("%s") == 1
    with connection.cursor() as cursor:
        cursor.execute(inside, ["blank"])
        found = cursor.fetchone()
    assert found == (*values, "%")
    assert written_in(connection, "ORDER BY %s, %s, n = %s", [1, 2, 3], ()) == ("ORDER BY %s, %s, n = 3", [0, 1])
    if connection.vendor == "sqlite":
        assert written_in(connection, "%s, %s, %s", ["a\0b", 0.1, b"a"], ()) == ("%s, %s, %s", [0, 1, 2])


def tried(times, key):
    return Job.objects.filter(attempts=times, key=key, done_at=None, failed_at=None).values_list("id", flat=True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="which plans PostgreSQL keeps is looked at below")
def test_sqlite_plans_once_what_differs_in_its_blanks_alone():
    def planned(ask: Callable[[], object]) -> int:
        seen.clear()
        ask()
        return len(seen)

    seen: list[int] = []
    connection.connection.set_authorizer(lambda what, *_: seen.append(what) or 0)  # asked while a statement is planned
    try:
        assert planned(lambda: written.rows(tried, 0, written.Word("a"))) > 0
        assert planned(lambda: written.rows(tried, 0, written.Word("b"))) == 0
        assert planned(lambda: list(tried(0, "a"))) > 0
        assert planned(lambda: list(tried(0, "a"))) > 0, "beside the statement the number is looked at each time"
    finally:
        connection.connection.set_authorizer(None)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's module keeps its statements by itself")
def test_postgresql_keeps_the_statement_with_nothing_open_but_the_blanks(units):
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    def kept() -> list[tuple[str, str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT statement, parameter_types::text, generic_plans + custom_plans FROM pg_prepared_statements"
            )
            return [(text.partition(" WHERE ")[2].partition(" ORDER ")[0], *rest) for text, *rest in cursor.fetchall()]

    for _ in range(ASKED_BEFORE):
        written.rows(posts_of, units[0].pk, "岗")
    assert kept() == []
    for unit in units * 2:
        written.rows(posts_of, unit.pk, "岗")
    post = '("organizations_post"."organization_id" = $1 AND "organizations_post"."title"::text LIKE \'岗%\')'
    assert kept() == [(post, "{uuid}", 4)]
    list(posts_of(units[0].pk, "岗"))
    Entry.objects.create(kind="case", object_id=ids.uuid7(), tokens="a")
    for _ in range(4):
        assert written.rows(with_tokens, "case", written.Word("a")) == ["a"]
    assert kept() == [(post, "{uuid}", 4)], "what is put together each time is not kept, nor what is asked for a word"
    for text in ("a", "b", "a", "b"):
        assert written.rows(with_tokens, "case", written.Exact(text)) == (["a"] if text == "a" else [])
    assert sorted(times for *_, times in kept()) == [2, 4], "a text that is looked for as a whole is an id"


def as_of_now(kind, moment=None):
    return Organization.objects.filter(kind=kind, founded__lte=clock.today())


def test_a_question_that_looks_at_the_clock_needs_the_moment_in_its_key(units):
    with pytest.raises(RuntimeError, match="as_of_now looked at the clock"):
        written.rows(as_of_now, "union")
    with clock.frozen(datetime(2025, 12, 31, tzinfo=UTC)):
        assert written.rows(as_of_now, "union", clock.now()) == []
    assert len(written.rows(as_of_now, "union", clock.now())) == 2


def with_tokens(kind, word):
    made.append(kind)
    return Entry.objects.filter(kind=kind, tokens=word).values_list("tokens", flat=True)


def test_a_word_is_a_blank():
    for word in ("a", "%s", "O'Brien", "b"):
        Entry.objects.create(kind="case", object_id=ids.uuid7(), tokens=word)
    for word in ("a", "%s", "O'Brien", "a"):
        assert written.rows(with_tokens, "case", written.Word(word)) == [word]
    assert written.rows(with_tokens, "case", written.Word("none")) == []
    assert written.rows(with_tokens, "case", written.Exact("%s")) == ["%s"]
    assert made == ["case", "case"]


def of_some(kind, *some):
    made.append(kind)
    return Entry.objects.filter(kind=kind, object_id__in=some).order_by("object_id").values_list("object_id", flat=True)


@dataclass(frozen=True)
class Kind(written.Rest):
    name: str
    size: int

    def made(self, ids):
        return Some(self, tuple(ids))


@dataclass(frozen=True)
class Some(written.Parted):
    rest: Kind
    ids: tuple[UUID, ...]


def entries_of(some, first):
    made.append(some.rest.name)
    mine = Entry.objects.filter(kind=some.rest.name, object_id__in=some.ids).exclude(object_id=first)
    return mine.order_by("tokens").values_list("tokens", flat=True)


def test_what_is_made_of_ids_and_something_else_is_one_question_for_all_ids():
    keys = [ids.uuid7() for _ in range(4)]
    for number, key in enumerate(keys):
        Entry.objects.create(kind="case", object_id=key, tokens=str(number))
    for pair in ((0, 1), (2, 3), (3, 0)):
        some = Some(Kind("case", 2), tuple(keys[one] for one in pair))
        assert written.rows(entries_of, some, keys[pair[0]]) == [str(pair[1])]
        assert written.count(entries_of, some, keys[1]) == len({*pair} - {1})
    assert made == ["case", "case"], "put together for the rows, and for their number"
    assert written.rows(entries_of, Some(Kind("case", 3), tuple(keys[:3])), keys[0]) == ["1", "2"]
    assert written.rows(entries_of, Some(Kind("other", 2), tuple(keys[:2])), keys[0]) == []
    assert made[2:] == ["case", "other"]


def peeking(unit):
    alive = Organization.objects.filter(pk=unit).exists()
    return Post.objects.filter(organization=unit) if alive else Post.objects.none()


def test_a_question_that_looks_at_what_stands_in_a_blank_is_refused(units):
    with pytest.raises(RuntimeError, match="peeking asked the database about a blank"):
        written.rows(peeking, units[0].pk)


def test_the_rows_of_a_page_are_one_question_however_many_they_are(django_assert_num_queries):
    known = [ids.uuid7() for _ in range(written.PAGE + 1)]
    for one in known:
        Entry.objects.create(kind="case", object_id=one, tokens="a")
    with django_assert_num_queries(0):
        assert written.of_ids(of_some, [], "case") == []
    for some in (known[:1], known[3:5], known[: written.PAGE]):
        with django_assert_num_queries(1):
            assert written.of_ids(of_some, some, "case") == some
    assert made == ["case"]
    assert written.of_ids(of_some, known, "case") == known, "more than a page is asked as it is"
    assert made == ["case", "case"]


def of_one(kind, one, word):
    made.append(kind)
    return Entry.objects.filter(kind=kind, object_id=one, tokens=word) if kind else Entry.objects.none()


def test_a_row_is_written_unless_it_is_there_already_and_the_transaction_goes_on(django_assert_num_queries):
    key = {"scope": "form", "key": "k", "request": b"r", "answer": b""}
    first, again, broken = IdempotencyKey(**key), IdempotencyKey(**{**key, "request": b"s"}), IdempotencyKey(**key)
    broken.scope = None
    with django_assert_num_queries(2):
        assert (written.add(first), written.add(again)) == (True, False)
    first.answer = b"a"
    first.save(update_fields=["answer"])
    assert [(bytes(one.request), bytes(one.answer)) for one in IdempotencyKey.objects.all()] == [(b"r", b"a")]
    assert again._state.adding and not first._state.adding
    with pytest.raises(IntegrityError), transaction.atomic():
        written.add(broken)
    with pytest.raises(ValueError, match="would have to make the key"):
        written.add(Entry(kind="case", object_id=ids.uuid7(), tokens="a"))


def test_rows_are_deleted_by_a_question_that_is_put_together_once(django_assert_num_queries):
    first, second = ids.uuid7(), ids.uuid7()
    for kind, one in (("case", first), ("case", second), ("other", first)):
        Entry.objects.create(kind=kind, object_id=one, tokens="100% o'clock")
    with django_assert_num_queries(4):
        assert written.delete(of_one, "case", first, written.Word("another word")) == 0
        assert written.delete(of_one, "case", first, written.Word("100% o'clock")) == 1
        assert written.delete(of_one, "case", first, written.Word("100% o'clock")) == 0
        assert written.delete(of_one, "other", first, written.Word("100% o'clock")) == 1
        assert written.delete(of_one, "", first, written.Word("100% o'clock")) == 0
    assert list(Entry.objects.values_list("kind", "object_id")) == [("case", second)]
    assert made == ["case", "other", ""]
