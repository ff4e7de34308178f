"""Two officers at once: one is done, the other is told; never both, never half."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from qiaoliang.base.access import actions as access
from qiaoliang.base.access import queries as rights
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions
from qiaoliang.base.organizations.closure import check_closure
from qiaoliang.base.organizations.models import Link, Membership

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def at_once(*deeds):
    """What each deed answers when all start together: "done" or the code of its refusal."""
    barrier = Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait()
            deed()
        except Refusal as refused:
            return refused.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def town(code):
    return actions.found(SYSTEM, code=code, name=f"镇{code}", kind="town", founded=date(2020, 1, 1))


def test_one_seat_goes_to_one_of_two():
    place = town("t")
    people = [actions.register(SYSTEM, name) for name in "甲乙"]
    for n in range(ROUNDS):
        post = actions.establish_post(SYSTEM, place, f"岗{n}")
        answers = at_once(*(partial(actions.appoint, SYSTEM, one, post) for one in people))
        assert answers == ["done", "post_held"]
        assert Membership.objects.filter(post=post).count() == 1


def test_two_moves_never_close_a_circle():
    for n in range(ROUNDS):
        a, b = town(f"a{n}"), town(f"b{n}")
        answers = at_once(
            partial(actions.link, SYSTEM, a, b, "territory"), partial(actions.link, SYSTEM, b, a, "territory")
        )
        assert answers == ["circle", "done"]
        assert Link.objects.filter(child__in=[a, b]).count() == 1
    assert check_closure() == []


def test_a_grant_and_an_appointment_never_join_what_must_stay_apart():
    place = town("t")
    for n in range(ROUNDS):
        person = actions.register(SYSTEM, f"人{n}")
        first, second = (actions.establish_post(SYSTEM, place, f"岗{n}{half}") for half in "ab")
        actions.appoint(SYSTEM, person, first)
        access.grant(SYSTEM, second, "leader")
        answers = at_once(
            partial(access.grant, SYSTEM, first, "admin"), partial(actions.appoint, SYSTEM, person, second)
        )
        assert answers == ["done", "separation"]
    assert rights.mixed_administrators() == []
