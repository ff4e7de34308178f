"""An address made from a pattern is the one that Django makes."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from qiaoliang.base.core.addresses import address


@pytest.mark.parametrize("route", ["cases:case", "cases:letter", "cases:step_dispatch"])
def test_it_is_the_address_of_the_route(route):
    for key in (uuid4(), uuid4()):
        assert address(route, key) == reverse(route, args=[key])


def test_a_route_that_is_not_there_is_an_error():
    with pytest.raises(NoReverseMatch):
        address("cases:nowhere", uuid4())
