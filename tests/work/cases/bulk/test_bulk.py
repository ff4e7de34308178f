"""Several cases at once: each by its own step, with its own reason where it is not done, and taken back together."""

import csv
import html
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.work.cases import world as worlds

from qiaoliang.base.access.models import Grant
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.jobs import worker
from qiaoliang.base.jobs.models import Job
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.vault import unusual
from qiaoliang.ui import format
from qiaoliang.work.cases.actions import letters
from qiaoliang.work.cases.bulk import jobs, queries
from qiaoliang.work.cases.bulk.choices import Fate, State
from qiaoliang.work.cases.bulk.models import Batch, Item
from qiaoliang.work.cases.models import Case, Event, Letter

CODE = re.compile(r'(?<=num">)[0-9A-Z]{10}')


@pytest.fixture(scope="module")
def _rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), worlds.rows():
        yield


@pytest.fixture
def world(_rows, db):
    with worlds.entered() as made:
        yield made


def ticks(client, path="/desk/cases/?plain=on", only=()):
    """What the checkboxes of a list send, of these cases or of all."""
    page = client.get(path).text
    found = re.findall(r'name="row" value="([0-9a-f-]{36}~\d+)"', page)
    return [one for one in found if not only or one[:36] in {str(story.id) for story in only}]


def choose(client, step, rows=(), listed="every", asked="", **more):
    return client.post(f"/desk/bulk/of/{listed}{asked}", {"step": step, "row": list(rows), **more})


def fates():
    """Number → what became of it, of the only batch."""
    return {one.case.code: Fate(one.fate) for one in Item.objects.select_related("case")}


def test_signing_several_is_the_step_itself_and_each_refusal_has_its_own_reason(world):
    good, gone, held = (world.story() for _ in range(3))
    for story in (good, gone, held):
        story.accept()
        story.dispatch()
    client = world.client("union")
    rows = ticks(client)
    assert len(rows) == 3
    gone.sign(by="union2")  # somebody else was quicker than the page
    held.ask_return()
    before = client.get(choose(client, "sign", rows).url)
    assert "选了 3 件" in before.text and set(CODE.findall(before.text)) == {good.code, gone.code, held.code}
    after = client.post(before.request["PATH_INFO"], {"note": "一起签"}, follow=True)
    assert fates() == {good.code: Fate.DONE, gone.code: Fate.REFUSED, held.code: Fate.REFUSED}
    assert (good.case.state, good.case.handler, gone.case.handler) == (
        "in_progress", world.union.person, world.union2.person,
    )  # fmt: skip
    assert good.case.events.get(step="sign").note == "一起签"
    assert set(CODE.findall(after.text)) == {gone.code, held.code}
    assert after.text.count("有同事刚刚处理过这件") == 2 and "<dd>1</dd>" in after.text.replace(" ", "")
    batch = Batch.objects.get()
    assert [(one.action, one.refs) for one in AuditEvent.objects.filter(action__startswith="bulk")] == [
        ("bulk.begin", {"step": "sign", "rows": 3})
    ]
    assert "导出这张表" not in after.text, "a handler takes no lists out"
    assert client.get(f"/desk/bulk/{batch.pk}/refused").status_code == 404
    assert world.client("union2").get(f"/desk/bulk/{batch.pk}/").status_code == 404
    again = client.post(f"/desk/bulk/{batch.pk}/", {"note": ""})
    assert (again.status_code, Event.objects.filter(step="sign").count()) == (302, 2)


def test_the_way_back_leads_to_the_list_as_one_left_it(world):
    for story in (world.story(), world.story()):
        story.accept()
    client, asked = world.client("dispatcher"), "?state=accepted&sort=due&after=0~2026-10-08T01%3A00%3A00%2B00%3A00~x"
    left = "/desk/cases/?sort=due&amp;state=accepted&amp;after=0~"
    page = client.get(choose(client, "dispatch", ticks(client), asked=asked).url)
    assert page.text.count(f'href="{left}') == 2, "above, and to leave it"
    here = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    assert f'href="{left}' in client.post(here, {"lead": ""}).text
    done = client.post(here, {"lead": "区总工会"}, follow=True)
    assert f'href="{left}' in done.text
    (undo,) = re.findall(r'action="(/desk/bulk/[^"]*/undo[^"]*)"', done.text)
    assert f'href="{left}' in client.post(html.unescape(undo), follow=True).text
    elsewhere = client.get(page.request["PATH_INFO"], {"list": "?state=nonsense&x=//evil.example"}).text
    assert 'href="/desk/cases/"' in elsewhere and "evil" not in elsewhere.split("<main")[1].split("</main")[0]


def test_what_was_done_is_taken_back_together_while_nothing_has_happened_since(world):
    stories = [world.story() for _ in range(3)]
    for story in stories:
        story.accept()
    client = world.client("dispatcher")
    page = client.get(choose(client, "dispatch", ticks(client)).url)
    empty = client.post(page.request["PATH_INFO"], {"lead": "", "note": "先办"})
    assert (empty.status_code, "先办" in empty.text, Batch.objects.get().state) == (422, True, State.CHOSEN)
    done = client.post(page.request["PATH_INFO"], {"lead": "区总工会", "note": "先办"}, follow=True)
    assert {story.case.lead_id for story in stories} == {world.unit("zgh")} and "撤销这 3 件" in done.text
    stories[0].sign()
    back = client.post(f"{page.request['PATH_INFO']}undo", follow=True)
    assert "已撤销 2 件" in back.text and CODE.findall(back.text) == [stories[0].code]
    assert [story.case.state for story in stories] == ["in_progress", "accepted", "accepted"]
    assert fates() == {stories[0].code: Fate.DONE, stories[1].code: Fate.BACK, stories[2].code: Fate.BACK}
    world.go(minutes=11)
    late = world.client("dispatcher")
    assert "已经过了十分钟" in late.post(f"{page.request['PATH_INFO']}undo", follow=True).text
    assert "撤销这" not in late.get(page.request["PATH_INFO"]).text


def test_a_unit_that_a_case_is_about_gets_none_of_it_and_the_others_go_on(world):
    plain, about = world.story(), world.story(text="镇里收费不给票。")
    plain.accept()
    about.accept(accused_id=world.unit("lx"))
    client = world.client("dispatcher")
    page = client.get(choose(client, "dispatch", ticks(client)).url)
    done = client.post(page.request["PATH_INFO"], {"lead": "柳溪镇", "note": ""}, follow=True)
    assert fates() == {plain.code: Fate.DONE, about.code: Fate.REFUSED}
    assert "反映的就是这个单位的作风问题" in done.text and about.case.lead is None
    assert "导出这张表" in done.text
    batch = Batch.objects.get()
    answer = client.get(f"/desk/bulk/{batch.pk}/refused")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == ["编号", "标题", "原因"] and [line[0] for line in lines[1:]] == [about.code]
    assert "反映的就是这个单位的作风问题" in lines[1][2]
    written = AuditEvent.objects.get(action="bulk.take_out")
    assert (written.object_id, written.refs) == (batch.pk, {"step": "dispatch", "rows": 1})
    assert [(one.what, one.times) for one in unusual.patterns(clock.today(), clock.today())] == [("bulk", 1)]
    assert world.client("supervisor").get(f"/desk/bulk/{batch.pk}/refused").status_code == 404
    assert AuditEvent.objects.filter(action="bulk.take_out").count() == 1


def test_all_that_fit_are_capped_done_by_the_worker_and_shown_on_their_way(world, monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    monkeypatch.setattr(queries, "MOST", 3)
    stories = [world.story().until("dispatch") for _ in range(4)]
    world.story()
    client = world.client("supervisor")
    page = client.get(choose(client, "remind", asked="?state=dispatched&sort=received", all="on").url)
    assert "只取前 3 件" in page.text and "后台办理" in page.text and "还有 1 件" in page.text
    path = page.request["PATH_INFO"]
    assert client.post(path, {"note": ""}).status_code == 422
    moving = client.post(path, {"note": "请尽快签收"}, follow=True)
    assert "0 / 3" in moving.text and f"{path}progress" in moving.text
    assert "HX-Refresh" not in client.get(f"{path}progress").headers
    stories[1].sign()
    worker.run_all()
    assert client.get(f"{path}progress")["HX-Refresh"] == "true"
    assert fates() == {
        stories[0].code: Fate.DONE, stories[1].code: Fate.REFUSED, stories[2].code: Fate.DONE,
    }  # fmt: skip
    assert Letter.objects.filter(note="请尽快签收").count() == 2
    assert Job.objects.get(kind="bulk.go_on").progress_done == 3
    assert "撤销这" not in client.get(path).text, "a letter that went out stays"


def test_a_worker_that_was_stopped_goes_on_and_whoever_lost_the_right_does_nothing_more(world, monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", 0)
    stories = [world.story().until("dispatch") for _ in range(3)]
    client = world.client("supervisor")
    path = choose(client, "remind", ticks(client)).url
    client.post(path, {"note": "请签收"})

    class Stopped(Exception):
        pass

    def stop(done, total):
        if done == 2:
            raise Stopped

    from qiaoliang.work.cases.bulk.actions.begin import go_on

    with pytest.raises(Stopped):
        go_on(world.supervisor, Batch.objects.get().pk, stop)
    assert sorted(fates().values()) == [Fate.DONE, Fate.WAITING, Fate.WAITING]
    Grant.objects.filter(post=world.supervisor.post, role="supervisor").update(end=clock.today())
    worker.run_all()
    assert sorted(fates().values()) == [Fate.DONE, Fate.REFUSED, Fate.REFUSED]
    assert Event.objects.filter(step="remind", case__in=[one.id for one in stories]).count() == 1


def test_a_small_batch_that_was_stopped_is_finished_by_the_worker_a_minute_later(world, monkeypatch):
    stories = [world.story().until("dispatch") for _ in range(2)]
    client = world.client("union")
    path = choose(client, "sign", ticks(client)).url
    monkeypatch.setattr("qiaoliang.work.cases.bulk.actions.begin.go_on", lambda actor, batch_id: None)
    client.post(path, {"note": ""})
    worker.run_all()
    assert set(fates().values()) == {Fate.WAITING}
    monkeypatch.undo()
    world.go(minutes=1)
    worker.run_all()
    assert set(fates().values()) == {Fate.DONE} and all(one.case.state == "in_progress" for one in stories)


def test_supervision_letters_reach_the_unit_and_the_leaders_and_stay(world):
    stories = [world.story().until("dispatch") for _ in range(2)]
    stories[1].withdraw()
    client = world.client("supervisor")
    path = choose(client, "supervise", [f"{one.id}~{Case.objects.get(pk=one.id).version}" for one in stories]).url
    page, due = (
        client.get(path).text,
        letters.answer_by(stories[0].case, "supervision", letters.running(stories[0].case)),
    )
    assert "领导也会知道" in page and re.search(rf'data-l="最迟回复：?"[^>]*>{format.moment(due)}</td>', page)
    assert len(re.findall(r'data-l="最迟回复：?"[^>]*>这件诉求现在是“已撤回”', page)) == 1, "said before, not after"
    assert '<a href="/desk/cases/" aria-current="page"' in page, "the menu stands where the list is"
    assert client.post(path, {"note": ""}).status_code == 422
    asked = client.post(path, {"note": "办结后回 13912345678"})
    assert (asked.status_code, Batch.objects.get().state) == (422, State.CHOSEN)
    assert "13912345678" in asked.text and 'name="masked" value="out"' in asked.text, "the unit would not see it"
    done = client.post(path, {"note": "本周内签收"}, follow=True).text
    assert fates() == {stories[0].code: Fate.DONE, stories[1].code: Fate.REFUSED} and "撤销这" not in done
    letter = Letter.objects.get()
    assert (letter.kind, letter.note, letter.case_id) == ("supervision", "本周内签收", stories[0].id)
    told = Notice.objects.filter(kind="cases.supervised").values_list("person_id", flat=True)
    assert list(told) == [world.leader.person.pk]
    assert 'value="supervise"' not in world.client("union").get("/desk/cases/").text


def test_who_may_not_is_offered_nothing_and_a_made_up_row_is_nobodys(world):
    mine, other = world.story().until("dispatch"), world.story()
    assert "data-bulk" not in world.client("reviewer").get("/desk/cases/").text
    handler = world.client("union")
    page = handler.get("/desk/cases/").text
    assert 'value="sign"' in page and 'value="dispatch"' not in page and 'value="remind"' not in page
    asked = {"step": "dispatch", "row": ticks(handler)}
    assert "没有" in handler.post("/desk/bulk/of/every", asked, follow=True).text and not Batch.objects.exists()
    choose(handler, "sign", [f"{other.id}~1", f"{mine.id}~{mine.case.version}", "x", f"{'-' * 36}~1", f"{mine.id}~"])
    assert [one.case_id for one in Item.objects.all()] == [mine.id]
    assert "请先勾选诉求" in handler.post("/desk/bulk/of/every?state=closed", {"step": "sign"}, follow=True).text
    for listed, step in (("nowhere", "sign"), ("letters", "sign"), ("every", "close"), ("overdue", "sign")):
        assert choose(handler, step, listed=listed).status_code == 404
    assert world.client("reviewer").post("/desk/bulk/of/every", {"step": "sign"}).status_code == 404


def test_a_batch_nobody_began_is_forgotten_after_a_day_and_a_done_one_after_a_month(world):
    world.story().until("dispatch")
    client = world.client("union")
    choose(client, "sign", ticks(client))
    client.post(choose(client, "sign", ticks(client)).url, {"note": ""})
    world.go(days=1, seconds=1)
    jobs.sweep({}, None)
    assert [one.state for one in Batch.objects.all()] == [State.DONE]
    world.go(days=30)
    jobs.sweep({}, None)
    assert not Item.objects.exists() and Case.objects.count() == 1


def test_the_pages_cost_the_same_for_one_case_and_for_three(world):
    costs = []
    for _ in range(2):
        stories = [world.story().until("dispatch") for _ in range(1 if not costs else 3)]
        client = world.client("union")
        path = choose(client, "sign", ticks(client, only=stories)).url
        client.get(path)
        with CaptureQueriesContext(connection) as before:
            client.get(path)
        for story in stories:
            story.sign(by="union2")
        client.post(path, {"note": ""}, follow=True)
        with CaptureQueriesContext(connection) as after:
            assert len(CODE.findall(client.get(path).text)) == len(stories)
        costs.append((len(before), len(after)))
    assert costs[0] == costs[1]


def test_what_is_said_before_letters_go_costs_the_same_for_four_cases_and_for_nine(world):
    """Whoever gets none, and whose clock counts hours, among them."""
    costs, client = [], world.client("supervisor")
    for more in (3, 8):
        stories = [world.story().until("dispatch"), *(world.story() for _ in range(more))]
        for story in stories[1:]:
            story.accept(category="labour.safety")
        for story in stories[3:]:
            story.withdraw()
        chosen = [f"{one.id}~{Case.objects.get(pk=one.id).version}" for one in stories]
        path = choose(client, "remind", chosen).url
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert len(CODE.findall(client.get(path).text)) == len(stories)
        costs.append(len(asked))
    assert costs[0] == costs[1], costs
