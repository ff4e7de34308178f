from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.base.desk import officer

from qiaoliang.base.audit import queries, views
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock, ids
from qiaoliang.base.core.who import SYSTEM, Who

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PAGE = "/desk/audit"


@pytest.fixture(autouse=True)
def nine_in_the_morning():
    with clock.frozen(NINE):
        yield


def shown(client, **query) -> str:
    return client.get(PAGE, query).content.decode()


def test_only_the_auditor_reads_the_log(client):
    assert client.get(PAGE).status_code == 302
    assert officer("handler", "桥一").client.get(PAGE).status_code == 403
    assert officer("admin", "桥二").client.get(PAGE).status_code == 403
    assert officer("auditor", "桥三").client.get(PAGE).status_code == 200


def test_events_are_told_in_plain_words_with_names():
    auditor, deed = officer("auditor", "桥三"), officer("handler", "桥一")
    record(deed.who, "contact.reveal", ("contact", ids.uuid7()), fields=["phone"], reason="verify")
    record(SYSTEM, "job.try_again", ("job", ids.uuid7()))
    record(Who(kind="resident"), "contact.store", ("contact", ids.uuid7()))
    text = shown(auditor.client)
    for words in (
        "查看了联系方式",
        "桥一",
        "桥一的岗位",
        "联系方式",
        "电话；需要向您核实情况",
        "系统",
        "群众",
        "2026-11-23 09:00:00",
    ):
        assert words in text
    assert shown(auditor.client, action="contact.reveal").count("查看了联系方式</th>") == 1


def test_the_log_is_narrowed_by_days_action_record_and_person():
    auditor, case = officer("auditor", "桥三"), ids.uuid7()
    one, two = officer("handler", "桥一"), officer("handler", "桥二")
    record(one.who, "contact.reveal", ("contact", case))
    with clock.frozen(NINE - timedelta(days=1)):
        record(two.who, "contact.erase", ("contact", case))
    today, yesterday = NINE.date(), NINE.date() - timedelta(days=1)
    assert queries.events(records={case}).count() == 2
    assert queries.events(records={case}, actors={one.account.pk}).get().action == "contact.reveal"
    assert queries.events(records={case}, since=today).get().action == "contact.reveal"
    assert queries.events(records={case}, until=yesterday).get().action == "contact.erase"
    assert queries.events(kind="contact", action="contact.erase").get().actor_id == two.account.pk
    assert not queries.events(records=set()).exists()
    assert "只看这一条记录" in shown(auditor.client, record=str(case))
    mine = shown(auditor.client, who="桥二", record=str(case))
    assert ("删除了联系方式</th>" in mine, "查看了联系方式</th>" in mine) == (True, False)
    mine = shown(auditor.client, who="qe", record=str(case))
    assert ("删除了联系方式</th>" in mine, "查看了联系方式</th>" in mine) == (True, False)
    assert "没有" in shown(auditor.client, who="没有这个人")
    for query in (
        {"since": "yesterday"},
        {"until": "0001-01-01"},
        {"record": "x"},
        {"before": "x"},
        {"action": "nothing.known"},
        {"kind": "<b>"},
        {"number": "\0", "who": "\u202e"},
    ):
        assert auditor.client.get(PAGE, query).status_code == 200


def test_the_district_day_begins_at_its_midnight():
    case = ids.uuid7()
    for moment in ("2026-11-22T15:59:59", "2026-11-22T16:00:00", "2026-11-23T16:00:00"):
        with clock.frozen(datetime.fromisoformat(moment).replace(tzinfo=UTC)):
            record(SYSTEM, "case.note", ("case", case))
    day = NINE.date()
    assert [event.created_at.hour for event in queries.events(records={case}, since=day, until=day)] == [16]


def test_a_field_is_called_as_its_record_calls_it_and_a_reason_said_in_words():
    auditor = officer("auditor", "桥三")
    for kind in ("post", "case", "organization", "person"):
        record(SYSTEM, f"{kind}.change", (kind, ids.uuid7()), fields=["title", "name"])
    record(SYSTEM, "contact.erase", ("contact", ids.uuid7()), reason="request")
    text = shown(auditor.client)
    for words in ("岗位名称", "标题", "单位名称", "应本人要求"):
        assert words in text


def test_one_pages_through_all_events_once(monkeypatch):
    monkeypatch.setattr(views, "SIZE", 2)
    case, seen, before = ids.uuid7(), [], None
    events = [record(SYSTEM, "case.note", ("case", case)).pk for _ in range(5)]
    while True:
        found, more = queries.page(queries.events(records={case}), 2, before=before)
        seen += [event.pk for event in found]
        if not more:
            break
        before = found[-1].pk
    assert seen == events[::-1]
    text = shown(officer("auditor").client, record=str(case))
    assert f"before={events[-2]}" in text


def test_the_page_takes_as_many_queries_for_three_rows_as_for_one():
    auditor, deed, counts = officer("auditor", "桥三"), officer("handler", "桥一"), []
    auditor.client.get(PAGE)
    for rows in (1, 3):
        case = ids.uuid7()
        for _ in range(rows):
            record(deed.who, "case.note", ("case", case))
        with CaptureQueriesContext(connection) as asked:
            auditor.client.get(PAGE, {"record": str(case)})
        counts.append(len(asked))
    assert counts[0] == counts[1] > 1
