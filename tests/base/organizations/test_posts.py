"""Who holds which post when."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions, queries
from qiaoliang.base.organizations.models import Membership

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _clock():
    with clock.frozen(datetime(2026, 6, 15, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def town():
    return actions.found(SYSTEM, code="t", name="柳溪镇", kind="town", founded=date(2020, 1, 1))


def person(name):
    return actions.register(SYSTEM, name)


def refuses(code, do, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        do(*args, **kwargs)
    assert refused.value.code == code


def test_a_single_post_has_one_holder_at_a_time(town):
    post = actions.establish_post(SYSTEM, town, "镇长")
    one, other = person("石桥生"), person("柳溪来")
    held = actions.appoint(SYSTEM, one, post, start=date(2024, 1, 1))
    refuses("post_held", actions.appoint, SYSTEM, other, post)
    refuses("holds_already", actions.appoint, SYSTEM, one, post)
    actions.relieve(SYSTEM, held, on=date(2026, 6, 15), reason="换届")
    refuses("ended", actions.relieve, SYSTEM, held, reason="换届")
    refuses("post_held", actions.appoint, SYSTEM, other, post, start=date(2026, 6, 14))
    actions.appoint(SYSTEM, other, post)
    assert [m.person.name for m in queries.staff(town.pk)] == ["柳溪来"]
    assert [m.person.name for m in queries.staff(town.pk, date(2026, 6, 14))] == ["石桥生"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=one, post=post, seat=1, start=DAY)


def test_a_post_with_two_seats_has_two_holders(town):
    post = actions.establish_post(SYSTEM, town, "专干", headcount=2)
    actions.appoint(SYSTEM, person("甲"), post)
    assert queries.staffing_gap(town.pk) == 1
    actions.appoint(SYSTEM, person("乙"), post)
    refuses("post_held", actions.appoint, SYSTEM, person("丙"), post)
    assert queries.staffing_gap(town.pk) == 0


def test_a_term_lies_inside_the_life_of_its_organisation_and_post(town):
    late = actions.establish_post(SYSTEM, town, "新岗", start=date(2026, 1, 1))
    who = person("石桥生")
    refuses("before_founding", actions.appoint, SYSTEM, who, late, start=date(2025, 12, 31))
    refuses("before_founding", actions.establish_post, SYSTEM, town, "更早", start=date(2019, 1, 1))
    refuses("order", actions.appoint, SYSTEM, who, late, start=DAY, end=date(2026, 6, 1))
    actions.abolish_post(SYSTEM, late, reason="撤岗")
    refuses("dissolved", actions.appoint, SYSTEM, who, late)
    actions.dissolve(SYSTEM, town, on=date(2026, 7, 1), reason="撤并")
    refuses("dissolved", actions.join, SYSTEM, who, town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=who, organization=town, start=DAY, end=date(2026, 1, 1))


def test_a_held_post_is_not_abolished_and_titles_are_unique(town):
    post = actions.establish_post(SYSTEM, town, "镇长")
    refuses("title_in_use", actions.establish_post, SYSTEM, town, "镇长")
    refuses("no_seat", actions.establish_post, SYSTEM, town, "空岗", headcount=0)
    held = actions.appoint(SYSTEM, person("甲"), post, start=date(2026, 9, 1))
    refuses("post_held", actions.abolish_post, SYSTEM, post, reason="撤岗")
    actions.relieve(SYSTEM, held, on=date(2026, 9, 1), reason="取消")
    actions.abolish_post(SYSTEM, post, reason="撤岗")
    actions.establish_post(SYSTEM, town, "镇长", start=DAY)


def test_posts_of_a_person_as_of_a_day(town):
    first = actions.establish_post(SYSTEM, town, "副镇长", rank=20)
    second = actions.establish_post(SYSTEM, town, "镇长", rank=10)
    who = person("甲")
    actions.appoint(SYSTEM, who, first, start=date(2025, 1, 1))
    actions.appoint(SYSTEM, who, second, start=date(2026, 1, 1))
    assert list(queries.posts_of(who)) == [second, first]
    assert list(queries.posts_of(who, date(2025, 6, 1))) == [first]
    actions.join(SYSTEM, who, town)
    assert [m.post for m in queries.memberships_of(who)] == [second, first]
    refuses("holds_already", actions.join, SYSTEM, who, town)


def test_an_account_belongs_to_one_person():
    from qiaoliang.base.accounts.actions import create_account

    account, _ = create_account(SYSTEM, "shiqiao")
    one, other = person("甲"), person("乙")
    actions.connect(SYSTEM, one, account)
    refuses("account_taken", actions.connect, SYSTEM, other, account)
    assert queries.person_of(account.pk) == one


def test_many_terms_at_once_obey_the_same_rules(town):
    single = actions.establish_post(SYSTEM, town, "镇长")
    double = actions.establish_post(SYSTEM, town, "专干", headcount=2)
    a, b, c = (person(name) for name in "甲乙丙")
    actions.appoint(SYSTEM, a, single, start=date(2022, 1, 1), end=date(2023, 1, 1))
    terms = [
        actions.Term(b, single, date(2023, 1, 1)),
        actions.Term(c, single, date(2021, 1, 1), date(2022, 1, 1)),
        actions.Term(a, double, date(2024, 1, 1)),
        actions.Term(b, double, date(2024, 1, 1)),
    ]
    actions.appoint_all(SYSTEM, terms)
    assert [(m.person.name, m.seat) for m in queries.staff(town.pk).filter(post=double)] == [("甲", 1), ("乙", 2)]
    assert [m.person.name for m in queries.staff(town.pk, date(2021, 6, 1))] == ["丙"]
    before = Membership.objects.count()
    for term, code in [
        (actions.Term(c, single, date(2024, 1, 1)), "post_held"),
        (actions.Term(a, double, date(2025, 1, 1)), "holds_already"),
        (actions.Term(c, double, date(2019, 1, 1)), "before_founding"),
        (actions.Term(c, double, date(2020, 5, 1), date(2020, 4, 1)), "order"),
    ]:
        refuses(code, actions.appoint_all, SYSTEM, [actions.Term(c, double, date(2020, 1, 1), date(2020, 2, 1)), term])
    assert Membership.objects.count() == before
