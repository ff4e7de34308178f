from __future__ import annotations

import pytest
from tests.project.test_pages_speak_one_language import appoint

from qiaoliang.base.access.actor import actor_of_post
from qiaoliang.base.organizations.models import Membership


@pytest.fixture
def officers(world):
    """The district with its data officer, too."""
    appoint(world)
    held = Membership.objects.filter(person__account__username="data_officer").select_related(
        "person__account", "post__organization"
    )
    world.actors["data_officer"] = actor_of_post(held.get().person, held.get())
    return world
