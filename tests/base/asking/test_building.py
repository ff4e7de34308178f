"""Objects made of rows by what was worked out once are those that Django makes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.db.models.signals import post_init
from tests.base.asking.sameness import same

from qiaoliang.base.accounts.models import Account
from qiaoliang.base.asking import written
from qiaoliang.base.asking.building import builder
from qiaoliang.base.organizations.models import Alias, Organization, Person, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    day = date(2026, 1, 1)
    made = [Organization.objects.create(code=code, name=f"单位{code}", kind="union", founded=day) for code in "ab"]
    Organization.objects.filter(code="b").update(successor=made[0].pk, dissolved=date(2027, 1, 1))
    for unit in made:
        Alias.objects.create(organization=unit, name=f"又叫{unit.code}")
        Post.objects.create(organization=unit, title="主任", rank=1, start=day)
    return made


def all_of_it(kind):
    return Organization.objects.filter(kind=kind).order_by("code")


def with_successors(kind):
    """One was taken over by the other, that one by none."""
    return all_of_it(kind).select_related("successor")


def posts_further(kind):
    return (
        Post.objects.filter(organization__kind=kind)
        .select_related("organization__successor")
        .order_by("organization__code")
    )


def some_columns(kind):
    return all_of_it(kind).only("code", "founded")


def some_columns_of_both(kind):
    return with_successors(kind).only("code", "name", "successor__code")


def with_more(kind):
    return all_of_it(kind).annotate(
        both=Concat(F("code"), Value("·"), F("name")), first=F("founded"), made=F("created_at")
    )


def with_others(kind):
    return all_of_it(kind).prefetch_related("aliases")


@pytest.mark.parametrize(
    "make", [all_of_it, with_successors, posts_further, some_columns, some_columns_of_both, with_more, with_others]
)
def test_the_objects_are_those_that_django_makes(units, make):
    rows = make("union")
    compiler = rows.query.get_compiler("default")
    compiler.as_sql()
    assert builder(rows, compiler) is not None, "made by what was worked out"
    found = written.rows(make, "union")
    assert len(found) == 2 and all(map(same, found, rows))
    if make is with_others:
        assert [[one.name for one in unit.aliases.all()] for unit in found] == [["又叫a"], ["又叫b"]]
    for one in found:
        one.refresh_from_db()


def test_what_many_rows_have_in_common_is_made_once(units):
    Alias.objects.create(organization=units[0], name="还叫a")
    found = written.rows(with_units)
    assert [one.organization.code for one in found] == ["a", "a", "b"] and all(map(same, found, with_units()))
    assert found[0].organization is found[1].organization is not found[2].organization


def with_units():
    return Alias.objects.select_related("organization").order_by("organization__code")


def test_what_differs_is_seen(units):
    one, other = written.rows(with_successors, "union"), list(with_successors("union"))
    one[0].name = "别的"
    one[1].successor.code = "c"
    assert [same(*pair) for pair in zip(one, other, strict=True)] == [False, False]


def people_with_accounts():
    return Person.objects.select_related("account").order_by("name")


def accounts_with_people():
    return Account.objects.select_related("person").order_by("username")


def test_one_to_one_is_tied_from_both_ends(units):
    Person.objects.create(name="何一", account=Account.objects.create(username="he"))
    Person.objects.create(name="胡二")
    Account.objects.create(username="nobody")
    for make in (people_with_accounts, accounts_with_people):
        found = written.rows(make)
        assert len(found) == 2 and all(map(same, found, make()))
    (person, _other), (account, alone) = written.rows(people_with_accounts), written.rows(accounts_with_people)
    assert (person.account.person, account.person.account) == (person, account)
    with pytest.raises(Person.DoesNotExist):
        _ = alone.person


def names_only(kind):
    return all_of_it(kind).values_list("name", flat=True)


def of_three_columns(kind):
    return all_of_it(kind).values_list("code", "created_at", "dissolved")


def ids_only(kind):
    return all_of_it(kind).values_list("pk", flat=True)


def sorted_by_another(kind):
    """The database reads one more column than is wanted."""
    return all_of_it(kind).order_by("created_at").distinct().values_list("code", "founded")


def sorted_and_flat(kind):
    return sorted_by_another(kind).values_list("founded", flat=True)


@pytest.mark.parametrize("make", [names_only, ids_only, of_three_columns, sorted_by_another, sorted_and_flat])
def test_the_values_are_those_that_django_gives(units, make):
    rows = make("union")
    compiler = rows.query.get_compiler("default")
    compiler.as_sql()
    assert builder(rows, compiler) is not None
    found = written.rows(make, "union")
    assert found == list(rows) and len(found) >= 1 and [*map(type, found)] == [*map(type, rows)]


def with_names(kind):
    return all_of_it(kind).values("name")


@pytest.fixture
def somebody_listens():
    def listens(**_):
        pass

    post_init.connect(listens, sender=Person, weak=False)
    yield
    post_init.disconnect(listens, sender=Person)


def test_what_is_not_plain_is_left_to_django(units, somebody_listens):
    plain = Alias.objects.all()
    for rows in (with_names("union"), Person.objects.all(), units[0].aliases.all(), plain):
        compiler = rows.query.get_compiler("default")
        compiler.as_sql()
        assert (builder(rows, compiler) is None) == (rows is not plain)
    assert written.rows(with_names, "union") == [{"name": "单位a"}, {"name": "单位b"}]
