"""How often something may be tried from one place, or on one thing."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from qiaoliang.base.access.limits import Limit, hold_back
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal

pytestmark = pytest.mark.django_db
TWICE = Limit("test", most=2, seconds=3600)


@pytest.fixture(autouse=True)
def _fresh(db):
    cache.clear()


def tried(address="192.0.2.1", forwarded="", subject=""):
    """Whether one more try is let through."""
    request = RequestFactory().get(
        "/", REMOTE_ADDR=address, headers={"X-Forwarded-For": forwarded} if forwarded else {}
    )
    try:
        hold_back(request, TWICE, subject)
    except Refusal as refused:
        assert refused.code == "too_many"
        assert "60" in str(refused.message)
        return False
    return True


def test_the_third_try_from_one_address_is_refused_and_another_address_is_free():
    assert [tried() for _ in range(4)] == [True, True, False, False]
    assert tried("192.0.2.2")
    assert [tried(subject="a code", address=f"192.0.2.{n}") for n in range(3, 6)] == [True, True, False]
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert tried()


def test_behind_our_proxy_the_visitor_counts_and_what_he_writes_himself_does_not(settings):
    assert [tried(forwarded=f"198.51.100.{n}") for n in range(3)] == [True, True, False]
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert [tried(forwarded=f"198.51.100.{n}") for n in range(3)] == [True, True, True]
    cache.clear()
    assert [tried(forwarded=f"203.0.113.{n}, 198.51.100.9") for n in range(3)] == [True, True, False]


def test_the_count_lasts_as_long_as_the_limit_says_and_names_no_address():
    tried()
    tried()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, expires FROM cache")
        [(key, expires)] = cursor.fetchall()
    expires = expires if hasattr(expires, "tzinfo") else timezone.datetime.fromisoformat(expires)
    left = expires.replace(tzinfo=None) - timezone.now().replace(tzinfo=None)
    assert timedelta(minutes=50) < left <= timedelta(minutes=61)
    assert "192.0.2.1" not in key
