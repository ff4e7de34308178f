"""Each decision is set beside what was suggested, counted by month, and learned; the later decision replaces the earlier."""

from __future__ import annotations

from datetime import date

from tests.work.cases.sorting.test_suggesting import WAGES, suggested

from qiaoliang.work.cases.actions.undo import undo
from qiaoliang.work.cases.sorting import labels, shelf
from qiaoliang.work.cases.sorting.actions import read
from qiaoliang.work.cases.sorting.actions.read import read_new
from qiaoliang.work.cases.sorting.actions.train import AFTER, due
from qiaoliang.work.cases.sorting.choices import What
from qiaoliang.work.cases.sorting.models import Accuracy, Suggestion
from qiaoliang.work.cases.sorting.shelf import Learned

ODD = "河边的观鸟台栏杆松了，孩子们趴在上面看白鹭很危险。"


def test_what_the_office_decides_is_suggested_from_then_on(sorting):
    first = sorting.story(text=ODD, title="观鸟台栏杆松了")
    read_new()
    assert "children.safety" not in suggested(first).offered[:1]
    first.accept(category="children.safety")
    read_new()
    later = sorting.story(text=ODD.replace("松了", "又松了"), title="观鸟台栏杆松了")
    read_new()
    row = suggested(later)
    assert row.offered[0] == "children.safety" and row.experience == 1
    assert any("观鸟台" in words for words in row.why[0])


def test_the_place_of_the_decision_is_kept_and_counted_by_month(sorting):
    right, wrong, silent = (
        sorting.story(text=text, title=title)
        for text, title in ((WAGES, "工资没发"), (WAGES, "工资没发"), ("就是那个事。", "有事"))
    )
    read_new()
    right.accept(category="labour.wages")
    wrong.accept(category="women.violence")
    silent.accept(category="labour.wages")
    read_new()
    assert [suggested(story).place for story in (right, wrong, silent)] == [1, 0, None]
    (month,) = Accuracy.objects.filter(what=What.CATEGORY)
    assert (month.month, month.decided, month.said, month.first, month.among, month.beginner) == (
        date(2026, 10, 1), 3, 2, 1, 1, 3,
    )  # fmt: skip
    undo(sorting.intake, right.id, right.case.version)
    read_new()
    month.refresh_from_db()
    assert (month.decided, month.first) == (2, 0) and suggested(right).decided == ""


def test_after_another_unit_took_it_the_later_one_counts(sorting):
    story = sorting.story(text=WAGES, title="工资没发")
    story.accept(category="labour.wages")
    read_new()
    story.dispatch("zgh")
    read_new()
    row = suggested(story, What.LEAD)
    assert (row.decided, row.place) == (str(sorting.unit("zgh")), 1)
    when = row.decided_at
    sorting.go(days=1)
    story.redispatch("fl")
    read_new()
    row.refresh_from_db()
    assert (row.decided, row.decided_at) == (str(sorting.unit("fl")), when) and row.place != 1
    month = Accuracy.objects.get(what=What.LEAD)
    assert (month.decided, month.first) == (1, 0)
    assert shelf.read(What.LEAD).experience == 2


def test_what_was_decided_before_it_was_read_counts_as_not_said_and_old_cases_not_at_all(sorting):
    quick, old = sorting.story(text=WAGES, title="工资没发"), sorting.story(text=WAGES, title="工资没发")
    old.accept(category="labour.wages")
    sorting.go(days=2)
    quick_today = sorting.story(text=WAGES)
    quick_today.accept(category="labour.wages")
    quick_today.dispatch("zgh")
    read_new()
    read_new()
    assert suggested(old).offered is None and suggested(quick).offered
    assert suggested(quick_today).offered == [] and suggested(quick_today, What.LEAD).offered == []
    month = Accuracy.objects.get(what=What.CATEGORY)
    assert (month.decided, month.said) == (1, 0)


def test_a_case_that_follows_another_keeps_its_own_decision(sorting):
    lead, other = sorting.story(text=WAGES), sorting.story(text=WAGES)
    read_new()
    for story in (lead, other):
        story.accept(category="labour.wages")
    lead.dispatch("zgh")
    lead.join(other)
    read_new()
    assert suggested(other).decided == ""
    assert not Suggestion.objects.filter(case=other.id, what=What.LEAD).exclude(decided="").exists()


def test_an_ended_case_is_not_looked_at_again(sorting):
    story = sorting.story(text=WAGES)
    read_new()
    story.accept(category="labour.wages")
    for step in ("dispatch", "sign", "propose", "approve", "open_callback", "rate"):
        getattr(story, step)()
    read_new()
    row = suggested(story)
    assert (story.case.state, row.settled, row.decided) == ("closed", True, "labour.wages")


def test_a_decision_of_one_village_holds_for_the_next(sorting):
    story = sorting.story(text="村口路灯坏了", area_id=sorting.unit("lx-v"))
    story.accept(category="village.facilities")
    story.dispatch("lx")
    case = story.case
    leads = labels.Leads()
    assert leads.label(case) == "kind:town"
    assert labels.unit_of("kind:town", case).pk == sorting.unit("lx")
    story.redispatch("fl")
    assert leads.label(story.case) == "kind:women"
    special = f"unit:{sorting.unit('lx-gh')}"
    assert labels.unit_of(special, case).pk == sorting.unit("lx-gh")
    assert labels.unit_of(special, case, besides={sorting.unit("lx-gh")}) is None


def test_all_is_learned_again_after_enough_decisions_and_lessons_are_kept_now_and_then(sorting, monkeypatch):
    router = shelf.read(What.LEAD).router
    assert not due(Learned(router, thorough=0, since=AFTER - 1)) and due(Learned(router, thorough=0, since=AFTER))
    assert not due(Learned(router, thorough=10_000, since=AFTER)) and due(Learned(router, thorough=10_000, since=500))
    monkeypatch.setattr(read, "SAVE_AFTER", 2)
    before = shelf.path(What.LEAD).stat().st_ino
    stories = [sorting.story(text=WAGES) for _n in range(2)]
    for number, story in enumerate(stories, 1):
        story.accept(category="labour.wages")
        read_new()
        story.dispatch("zgh")
        read_new()
        assert (shelf.path(What.LEAD).stat().st_ino != before) == (number == 2)
