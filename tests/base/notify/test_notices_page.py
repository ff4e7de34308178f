from __future__ import annotations

import re

import pytest
from tests.base.desk import officer

from qiaoliang.base.core import ids
from qiaoliang.base.notify import actions, queries, registry, views

pytestmark = pytest.mark.django_db
PAGE = "/desk/notices"


@pytest.fixture(autouse=True)
def texts(monkeypatch):
    monkeypatch.setattr(registry, "_texts", {})
    registry.text("case.due", lambda notice: (f"第{notice.params['n']}件<b>快到期", "/desk/audit"))


def test_one_reads_ones_own_notices_only(client):
    assert client.get(PAGE).status_code == 302
    one, two = officer("handler", "桥一"), officer("handler", "桥二")
    mine = actions.tell([one.person.pk], "case.due", ("case", ids.uuid7()), n=1)[0]
    text = one.client.get(PAGE).content.decode()
    assert ("第1件&lt;b&gt;快到期" in text, '<span class="badge">1</span>' in text) == (True, True)
    assert "快到期" not in two.client.get(PAGE).content.decode()
    assert two.client.post(f"{PAGE}/{mine.pk}/open").status_code == 404
    assert one.client.get(f"{PAGE}/{mine.pk}/open").status_code == 405
    assert queries.unread_count(one.person.pk) == 1
    assert one.client.post(f"{PAGE}/{mine.pk}/open").headers["Location"] == "/desk/audit"
    assert queries.unread_count(one.person.pk) == 0


def test_all_are_marked_read_and_pages_follow(monkeypatch):
    monkeypatch.setattr(views, "SIZE", 2)
    one = officer("handler", "桥一")
    for n in range(5):
        actions.tell([one.person.pk], "case.due", ("case", ids.uuid7()), n=n)
    query, seen = {}, ""
    for _ in range(3):
        text = one.client.get(PAGE, query).content.decode()
        seen += "".join(str(n) for n in range(4, -1, -1) if f"第{n}件" in text)
        onwards = re.search(r'href="\?before=([-0-9a-f]+)" rel="next"', text)
        query = {"before": onwards[1]} if onwards else {}
    assert (seen, query) == ("43210", {})
    one.client.post(f"{PAGE}/read")
    assert queries.unread_count(one.person.pk) == 0
    assert one.client.get(PAGE, {"before": "x"}).status_code == 200


def test_what_is_read_or_settled_stands_under_all_by_day():
    one, case = officer("handler", "桥一"), ids.uuid7()
    for n in range(3):
        actions.tell([one.person.pk], "case.due", ("case", case if n == 1 else ids.uuid7()), n=n)
    actions.settle(("case", case))
    actions.mark_read(one.person.pk, queries.latest(one.person.pk).first().pk)
    unread, every = (one.client.get(PAGE + query).text for query in ("", "?show=all"))
    assert [f"第{n}件" in unread for n in range(3)] == [True, False, False]
    assert [f"第{n}件" in every for n in range(3)] == [True, True, True]
    assert (every.count("已办完"), unread.count("已办完")) == (1, 0)
    assert "<h2>今天</h2>" in every
    answer = one.client.post(f"{PAGE}/read", follow=True).text
    assert "全部标为已读" in answer and "没有未读的消息" in answer and "?show=all" in answer
