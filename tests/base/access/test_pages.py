"""The pages of rights, accounts and organisations: who opens them, what they show, what they do."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qiaoliang.base.access import tables
from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.routes import routes
from qiaoliang.base.accounts import actions as accounts
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations import finding
from qiaoliang.base.organizations.models import Person, Post


@pytest.fixture
def enter(officer):
    """enter("name", "code", roles) → a client logged in as that new officer."""

    def enter(*args, **kwargs):
        client = Client()
        client.force_login(officer(*args, **kwargs))
        return client

    return enter


OWN = "我能做什么，为什么"
PAGES = {
    "/desk/organizations": "admin",
    "/desk/accounts": "admin",
    "/desk/accounts/new": "admin",
    "/desk/grants": "security",
    "/desk/grants/new": "security",
    "/desk/second-factors": "security",
    "/desk/who-may": "auditor",
}


@pytest.mark.parametrize("role", ["admin", "security", "auditor", "handler", "head", "leader"])
def test_each_page_opens_to_its_role_and_to_no_other(role, enter):
    client = enter("one", "yq", [role])
    for path, needed in PAGES.items():
        answer = client.get(path)
        assert answer.status_code == (200 if needed == role else 403), path
        if needed != role:
            assert "您不能" in answer.text
            assert client.post(path).status_code == 403
    links = client.get("/desk/rights").text
    assert [path for path in PAGES if f'"{path}"' in links and not path.endswith("new")] == [
        path for path, needed in PAGES.items() if needed == role and not path.endswith("new")
    ]


def alike(answer):
    """A page without what is different on every page: its protection, and the address it was asked for."""
    return re.sub(r"[0-9a-f-]{36}|[A-Za-z0-9]{64}", "", answer.text)


@pytest.mark.parametrize(
    "path", ["organizations/{org}", "accounts/{account}", "accounts/{account}/close", "grants/{grant}/end"]
)
def test_what_one_may_not_see_answers_as_what_is_not_there(path, enter, officer, place):
    other = officer("other", "lx", ["handler"])
    there = {"org": place["lx"].pk, "account": other.pk, "grant": Grant.objects.get().pk}
    nowhere = dict.fromkeys(there, uuid4())
    stranger = enter("stranger", "lx", ["head"])
    owner = enter("a", "yq", ["security" if path.startswith("grants") else "admin"])
    seen, unseen = stranger.get(f"/desk/{path.format(**there)}"), stranger.get(f"/desk/{path.format(**nowhere)}")
    assert (seen.status_code, unseen.status_code) == (404, 404)
    assert alike(seen) == alike(unseen)
    assert owner.get(f"/desk/{path.format(**there)}").status_code == 200
    assert owner.get(f"/desk/{path.format(**nowhere)}").status_code == 404
    assert Client().get(f"/desk/{path.format(**there)}").headers["Location"].startswith("/account/login")


def test_my_rights_name_post_role_reach_and_reason(enter):
    text = enter("one", "lx", ["handler"]).get("/desk/rights").text
    assert OWN in text
    for words in ("柳溪镇岗one", "承办人", "2026-02-01", "本单位", "办理是这个岗位的本职"):
        assert words in text
    assert text.index("您可以") < text.index("办理是这个岗位的本职") < text.index("您不能") < text.index("查看审计记录")
    assert "有这项权限的角色：审计员" in text


def test_without_a_post_the_page_says_so(db):
    client = Client()
    client.force_login(Account.objects.create(username="free"))
    assert "您今天没有担任岗位" in client.get("/desk/rights").text


def test_a_hat_is_changed_by_post_and_only_to_ones_own(enter, officer, place):
    client = enter("one", "lx", ["head"])
    mine = Person.objects.get(name="one")
    second = organizations.establish_post(SYSTEM, place["zgh"], "兼职督办", rank=90)
    organizations.appoint(SYSTEM, mine, second)
    foreign = Post.objects.get(memberships__person__account=officer("two", "zgh", ["leader"]))
    assert "您现在以柳溪镇岗one的身份办理" in client.get("/desk/rights").text
    for chosen in (str(foreign.pk), "nonsense", ""):
        client.post("/desk/hat", {"post": chosen})
        assert "您现在以柳溪镇岗one的身份办理" in client.get("/desk/rights").text
    answer = client.post("/desk/hat", {"post": str(second.pk), "next": "/desk/rights?x=1"})
    assert answer.headers["Location"] == "/desk/rights?x=1"
    assert "您现在以区总工会兼职督办的身份办理" in client.get("/desk/rights").text
    answer = client.post("/desk/hat", {"post": str(second.pk), "next": "//elsewhere.example"})
    assert answer.headers["Location"] == "/desk/rights"
    assert client.get("/desk/hat").status_code == 405


def test_a_new_account_shows_its_password_once(enter, place):
    client = enter("a", "yq", ["admin"])
    known = organizations.register(SYSTEM, "石桥生")
    answer = client.post("/desk/accounts/new", {"username": "shi", "person": str(known.pk)})
    account = Account.objects.get(username="shi")
    assert account.check_password(answer.context["one_time"])
    assert answer.context["one_time"] in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert account.must_change_password
    assert Person.objects.get(account=account) == known
    assert answer.context["one_time"] not in client.get(f"/desk/accounts/{account.pk}").text
    client.post("/desk/accounts/new", {"username": "liu", "name": "柳溪来"})
    assert Person.objects.get(name="柳溪来").account.username == "liu"
    for form, words in [
        ({"username": "shi", "name": "某"}, "这个用户名已有人用"),
        ({"username": "wang"}, "请选择人员，或填写姓名"),
        ({"username": "!", "name": "某"}, "用户名为 2 至 40 个"),
        ({"username": "wang", "person": str(known.pk)}, "error"),
        ({}, "error"),
    ]:
        answer = client.post("/desk/accounts/new", form)
        assert answer.status_code == 422
        assert words == "error" or words in answer.text
    assert Account.objects.count() == 3
    assert Person.objects.filter(name="某").count() == 0
    assert (
        AuditEvent.objects.filter(action="account.create", actor_id=Account.objects.get(username="a").pk).count() == 2
    )


def test_accounts_are_closed_reopened_and_reset(enter, officer):
    client = enter("a", "yq", ["admin"])
    other = officer("other", "lx")
    home = f"/desk/accounts/{other.pk}"
    assert client.post(f"{home}/close", {"reason": ""}).status_code == 422
    client.post(f"{home}/close", {"reason": "调离"})
    other.refresh_from_db()
    assert not other.is_active
    assert "已停用" in client.get(home).text
    assert "调离" in client.get(home).text
    assert client.post(f"{home}/password").status_code == 404
    assert other.check_password(client.post(f"{home}/reopen").context["one_time"]) is False
    other.refresh_from_db()
    assert other.is_active
    one_time = client.post(f"{home}/password").context["one_time"]
    other.refresh_from_db()
    assert other.check_password(one_time)
    assert client.get(f"{home}/password").status_code == 405
    me = Account.objects.get(username="a")
    client.post(f"/desk/accounts/{me.pk}/close", {"reason": "试一试"})
    me.refresh_from_db()
    assert me.is_active
    assert client.get(f"{home}/second-factor").status_code == 404


def test_the_list_of_accounts_and_its_search(enter, officer):
    client = enter("adm", "yq", ["admin"])
    accounts.create_account(SYSTEM, "fresh")
    officer("liuxi", "lx")
    text = client.get("/desk/accounts").text
    assert all(name in text for name in ("adm", "fresh", "liuxi", "一次性密码尚未使用"))
    found = client.get("/desk/accounts?q=liuxi").text
    assert "liuxi" in found
    assert ">fresh<" not in found
    assert "没有找到相符的账号" in client.get("/desk/accounts?q=nobody").text


def test_a_role_is_granted_and_ended_with_a_reason(enter, officer):
    client = enter("sec", "yq", ["security"])
    post = Post.objects.get(memberships__person__account=officer("worker", "lx"))
    form = {"post": str(post.pk), "role": "handler", "reach": "", "start": "2026-06-15"}
    assert client.get("/desk/grants/new?q=worker").context["found"]
    assert not client.get("/desk/grants/new?q=nobody").context["found"]
    assert client.post("/desk/grants/new?q=nobody", form).status_code == 422
    assert client.post("/desk/grants/new?q=worker", form).headers["Location"] == "/desk/grants"
    given = Grant.objects.get(role="handler")
    assert given.post == post
    text = client.get("/desk/grants").text
    assert "柳溪镇 岗worker" in text
    assert "已有这个角色" not in text
    assert "这个岗位已经有这个角色" in client.post("/desk/grants/new?q=worker", form).text
    answer = client.post("/desk/grants/new?q=worker", form | {"role": "auditor"})
    assert "必须由不同的人担任" in answer.text
    mine = Post.objects.get(memberships__person__account__username="sec")
    answer = client.post("/desk/grants/new?q=sec", form | {"post": str(mine.pk), "role": "security"})
    assert "不能给自己担任的岗位授权" in answer.text
    end = f"/desk/grants/{given.pk}/end"
    assert client.post(end, {"reason": " "}).status_code == 422
    assert client.post(end, {"reason": "调岗"}).status_code == 302
    given.refresh_from_db()
    assert (given.end.isoformat(), given.end_reason) == ("2026-06-15", "调岗")
    assert client.post(end, {"reason": "再来"}).status_code == 404


def test_the_tree_and_an_organisation(enter, place):
    client = enter("a", "yq", ["admin"])
    text = client.get("/desk/organizations").text
    assert text.index("云桥区") < text.index("柳溪镇") < text.index("柳溪村")
    by_line = client.get("/desk/organizations?by=line").text
    assert by_line.index("区总工会") < by_line.index("柳溪镇工会")
    assert "柳溪村" in client.get("/desk/organizations?q=溪村").text
    assert "没有找到" in client.get("/desk/organizations?q=<script>").text
    organizations.establish_post(SYSTEM, place["lx-gh"], "主席", headcount=2)
    page = client.get(f"/desk/organizations/{place['lx-gh'].pk}").text
    assert all(words in page for words in ("柳溪镇", "区总工会", "主席", "空缺 2 名"))
    assert "岗a" in client.get(f"/desk/organizations/{place['yq'].pk}").text


def test_an_administrator_ends_the_log_ins_of_an_account(enter, officer):
    admin = enter("a", "yq", ["admin"])
    other = officer("other", "lx", ["handler"])
    place = Client()
    place.force_login(other)
    place.get("/desk/rights")
    page = f"/desk/accounts/{other.pk}"
    assert "1 处" in admin.get(page).text
    assert "other 的登录已全部退出。" in admin.post(f"{page}/sessions", follow=True).text
    assert place.get("/desk/rights").status_code == 302
    assert "没有在别处登录" in admin.post(f"{page}/sessions", follow=True).text
    own = Account.objects.get(username="a")
    admin.post(f"/desk/accounts/{own.pk}/sessions")
    assert admin.get("/desk/accounts").status_code == 200
    assert list(AuditEvent.objects.filter(action="account.sessions_ended").values_list("object_id", "refs")) == [
        (other.pk, {"count": 1})
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_number_of_questions_for_one_row_and_three(rows, enter, officer, django_assert_num_queries):
    admin, security = enter("a", "yq", ["admin"]), enter("s", "yq", ["security"])
    for n in range(rows):
        officer(f"worker{n}", "lx", ["handler", "head"])
    for client in (admin, security):
        client.get("/desk/rights")  # the first click notes when the log-in began
    with CaptureQueriesContext(connection) as every_page:  # session, account, person, hats, grants, district, notices
        security.get("/desk/rights")
    shared = len(every_page)
    with django_assert_num_queries(shared + 1):
        admin.get("/desk/accounts")
    with django_assert_num_queries(shared + 2):
        admin.get("/desk/organizations")
    with django_assert_num_queries(shared + 3):
        security.get("/desk/grants")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_ours_is_half_translated(language, enter, place):
    admin = enter("a", "yq", ["admin"])
    admin.cookies["django_language"] = language
    title = {"zh-hans": OWN, "en": "What may I do, and why"}[language]
    text = admin.get("/desk/rights").text
    assert title in text
    assert ("You may" in text) is (language == "en")


BAD = ["\0", "x" * 20_000, "<script>alert(1)</script>", "' OR 1=1 --", "%", "😀", " \u202e ", ""]


@pytest.mark.parametrize("text", BAD)
def test_bad_input_gets_an_answer_and_changes_nothing(text, enter, officer, place):
    admin, security = enter("a", "yq", ["admin"]), enter("s", "yq", ["security"])
    other, given = officer("other", "lx", ["handler"]), Grant.objects.get(role="handler")
    rows = [model.objects.count() for model in (Account, Person, Grant, Post)]
    for client, path in [(admin, "organizations"), (admin, "accounts"), (security, "grants"), (security, "grants/new")]:
        answer = client.get(f"/desk/{path}", {"q": text})
        assert answer.status_code == 200, path
        assert "<script>alert" not in answer.text
    forms = [
        (admin, "accounts/new", dict.fromkeys(("username", "person", "name"), text)),
        (security, "grants/new?q=other", dict.fromkeys(("post", "role", "reach", "start"), text)),
    ]
    if not text.strip(" \0"):
        forms += [
            (admin, f"accounts/{other.pk}/close", {"reason": text}),
            (security, f"grants/{given.pk}/end", {"reason": text}),
        ]
    for client, path, form in forms:
        answer = client.post(f"/desk/{path}", form)
        assert answer.status_code == 422, path
        assert "<script>alert" not in answer.text
    assert Client().post("/account/login", {"login": text, "password": text, "next": text}).status_code == 200
    assert rows == [model.objects.count() for model in (Account, Person, Grant, Post)]
    other.refresh_from_db()
    assert other.is_active


def test_a_piece_of_a_page_sends_the_whole_page_to_the_log_in(client, db):
    answer = client.get("/desk/rights", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/account/login?next=/desk/")
    assert client.post("/desk/hat").headers["Location"] == "/account/login?next=/desk/"


def test_every_route_of_the_product_says_for_whom_it_is(db):
    assert [route.name for route in routes() if route.audience is None] == []
    assert {"access:rights", "account_login", "mfa_authenticate"} <= {route.name for route in routes()}


def test_a_view_without_audience_is_not_there(client, settings):
    settings.ROOT_URLCONF = "tests.base.access.forgotten"
    assert client.get("/said").status_code == 200
    assert client.get("/forgotten").status_code == 404


def pages_of(client, address, pattern):
    """What the pattern finds on each page of a list, following its next key to the end."""
    found, query = [], ""
    for _ in range(20):
        answer = client.get(address.split("?")[0] + query if query else address)
        found.append(re.findall(pattern, answer.text))
        query = answer.context.get("next")
        if not query:
            return found
    raise AssertionError(found)


def test_accounts_are_paged_by_key_and_found_by_name(enter, officer, monkeypatch):
    monkeypatch.setattr(tables, "SIZE", 2)
    client = enter("a", "yq", ["admin"])
    for name in ("b", "c", "d", "e"):
        officer(name, "lx", ["handler"])
    assert pages_of(client, "/desk/accounts", r'<th scope="row" class="prime"><a [^>]+>(\w+)<') == [
        ["a", "b"],
        ["c", "d"],
        ["e"],
    ]
    assert pages_of(client, "/desk/accounts?q=d", r'<th scope="row" class="prime"><a [^>]+>(\w+)<') == [["d"]]
    assert client.get("/desk/accounts?after=%00").status_code == 200


def test_grants_show_the_first_of_each_role_and_page_within_one(enter, officer, monkeypatch):
    monkeypatch.setattr(tables, "SIZE", 2)
    monkeypatch.setattr(tables, "FIRST", 1)
    client = enter("s", "yq", ["security"])
    for name in ("b", "c", "d"):
        officer(name, "lx", ["handler"])
    row = r'<th scope="row" class="prime">([^<]+)<'
    first = client.get("/desk/grants")
    assert len(re.findall(row, first.text)) == 2  # one handler, the security officer
    assert "?role=handler" in first.text and "查看全部承办人" in first.text and "?role=security" not in first.text
    pages = pages_of(client, "/desk/grants?role=handler", row)
    assert [len(page) for page in pages] == [2, 1]
    assert len({one for page in pages for one in page}) == 3
    assert len(re.findall(row, client.get("/desk/grants?q=c&role=handler").text)) == 1
    for query in ("?role=handler&after=x", "?role=nobody"):
        assert client.get(f"/desk/grants{query}").status_code == 200


def test_people_are_found_by_their_initials_wherever_a_name_is_asked_for(enter, officer):
    worker = officer("worker", "lx", ["handler"])
    Person.objects.filter(account=worker).update(name="石桥生")
    post = Post.objects.get(memberships__person__account=worker)
    client = enter("adm", "yq", ["admin"])
    assert ">worker<" in client.get("/desk/accounts?q=sqs").text
    assert "没有找到相符的账号" in client.get("/desk/accounts?q=sqx").text
    assert "石桥生" in client.get(f"/desk/posts/{post.pk}/appoint?q=sq").text
    assert "石桥生" not in client.get(f"/desk/posts/{post.pk}/appoint?q=qq").text
    client = enter("sec", "yq", ["security"])
    assert "石桥生" in client.get("/desk/grants?q=sqs").text
    assert "石桥生" not in client.get("/desk/grants?q=sqx").text
    assert client.get("/desk/grants/new?q=SQS").context["found"] is True
    assert client.get("/desk/grants/new?q=sqx").context["found"] is False
    # and so are units
    initials = "".join(sorted(letters)[0] for letters in finding.initials(post.organization.name))
    reader = enter("aud", "yq", ["auditor"])
    for browser, path in ((client, "/desk/grants?q="), (reader, "/desk/who-may?unit=")):
        assert "石桥生" in browser.get(f"{path}{initials}").text, path
        assert "石桥生" not in browser.get(f"{path}{initials}x").text, path
    assert client.get(f"/desk/grants/new?q={initials}").context["found"] is True
