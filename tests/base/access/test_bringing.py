"""Accounts from a table: looked at first, faulty rows said, the rest only if told to, passwords shown once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qiaoliang.base.access import actions as access
from qiaoliang.base.access import bringing, wanted
from qiaoliang.base.access.models import Grant
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Person, Post
from qiaoliang.office.sheets import write_xlsx

PAGE, BEGIN = "/desk/accounts/import", "/desk/accounts/import/begin"
HEAD = ["姓名", "单位", "岗位", "角色", "用户名"]


@pytest.fixture
def admin(officer):
    client = Client()
    client.force_login(officer("adm", "yq", ["admin"]))
    return client


def csv(*rows, encoding="gb18030", head=HEAD):
    text = "\n".join(",".join(cells) for cells in [head, *rows])
    return SimpleUploadedFile("people.csv", text.encode(encoding))


def lines(answer):
    return [(line.number, line.name, line.username, line.problem) for line in answer.context["lines"]]


def counts():
    return [model.objects.count() for model in (Account, Person, Post, Membership, Grant, AuditEvent)]


def test_the_look_changes_nothing_and_says_what_would_be(admin, place):
    handler = organizations.establish_post(SYSTEM, place["lx"], "便民专干", headcount=2)
    access.grant(SYSTEM, handler, "handler")
    before = counts()
    answer = admin.post(PAGE, {"file": csv(
        ["桥生", "柳溪镇", "便民专干", "承办人", ""],
        ["桥生", "柳溪镇", "便民专干", "承办人", ""],
        ["石望", "区总工会", "副主席", "单位负责人、督办员", "shi.wang"],
        ["柳青", "柳溪镇", "便民专干", "", ""],
        ["何来", "无名局", "干事", "", ""],
        ["何往", "柳溪镇", "干事", "皇帝", ""],
        ["", "柳溪镇", "干事", "", ""],
        ["何在", "柳溪镇", "", "", ""],
        ["何人", "柳溪镇", "干事", "", "a b"],
        ["石又", "柳溪镇", "干事", "", "SHI.WANG"],
        ["石一", "柳溪村", "网格员", "", ""],
        ["石二", "柳溪村", "网格员", "", ""],
    )})  # fmt: skip
    assert answer.status_code == 200
    found = lines(answer)
    assert [row[:3] for row in found if not row[3]] == [
        (2, "桥生", "qiaosheng"),
        (4, "石望", "shi.wang"),
        (5, "柳青", "liuqing"),
        (12, "石一", "shiyi"),
        (13, "石二", "shier"),
    ]
    assert counts() == before
    problems = {row[0]: row[3] for row in found if row[3]}
    assert "没有叫“无名局”" in problems[6]
    assert "没有叫“皇帝”" in problems[7] and "也已有账号" in problems[3]
    assert "姓名" in problems[8] and "岗位" in problems[9] and "用户名" in problems[10] and "已有人用" in problems[11]
    assert "待授权：单位负责人" in answer.text and "待授权：承办人" not in answer.text


def test_with_a_faulty_row_nothing_is_made_unless_told_to(admin, place):
    admin.post(PAGE, {"file": csv(["桥生", "柳溪镇", "干事", "承办人", ""], ["何来", "无名局", "干事", "", ""])})
    before = counts()
    answer = admin.post(BEGIN)
    assert answer.status_code == 422 and "请改好表格，或勾选跳过这些行" in answer.text
    assert counts()[:5] == before[:5]
    answer = admin.post(BEGIN, {"skip_bad": "on"})
    account = Account.objects.get(username="qiaosheng")
    (line,) = answer.context["made"]
    assert account.check_password(line.one_time) and account.must_change_password
    assert line.one_time in answer.text and "no-store" in answer["Cache-Control"]
    assert "第 3 行没有导入" in answer.text and "安全管理员给柳溪镇 干事授予承办人" in answer.text
    held = Membership.objects.get(person__account=account)
    assert (held.post.title, held.post.organization) == ("干事", place["lx"])
    assert not Grant.objects.filter(post=held.post).exists()
    again = admin.post(BEGIN, {"skip_bad": "on"}, follow=True)
    assert "没有等待导入的表格" in again.text and line.one_time not in again.text
    assert Account.objects.filter(username__startswith="qiaosheng").count() == 1


def test_who_holds_the_post_without_an_account_gets_one(admin, place):
    post = organizations.establish_post(SYSTEM, place["lx"], "镇长")
    person = organizations.register(SYSTEM, "柳长")
    organizations.appoint(SYSTEM, person, post)
    admin.post(PAGE, {"file": csv(["柳长", "柳溪镇", "镇长", "", "zhen"])})
    admin.post(BEGIN)
    person.refresh_from_db()
    assert person.account.username == "zhen"
    assert Person.objects.filter(name="柳长").count() == 1
    answer = admin.post(PAGE, {"file": csv(["柳长", "柳溪镇", "镇长", "", ""], ["柳二", "柳溪镇", "镇长", "", ""])})
    first, second = lines(answer)
    assert "也已有账号" in first[3] and "这个岗位已有人任职" in second[3]


def test_a_workbook_is_read_too_and_other_headings(admin, place, tmp_path):
    file = tmp_path / "people.xlsx"
    write_xlsx(file, {"人员": (["名字", "部门", "职务"], [["桥生", "lx", "干事"]])})
    answer = admin.post(PAGE, {"file": SimpleUploadedFile("people.xlsx", file.read_bytes())})
    assert lines(answer) == [(2, "桥生", "qiaosheng", "")]


@pytest.mark.parametrize(
    "file",
    [
        None,
        SimpleUploadedFile("a.pdf", b"x"),
        SimpleUploadedFile("a.xlsx", b"no workbook"),
        SimpleUploadedFile("a.csv", b""),
        SimpleUploadedFile("a.csv", "姓名,单位\n甲,乙".encode()),
        SimpleUploadedFile("a.csv", "姓名,单位,岗位".encode()),
        SimpleUploadedFile("a.csv", b"\xff\xfe\x00\xd8\x00"),
    ],
    ids=["none", "kind", "broken", "empty", "columns", "rows", "encoding"],
)
def test_a_table_that_cannot_be_read_is_said(file, admin):
    if file:
        file.seek(0)
    answer = admin.post(PAGE, {"file": file} if file else {})
    assert answer.status_code == 422
    assert re.search(r'class="err"', answer.text)
    assert "没有等待导入的表格" in admin.post(BEGIN, follow=True).text


def test_a_damaged_table_is_named_as_its_owner_knows_it_in_the_readers_language(admin):
    for language, sentence in (
        ("zh-hans", "新同事.xlsx 不是有效的 Excel 文件，请在 Excel 或 WPS 里重新保存。"),
        ("en", "新同事.xlsx is not an .xlsx file, save it anew in Excel or WPS."),
    ):
        file = SimpleUploadedFile("新同事.xlsx", b"PK no table")
        admin.cookies["django_language"] = language
        answer = admin.post(PAGE, {"file": file})
        assert (answer.status_code, answer.context["form"].errors["file"]) == (422, [sentence])


def test_too_many_rows_are_refused_and_others_may_not(admin, officer, monkeypatch):
    monkeypatch.setattr(bringing, "MOST_ROWS", 2)
    answer = admin.post(PAGE, {"file": csv(*[["桥", "柳溪镇", "干事", "", ""]] * 3)})
    assert "请分几次导入" in answer.text
    other = Client()
    other.force_login(officer("sec", "yq", ["security"]))
    assert (other.get(PAGE).status_code, other.post(BEGIN).status_code) == (403, 403)


def test_roles_that_a_table_names_are_granted_by_the_security_officer_in_one_step(admin, place, officer):
    security = Client()
    security.force_login(officer("s", "yq", ["security"]))
    who = Who(kind="account", id=Account.objects.get(username="s").pk)
    clerk = organizations.establish_post(SYSTEM, place["lx"], "干事")
    keeper = organizations.establish_post(SYSTEM, place["lx"], "兼职管理")
    for _twice in range(2):
        for post, role in ((clerk, "handler"), (clerk, "head"), (keeper, "admin")):
            wanted.want(SYSTEM, post, role)
    organizations.appoint(SYSTEM, organizations.register(SYSTEM, "两头跑"), clerk)
    organizations.appoint(SYSTEM, Person.objects.get(name="两头跑"), keeper)
    assert "3 个角色，等您授予" in security.get("/desk/grants").text
    page = "/desk/grants/wanted"
    assert admin.get(page).status_code in (403, 404)
    assert "请先勾选" in security.post(page, {"decision": "grant", "which": "x"}, follow=True).text
    rows = {(row.post.title, row.role): str(row.pk) for row in wanted.waiting()}
    assert "没有授予" in security.post(page, {"decision": "decline", "which": rows["干事", "head"]}, follow=True).text
    left = [rows["干事", "handler"], rows["兼职管理", "admin"]]
    assert "已授予 1 个角色" in security.post(page, {"decision": "grant", "which": left[:1]}, follow=True).text
    text = security.post(page, {"decision": "grant", "which": left}, follow=True).text
    assert "已授予" not in text and "兼职管理 · 系统管理员：" in text
    assert [(row.post, row.role) for row in wanted.waiting()] == [(keeper, "admin")]
    assert set(Grant.objects.at().filter(post__in=[clerk, keeper]).values_list("post", "role")) == {
        (clerk.pk, "handler")
    }
    assert AuditEvent.objects.filter(action="grant.declined", actor_id=who.id).count() == 1
    organizations.relieve(SYSTEM, Membership.objects.get(post=clerk), reason="专职管理")
    access.grant(SYSTEM, keeper, "admin")
    assert not wanted.waiting().exists()
