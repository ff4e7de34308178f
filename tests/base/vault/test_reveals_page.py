from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from tests.base.desk import officer

from qiaoliang.base.access import actions as access
from qiaoliang.base.core import clock, ids
from qiaoliang.base.core.who import Who
from qiaoliang.base.vault import actions, queries

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PAGE = "/desk/reveals"


@pytest.fixture(autouse=True)
def nine_in_the_morning():
    with clock.frozen(NINE):
        yield


def look(who, **more):
    contact = actions.store(who, name="欧阳小桥", phone="13800001234")
    given = {"reason": "verify", "note": "", "subject": ("case", ids.uuid7()), **more}
    actions.reveal(who, contact.pk, **given)
    return contact


def test_only_the_data_officer_sees_the_list(client):
    assert client.get(PAGE).status_code == 302
    for role, status in (("handler", 403), ("auditor", 403), ("data_officer", 200)):
        assert officer(role, role).client.get(PAGE).status_code == status


def test_the_days_list_names_the_officer_the_reason_and_the_note_and_no_contact_data():
    reader, handler = officer("data_officer", "桥三"), officer("handler", "桥一")
    look(handler.who)
    look(handler.who, reason="other", note="电话打不通，要上门")
    text = reader.client.get(PAGE).content.decode()
    for words in ("桥一的岗位", "桥一", "姓名、电话", "需要向您核实情况", "电话打不通，要上门", "09:00", "共查看 2 次"):
        assert words in text
    for secret in ("欧阳", "13800001234", "1234"):
        assert secret not in text
    assert "没有人查看" in reader.client.get(PAGE, {"day": "2026-11-22"}).content.decode()
    for day in ("nonsense", "2026-13-45"):
        assert reader.client.get(PAGE, {"day": day}).status_code == 200


def test_who_looked_most_stands_first_with_the_reasons_and_leads_to_them():
    reader, one, two = (
        officer(role, name) for role, name in (("data_officer", "桥三"), ("handler", "桥一"), ("handler", "桥二"))
    )
    look(one.who)
    case = ids.uuid7()
    for reason in ("callback", "verify", "verify"):
        look(two.who, reason=reason, subject=("case", case))
    with clock.frozen(NINE - timedelta(days=6)):
        look(one.who)
    today, week = (
        queries.by_officer(queries.reveals_between(NINE.date() - timedelta(days=n), NINE.date())) for n in (0, 6)
    )
    assert [(row.account_id, row.times, row.records, row.reasons) for row in today] == [
        (two.account.pk, 3, 1, (("verify", 2), ("callback", 1))),
        (one.account.pk, 1, 1, (("verify", 1),)),
    ]
    assert [row.times for row in week] == [3, 2]
    page = reader.client.get(PAGE).text
    assert "需要向您核实情况 <span class='num'>× 2</span>" in page and "前一天" in page and "后一天" not in page
    assert "再往前 7 天" in reader.client.get(PAGE, {"days": "7"}).text
    assert "后一天" in reader.client.get(PAGE, {"day": "2026-11-20"}).text
    mine = reader.client.get(PAGE, {"who": str(one.account.pk), "days": "7"})
    assert len(mine.context["rows"]) == 2
    assert len(reader.client.get(PAGE, {"reason": "callback"}).context["rows"]) == 1
    for query in ({"days": "x"}, {"who": "x"}, {"reason": "nothing"}, {"days": "30", "day": "2000-01-01"}):
        assert reader.client.get(PAGE, query).status_code == 200


def test_the_person_reads_unit_and_role_and_not_the_name():
    handler = officer("handler", "桥一")
    contact = look(handler.who)
    with translation.override("zh-hans"):
        seen = queries.reveals_of([contact.pk])[0].sentence
        assert seen == "区妇联的承办人在2026年11月23日 09:00 因为需要向您核实情况，看过您的姓名、电话。"
    with translation.override("en"):
        assert queries.reveals_of([contact.pk])[0].viewer == "the Handler of 区妇联"


def test_the_role_is_the_one_of_that_day():
    handler = officer("handler", "桥一")
    contact = look(handler.who)
    admin = Who(kind="account", id=ids.uuid7())
    grant = handler.post.grants.get()
    with clock.frozen(NINE + timedelta(days=1)):
        access.end_grant(admin, grant, reason="换岗")
        other = look(handler.who)
    with translation.override("zh-hans"):
        assert queries.reveals_of([contact.pk])[0].viewer == "区妇联的承办人"
        assert queries.reveals_of([other.pk])[0].viewer == "区妇联的一位工作人员"
    assert queries.reveals_on(date(2026, 11, 24)).count() == 1
