"""The front of a list, asked as one question that is put together once, has the rows that the whole list begins with."""

import pytest
from django.db import connection
from django.db.models import Q
from tests.work.cases.world import BEFORE

from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.work.cases import narrow, ordering, paging
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Case, NotOwed, Owed

#: list → who reads it
READERS = {"todo": "union", "done": "union", "started": "intake", "every": "supervisor"}


@pytest.fixture
def stories(world):
    """Cases in several states, units, towns and days, one of them taken in at the desk."""
    made = [world.story(), world.story(by=world.intake), world.story()]
    made.append(world.story(area_id=world.unit("lx-v"), source="visit").until("accept"))
    world.go(days=2)
    made += [world.story(text="路灯坏了").until("dispatch"), world.story().until("sign")]
    made.append(world.story())
    made[-1].withdraw()
    world.go(days=30)
    made.append(world.story())
    return made


def asked_of(world, listed):
    """Values for every filter of the list."""
    values = {
        "state": ["submitted", "dispatched"], "unit": [world.unit("zgh"), world.unit("lx")], "category": [narrow.NONE, "labour"],
        "town": [str(world.unit("lx")), narrow.NONE], "source": ["visit", "web"], "since": [clock.today(), BEFORE],
        "until": [clock.today(), BEFORE], "unassigned": [True], "open": [True], "late": [True], "overdue": [True], "q": ["路灯"],
        "answered_since": [BEFORE], "answered_until": [clock.today()], "stage": narrow.STAGES, "why": [narrow.NONE, "staff"],
        "matter": ["question", "other"], "counted": [True], "rung": ["yellow"], "among": ["matter:none"],
    }  # fmt: skip
    fields = {*listed.form({}).fields, *listed.form(dict.fromkeys(narrow.CONDITIONS, "x")).fields}
    assert fields - {"sort", "cols", "view", "kept", "kind", "silent"} <= values.keys()
    for name in fields & values.keys():
        for value in values[name]:
            yield {name: value}
    yield {"state": "dispatched", "unit": world.unit("zgh"), "since": BEFORE}


@pytest.mark.parametrize("name", READERS)
def test_the_front_is_where_the_whole_list_begins_under_every_filter_and_order(world, stories, name):
    listed, actor = LISTS[name], world.actors[READERS[name]]
    asks = [{}, *asked_of(world, listed), *({"sort": sort} for sort, _label in ordering.choices(listed.sorts))]
    some = 0
    for asked in asks:
        expected = list(listed.whole(actor, asked))
        for _again in range(2):
            assert listed.page(actor, asked, "") == (expected, ""), asked
        some += len(expected)
    assert some
    assert {name for name, listed in LISTS.items() if listed.sorts and not listed.of_now} == READERS.keys()


def test_what_changed_since_is_seen_at_once(world, stories):
    every, actor = LISTS["every"], world.supervisor
    before, _after = every.page(actor, {"state": "submitted"}, "")
    story = world.story()
    found, _after = every.page(actor, {"state": "submitted"}, "")
    assert {one.code for one in found} - {one.code for one in before} == {story.case.code}


def test_a_list_of_the_day_is_put_together_anew_the_next_day(world):
    """A hold's report waits for the unit from the morning of the third day before it is due."""
    story = world.story().until("sign")
    story.ask_hold()
    story.decide_hold()
    todo, due = LISTS["todo"], story.case.requests.get(kind="hold").report_at
    mine = lambda: [one.code for one in todo.page(world.union, {}, "")[0]]  # noqa: E731
    assert mine() == []
    days = (clock.localtime(due).date() - clock.today()).days
    world.go(days=days - 4)
    assert mine() == []
    world.go(days=1)
    assert mine() == [story.case.code]


def test_long_choices_are_drawn_anew_when_a_town_gets_another_name(world):
    client = world.client("supervisor")
    assert ">柳溪镇</option>" in client.get("/desk/cases/").text
    organizations.rename(SYSTEM, world.units["lx"], "柳溪街道")
    page = client.get("/desk/cases/").text
    assert ">柳溪街道</option>" in page and ">柳溪镇</option>" not in page


@pytest.mark.parametrize(
    ("name", "reader", "days"), [("todo", "intake", -9), ("soon", "supervisor", -1), ("overdue", "supervisor", 1)]
)
def test_a_list_that_is_found_by_ids_goes_on_behind_its_key(world, monkeypatch, name, reader, days):
    """So many days after the last of them was due."""
    codes = []
    for _ in range(5):
        codes.append(world.story().code)
        world.go(hours=1)
    due = Case.objects.latest("id").due_at
    world.go(days=(due - clock.now()).days + days)
    monkeypatch.setattr(paging, "PAGE", 2)
    listed, actor, found, key = LISTS[name], world.actors[reader], [], ""
    for size in (2, 2, 1):
        rows, key = listed.page(actor, {}, key)
        assert len(rows) == size
        found += [row.code for row in rows]
    assert (found, key) == (codes, "") and listed.parts
    assert [row.code for row in listed.whole(actor, {})] == codes


def test_what_no_answer_is_owed_for_is_every_other_case(world, stories):
    Case.objects.filter(pk=stories[0].id).update(due_at=None)
    for case in Case.objects.annotate(owed=Owed()):
        found = Case.objects.filter(pk=case.pk)
        assert found.filter(NotOwed()).exists() is (case.owed is None)
    states = dict(Case.objects.annotate(owed=Owed()).values_list("state", "owed"))
    assert states["withdrawn"] is None and states["dispatched"] is not None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="which way SQLite goes")
def test_the_rest_of_a_list_by_date_due_is_read_in_its_order(world, stories):
    """Nearly all cases of a district: the first of a million were shown once the million was sorted."""
    rows = ordering.prepared(Case.objects.all(), ordering.EVERYWHERE["due"])
    _owed, rest = ordering.EVERYWHERE["due"].order(down=False)
    before = paging.Stretch(rest.columns, Q(owed__isnull=True))
    assert [one.pk for one in rest.of(rows)] == [one.pk for one in before.of(rows)] != []
    ways = [one.of(rows)[:26].explain() for one in (rest, before)]
    assert ["case_by_received" in way and "B-TREE" not in way for way in ways] == [True, False], ways
