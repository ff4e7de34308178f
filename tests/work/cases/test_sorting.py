"""Lists of cases: sorted by what stands in a column, paged without a gap, in the columns somebody chose."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.work.cases import columns, narrow, ordering, paging, queries
from qiaoliang.work.cases.actions.late import climb_all
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Case

CODE = re.compile(r'(?<=num">)[0-9A-Z]{10}')


def heads(page):
    """The headings of the table on a page, the case's own left out."""
    return [re.sub("<[^>]+>| [↑↓]", "", one) for one in re.findall(r'<th scope="col".*?</th>', page)][1:]


def codes(client, address):
    """The numbers on all the pages of a list, in their order."""
    path, seen = address.split("?")[0], []
    while address:
        page = client.get(address)
        seen += CODE.findall(page.text)
        address = path + page.context["next"] if page.context["next"] else ""
    return seen


@pytest.fixture
def three(world):
    """Received one after the other; the first is answered, the second signed, the third only taken in."""
    first = world.story(area_id=world.unit("lx-v")).until("sign")
    world.go(hours=1)
    second = world.story().until("sign")
    world.go(hours=1)
    third = world.story()
    world.go(hours=1)
    first.propose()
    first.approve()
    return [first.code, second.code, third.code]


def test_every_order_is_the_headings_link_and_says_itself_to_a_screen_reader(world, three):
    first, second, third = three
    client = world.client("supervisor")
    expected = {
        "received": [first, second, third],
        "-received": [third, second, first],
        "due": [third, second, first],
        "-due": [second, third, first],
        "happened": [second, third, first],
        "-happened": [first, third, second],
        "answered": [first, second, third],
        "-answered": [first, third, second],
    }
    for sort, order in expected.items():
        page = client.get(f"/desk/cases/?sort={sort}&cols=received.due.happened.answered").text
        assert CODE.findall(page) == order, sort
        said = "descending" if sort.startswith("-") else "ascending"
        assert page.count("aria-sort=") == page.count(f'aria-sort="{said}"') == 1, sort
    page = client.get("/desk/cases/?q=厂里&state=in_progress").text
    turned = escape("/desk/cases/?q=厂里&state=in_progress&sort=received".partition("?q=")[2].partition("&")[2])
    assert 'aria-sort="descending"' in page and turned in page
    assert CODE.findall(client.get("/desk/cases/?state=in_progress&sort=received").text) == [second]
    assert set(expected) == {name for name, _label in ordering.choices(ordering.EVERYWHERE)}


def test_the_order_is_a_field_of_the_filters_which_says_the_one_the_list_is_in(world, three):
    """Where the rows are cards nobody sees a heading."""
    client = world.client("supervisor")

    def field(address):
        page = client.get(address).text
        (options,) = re.findall(r'<select name="sort" id="id_sort">(.*?)</select>', page)
        assert page.count('name="sort"') == 1, "a filter that is changed keeps the order, once"
        every = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)</option>', options)
        (chosen,) = [words for _value, is_chosen, words in every if is_chosen]
        return [value for value, *_more in every], chosen

    of_all = ["-received", "received", "due", "-due", "-happened", "happened", "-answered", "answered"]
    usual = ["", *of_all[1:]]
    assert field("/desk/cases/") == (usual, "按收到时间，先看新的")
    assert field("/desk/cases/?state=in_progress&sort=-due") == (usual, "按期限，先看晚到的")
    assert field("/desk/cases/?sort=-received") == (of_all, "按收到时间，先看新的")
    assert field("/desk/cases/?sort=people") == (usual, "按收到时间，先看新的")
    assert field("/desk/todo")[1] == "按期限，先看快到的"
    watched = ["-received", "received", "", *of_all[3:], "unit", "-unit", "town", "-town"]
    assert field("/desk/supervision/") == (watched, "按期限，先看快到的")
    assert field("/desk/supervision/soon?sort=town")[1] == "按乡镇"
    assert 'name="sort"' not in client.get("/desk/supervision/letters").text


def test_what_has_no_date_stands_at_the_end_either_way_and_pages_hold(world, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 2)
    for number in range(7):
        story = world.story()
        if number % 3 == 0:
            story.withdraw()
        world.go(minutes=number % 2)
    client, every = world.client("supervisor"), LISTS["every"]
    for sort, _label in ordering.choices(ordering.EVERYWHERE):
        seen = codes(client, f"/desk/cases/?sort={sort}")
        assert seen == [one.code for one in every.whole(world.supervisor, {"sort": sort})], sort
        assert len(set(seen)) == 7
    ended = set(Case.objects.filter(state="withdrawn").values_list("code", flat=True))
    assert (
        set(codes(client, "/desk/cases/?sort=due")[-3:]) == set(codes(client, "/desk/cases/?sort=-due")[-3:]) == ended
    )


def test_nonsense_sorts_as_usual(world, three):
    client = world.client("supervisor")
    usual = CODE.findall(client.get("/desk/cases/").text)
    for asked in ("sort=people", "sort=-", "sort=unit", "after=0~x~y", "after=5~~", "after=0~2026-10-10T00:00:00~1",
                  "cols=", "cols=x.y", "cols=%00", "after=0~9999-99-99T00:00:00Z~x", "sort=due&after=~~"):  # fmt: skip
        page = client.get(f"/desk/cases/?{asked}")
        assert (page.status_code, sorted(CODE.findall(page.text))) == (200, sorted(usual)), asked


@pytest.mark.parametrize("sort", [name for name, _label in ordering.choices(ordering.EVERYWHERE)])
def test_each_order_has_an_index_and_sorts_nothing(world, sort):
    """A part of the list is read from the index on which the order stands, at the front and behind a key."""
    world.story()
    by, down = ordering.of(ordering.EVERYWHERE, sort)
    stretch, index = by.order(down)[0], f"case_by_{sort.lstrip('-')}"
    rows = ordering.prepared(Case.objects.all(), by)
    first = rows.first()
    values = [getattr(first, name) or first.received_at for name in stretch.names]
    if connection.vendor == "postgresql":  # a handful of rows is read as it lies
        with connection.cursor() as cursor:
            for way in ("seqscan", "sort", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    for part in (stretch.of(rows), stretch.behind(rows, values)):
        plan = part[:26].explain()
        assert index in plan and "TEMP B-TREE" not in plan and "Sort" not in plan, plan
        if by.having and connection.vendor == "sqlite":
            assert "SCAN" not in plan, "it begins behind the rows that have no such moment, or in front of them"


def test_one_category_is_read_from_its_index_in_the_lists_order(world):
    story = world.story().until("sign")
    one = narrow.by(Case.objects.all(), {"category": story.case.category.code})
    assert list(one) == [story.case]
    above = narrow.by(Case.objects.all(), {"category": story.case.category.parent_code})
    assert list(above) == [story.case] and not narrow.by(Case.objects.all(), {"category": "none"}).exists()
    received = story.case.received_at
    rows = [Case(code=f"AB{number:08}", title="别的", text="别的", received_at=received) for number in range(300)]
    Case.objects.bulk_create(rows)
    if connection.vendor == "postgresql":  # which would read even these as they lie
        with connection.cursor() as cursor:
            for way in ("seqscan", "sort", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = one.order_by("-received_at", "-id")[:26].explain()
    assert "case_category_received" in plan and "TEMP B-TREE" not in plan and "Sort" not in plan, plan


@pytest.mark.parametrize(
    ("who", "index", "parts"), [("union", "case_lead_state_due", 3), ("intake", "case_state_due", 2)]
)
def test_what_waits_is_read_in_the_lists_order_a_state_at_a_time(world, who, index, parts):
    actor = world.actors[who]
    sort, down = ordering.of(ordering.EVERYWHERE, "due")
    (stretch, _rest) = sort.order(down)
    if (
        connection.vendor == "postgresql"
    ):  # to which any index is as good while there are no rows, and none for a handful
        states, units, due = list(State), [world.unit("zgh"), world.unit("fl"), None], clock.now()
        rows = [
            Case(
                code=f"AB{n:08}",
                title="别的",
                text="别的",
                received_at=due,
                due_at=due,
                state=states[n % len(states)],
                lead_id=units[n % 3],
            )
            for n in range(1500)
        ]
        Case.objects.bulk_create(rows)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE cases_case")
            for way in ("seqscan", "sort", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    plans = [stretch.of(ordering.prepared(part, sort))[:26].explain() for part in queries.todo_parts(actor)]
    read = [plan for plan in plans if index in plan and "TEMP B-TREE FOR ORDER" not in plan and "Sort" not in plan]
    assert len(read) >= parts, plans


def test_the_columns_are_chosen_moved_and_left_out_by_links_and_the_table_has_the_same(world, three):
    client = world.client("supervisor")
    page = client.get("/desk/cases/?state=in_progress")
    assert heads(page.text) == ["状态", "分类", "地点", "主办单位", "收到", "期限"]
    choose = client.get(page.context["columns"])
    lines, others = choose.context["chosen"], {str(one["label"]): one["add"] for one in choose.context["others"]}
    assert (lines[0]["up"], lines[-1]["down"], choose.context["usual"]) == ("", "", "")
    path = reverse("cases:columns", args=["every"])
    added = client.get(path + others["来源"])
    moved = client.get(path + added.context["chosen"][-1]["up"])
    left = client.get(path + moved.context["chosen"][0]["away"])
    shown = client.get(left.context["back"])
    assert heads(shown.text) == ["分类", "地点", "主办单位", "收到", "来源", "期限"]
    assert CODE.findall(shown.text) == [three[1]] and "state=in_progress" in left.context["back"]
    taken = client.post(shown.context["export"], {"format": "csv"}).content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(taken))) == [
        "编号", "标题", "分类", "地点", "主办单位", "收到", "来源", "下一个期限", "到期", "期限", "超期",
    ]  # fmt: skip
    chosen = ["about", "place", "unit", "received", "source", "due"]
    assert AuditEvent.objects.get(action="cases.export").refs["columns"] == chosen
    every = client.post("/desk/exports/new/every?sort=-due&cols=" + ".".join(columns.COLUMNS), {"format": "csv"})
    assert every.status_code == 200 and AuditEvent.objects.filter(action="cases.export").latest("id").fields == []
    assert client.get(path + left.context["usual"]).context["usual"] == ""
    assert client.get(reverse("cases:columns", args=["letters"])).status_code == 404
    assert world.client("union").get(reverse("cases:columns", args=["overdue"])).status_code == 404


def test_every_column_can_be_shown_and_costs_no_more_for_three_rows(world):
    names, costs = ".".join(columns.COLUMNS), []
    for more in (1, 2):
        for _ in range(more):
            world.story(area_id=world.unit("lx-v")).until("sign")
        world.go(days=20)
        climb_all()
        client = world.client("supervisor")
        for path in ("/desk/cases/", "/desk/supervision/"):
            client.get(f"{path}?cols={names}")
            with CaptureQueriesContext(connection) as asked:
                page = client.get(f"{path}?cols={names}")
            assert len(heads(page.text)) == len(columns.COLUMNS)
            costs.append((path, len(asked)))
    assert costs[:2] == costs[2:]


def test_the_last_event_is_the_newest_row_of_the_history(world):
    story = world.story().until("sign")
    world.go(hours=2)
    story.contact()
    assert story.case.happened_at == story.case.events.latest("id").at
    world.go(days=20)
    climb_all()
    assert story.case.happened_at == story.case.events.latest("id").at
