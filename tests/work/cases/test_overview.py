"""一屏看全区: the figures are those of the rows behind them, they follow every step, and nobody can be read out of them."""

from __future__ import annotations

import html
import random
import re
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.work.cases.world import PEOPLE

from qiaoliang.base.core import clock
from qiaoliang.base.core.checks import every
from qiaoliang.work.cases import checks, overview, suppress, tallies
from qiaoliang.work.cases.actions import count
from qiaoliang.work.cases.models import Counted, Tally

PAGE = "/desk/overview"


def kept():
    """All rows of the figures that say something."""
    names = ("axis", "key", "month", "question", "accused", *tallies.FIGURES)
    return sorted(row for row in Tally.objects.values_list(*names) if any(row[5:]))


def figures(world, name="leader", span=12):
    return overview.read(world.actors[name], span).work


def test_the_page_is_for_leader_and_supervisor(world):
    world.story()
    answers = {name: world.client(name).get(PAGE).status_code for name in PEOPLE}
    assert {name for name, code in answers.items() if code == 200} == {"leader", "supervisor"}
    assert {code for name, code in answers.items() if name not in ("leader", "supervisor")} == {403}


def test_every_step_changes_the_figures_as_a_count_of_all_cases_would(world):
    late, answered, rated = world.story(), world.story(), world.story()
    late.until("sign")
    assert count.count_new() == 3
    assert figures(world)["all"][""] == {"asked": 3, "answered": 0, "in_time": 0, "open": 3, "late": 0}
    answered.until("approve")
    rated.until("open_callback").rate(solved="no", contacted=True, satisfied="no")
    assert tallies.differences() > 0  # not counted yet: the control
    assert (count.count_new(), tallies.differences()) == (2, 0)
    whole = figures(world)
    assert whole["all"][""] == {"asked": 3, "answered": 2, "in_time": 2, "open": 2, "late": 0}
    assert whole["unit"][str(world.unit("zgh"))]["open"] == 2
    assert whole["theme"]["labour"]["asked"] == 3
    assert {key: one["open"] for key, one in whole["stage"].items() if one["open"]} == {"in_progress": 1, "rework": 1}
    # the clock alone makes a case late
    world.go(days=40)
    assert count.count_new() == 2
    assert (figures(world)["all"][""]["late"], tallies.differences()) == (2, 0)
    assert figures(world)["why"][""]["late"] == 2
    late.explain()
    count.count_new()
    assert {key: one["late"] for key, one in figures(world)["why"].items() if one["late"]} == {"": 1, "material": 1}
    before = kept()
    assert count.rebuild() == 3
    assert kept() == before


def test_the_first_sentence_says_how_much_is_stuck_and_where(world):
    page = lambda: world.client("leader").get(PAGE)  # noqa: E731
    assert page().context["stuck"] == ""
    for _ in range(2):
        world.story().until("sign")
    count.count_new()
    assert page().context["stuck"] == "2 件还没答复，没有超期的。"
    world.go(days=40)
    world.story().accept()
    world.story()
    count.count_new()
    assert "4 件还没答复，其中 2 件超期。超期的里“办理中”最多，有 2 件。" in page().text


def test_units_with_overdue_cases_come_first(world):
    for unit, days in (("zgh", 40), ("fl", 5)):
        story = world.story()
        story.accept()
        story.dispatch(unit)
        world.go(days=days)
    count.count_new()
    groups = {one["title"]: one["rows"] for one in world.client("leader").get(PAGE).context["groups"]}
    assert [row["cells"][0] for row in groups["按单位"]] == ["区总工会", "区妇联"]
    assert [row["cells"][0] for row in world.client("leader").get("/desk/supervision/units").context["rows"]] == [
        "区总工会",
        "区妇联",
    ]


def test_pauses_stand_apart_and_a_merge_that_ends_is_counted(world):
    asked, held, returned = (world.story().until("sign") for _ in range(3))
    asked.ask()
    held.ask_hold()
    held.decide_hold()
    lead, follower = world.story().until("sign"), world.story()
    returned_ = world.story().until("dispatch")
    returned_.ask_return()
    lead.join(follower)
    count.count_new()
    stages = {key: one["open"] for key, one in figures(world)["stage"].items() if one["open"]}
    assert stages == {"information": 1, "hold": 1, "return": 1, "in_progress": 2}
    for story in (lead, asked):
        assert story.case.state == "in_progress"
    follower.unmerge()
    count.count_new()
    assert (tallies.differences(), returned.case.state) == (0, "in_progress")


def test_a_figure_opens_as_many_rows_as_it_says(world):
    stories = [world.story() for _ in range(4)]
    stories[0].until("sign")
    stories[1].until("approve")
    stories[2].until("sign")
    world.go(days=40)
    stories[2].explain()
    stories[3].accept()
    message = world.story(text="织布车间天天加班。厂里不发工资。").until("accept")
    message.split()
    count.count_new()
    client = world.client("leader")
    page = client.get(PAGE + "?months=12").text
    found = re.findall(r'<a href="(/desk/cases/\?[^"]*)">([\d,]+)</a>', page)
    assert len(found) >= 12
    for address, number in found:
        rows = client.get(html.unescape(address)).text.count("data-row")
        assert rows == int(number), address
    bars = re.findall(r'<th scope="row"><a href="(/desk/cases/\?[^"]*)">[^<]*</a></th>.*?<td class="v">(\d+)', page)
    assert len(bars) >= 4
    for address, number in bars:
        assert client.get(html.unescape(address)).text.count("data-row") == int(number), address


def test_what_is_said_about_a_unit_is_not_in_its_own_peoples_figures(world):
    case = world.story().until("accept").case
    case.accused_organization_id = world.leader.organization.pk
    case.save(update_fields=["accused_organization"])
    count.look_again(case)
    count.count_new()
    assert Tally.objects.filter(axis="all").exclude(accused="").exists()
    assert figures(world, "leader")["all"] == {}
    assert world.client("leader").get("/desk/cases/").text.count("data-row") == 0


def test_the_page_costs_the_same_however_many_cases(world):
    world.client("leader").get(PAGE)
    costs = []
    for more in (1, 4):
        for _ in range(more):
            world.story().until("sign")
        count.count_new()
        client = world.client("leader")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        costs.append(len(asked))
        assert not [one for one in asked.captured_queries if "cases_case" in one["sql"] and "GROUP BY" in one["sql"]]
    assert costs == [16, 16]


def test_addresses_full_of_nonsense_show_the_usual_page(world):
    for asked in ("months=x", "months=-1", "quarter=9999-99", "quarter=2999-01", "quarter=0001-01", "quarter=%00"):
        assert world.client("leader").get(f"{PAGE}?{asked}").status_code == 200, asked


def test_wrong_figures_are_found_and_made_right(world):
    world.story().until("sign")
    assert list(checks.figures()) == []
    before = kept()
    Tally.objects.filter(axis="all").update(asked=99)
    assert [(one.state, one.do) for one in checks.figures()] == [("look", "qiaoliang check --mend")]
    next(one for one in every() if one.key == "figures").mend()
    assert (list(checks.figures()), kept()) == ([], before)


def test_an_erased_case_leaves_the_figures(world):
    story = world.story()
    count.count_new()
    Counted.objects.filter(case_id=story.id).update(late_from=None)
    for related in ("events", "deadlines", "requests"):
        getattr(story.case, related).all().delete()
    story.case.receipts.all().delete()
    story.case.delete()
    count.forget([story.id])
    assert (kept(), Counted.objects.count(), tallies.differences()) == ([], 0, 0)


# ---------------------------------------------------------------- people


def test_small_groups_hide_a_second_one_with_them():
    assert suppress.hidden({"a": 30, "b": 20}) == set()
    assert suppress.hidden({"a": 30, "b": 20, "c": 9}) == {"b", "c"}
    assert suppress.hidden({"a": 30, "b": 2, "c": 3}) == {"a", "b", "c"}
    assert suppress.hidden({"a": 30, "b": 8, "c": 3}) == {"b", "c"}
    assert suppress.hidden({"a": 30, "b": 0}) == set()
    assert suppress.hidden({"a": 4}) == {"a"}


@pytest.mark.parametrize("seed", range(40))
def test_no_subtraction_of_what_is_shown_leaves_a_small_group(seed):
    rng = random.Random(seed)
    groups = {n: rng.choice((0, 1, 3, 9, 10, 12, 40)) for n in range(rng.randint(1, 7))}
    total, out = sum(groups.values()), suppress.hidden(groups)
    if 0 < total < suppress.LEAST:
        return  # the total is not shown either: test_the_rates_of_few_people_are_not_shown
    shown = [groups[key] for key in groups.keys() - out]
    assert suppress.rest(total, shown) == total - sum(shown)  # what is joined in one row is never too small to be said
    for size in range(len(shown) + 1):
        for some in combinations(shown, size):
            rest = total - sum(some)
            # what is left is nobody, enough people, or people of groups that are shown themselves
            assert rest == 0 or rest >= suppress.LEAST, (groups, some)
    assert len(out) != 1


def _tally(world, unit, **said):
    month = overview.quarter_of(clock.today())
    key = str(world.unit(unit)) if unit else ""
    Tally.objects.create(axis="unit", key=key, month=month, question=False, accused="", **said)


def _said(called, n, yes):
    names = ("contacted", "solved", "satisfied")
    return {"called": called, "rated": n} | {f"{one}_n": n for one in names} | dict.fromkeys(names, yes)


def test_the_rates_of_few_people_are_not_shown(world):
    _tally(world, "zgh", **_said(40, 30, 24))
    _tally(world, "fl", **_said(20, 12, 6))
    page = world.client("leader").get(PAGE).text
    assert "80%（24/30）" in page
    assert "50%（6/12）" in page
    assert "回答这一问的 42 人里 30 人；共回访 60 人" in page, re.findall(r"class=.of.>([^<]*)", page)
    _tally(world, "lx", **_said(5, 4, 4))
    page = world.client("leader").get(PAGE).text
    assert "80%（24/30）" in page
    assert "50%（6/12）" not in page  # 46 people less 30 less 12 would be the four
    row = re.search("其余合计</th>(.*?)</tr>", page)
    assert row and re.findall(r"\d+%（[^）]*）", row[1]) == ["62%（10/16）"] * 3 + ["64%（16/25）"]
    assert "4/4" not in page
    Tally.objects.exclude(key=str(world.unit("lx"))).delete()
    page = world.client("leader").get(PAGE).text
    assert "4/4" not in page
    assert "说的不到 10 人，不显示" in page


def test_quarters_do_not_overlap_and_the_rates_are_the_same_for_every_reader(world):
    today = clock.today()
    quarters = [overview.first_of(overview.quarter_of(today), 3 * back) for back in range(8)]
    spans = [{overview.first_of(one, -ahead) for ahead in range(3)} for one in quarters]
    assert all(not (one & other) for one, other in combinations(spans, 2))
    _tally(world, "zgh", **_said(40, 30, 24))
    month = overview.quarter_of(today)
    accused = str(world.leader.organization.pk)
    Tally.objects.create(axis="unit", key="", month=month, question=False, accused=accused, **_said(20, 20, 0))
    pages = [world.client(name).get(PAGE).text for name in ("leader", "supervisor")]
    assert all("回答这一问的 30 人里 24 人；共回访 40 人" in one for one in pages)
