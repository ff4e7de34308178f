"""The pages on what is kept: who gets in, what they offer to whom, and how many questions they ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.work.cases.keeping.test_clearing import CALLED, PHONE, SAID, cleared, ended, live

from qiaoliang.base.access.models import Grant
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.health import queries as health
from qiaoliang.base.jobs import worker
from qiaoliang.base.notify.models import Notice
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.keeping import queries
from qiaoliang.work.cases.keeping.actions.propose import propose
from qiaoliang.work.cases.keeping.choices import What
from qiaoliang.work.cases.keeping.models import Clearing, Line
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.mydata.models import Erasure


@pytest.fixture
def due(officers):
    """A district in which one case has been over for longer than its contact is kept."""
    officers.case = ended(officers)
    live(officers, 184)
    return officers


def at(name, clearing=None):
    return reverse(f"keeping:{name}", args=[clearing.pk] if clearing else [])


def test_only_the_data_officer_and_the_second_person_get_in(due):
    made = propose()
    union, officer, leader = (due.client(name) for name in ("union", "data_officer", "leader"))
    for name, answer in (("every", 403), ("one", 404), ("progress", 404)):
        address = at(name, None if name == "every" else made)
        assert [one.get(address).status_code for one in (union, officer, leader)] == [answer, 200, 200]
    for name in ("look", "clock"):
        assert [one.post(at(name)).status_code for one in (union, leader)] == [403, 403]
    assert leader.post(at("put_forward", made)).status_code == union.post(at("confirm", made)).status_code == 404
    made.refresh_from_db()
    assert (made.put_forward_at, made.confirmed_at) == (None, None)


def test_from_the_list_to_what_is_gone(due):
    officer, leader = due.client("data_officer"), due.client("leader")
    assert "今天到期：1 件的联系方式，0 件的内容和附件。" in officer.get(at("every")).text
    made = Clearing.objects.get(pk=officer.post(at("look"))["Location"].rstrip("/").rsplit("/", 1)[1])
    shown = officer.get(at("one", made)).text
    assert due.case.code in shown and SAID not in shown and CALLED not in shown and PHONE not in shown
    assert "看过了，提交" in shown and "确认清除" not in leader.get(at("one", made)).text
    officer.post(at("put_forward", made))
    assert Notice.objects.filter(kind="keeping.put_forward", person_id=due.leader.person.pk).count() == 1
    mine = officer.get(at("one", made)).text
    assert "确认清除" not in mine and "您已提交，等另一个人确认。" in mine
    assert "这份清单是您提交的，要由另一个人确认。" in officer.post(at("confirm", made), follow=True).text
    assert "确认清除" in leader.get(at("one", made)).text
    leader.post(at("confirm", made))
    assert "hx-get" in leader.get(at("one", made)).text
    worker.run_all()
    assert leader.get(at("progress", made))["HX-Refresh"] == "true"
    assert not queries.still_there(due.case.id)
    done = leader.get(at("one", made)).text
    assert "hx-get" not in done and "已清除" in done
    assert list(AuditEvent.objects.filter(action__startswith="keeping.").order_by("id").values_list("action", flat=True)) == [
        "keeping.propose", "keeping.put_forward", "keeping.confirm", "keeping.done",
    ]  # fmt: skip


def test_check_says_who_is_missing_and_what_waits(due):
    def found():
        states = health.states(health.look(thorough=False))
        return states["keeping"], states["erasures"]

    assert found() == ("ok", "ok")
    propose()
    Erasure.objects.create(receipt=due.case.receipt, due_at=clock.now() - timedelta(minutes=1))
    due.go(days=31)
    assert found() == ("look", "mend")
    Clearing.objects.update(dropped_at=clock.now())
    Grant.objects.filter(role="leader").delete()
    assert found()[0] == "look", "nobody can be the second person"
    Grant.objects.filter(role="data_officer").delete()
    assert found()[0] == "mend"


def test_a_list_is_dropped_with_a_reason_and_nothing_of_it_goes(due):
    leader, made = due.client("leader"), propose()
    empty = leader.post(at("drop", made), {"reason": ""})
    assert (empty.status_code, "请写几个字说明原因" in empty.text) == (422, True)
    leader.post(at("drop", made), {"reason": "审计要用，暂缓。"})
    made.refresh_from_db()
    assert (made.reason, made.dropped_by) == ("审计要用，暂缓。", due.leader.person)
    assert "审计要用，暂缓。" in leader.get(at("every")).text
    late = due.client("data_officer").post(at("put_forward", made), follow=True)
    assert "有人处理" in late.text and queries.still_there(due.case.id)
    assert propose() is None, "the worker does not ask again so soon"
    assert propose(due.data_officer) is not None, "a person may"


def test_a_case_about_the_readers_own_unit_is_not_named(due):
    made = propose()
    Case.objects.filter(pk=due.case.id).update(accused_organization=due.unit("yq"))
    for name in ("data_officer", "leader"):
        shown = due.client(name).get(at("one", made)).text
        assert due.case.code not in shown and "反映您单位的诉求" in shown
    Case.objects.filter(pk=due.case.id).update(accused_organization=due.unit("lx"))
    assert due.case.code in due.client("leader").get(at("one", made)).text


def test_pages_ask_as_many_questions_for_one_line_as_for_many(due, django_assert_max_num_queries):
    made, client = propose(), due.client("leader")
    others = [due.story().case for _ in range(60)]
    client.get(at("one", made))
    with django_assert_max_num_queries(40) as few:
        client.get(at("one", made))
    Line.objects.bulk_create(
        Line(clearing=made, case=case, what=What.WORDS, free_at=made.created_at) for case in others
    )
    with django_assert_max_num_queries(40) as many:
        first = client.get(at("one", made))
    assert len(many) == len(few)
    more = first.text.split("?after=")[1].split('"')[0]
    assert client.get(f"{at('one', made)}?after={more}").text.count("<tr") == 11 + 1
    assert client.get(f"{at('one', made)}?after=x").status_code == 200


def test_an_archived_case_still_has_its_page(due):
    live(due, 549)
    cleared(due)
    assert due.case.case.state == State.ARCHIVED
    told = due.client("supervisor").get(reverse("cases:case", args=[due.case.id])).text
    assert "已归档" in told and SAID not in told
    page = due.opened(due.case).get(reverse("cases:follow", args=[due.case.code])).text
    assert "这件事早已办完" in page and SAID not in page
