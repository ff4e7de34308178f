"""The auditor's list: who may do what on a day, since when, by whom granted."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qiaoliang.base.access import actions, deputies, listed
from qiaoliang.base.access.actor import actor_for
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Person, Post
from qiaoliang.office.sheets import read_table

PAGE = "/desk/who-may"


@pytest.fixture
def auditor(officer):
    client = Client()
    client.force_login(officer("auditor", "yq", ["auditor"]))
    return client


def rows(client, query=""):
    return [row["cells"] for row in client.get(PAGE + query).context["rows"]]


def test_each_row_says_who_where_what_since_when_and_by_whom(auditor, officer, place):
    security = officer("sec", "yq", ["security"])
    officer("worker", "lx")
    post = Post.objects.get(title="岗worker")
    actions.grant(Who(kind="account", id=security.pk), post, "handler")
    actions.grant(SYSTEM, post, "head", reach="unit", start=date(2026, 5, 1))
    assert sorted(rows(auditor, "?person=worker")) == [
        ["worker", "柳溪镇 岗worker", "单位负责人", "本单位", "2026-05-01", "在服务器上设置"],
        ["worker", "柳溪镇 岗worker", "承办人", "本单位", "2026-06-15", "sec"],
    ]
    second = organizations.register(SYSTEM, "后来人", account=Account.objects.create(username="later"))
    organizations.relieve(SYSTEM, Membership.objects.get(post=post), reason="换人")
    organizations.appoint(SYSTEM, second, post, start=date(2026, 6, 15))
    assert [row[4] for row in rows(auditor, "?person=后来人")] == ["2026-06-15", "2026-06-15"]
    assert rows(auditor, "?person=worker") == []
    assert [row[2] for row in rows(auditor, "?person=worker&day=2026-06-01")] == ["单位负责人"]
    assert rows(auditor, "?person=worker&day=2026-04-30") == []


def test_it_is_narrowed_by_unit_role_and_right(auditor, officer):
    officer("h", "lx", ["handler"])
    officer("u", "zgh", ["head"])
    assert [row[0] for row in rows(auditor, "?unit=柳溪")] == ["h"]
    assert [row[0] for row in rows(auditor, "?unit=zgh")] == ["u"]
    assert [row[0] for row in rows(auditor, "?role=head")] == ["u"]
    assert [row[0] for row in rows(auditor, "?permission=cases.sign")] == ["h", "u"]
    assert [row[0] for row in rows(auditor, "?permission=cases.approve&unit=柳溪")] == []
    for bad in (
        "?day=x",
        "?day=0001-01-01",
        "?role=emperor",
        "?after=x",
        "?after=x.y",
        "?unit=%00",
        "?person=' OR 1=1",
    ):
        assert auditor.get(PAGE + bad).status_code == 200, bad


def test_a_deputy_stands_beside_the_holder_and_is_found_by_name(auditor, officer, place):
    officer("boss", "lx", ["head"])
    officer("mate", "lx")
    boss = actor_for(Account.objects.get(username="boss"))
    day = clock.today()
    deputies.name(boss, boss.membership, Person.objects.get(name="mate"), start=day, end=day + timedelta(days=3))
    assert [row[0] for row in rows(auditor, "?person=mate")] == ["boss；mate代理至 2026-06-17"]
    assert rows(auditor, "?person=mate&day=2026-06-18") == []
    Person.objects.filter(name="mate").update(name="石桥生")
    assert [row[0] for row in rows(auditor, "?person=sqs")] == ["boss；石桥生代理至 2026-06-17"]
    assert rows(auditor, "?person=sqx") == []


def test_it_is_paged_by_key_and_asks_the_same_for_one_and_many(auditor, officer, monkeypatch):
    monkeypatch.setattr(listed, "SIZE", 2)
    auditor.get("/desk/rights")
    with CaptureQueriesContext(connection) as one:
        auditor.get(PAGE)
    for name in ("b", "c", "d"):
        officer(name, "lx", ["handler", "head"])
    auditor.get("/desk/rights")
    with CaptureQueriesContext(connection) as many:
        first = auditor.get(PAGE)
    assert len(many) == len(one)
    seen, answer = [], first
    for _page in range(9):
        seen += [tuple(row["cells"]) for row in answer.context["rows"]]
        if not answer.context["next"]:
            break
        answer = auditor.get(PAGE + answer.context["next"])
    assert len(seen) == len(set(seen)) == 7


def test_the_table_holds_the_same_rows_and_that_it_was_taken_is_written_down(auditor, officer, monkeypatch, tmp_path):
    monkeypatch.setattr(listed, "CHUNK", 2)
    for name in ("b", "c", "d"):
        officer(name, "lx", ["handler"])
    answer = auditor.get(PAGE + ".xlsx?role=handler")
    file = tmp_path / "rights.xlsx"
    file.write_bytes(answer.content)
    sheet = [row.values for row in read_table(file, sheet="谁能做什么")]
    assert list(sheet[0]) == ["谁", "单位和岗位", "角色", "范围", "从何时起", "谁授的权"]
    assert [list(row.values()) for row in sheet] == rows(auditor, "?role=handler")
    assert len(sheet) == 3
    rights = [list(row.values.values())[:2] for row in read_table(file, sheet="角色")]
    assert ["审计员", "查看审计记录"] in rights
    assert AuditEvent.objects.get(action="grant.list_taken").refs == {"day": "2026-06-15"}
    assert Client().get(PAGE + ".xlsx").status_code == 302
    other = Client()
    other.force_login(Account.objects.get(username="b"))
    assert other.get(PAGE + ".xlsx").status_code == 403
