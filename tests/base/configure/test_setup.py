"""A district's set-up as one file: taken out here, brought in there; it only adds, and each fault is a sentence."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qiaoliang.base.access import actions as access
from qiaoliang.base.access import wanted
from qiaoliang.base.access.models import Grant
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.catalog import actions as catalog
from qiaoliang.base.configure import setup
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations import queries
from qiaoliang.base.organizations.models import Organization, Person, Post

PAGE = "/desk/setup"


@pytest.fixture
def admin(db):
    with clock.frozen(datetime(2026, 6, 15, 4, tzinfo=UTC)):
        catalog.load_shipped(SYSTEM)
        rows = [
            organizations.NewOrganization(code="yq", name="云桥区", kind="district", founded=date(2019, 1, 1),
                                          posts=[organizations.NewPost(title="系统管理员")]),
            organizations.NewOrganization(code="lx", name="柳溪镇", kind="town", territory="yq", aliases=["柳溪"],
                                          founded=date(2019, 1, 1), posts=[organizations.NewPost(title="专干", headcount=3)]),
        ]  # fmt: skip
        units = organizations.found_all(SYSTEM, rows)
        account = Account.objects.create(username="keeper")
        post = Post.objects.get(title="系统管理员")
        organizations.appoint(SYSTEM, organizations.register(SYSTEM, "何管", account=account), post)
        access.grant(SYSTEM, post, "admin")
        access.grant(SYSTEM, Post.objects.get(title="专干"), "head", reach="unit")
        organizations.establish_post(SYSTEM, units["lx"], "镇长", rank=1, grade="正科", start=date(2026, 1, 1))
        client = Client()
        client.force_login(account)
        yield client


def shape():
    return [
        sorted(Organization.objects.values_list("code", "name", "kind", "founded")),
        sorted(Post.objects.values_list("organization__code", "title", "rank", "grade", "headcount")),
    ]


def test_what_is_taken_out_makes_the_same_district_elsewhere_and_is_nothing_new_here(admin):
    answer = admin.get(f"{PAGE}/file")
    assert "qiaoliang-setup-2026-06-15.toml" in answer.headers["Content-Disposition"]
    text = answer.content.decode()
    assert "何管" not in text and '"head:unit"' in text and "[[category]]" in text
    assert catalog.preview(text).problems == () and not catalog.preview(text)
    file = {"file": SimpleUploadedFile("s.toml", text.encode("gb18030"))}
    again = admin.post(PAGE, file)
    assert (again.status_code, "这里都有了" in again.text) == (422, True)
    elsewhere = text.replace('"lx"', '"lx2"').replace("柳溪镇", "南溪镇")
    look = admin.post(PAGE, {"file": SimpleUploadedFile("s.toml", elsewhere.encode())})
    assert look.status_code == 200 and "南溪镇 专干 × 3" in look.text
    assert "南溪镇 专干 · 单位负责人" in look.text and not Organization.objects.filter(code="lx2").exists()
    assert admin.post(PAGE, {"text": elsewhere, "save": "1"}).status_code == 302
    made = Organization.objects.get(code="lx2")
    assert (made.founded, [one.name for one in made.aliases.all()]) == (date(2019, 1, 1), ["柳溪"])
    assert queries.parent_of(made.pk).code == "yq"
    assert sorted(made.posts.values_list("title", "rank", "grade", "headcount")) == [
        ("专干", 50, "", 3),
        ("镇长", 1, "正科", 1),
    ]
    assert Grant.objects.filter(post__organization=made).count() == 0
    assert [(row.post.title, row.role, row.reach) for row in wanted.waiting()] == [("专干", "head", "unit")]
    assert Person.objects.count() == 1


UNIT = '[[unit]]\ncode = "a"\nname = "甲村"\nkind = "village_committee"\nterritory = "lx"\n'
POST = '[[post]]\nunit = "lx"\ntitle = "新岗"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x", "读不出来"), ("[" * 3000, "读不出来"), ('a = 1\nb = ?\n', "第 2 行"), ("a = 1", "没有单位"), ("unit = 3", "两对方括号"), ("[unit]\ncode = 1", "两对方括号"),
        (UNIT.replace('"a"', '"a\\u0000"'), "code 写得不对"),
        (UNIT.replace('"a"', '""'), "缺少 code"), (UNIT.replace('"a"', "7"), "code 写得不对"), (UNIT + "x = 1\n", "不认识的 x"),
        (UNIT + "founded = 0001-01-01\n", "founded 写得不对"), (UNIT + UNIT, "写了两次"),
        (UNIT + UNIT.replace('"a"', '"b"'), "同一个上级下面"), (UNIT.replace("village_committee", "circus"), "没有“circus”这个类别"),
        (UNIT.replace('"lx"', '"zz"'), "没有代码为“zz”的单位"), (UNIT.replace('"lx"', '"a"'), "自己的下级"),
        (POST.replace('"lx"', '"zz"'), "没有代码为“zz”的单位"), (POST + POST, "写了两次"), (POST + 'roles = ["king"]\n', "没有“king”这个角色"),
        (POST + 'roles = ["head:moon"]\n', "没有“head:moon”这个角色"), (POST + "headcount = -1\n", "headcount 写得不对"),
        (POST + "headcount = true\n", "headcount 写得不对"), (UNIT.replace("甲村", "柳溪镇").replace('"lx"', '"yq"'), "已经有叫“柳溪镇”的单位"),
    ],
)  # fmt: skip
def test_each_fault_is_a_sentence_and_nothing_is_added(text, says, admin):
    before = shape()
    answer = admin.post(PAGE, {"text": text, "save": "1"})
    assert (answer.status_code, says in answer.text) == (422, True)
    assert shape() == before


def test_what_is_here_already_stays_and_is_said(admin):
    other = '[[unit]]\ncode = "lx"\nname = "柳溪街道"\nkind = "street"\n' + POST
    plan = setup.read(other)
    assert plan.differing == ["柳溪镇（lx）在文件里是“柳溪街道”（街道）。保持现在的不变；要改请到它的页面。"]
    setup.carry_out(SYSTEM, plan, keep=True)
    assert Organization.objects.get(code="lx").name == "柳溪镇" and Post.objects.filter(title="新岗").exists()
    organizations.dissolve(SYSTEM, Organization.objects.get(code="lx"), reason="撤并")
    with pytest.raises(Refusal, match="已撤销单位用过的"):
        setup.read(other)
