"""The way back through a long list leads part by part where the way forward came from."""

import pytest

from qiaoliang.base.core import clock
from qiaoliang.work.cases import ordering, paging
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Case

SORTS = [sort for sort, _label in ordering.choices(ordering.EVERYWHERE)]


@pytest.fixture
def many(world, monkeypatch):
    """Eleven cases for pages of three: open ones and ended ones, some told at the same moment."""
    monkeypatch.setattr(paging, "PAGE", 3)
    stories = [world.story() for _ in range(4)]
    world.go(days=1)
    stories += [world.story().until("sign") for _ in range(3)]
    for story in stories[:3]:
        story.withdraw()
    world.go(days=2)
    return [*stories, *(world.story() for _ in range(4))]


def keys_of(listed, actor, asked):
    """The keys of all parts, the front's first."""
    keys, key = [""], ""
    while key := listed.page(actor, asked, key)[1]:
        keys.append(key)
    return keys


@pytest.mark.parametrize("name", ["supervisor", "union", "intake"])
@pytest.mark.parametrize("sort", SORTS)
def test_each_part_knows_the_one_before_it(world, many, name, sort):
    listed, actor, asked = LISTS["every"], world.actors[name], {"sort": sort}
    keys = keys_of(listed, actor, asked)
    assert len(keys) == {"supervisor": 4, "union": 1, "intake": 4}[name]
    assert listed.before(actor, asked, "") is None
    assert [listed.before(actor, asked, key) for key in keys[1:]] == keys[:-1]


def test_other_lists_too_where_time_goes_on_between(world, many):
    actor = world.actors["supervisor"]
    world.go(days=20)
    for which in ("overdue", "letters"):
        keys = keys_of(LISTS[which], actor, {})
        assert [LISTS[which].before(actor, {}, key) for key in keys[1:]] == keys[:-1], which


def test_what_went_away_meanwhile_does_not_stop_the_way_back(world, many):
    listed, actor, asked = LISTS["every"], world.actors["supervisor"], {"sort": "received"}
    keys = keys_of(listed, actor, asked)
    before = [[row.pk for row in listed.page(actor, asked, key)[0]] for key in keys]
    gone = before[1][-1]  # the row whose key leads to the third part
    Case.objects.filter(pk=gone).update(received_at=clock.now())
    back = listed.before(actor, asked, keys[2])
    assert [row.pk for row in listed.page(actor, asked, back)[0]] == [before[0][-1], *before[1][:2]]
    for nonsense in ("x", "0~", "9~2026-10-01~x", "0~2026-10-01T00:00:00+00:00~no-id"):
        assert listed.before(actor, asked, nonsense) is None


def test_the_page_leads_back_and_keeps_what_was_chosen(world, many):
    client, sort = world.client("supervisor"), "sort=received"
    third = client.get(leads(client, leads(client, f"/desk/cases/?{sort}", "next"), "next"))
    second = leads(client, third.wsgi_request.get_full_path(), "previous")
    assert client.get(second).context["next"].split("after=")[1] in third.wsgi_request.get_full_path()
    first = leads(client, second, "previous")
    assert first == f"/desk/cases/?{sort}"
    assert client.get(first).context["previous"] == ""


def leads(client, address, way):
    return "/desk/cases/" + client.get(address).context[way]
