"""Units in the browser: founded, renamed, moved, ended, with their posts and terms; the past stays, and every no is a sentence."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qiaoliang.base.access import tables
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations import queries
from qiaoliang.base.organizations.closure import check_closure
from qiaoliang.base.organizations.models import Membership, Organization, Person, Post

TODAY, LATER = date(2026, 6, 15), date(2026, 9, 1)


@pytest.fixture
def admin(officer):
    client = Client()
    client.force_login(officer("keeper", "yq", ["admin"]))
    return client


def send(client, path, **fields):
    """(status, what the page says)."""
    answer = client.post(path, fields, follow=True)
    return answer.status_code, answer.text


def unit(code):
    return Organization.objects.get(code=code)


NEW = {"name": "区委社会工作部", "short_name": "社工部", "kind": "social_work", "code": "lx-sw", "territory": "柳溪镇",
       "line": "区总工会", "founded": "2026-06-15"}  # fmt: skip


def test_a_unit_is_entered_and_every_slip_is_said_with_nothing_lost(admin, place):
    page = "/desk/organizations/new"
    assert "柳溪镇" in admin.get(f"{page}?under={place['lx'].pk}").text
    assert admin.get(f"{page}?under=x").status_code == 200
    slips = [
        ({"name": " "}, "还没有填"), ({"code": "lx"}, "代码已被使用"), ({"code": "é x"}, "只能用字母"),
        ({"territory": "石桥"}, "没有叫“石桥”的单位"), ({"kind": "circus"}, "请从列出的选项里选"), ({"founded": "0001-01-01"}, "年份"),
        ({"founded": "2018-01-01"}, "那一天"), ({"name": "柳溪村"}, "已经有叫这个名称"), ({"founded": "昨天"}, "日期"),
    ]  # fmt: skip
    for change, says in slips:
        status, text = send(admin, page, **{**NEW, **change})
        assert (status, says in text, "社工部" in text) == (422, True, True), change
    assert not Organization.objects.filter(code="lx-sw").exists()
    status, text = send(admin, page, **NEW)
    assert (status, "接下来设岗位" in text) == (200, True)
    made = unit("lx-sw")
    assert [up.parent.code for up in made.links_up.order_by("relation")] == ["zgh", "lx"]
    again = send(admin, page, **{**NEW, "code": "lx-sw2"})
    assert again[0] == 422 and "已经有叫这个名称" in again[1]
    assert send(admin, page, **{**NEW, "code": "yq-sw", "territory": "云桥区", "line": ""})[0] == 200


def test_a_name_counts_from_its_day_and_the_past_keeps_its_own(admin, place):
    village = place["lx-v"]
    page = f"/desk/organizations/{village.pk}/name"
    new = {"name": "柳溪社区居民委员会", "short_name": "柳溪社区", "kind": "residents_committee"}
    for change, says in (({"on": "2026-06-14"}, "今天或以后"), ({"name": " "}, "还没有填"), ({"on": "x"}, "日期")):
        assert says in send(admin, page, **{**new, "on": "2026-09-01", **change})[1], change
    assert "没有改动" in send(admin, page, name="柳溪村", kind="village_committee", on="2026-09-01")[1]
    assert "从 2026-09-01 起生效" in send(admin, page, **new, on="2026-09-01")[1]
    assert (unit("lx-v").name, unit("lx-v").kind) == ("柳溪村", "village_committee")
    show = f"/desk/organizations/{village.pk}"
    assert "柳溪社区居民委员会，从 2026-09-01 起" in admin.get(show).text
    assert "已经定了一次改名" in send(admin, page, **{**new, "name": "再改", "on": "2026-10-01"})[1]
    ahead = admin.get(f"{show}?on=2026-09-01").text
    assert "<h1>柳溪社区居民委员会</h1>" in ahead and "居民委员会" in ahead and "/name" not in ahead
    with clock.frozen(datetime(2026, 9, 1, 4, tzinfo=UTC)):
        organizations.change_day()
        now = unit("lx-v")
        assert (now.name, now.short_name, now.kind) == (new["name"], new["short_name"], "residents_committee")
        assert [(one.name, one.until) for one in now.aliases.all()] == [("柳溪村", LATER)]
        admin = Client()
        admin.force_login(Person.objects.get(name="keeper").account)
        then = admin.get(f"{show}?on=2026-08-31").text
        assert "<h1>柳溪村</h1>" in then
        assert "柳溪村" in admin.get("/desk/organizations?on=2026-08-31").text
        assert "柳溪村" not in admin.get("/desk/organizations").text.partition("<h1>")[2]
    (row,) = AuditEvent.objects.filter(action="organization.rename")
    assert (row.fields, row.refs) == (["name", "short_name", "kind"], {"start": "2026-09-01"})


def test_a_unit_moves_never_below_itself_never_into_the_past(admin, place):
    town, village = place["lx"], place["lx-v"]
    page = f"/desk/organizations/{town.pk}/move"
    move = {"parent": "柳溪村", "on": "2026-06-15", "reason": "区划调整"}
    for change, says in (
        ({}, "成了自己的下级"), ({"parent": "云桥区", "on": "2026-06-14"}, "今天或以后"), ({"parent": ""}, "还没有填"),
        ({"parent": "柳溪镇"}, "成了自己的下级"), ({"parent": "云桥区", "reason": ""}, "还没有填"),
    ):  # fmt: skip
        status, text = send(admin, page, **{**move, **change})
        assert (status, says in text) == (422, True), change
    page = f"/desk/organizations/{village.pk}/move"
    assert send(admin, page, **{**move, "parent": "区总工会", "on": "2026-09-01"})[0] == 200
    assert "先" in send(admin, page, **{**move, "parent": "云桥区"})[1]
    show = f"/desk/organizations/{village.pk}"
    assert queries.parent_of(village.pk) == town and queries.parent_of(village.pk, at=LATER) == place["zgh"]
    assert "区总工会" not in admin.get(show).text.partition("上级")[2].partition("</dl>")[0]
    assert "区总工会" in admin.get(f"{show}?on=2026-09-01").text
    line = f"/desk/organizations/{place['lx-gh'].pk}/move?by=line"
    assert "现在的上级是区总工会" in admin.get(line).text
    assert send(admin, line, parent="", on="2026-06-15", reason="脱钩")[0] == 200
    assert queries.parent_of(place["lx-gh"].pk, "line") is None
    assert check_closure() == []


def test_a_merged_unit_hands_on_what_stands_below_and_shows_first_what_happens(admin, place, officer):
    officer("lin", "lx", ["head"])
    page = f"/desk/organizations/{place['lx'].pk}/end"
    text = admin.get(page).text
    assert all(words in text for words in ("柳溪村", "柳溪镇工会", "lin（岗lin）"))
    wish = {"successor": "", "on": "2026-06-15", "reason": "区编〔2026〕12 号"}
    for change, says in (
        ({}, "下级"), ({"successor": "柳溪镇"}, "不能由它自己承接"), ({"successor": "云桥区", "on": "2026-06-01"}, "今天或以后"),
        ({"successor": "石桥"}, "没有叫"), ({"successor": "云桥区", "reason": " "}, "还没有填"),
    ):  # fmt: skip
        status, text = send(admin, page, **{**wish, **change})
        assert (status, says in text) == (422, True), change
    look = send(admin, page, **{**wish, "successor": "云桥区"})
    assert look[0] == 200 and "从 2026-06-15 起，上面列的都由云桥区接着办" in look[1]
    assert unit("lx").dissolved is None
    assert send(admin, page, **{**wish, "successor": "云桥区", "save": "1"})[0] == 200
    gone = unit("lx")
    assert (gone.dissolved, gone.successor, gone.end_reason) == (TODAY, place["yq"], "区编〔2026〕12 号")
    assert {one.code: queries.parent_of(one.pk).code for one in (place["lx-v"], place["lx-gh"])} == {
        "lx-v": "yq",
        "lx-gh": "yq",
    }
    assert Membership.objects.at().filter(post__organization=gone).count() == 0
    assert admin.get(page).status_code == 404
    shown = admin.get(f"/desk/organizations/{gone.pk}").text
    assert "云桥区" in shown and "改名" not in shown
    assert "lin" in admin.get(f"/desk/organizations/{gone.pk}?on=2026-06-14").text
    assert check_closure() == []


def test_the_last_administrators_unit_does_not_end(admin, place):
    status, text = send(
        admin, f"/desk/organizations/{place['yq'].pk}/end", on="2026-06-15", reason="撤", successor="区总工会"
    )
    assert status == 422 and "没有别人" in text
    assert unit("yq").dissolved is None and check_closure() == []


def test_posts_and_terms(admin, place):
    town = place["lx"]
    page = f"/desk/organizations/{town.pk}/posts"
    post = {"title": "信访专干", "headcount": "2", "rank": "20", "start": "2026-01-01"}
    for change, says in (
        ({"title": ""}, "还没有填"), ({"headcount": "0"}, "1"), ({"headcount": "999999"}, "200"), ({"start": "2018-01-01"}, "那一天"),
        ({"rank": "x"}, "整数"),
    ):  # fmt: skip
        status, text = send(admin, page, **{**post, **change})
        assert (status, says in text) == (422, True), change
    assert send(admin, page, **post)[0] == 200
    assert "已经有同名的岗位" in send(admin, page, **post)[1]
    made = Post.objects.get(title="信访专干")
    seat = f"/desk/posts/{made.pk}/appoint"
    assert "查一下" in admin.get(seat).text
    assert send(admin, seat, start="2026-06-15")[0] == 422
    assert send(admin, seat, name="林桥", start="2026-06-15", last="2026-06-01")[0] == 422
    assert send(admin, seat, name="林桥", start="2026-02-01", last="2026-12-31", reason="区委任〔2026〕3 号")[0] == 200
    held = Membership.objects.get(person__name="林桥")
    assert (held.start, held.end, held.start_reason) == (date(2026, 2, 1), date(2027, 1, 1), "区委任〔2026〕3 号")
    found = admin.get(f"{seat}?q=林").text
    assert "林桥（柳溪镇 信访专干）" in found
    again = send(admin, f"{seat}?q=林", person=str(held.person_id), start="2026-06-15")
    assert again[0] == 422 and "已经担任这个岗位" in again[1] and Person.objects.filter(name="林桥").count() == 1
    edit = f"/desk/posts/{made.pk}"
    assert send(admin, edit, title="信访专员", headcount="1", rank="5", grade="副科")[0] == 200
    send(admin, seat, name="陈溪", start="2026-06-15")
    assert (
        not Membership.objects.filter(person__name="陈溪").exists() and not Person.objects.filter(name="陈溪").exists()
    )
    send(admin, edit, title="信访专员", headcount="2", rank="5", grade="副科")
    send(admin, seat, name="陈溪", start="2026-06-15")
    assert "在任的" in send(admin, edit, title="信访专员", headcount="1", rank="5")[1]
    over = f"/desk/posts/{made.pk}/end"
    assert send(admin, over, on="2026-06-15", reason="撤")[0] == 422 and Post.objects.get(pk=made.pk).end is None
    for one in Membership.objects.filter(post=made):
        send(admin, f"/desk/terms/{one.pk}/end", reason="调离")
    assert send(admin, over, on="2026-06-15", reason="并岗")[0] == 200
    assert (Post.objects.get(pk=made.pk).end, admin.get(edit).status_code) == (TODAY, 404)


def test_other_names_are_added_and_taken_away_a_former_one_stays(admin, place):
    town = place["lx"]
    add = f"/desk/organizations/{town.pk}/aliases"
    assert send(admin, add, name="\u200b")[0] == 422
    send(admin, add, name="老柳溪")
    alias = town.aliases.get(name="老柳溪")
    assert "老柳溪" in admin.get(f"/desk/organizations/{town.pk}").text
    send(admin, f"/desk/aliases/{alias.pk}/drop")
    assert not town.aliases.exists()
    organizations.rename(SYSTEM, town, "柳溪街道")
    former = town.aliases.get(name="柳溪镇")
    assert "曾用名" in send(admin, f"/desk/aliases/{former.pk}/drop")[1]
    assert town.aliases.filter(pk=former.pk).exists()


def test_others_see_none_of_it_and_a_page_asks_the_same_for_one_and_many(admin, place, officer):
    head = Client()
    head.force_login(officer("h", "lx", ["head"]))
    post = Post.objects.first()
    for path in (
        "organizations/new", f"organizations/{place['lx'].pk}/name", f"organizations/{place['lx'].pk}/end",
        f"posts/{post.pk}", f"posts/{post.pk}/appoint",
    ):  # fmt: skip
        assert head.get(f"/desk/{path}").status_code in (403, 404), path
    show = f"/desk/organizations/{place['lx'].pk}"
    admin.get(show)
    with CaptureQueriesContext(connection) as one:
        admin.get(show)
    for n in range(3):
        officer(f"p{n}", "lx", [])
        organizations.found(SYSTEM, code=f"v{n}", name=f"新村{n}", kind="village_committee", territory=place["lx"])
    admin.get(show)
    with CaptureQueriesContext(connection) as many:
        admin.get(show)
    assert len(many) == len(one)
    assert admin.get("/desk/organizations?as=json&q=柳溪镇").json()["units"][0]["value"] == "柳溪镇"
    assert tables.organization(unit("lx"))["exists"]
