"""Saved views: a list as somebody likes it, theirs or their unit's, and never more than its reader may see."""

import re
from urllib.parse import quote, unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.work.cases import world as worlds

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.organizations.models import Organization
from qiaoliang.work.cases.saved import jobs, queries, sealing
from qiaoliang.work.cases.saved.models import Start, View

CODE = re.compile(r'(?<=num">)[0-9A-Z]{10}')


@pytest.fixture(scope="module")
def _rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), worlds.rows():
        yield


@pytest.fixture
def world(_rows, db):
    with worlds.entered() as made:
        yield made


def save(client, asked, listed="every", **typed):
    """Save what stands in the address of a list; the answer."""
    return client.post(f"/desk/views/new/{listed}?{asked}", {"name": "在办的", **typed})


def test_a_view_keeps_filters_order_and_columns_and_opens_them_again(world):
    one, two = world.story(text="织布机夜里太响").until("sign"), world.story(text="织布机旁边没有灯")
    client = world.client("supervisor")
    asked = "q=织布机&state=in_progress&unit=区总工会&sort=-due&cols=state.due"
    page = client.get(f"/desk/cases/?{asked}")
    assert "存为常用视图" in page.text
    told = client.get(page.context["views"]["new"]).text
    assert "织布机；办理中；区总工会" in told and "按期限，先看晚到的" in told and "状态、期限" in told
    answer = client.post(page.context["views"]["new"], {"name": "响的"})
    shown = client.get(answer.url)
    assert CODE.findall(shown.text) == [one.code] and two.code not in shown.text
    assert 'aria-current="true"' in shown.text and "已存为“响的”" in shown.text
    view = View.objects.get()
    assert "织布机" in unquote(sealing.typed(view)) and "织布机".encode() not in bytes(view.typed)
    assert "区总工会（zgh）" in unquote(sealing.typed(view)), "a unit is kept by its code"
    assert [(one.action, one.refs) for one in AuditEvent.objects.filter(action__startswith="saved")] == [
        ("saved.keep", {"list": "every"})
    ]
    assert "响的" not in world.client("dispatcher").get("/desk/cases/").text
    assert world.client("dispatcher").get(f"/desk/views/{view.pk}/").status_code == 404
    again = save(client, "state=closed", name="响的")
    assert (again.status_code, "已有一个叫“响的”的常用视图" in again.text) == (422, True)


def test_a_shared_view_shows_its_reader_only_what_they_may_see_and_sharing_needs_the_right(world):
    ours, other = world.story().until("sign"), world.story()
    head, handler = world.client("union_head"), world.client("union")
    assert "共享给本单位" not in handler.get("/desk/views/new/every?state=in_progress").text
    save(handler, "state=in_progress", shared="on")
    assert View.objects.get().organization is None, "a form cannot give oneself the right"
    save(head, "state=in_progress", name="科里的", shared="on")
    shared = View.objects.get(name="科里的")
    assert shared.organization_id == world.unit("zgh")
    assert AuditEvent.objects.filter(action="saved.keep").latest("id").refs == {
        "list": "every", "unit": str(world.unit("zgh")),
    }  # fmt: skip
    link = next(one for one in handler.get("/desk/cases/").context["views"]["items"] if one["label"] == "科里的")
    assert CODE.findall(handler.get(link["href"]).text) == [ours.code]
    everything = save(world.client("supervisor"), "sort=received", name="全区", shared="on")
    assert other.code in world.client("supervisor").get(everything.url).text
    assert other.code not in handler.get(everything.url).text
    assert "科里的" not in world.client("women").get("/desk/cases/").text
    save(head, "state=submitted", name="只给我的")
    other = View.objects.get(name="只给我的")
    again = head.post(f"/desk/views/{other.pk}/", {"name": "科里的", "shared": "on"})
    assert again.status_code in (409, 422) and "换个名称" in again.text, "two chips of one name are nobody's help"
    shared_by_nobody = save(world.client("women_head"), "state=submitted", name="科里的", shared="on")
    assert shared_by_nobody.status_code == 302, "another unit has views of its own"
    page = handler.get(f"/desk/views/{shared.pk}/")
    assert "视图的名称" not in page.text and "打开这份列表时" in page.text
    handler.post(f"/desk/views/{shared.pk}/", {"name": "我的了", "begins": "on"})
    shared.refresh_from_db()
    assert (shared.name, Start.objects.get().person) == ("科里的", world.union.person)
    assert "这个视图是别人存的" in handler.post(f"/desk/views/{shared.pk}/drop", follow=True).text
    assert View.objects.get(pk=shared.pk).removed_at is None


def test_a_list_begins_with_the_view_of_its_reader_alone(world):
    one, two = world.story().until("sign"), world.story()
    client = world.client("supervisor")
    saved = save(client, "state=in_progress", begins="on")
    begun = client.get("/desk/cases/", follow=True)
    assert unquote(begun.redirect_chain[0][0]) == unquote(saved.url)
    assert CODE.findall(begun.text) == [one.code]
    assert set(CODE.findall(client.get(begun.context["views"]["plain"]).text)) == {one.code, two.code}
    assert set(CODE.findall(client.get(f"/desk/cases/{begun.context['reset']}").text)) == {one.code, two.code}
    assert world.client("dispatcher").get("/desk/cases/").status_code == 200
    save(client, "state=submitted", name="新来的", begins="on")
    assert CODE.findall(client.get("/desk/cases/", follow=True).text) == [two.code]
    assert Start.objects.count() == 1


def test_changing_throwing_away_and_taking_out_again(world):
    client = world.client("supervisor")
    address = save(client, "state=in_progress").url
    view = View.objects.get()
    other = client.get(f"{address}&sort=due")
    change = other.context["views"]["change"]
    assert "视图会改成列表现在的样子" in client.get(change).text
    client.post(change, {"name": "快到的"})
    view.refresh_from_db()
    assert (view.name, sealing.typed(view)) == ("快到的", "sort=due&state=in_progress")
    assert AuditEvent.objects.get(action="saved.change").fields == ["name", "filters"]
    gone = client.post(f"/desk/views/{view.pk}/drop", follow=True)
    assert "“快到的”已删掉" in gone.text and reverse("saved:restore", args=[view.pk]) in gone.text
    assert client.get(f"/desk/views/{view.pk}/").status_code == 404
    assert "已经彻底删除" in world.client("dispatcher").post(f"/desk/views/{view.pk}/restore", follow=True).text
    assert View.objects.get().removed_at is not None, "somebody else is told the same as of one that never was"
    assert "已恢复" in client.post(f"/desk/views/{view.pk}/restore", follow=True).text
    client.post(f"/desk/views/{view.pk}/drop")
    world.go(minutes=59)
    jobs.sweep({}, None)
    assert View.objects.filter(pk=view.pk).exists()
    world.go(minutes=2)
    assert "已经彻底删除" in world.client("supervisor").post(f"/desk/views/{view.pk}/restore", follow=True).text
    jobs.sweep({}, None)
    assert not View.objects.exists()


def test_what_a_view_asks_for_and_is_no_longer_there_is_said_and_the_rest_goes_on(world):
    one, two = world.story().until("sign"), world.story()
    client = world.client("supervisor")
    address = save(client, "state=in_progress&unit=区总工会").url
    Organization.objects.filter(pk=world.unit("zgh")).update(dissolved=clock.today())
    page = client.get(address)
    assert "“在办的”里有的条件现在没有了：主办单位 “区总工会（zgh）”" in page.text
    assert CODE.findall(page.text) == [one.code] and two.code not in page.text
    gone = client.get(address.replace("state=in_progress", "category=no.such"))
    assert "有的条件现在没有了：主办单位 “区总工会（zgh）”、属于哪一类 “no.such”" in gone.text


def test_nobody_keeps_more_than_a_dozen_and_nonsense_is_refused(world, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 1)
    client = world.client("supervisor")
    assert save(client, "state=closed", name="").status_code == 422
    assert save(client, "state=closed", name="长" * 21).status_code == 422
    save(client, "state=closed")
    full = save(client, "state=closed", name="又一个")
    assert (full.status_code, "已存了 1 个常用视图" in full.text) == (422, True)
    phone = save(client, "q=13812345678", name="找人")
    assert (phone.status_code, "您找的词里有联系方式" in phone.text) == (422, False), "the number of views comes first"
    monkeypatch.setattr(queries, "MOST", 2)
    assert "您找的词里有联系方式" in save(client, "q=13812345678", name="找人").text
    named = save(client, "state=submitted", name="王五13812345678")
    assert (named.status_code, "名称里有联系方式" in named.text, View.objects.count()) == (422, True, 1)
    view = View.objects.get()
    renamed = client.post(f"/desk/views/{view.pk}/", {"name": "王五13812345678"})
    view.refresh_from_db()
    assert (renamed.status_code, "名称里有联系方式" in renamed.text, view.name) == (422, True, "在办的")
    for listed in ("letters", "nowhere"):
        assert save(client, "", listed=listed).status_code == 404
    assert world.client("union").get("/desk/views/new/overdue").status_code == 404
    assert client.get("/desk/cases/?view=x").status_code == 200


def test_the_views_cost_one_question_however_many_there_are(world):
    client, costs = world.client("supervisor"), []
    for number in range(4):
        save(client, f"q={quote('灯')}", name=f"第{number}个")
        if number in (0, 3):
            client.get("/desk/cases/?sort=due")
            with CaptureQueriesContext(connection) as asked:
                assert f"第{number}个" in client.get("/desk/cases/?sort=due").text
            costs.append(len(asked))
            with CaptureQueriesContext(connection) as asked:
                assert f"第{number}个" in client.get("/desk/views/").text
            costs.append(len(asked))
    assert costs[:2] == costs[2:]
