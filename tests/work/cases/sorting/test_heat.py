"""Hot issues: what several cases say lately, made into rows by the worker; each opens its cases."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiaoliang.base.catalog import queries as categories
from qiaoliang.work.cases.actions import archive
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import present, queries
from qiaoliang.work.cases.sorting.actions.forget import forget
from qiaoliang.work.cases.sorting.actions.heat import first_week, look, trend
from qiaoliang.work.cases.sorting.actions.read import read_new
from qiaoliang.work.cases.sorting.choices import Trend, What
from qiaoliang.work.cases.sorting.models import Issue, Suggestion

VOICES = (
    "柳溪村晚托班名额太少，双职工家庭排不上号，孩子放学没有人接。",
    "柳溪村晚托班报不上名，孩子四点半放学没人接，双职工只能请假。",
    "想请村里的晚托班多开一个班，柳溪村双职工家庭都在排队。",
    "柳溪村晚托班登记一个月了还没排上，孩子放学一个人在家。",
)
OTHERS = ("厂里拖欠工资三个月。", "村口路灯坏了。", "入党申请书交给谁？", "邻居装修太吵。")


def raised(sorting, count=4, days=5):
    """Some voices on one thing, a few days apart, among others on other things."""
    stories = []
    for number in range(count):
        stories.append(sorting.story(text=VOICES[number % 4], title="晚托班排不上", area_id=sorting.unit("lx-v")))
        stories[-1].accept(category="children.care")
        sorting.story(text=OTHERS[number % 4], title=OTHERS[number % 4][:6])
        sorting.go(days=days)
    return stories


def test_several_cases_on_one_thing_are_an_issue_that_opens_them(sorting):
    stories = raised(sorting)
    assert look() == 1
    (issue,) = Issue.objects.all()
    assert (issue.category, issue.count, issue.recent, issue.before, issue.trend) == ("children.care", 4, 4, 0, "new")
    assert "晚托班" in issue.words and sum(issue.weeks) == 4 and len(issue.weeks) == 12
    client = sorting.client("leader")
    page = client.get("/desk/hot").content.decode()
    assert "托育" in present.issue_title(issue) and present.issue_title(issue) in page and "近四周 4 件" in page
    listed = client.get(f"/desk/cases/?among=issue:{issue.pk}").content.decode()
    assert all(story.code in listed for story in stories) and listed.count("data-row") == 4
    assert present.issue_title(issue) in listed
    assert present.issue_title(issue) in client.get("/desk/overview").content.decode()


def test_an_address_that_means_no_issue_narrows_nothing(sorting):
    sorting.story(text=OTHERS[0])
    client = sorting.client("leader")
    for among in ("issue:nonsense", "nothing:1", "issue:01a22087-03ed-7037-ab9a-9f4b7aa83daa", "x" * 80):
        answer = client.get("/desk/cases/", {"among": among})
        assert answer.status_code == 200 and answer.content.decode().count("data-row") == 1


def test_who_cannot_open_the_cases_sees_no_small_groups(sorting):
    raised(sorting, count=9, days=2)
    look()
    assert [issue.count for issue in queries.issues(sorting.leader)] == [9]
    assert queries.issues(sorting.union) == []
    page = sorting.client("union").get("/desk/hot").content.decode()
    assert "晚托班" not in page and "至少 10 件" in page
    sorting.story(text=VOICES[0], title="晚托班排不上", area_id=sorting.unit("lx-v")).accept(category="children.care")
    look()
    assert [issue.count for issue in queries.issues(sorting.union)] == [10]
    page, opened = (sorting.client(who).get("/desk/hot").content.decode() for who in ("union", "leader"))
    assert "among=issue" not in page
    weeks = Issue.objects.get().weeks
    assert sum(weeks) == 10 and max(weeks) < 10, "each week is a small group"
    for words in ("再往前四周", "最早一件", "这一周到现在", "<table"):
        assert (words in page, words in opened) == (False, True), words
    assert "10 件" in page and "柳溪村" in page


def test_cases_about_conduct_are_left_out(sorting):
    stories = raised(sorting)
    Case.objects.filter(pk__in=[story.id for story in stories[:2]]).update(accused_organization=sorting.unit("zgh"))
    assert look() == 0


def test_a_category_of_conduct_is_left_out_though_no_unit_is_named(sorting):
    stories = raised(sorting, count=3)
    assert look() == 1
    mine = Case.objects.filter(pk__in=[story.id for story in stories])
    mine.update(category=categories.category("village.cadre"))
    assert look() == 0
    mine.update(category=None)
    for story in stories:
        offered = {"offered": ["village.cadre"], "why": [[]]}
        Suggestion.objects.update_or_create(case_id=story.id, what=What.CATEGORY, defaults=offered)
    assert look() == 0, "nor where that is what is suggested"


def test_a_unit_named_since_the_worker_looked_does_not_read_what_is_said_of_it(sorting):
    stories = raised(sorting, count=10, days=2)
    look()
    title = present.issue_title(Issue.objects.get())
    assert title in sorting.client("town").get("/desk/hot").content.decode()
    Case.objects.filter(pk=stories[0].id).update(accused_organization=sorting.unit("lx"))
    reading = {"town": False, "town_head": False, "town_union": False, "women": True, "leader": True}
    for who, reads in reading.items():
        assert (title in sorting.client(who).get("/desk/hot").content.decode()) is reads, who


def test_an_issue_that_goes_on_keeps_its_address_and_one_that_is_over_goes(sorting):
    raised(sorting)
    look()
    first = Issue.objects.get()
    sorting.story(text=VOICES[0], title="晚托班排不上", area_id=sorting.unit("lx-v")).accept(category="children.care")
    look()
    assert Issue.objects.get().pk == first.pk and Issue.objects.get().count == 5
    sorting.go(days=40)
    assert look() == 0 and not Issue.objects.exists()


def test_an_issue_goes_with_the_words_of_its_cases(sorting):
    stories = raised(sorting)
    look()
    forget(stories[0].case)
    assert not Issue.objects.exists()
    assert forget in archive._ALSO


@pytest.mark.parametrize(
    ("recent", "before", "count", "found"),
    [(4, 0, 4, "new"), (3, 2, 6, "growing"), (3, 0, 6, "growing"), (2, 3, 6, "fading"), (3, 3, 6, "steady")],
)
def test_the_trend_is_four_weeks_beside_four(recent, before, count, found):
    assert trend(recent, before, count) == Trend(found)


def test_the_weeks_begin_on_a_monday():
    assert first_week(date(2026, 11, 28)) == date(2026, 9, 7)


def test_more_issues_ask_no_more(sorting):
    raised(sorting)
    read_new()
    look()
    client = sorting.client("leader")
    client.get("/desk/hot")

    def asked(count):
        with CaptureQueriesContext(connection) as found:
            assert client.get("/desk/hot").content.decode().count('id="issue-') == count
        return len(found)

    one = asked(1)
    issue = Issue.objects.get()
    for rank in (2, 3, 4):
        issue.pk, issue.rank, issue._state.adding = None, rank, True
        Issue.objects.create(
            **{
                f.name: getattr(issue, f.name)
                for f in Issue._meta.concrete_fields
                if f.name not in ("id", "created_at")
            }
        )
    assert asked(4) == one
