"""A district from one file: everything or nothing."""

import stat

import pytest

from qiaoliang.base.accounts.models import Account
from qiaoliang.base.districts.queries import current
from qiaoliang.base.organizations.models import Membership, Organization
from qiaoliang.project.cli import main

FILE = """
[district]
code = "qs"
name = "清水区"

[[organization]]
code = "qs"
name = "清水区"
kind = "district"
founded = 2000-01-01

[[organization]]
code = "qs.gh"
name = "清水区总工会"
kind = "union"
territory = "qs"
line = "qs"
founded = 2001-05-01

[[post]]
code = "qs.gh.one"
organization = "qs.gh"
title = "干事"

[[person]]
code = "liang"
name = "梁清"

[[holding]]
person = "liang"
post = "qs.gh.one"
since = 2020-01-01

[[login]]
username = "liangqing"
person = "liang"
roles = ["handler"]
organization = "qs.gh"
"""


@pytest.mark.django_db
def test_a_district_stands_after_one_command_and_is_founded_once(tmp_path, capsys):
    file, passwords = tmp_path / "d.toml", tmp_path / "p.tsv"
    file.write_text(FILE, "utf-8")
    assert main(["district", "load", str(file), "--passwords", str(passwords)]) == 0
    assert current().name == "清水区"
    assert Membership.objects.get().post.organization.name == "清水区总工会"
    name, password = passwords.read_text("utf-8").strip().split("\t")
    assert Account.objects.get().check_password(password)
    assert (name, stat.S_IMODE(passwords.stat().st_mode)) == ("liangqing", 0o600)
    assert main(["district", "load", str(file), "--passwords", str(tmp_path / "q.tsv")]) == 2
    assert "已经有一个区" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[district", "读不出来"),
        ('[district]\ncode = "x"', "缺少"),
        (FILE.replace('line = "qs"', 'line = "nobody"'), "上级"),
    ],
)
def test_a_broken_file_founds_nothing_and_says_why(text, sentence, tmp_path, capsys):
    file = tmp_path / "d.toml"
    file.write_text(text, "utf-8")
    assert main(["district", "load", str(file), "--passwords", str(tmp_path / "p.tsv")]) == 2
    assert sentence in capsys.readouterr().err
    assert (current(), Organization.objects.count(), (tmp_path / "p.tsv").exists()) == (None, 0, False)
