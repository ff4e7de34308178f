"""The first administrators come in from the server's console."""

import pytest

from qiaoliang.base.access import queries
from qiaoliang.base.access.actor import actor_for
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.districts.models import District
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Organization, Person
from qiaoliang.project.cli import main

pytestmark = pytest.mark.django_db


def printed_password(capsys):
    return capsys.readouterr().out.split("One-time password: ")[1].split("\n")[0]


def test_three_administrators_on_an_empty_installation(capsys):
    assert main(["account", "new", "xitong", "--name", "石桥生", "--role", "admin"]) == 2
    assert "还没有设置本区" in capsys.readouterr().err
    District.objects.create(code="yunqiao", name="云桥区")
    for name, role in [("xitong", "admin"), ("anquan", "security"), ("shenji", "auditor")]:
        assert main(["account", "new", name, "--name", f"人{name}", "--role", role]) == 0
        account = Account.objects.get(username=name)
        assert account.check_password(printed_password(capsys))
        assert account.must_change_password
        assert actor_for(account).roles == {role}
    assert Organization.objects.get().name == "云桥区"
    assert main(["account", "new", "er", "--name", "二号", "--role", "admin"]) == 0
    assert queries.mixed_administrators() == []


def test_what_is_wrong_is_said_and_nothing_stays(capsys):
    place = organizations.found(SYSTEM, code="yq", name="云桥区", kind="district")
    for words, complaint in [
        (["new", "jia", "--name", "甲", "--role", "emperor"], "角色"),
        (["new", "!", "--name", "甲", "--role", "admin"], "用户名"),
        (["new", "jia", "--name", "甲", "--role", "admin", "--organization", "nowhere"], "nowhere"),
        (["new", "jia", "--name", " "], "姓名"),
        (["password", "jia"], "jia"),
    ]:
        assert main(["account", *words]) == 2
        assert complaint in capsys.readouterr().err
    assert (Account.objects.count(), Person.objects.count(), place.posts.count()) == (0, 0, 0)


def test_without_a_role_and_a_new_password(capsys):
    assert main(["account", "new", "jia", "--name", "甲"]) == 0
    first = printed_password(capsys)
    assert main(["account", "password", "JIA"]) == 0
    second = printed_password(capsys)
    account = Account.objects.get()
    assert (account.check_password(first), account.check_password(second)) == (False, True)
    assert not actor_for(account).held
