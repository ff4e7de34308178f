"""The same matter said before: shown to those who may read it, with the phrases both hold, one press from merging."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import matters, queries
from qiaoliang.work.cases.sorting.actions.read import read_new
from qiaoliang.work.cases.sorting.models import Alike

SAID = "柳溪镇纺织厂织布车间从八月起没有发高温费，问了班组长和厂长都说再等等，一百多个工人都在等。"
AGAIN = "柳溪镇纺织厂织布车间从八月起没有发高温费，问了班组长和厂长都说再等等，请工会管一管。"
OTHER = "青石镇小学门口没有斑马线，早上送孩子很危险，希望画一条。"


def two(sorting, **more):
    first = sorting.story(text=SAID, title="高温费没发", **more)
    second = sorting.story(text=AGAIN, title="高温费没有发", **more)
    sorting.story(text=OTHER, title="斑马线")
    read_new()
    return first, second


def test_both_are_found_from_either_side_with_what_they_share(sorting):
    first, second = two(sorting)
    assert Alike.objects.count() == 1
    ((found, words),) = queries.alike(sorting.intake, first.case)
    assert found.pk == second.id and words and all(word in f"高温费没发。{SAID}" for word in words)
    assert [case.pk for case, _words in queries.alike(sorting.intake, second.case)] == [first.id]
    page = sorting.client("intake").get(f"/desk/cases/{second.id}/accept").content.decode()
    assert "可能是同一件事" in page and first.code in page and "with=" not in page


def test_only_those_who_may_read_it_see_it(sorting):
    first, second = two(sorting)
    second.accept(category="labour.safety")
    second.dispatch("zgh")
    assert queries.alike(sorting.union, second.case) == []
    assert [case.pk for case, _words in queries.alike(sorting.intake, second.case)] == [first.id]
    Case.objects.filter(pk=first.id).update(accused_organization=sorting.unit("office"))
    assert queries.alike(sorting.intake, second.case) == []


def test_one_press_leads_to_the_merging_step_with_them_ticked(sorting):
    first, second = two(sorting)
    for story in (first, second):
        story.accept(category="labour.safety")
    client = sorting.client("dispatcher")
    page = client.get(f"/desk/cases/{second.id}/dispatch").content.decode()
    href = f"/desk/cases/{second.id}/join?with={first.id}"
    assert href in page and href in client.get(f"/desk/cases/{second.id}/").content.decode()
    form = client.get(href).context["form"]
    assert form.initial["others"] == [str(first.id)] and form.fields["others"].choices[0][0] == str(first.id)
    assert client.get(f"{href}&with=nonsense&with={second.id}").context["form"].initial["others"] == [str(first.id)]
    assert 'value="same_matter" checked' in re.sub(r' (?:required|id="[^"]*")', "", client.get(href).text), (
        "one press is enough"
    )
    sent = {"version": second.case.version, "others": [str(first.id)], "reason": "same_matter", "note": ""}
    assert client.post(href, sent).status_code == 302
    assert first.case.state == "merged"
    assert queries.alike(sorting.dispatcher, second.case) == queries.alike(sorting.dispatcher, first.case) == []


def test_what_ended_long_ago_is_not_shown(sorting):
    first, second = two(sorting)
    first.withdraw()
    assert len(queries.alike(sorting.intake, second.case)) == 1
    sorting.go(days=91)
    assert queries.alike(sorting.intake, second.case) == []


def test_the_index_is_made_anew_when_the_worker_starts(sorting):
    sorting.story(text=SAID, title="高温费没发")
    read_new()
    matters.forget()
    later = sorting.story(text=AGAIN, title="高温费没有发")
    read_new()
    assert len(queries.alike(sorting.intake, later.case)) == 1


def test_five_cost_no_more_than_one(sorting):
    stories = [sorting.story(text=SAID, title="高温费没发") for _n in range(2)]
    read_new()

    def asked(count):
        with CaptureQueriesContext(connection) as found:
            assert len(queries.alike(sorting.intake, stories[0].case)) == count
        return len(found)

    asked(1)
    one = asked(1)
    for _n in range(6):
        sorting.story(text=SAID, title="高温费没发")
    read_new()
    assert asked(5) == one
