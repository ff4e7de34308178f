"""Suggestions: from the words of the case, shown with them, filled in by one press; a person decides."""

from __future__ import annotations

import stat

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiaoliang.base.core.env import data_folder
from qiaoliang.base.jobs import worker
from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.jobs.models import Job
from qiaoliang.base.jobs.registry import periods
from qiaoliang.base.organizations.models import Organization
from qiaoliang.work.cases.actions.undo import undo
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import checks, reading, shelf
from qiaoliang.work.cases.sorting.actions import suggest
from qiaoliang.work.cases.sorting.actions.read import read_new
from qiaoliang.work.cases.sorting.actions.train import model
from qiaoliang.work.cases.sorting.choices import What
from qiaoliang.work.cases.sorting.models import Suggestion

WAGES = "厂里拖欠工资三个月了，老板说没钱，包工头也找不到，讨薪讨不到，工钱一分没给。"
NOTHING = "就是那个事，麻烦看一看。"


def suggested(story, what=What.CATEGORY):
    return Suggestion.objects.get(case=story.id, what=what)


def test_a_new_case_gets_a_category_with_the_words_that_speak_for_it(sorting):
    story = sorting.story(text=WAGES, title="工资没发")
    assert read_new() == 1
    row = suggested(story)
    assert row.offered[0] == "labour.wages"
    assert "工资" in row.why[0] and all(word in f"工资没发。{WAGES}" for words in row.why for word in words)
    assert (row.experience, row.decided, row.place) == (0, "", None)
    assert read_new() == 0


def test_the_worker_reads_by_itself(sorting):
    story = sorting.story(text=WAGES, title="工资没发")
    enqueue("sorting.read", {}, key="beat")
    Job.objects.open().exclude(kind="sorting.read").delete()
    assert worker.run_all() == 1 and suggested(story).offered[0] == "labour.wages"
    assert periods["sorting.read"] <= 10


def test_what_would_be_a_guess_is_not_said(sorting):
    story = sorting.story(text=NOTHING, title="有事")
    read_new()
    assert suggested(story).offered == []
    assert "原文提到" not in sorting.client("intake").get(f"/desk/cases/{story.id}/accept").content.decode()


def test_one_word_alone_suggests_nothing(sorting, monkeypatch):
    text = "夜里装货，全家睡不着，压力大。"
    quiet = sorting.story(text=text, title="有事")
    read_new()
    assert suggested(quiet).offered == []
    monkeypatch.setattr(suggest, "WORDS", 1)
    guessed = sorting.story(text=text, title="有事")
    read_new()
    assert suggested(guessed).offered == ["youth.counsel"], "without the rule it would be said"


def test_the_form_shows_it_and_one_press_fills_it_in_and_loses_nothing(sorting):
    story = sorting.story(text=WAGES, title="工资没发")
    read_new()
    client, where = sorting.client("intake"), f"/desk/cases/{story.id}/accept"
    page = client.get(where).content.decode()
    assert 'name="fill" value="category=labour.wages"' in page
    assert "<mark>工资</mark>" in page.partition("诉求人怎么说")[2]
    typed = {
        "version": story.case.version,
        "heading": "纺织厂三个月没发工资",
        "note": "先打电话问",
        "kind": "help",
        "category": "",
    }
    filled = client.post(where, {**typed, "fill": "category=labour.wages"})
    form = filled.context["form"]
    assert filled.status_code == 200 and not form.is_bound
    assert {name: form.initial[name] for name in typed} == {
        **{k: str(v) for k, v in typed.items()},
        "category": "labour.wages",
    }
    assert story.case.state == "submitted"
    odd = client.post(where, {**typed, "fill": "nowhere=1"})
    assert odd.status_code == 200 and "nowhere" not in odd.context["form"].initial
    assert client.post(where, {**typed, "category": "labour.wages"}).status_code == 302
    assert story.case.category.code == "labour.wages"


def test_the_lead_follows_what_it_is_about_and_the_place(sorting):
    story = sorting.story(text=WAGES, title="工资没发", area_id=sorting.unit("lx-v"))
    story.accept(category="labour.wages")
    read_new()
    assert suggested(story, What.LEAD).offered[0] == str(sorting.unit("zgh"))
    page = sorting.client("dispatcher").get(f"/desk/cases/{story.id}/dispatch").content.decode()
    assert 'name="fill" value="lead=区总工会"' in page


def test_where_the_first_unit_was_not_the_right_one_the_others_are_suggested(sorting):
    story = sorting.story(text=WAGES, title="工资没发", area_id=sorting.unit("lx-v"))
    story.accept(category="labour.wages")
    read_new()
    story.dispatch(lead="fl")
    dispatcher, where = sorting.client("dispatcher"), f"/desk/cases/{story.id}/redispatch"
    assert 'name="fill" value="lead=区总工会"' in dispatcher.get(where).text
    story.redispatch(lead="zgh")
    assert "lead=区总工会" not in dispatcher.get(where).text, "it has the case already"


def test_a_unit_whose_conduct_it_is_about_is_never_suggested(sorting):
    story = sorting.story(text=WAGES, title="工资没发")
    story.accept(category="labour.wages", accused_id=sorting.unit("zgh"))
    read_new()
    assert str(sorting.unit("zgh")) not in suggested(story, What.LEAD).offered
    later = sorting.story(text=WAGES, title="工资没发")
    later.accept(category="labour.wages")
    read_new()
    assert str(sorting.unit("zgh")) in suggested(later, What.LEAD).offered
    Case.objects.filter(pk=later.id).update(accused_organization=sorting.unit("zgh"))
    page = sorting.client("dispatcher").get(f"/desk/cases/{later.id}/dispatch").content.decode()
    assert "lead=区总工会" not in page


def test_a_unit_where_nobody_could_answer_is_not_suggested(sorting):
    story = sorting.story(text="村里修路的账目为什么不公开，村务公开栏半年没有换过。", area_id=sorting.unit("lx-v"))
    story.accept(category="village.openness")
    read_new()
    offered = suggested(story, What.LEAD).offered
    assert str(sorting.unit("mill")) not in offered
    assert all(Organization.objects.filter(pk=one).exists() for one in offered)


def test_accepting_anew_asks_for_the_lead_anew(sorting):
    story = sorting.story(text=WAGES, title="工资没发")
    story.accept(category="women.violence")
    read_new()
    first = suggested(story, What.LEAD)
    undo(sorting.intake, story.id, story.case.version)
    read_new()
    assert not Suggestion.objects.filter(case=story.id, what=What.LEAD).exists()
    story.accept(category="labour.wages")
    read_new()
    assert suggested(story, What.LEAD).pk != first.pk


def test_no_contact_data_is_read(sorting):
    story = sorting.story(text=f"{WAGES}我叫何小满，电话13812345678。", title="找13812345678何小满")
    read_new()
    assert "13812345678" not in reading.words(story.case) and "13812345678" not in str(suggested(story).why)
    story.accept(category="labour.wages")
    read_new()
    for what in What:
        shelf.write(what, shelf.read(what))
        assert b"13812345678" not in shelf.opened(what)


def test_the_models_are_sealed_and_their_owners_alone(sorting):
    for what in What:
        assert stat.S_IMODE(shelf.path(what).stat().st_mode) == 0o600
        assert "工资".encode() in shelf.opened(what) and "工资".encode() not in shelf.path(what).read_bytes()
    assert stat.S_IMODE((data_folder() / "sorting").stat().st_mode) == 0o700


def test_a_broken_model_breaks_no_page_is_said_and_is_made_anew(sorting, caplog):
    story = sorting.story(text=WAGES, title="工资没发")
    story.accept(category="labour.wages")
    shelf.path(What.LEAD).write_bytes(b"\x01nonsense" * 10)
    with pytest.raises(shelf.Damaged):
        shelf.read(What.LEAD)
    assert [(one.state, one.do) for one in checks.look()] == [("look", "qiaoliang check --mend")]
    assert sorting.client("dispatcher").get(f"/desk/cases/{story.id}/dispatch").status_code == 200
    with shelf.alone():
        assert model(What.LEAD).router.labels
    assert "made anew" in caplog.text and list(checks.look()) == []
    shelf.path(What.LEAD).unlink()
    assert list(checks.look()) == []
    read_new()
    shelf.path(What.LEAD).unlink()
    assert ["不见了" in str(one.says) for one in checks.look()] == [True]


def test_the_form_asks_as_little_for_three_suggestions_as_for_one(sorting):
    story = sorting.story(text=WAGES, title="工资没发")
    read_new()
    client, where = sorting.client("intake"), f"/desk/cases/{story.id}/accept"
    client.get(where)

    def asked(offered):
        Suggestion.objects.filter(case=story.id).update(offered=offered, why=[["工资"]] * len(offered))
        with CaptureQueriesContext(connection) as found:
            assert client.get(where).content.decode().count('name="fill"') == len(offered)
        return len(found)

    assert asked(["labour.wages"]) == asked(["labour.wages", "labour.hours", "union.legal"])
