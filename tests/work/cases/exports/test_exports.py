"""Taking a list out: the rows of the page and no other, masked as there, safe to open, and written down."""

import io
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.work.cases import world as worlds

from qiaoliang.base.access.models import Grant
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.jobs import worker
from qiaoliang.base.jobs.models import Job
from qiaoliang.work.cases.actions import late
from qiaoliang.work.cases.exports import jobs, queries, sealing
from qiaoliang.work.cases.exports.choices import State
from qiaoliang.work.cases.exports.models import Export
from qiaoliang.work.cases.listing import LISTS


@pytest.fixture(scope="module")
def _rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), worlds.rows():
        yield


@pytest.fixture
def world(_rows, db):
    with worlds.entered() as made:
        yield made


def csv_of(response):
    """The lines of a table, as somebody's spreadsheet reads them."""
    import csv

    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def sheets_of(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_index(place).to_python() for place in range(len(book.sheet_names))]


def take(world, who, listed="every", asked="", kind="csv"):
    return world.client(who).post(reverse("exports:new", args=[listed]) + asked, {"format": kind})


def test_a_table_holds_the_rows_of_the_page_in_its_order_masked_and_without_formulas(world):
    world.story(text="路灯坏了半个月。").accept(title="=cmd|' /C calc'!A0 打13700000103", category="labour.wages")
    second = world.story().until("sign")
    about_us = world.story(text="镇里收费不给票。")
    about_us.accept(accused_id=world.unit("lx"))
    about_us.dispatch()
    page = world.client("supervisor").get("/desk/cases/")
    export = reverse("exports:new", args=["every"])
    assert f'href="{export}"' in page.text
    lines = csv_of(take(world, "supervisor"))
    assert lines[0][:6] == ["编号", "标题", "状态", "分类", "地点", "主办单位"]
    assert [line[0] for line in lines[1:]] == [row.code for row in LISTS["every"].whole(world.supervisor, {})]
    first = next(line for line in lines if "cmd" in line[1])
    assert first[1] == "'=cmd|' /C calc'!A0 打〔电话〕"
    assert lines[2][0] == second.code and lines[2][2:6] == ["办理中", "加班与休假", "", "区总工会"]
    assert lines[2][6] == "2026-10-08 09:00"
    head = csv_of(take(world, "union_head"))[1:]
    assert {line[0] for line in head} == {second.code, about_us.code}
    assert "13700000103" not in str(lines)
    assert (take(world, "union").status_code, take(world, "leader").status_code) == (404, 404)


def test_filters_narrow_it_and_who_took_what_is_written_down_without_a_typed_word(world):
    story = world.story(text="织布机的声音太大，夜里睡不着。").until("sign")
    world.story(text="别的事。")
    response = take(
        world, "supervisor", asked="?q=织布机&unit=区总工会&state=in_progress&since=2026-10-01", kind="xlsx"
    )
    assert unquote(response["Content-Disposition"]) == "attachment; filename*=UTF-8''全部诉求 2026-10-08 0900.xlsx"
    table, about = sheets_of(response.content)
    assert [row[0] for row in table[1:]] == [story.code]
    assert dict(map(tuple, about[1:]))["导出人"] == "诉求办理中心 人supervisor"
    assert dict(map(tuple, about[1:]))["筛选条件"] == "收到：2026年10月1日起；织布机；办理中；区总工会"
    event = AuditEvent.objects.get(action="cases.export")
    assert event.fields == ["q", "state", "unit", "since"]
    assert event.refs == {
        "list": "every", "format": "xlsx", "rows": 1, "by.state": "in_progress", "by.unit": str(world.unit("zgh")),
        "by.since": "2026-10-01",
    }  # fmt: skip
    export = Export.objects.get()
    assert (export.state, export.rows, bytes(export.sealed)) == (State.GONE, 1, b"")
    assert "织布机" in unquote(sealing.typed(export)) and "织布机".encode() not in bytes(export.typed)
    none = take(world, "supervisor", asked="?q=没有这样的词")
    assert (none.status_code, "没有可以导出的行" in none.text, Export.objects.count()) == (422, True, 1)


def test_a_large_table_is_written_by_the_worker_fetched_by_its_taker_and_erased_after_a_day(world, monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    stories = [world.story() for _ in range(3)]
    asked = take(world, "supervisor")
    assert (asked.status_code, asked.url) == (302, "/desk/exports/")
    export = Export.objects.get()
    mine, other = world.client("supervisor"), world.client("dispatcher")
    assert "0 / 3" in mine.get(f"/desk/exports/{export.pk}/progress").text
    assert other.get(f"/desk/exports/{export.pk}/progress").status_code == 404
    stories[0].withdraw()
    worker.run_all()
    export.refresh_from_db()
    assert (export.state, export.rows, Job.objects.get(kind="exports.write").progress_done) == (State.READY, 3, 3)
    address = f"/desk/exports/{export.pk}/file"
    assert [row[0] for row in csv_of(mine.post(address))[1:]] == [one.code for one in reversed(stories)]
    assert other.post(address).status_code == 404
    assert AuditEvent.objects.filter(action="cases.export_fetch").count() == 1
    assert mine.get(f"/desk/exports/{export.pk}/progress")["HX-Refresh"] == "true"
    world.go(days=1, seconds=1)
    jobs.erase_old()
    export.refresh_from_db()
    assert (export.state, bytes(export.sealed)) == (State.GONE, b"")
    assert "已经清除" in world.client("supervisor").post(address, follow=True).text


def test_what_somebody_looked_for_is_forgotten_after_ninety_days(world):
    world.story(text="织布机夜里太响")
    take(world, "supervisor", asked="?q=织布机")
    export = Export.objects.get()
    world.go(days=90)
    jobs.erase_old()
    assert "织布机" in world.client("supervisor").get("/desk/exports/").text
    world.go(seconds=1)
    jobs.erase_old()
    export.refresh_from_db()
    page = world.client("supervisor").get("/desk/exports/").text
    assert (bytes(export.typed), "织布机" in page, "已不再保存" in page) == (b"", False, True)


def test_whoever_lost_the_right_gets_no_table_that_was_asked_for_before(world, monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", 0)
    world.story()
    take(world, "supervisor")
    Grant.objects.filter(post=world.supervisor.post, role="supervisor").update(end=clock.today())
    worker.run_all()
    assert Export.objects.get().state == State.WRITING
    assert Job.objects.get(kind="exports.write").error.startswith("Refusal not_permitted")


def test_more_rows_than_a_table_holds_are_refused_with_what_to_do(world, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 1)
    world.story()
    world.story()
    refused = take(world, "supervisor")
    assert (refused.status_code, "超过 1 行了" in refused.text) == (422, True)
    assert not Export.objects.exists()


def test_the_supervisors_lists_come_out_with_what_their_pages_show(world):
    story = world.story().until("sign")
    world.go(days=8)
    late.climb_all()
    story.instruct()
    told = {name: csv_of(take(world, "supervisor", name)) for name in ("overdue", "letters", "instructions")}
    assert told["overdue"][1][0] == story.code and told["overdue"][1][8:10] == ["超期第一天", "催〔2026〕1号"]
    assert told["letters"][1][2:5] == ["催〔2026〕1号", "催办单", "区总工会"]
    assert told["instructions"][1][0] == story.code
    assert take(world, "dispatcher", "overdue").status_code == 404
    due = story.case.due_at
    world.at(due + timedelta(days=3))
    story.propose(closing="planned", planned_for=clock.today() + timedelta(days=4))
    story.approve()
    promised = csv_of(take(world, "supervisor", "promises"))
    assert promised[1][0] == story.code and promised[1][2:] == ["区总工会", "2026-10-22", "2026-10-22", "还有 4 天"]
    assert "没有可以导出的行" in take(world, "supervisor", "promises", "?kept=on").text
    late_rows = csv_of(take(world, "supervisor", "answered_late"))
    assert late_rows[1][0] == story.code and late_rows[1][5] == "3 天"
    assert "没有可以导出的行" in take(world, "supervisor", "soon").text


def test_the_questions_asked_do_not_grow_with_the_rows(world, django_assert_max_num_queries):
    every, asked = LISTS["every"], {"cols": "rung.reason"}
    for _ in range(3):
        world.story().until("sign")
    with django_assert_max_num_queries(8):
        assert len(next(queries.written(world.supervisor, every, asked, every.whole(world.supervisor, asked)))) == 3
