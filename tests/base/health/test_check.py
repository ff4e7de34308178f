"""What the check finds: each fault is made, named, and gone when it is mended."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests.base.desk import officer

from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit import chain
from qiaoliang.base.audit.actions import record
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import checks, clock, ids, keys
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.health import actions, queries
from qiaoliang.base.health.models import Outcome
from qiaoliang.base.jobs import beats
from qiaoliang.base.jobs.models import Job
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.organizations.models import Closure
from qiaoliang.base.search import actions as search
from qiaoliang.base.workdays import actions as workdays
from qiaoliang.project import cli

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 15, 4, tzinfo=UTC)
PAGE = "/desk/check"


@pytest.fixture(autouse=True)
def sound(tmp_path, monkeypatch):
    """An installation in which all is well, at a fixed moment, with a folder of its own."""
    from qiaoliang.base.core.env import data_folder

    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("QIAOLIANG_DATA", str(folder))
    data_folder.cache_clear()
    keys.forget_loaded()
    keys.make_missing()
    with clock.frozen(NOON):
        for role in ("admin", "security", "auditor"):
            for name in (f"{role}1", f"{role}2"):
                officer(role, name)
        workdays.load_shipped(SYSTEM)
        beats.enqueue_due()
        Job.objects.all().delete()
        chain.advance()
        for deed in ("backup", "drill"):
            keep(deed)
        yield folder
    data_folder.cache_clear()
    keys.forget_loaded()


def keep(deed, sound=True, days=0):
    with clock.frozen(clock.now() - timedelta(days=days)):
        return actions.write_down(
            SYSTEM, deed, sound=sound, archive_made_at=clock.now(), size=3_000_000, seconds=12, digest="ab" * 32
        )


def states(thorough=True):
    return queries.states(queries.look(thorough=thorough))


def says(key):
    return " ".join(line.says for line in queries.look(thorough=True) if line.key == key)


def test_where_all_is_well_everything_is_fine(monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 80 << 30}))
    found = states()
    assert {key: state for key, state in found.items() if state != "ok"} == {}
    assert len(found) == len(checks.every()) > 18


def lose_key(folder):
    (folder / "keys" / "vault-00000001.key").unlink()
    keys.forget_loaded()


def open_key(folder):
    (folder / "keys" / "vault-00000001.key").chmod(0o644)


def open_folder(folder):
    folder.chmod(0o755)


def old_backup(_folder):
    keep_only("backup", days=2)


def very_old_backup(_folder):
    keep_only("backup", days=8)


def no_drill(_folder):
    from qiaoliang.base.health.models import Keeping

    Keeping.objects.filter(deed="drill").delete()


def old_drill(_folder):
    keep_only("drill", days=101)


def failed_drill(_folder):
    keep("drill", sound=False)


def keep_only(deed, days):
    from qiaoliang.base.health.models import Keeping

    Keeping.objects.filter(deed=deed).delete()
    keep(deed, days=days)


def no_worker(_folder):
    from qiaoliang.base.jobs.models import Beat

    Beat.objects.update(due_at=clock.now() - timedelta(hours=1))


def given_up(_folder):
    Job.objects.create(kind="jobs.sweep", attempts=8, failed_at=clock.now(), error="ValueError at x.py:1")


def waiting_events(_folder):
    with clock.frozen(clock.now() - timedelta(hours=1)):
        record(SYSTEM, "case.note", ("case", ids.uuid7()))


def lost_heads(folder):
    (folder / "log" / "audit-heads.jsonl").unlink()


def deleted_event(_folder):
    AuditEvent.objects.filter(pk=AuditEvent.objects.order_by("pk").first().pk).delete()


def torn_index(_folder):
    search.index("case", ids.uuid7(), "路灯坏了")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("UPDATE search_entry SET vector = NULL")
        else:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('delete-all')")


def torn_tree(_folder):
    Closure.objects.filter(depth=1).delete()


def one_admin(_folder):
    Account.objects.filter(username="admin2").update(is_active=False)


def no_security(_folder):
    Account.objects.filter(username__startswith="security").update(is_active=False)


def clock_back(_folder):
    with clock.frozen(clock.now() + timedelta(days=3)):
        actions.see_the_clock(ticks=10.0, boot="one")


def clock_jumped(_folder):
    with clock.frozen(clock.now() - timedelta(days=1)):
        actions.see_the_clock(ticks=10.0, boot="one")
    actions.see_the_clock(ticks=20.0, boot="one")


def full_disk(_folder):
    pass


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("fault", "key", "state", "words"),
    [
        (lose_key, "keys", "mend", "缺少密钥：vault"),
        (open_key, "keys", "mend", "vault-00000001.key"),
        (open_folder, "folder", "mend", "能进入数据目录"),
        (old_backup, "backup", "look", "最近一次备份是 6月13日"),
        (very_old_backup, "backup", "mend", "最近一次备份是 6月7日"),
        (no_drill, "drill", "look", "还没有试过"),
        (old_drill, "drill", "look", "每季度一次"),
        (failed_drill, "drill", "mend", "没有成功"),
        (no_worker, "worker", "mend", "没有运行"),
        (given_up, "jobs", "look", "1 项后台工作多次失败"),
        (waiting_events, "audit-head", "mend", "还没有入链"),
        (lost_heads, "audit-head", "mend", "不全或不见了"),
        (deleted_event, "audit-chain", "mend", "第 1 条日志被删掉了"),
        (torn_index, "search", "look", "搜索索引不全"),
        (torn_tree, "tree", "mend", "1 处不对"),
        (one_admin, "administrators", "look", "系统管理员只有一个人"),
        (no_security, "administrators", "mend", "没有能登录的安全管理员"),
        (clock_back, "clock", "mend", "已经到过 6月18日"),
        (clock_jumped, "clock", "look", "时钟往前跳了"),
    ],
)
def test_each_fault_is_named_with_its_state(sound, fault, key, state, words):
    assert states()[key] == "ok"
    fault(sound)
    assert states()[key] == state
    assert words in says(key)
    assert [
        line.do for line in queries.look(thorough=True) if line.key == key and line.state != "ok" and not line.do
    ] == []


@pytest.mark.parametrize(("free", "state"), [(80 << 30, "ok"), (1 << 30, "look"), (100 << 20, "mend")])
def test_a_disk_that_fills_up(monkeypatch, free, state):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert states()["disk"] == state


@pytest.mark.parametrize(
    ("day", "state"), [((2026, 6, 15), "ok"), ((2026, 11, 30), "ok"), ((2026, 12, 1), "look"), ((2027, 1, 2), "mend")]
)
def test_the_calendar_of_the_next_year(day, state):
    with clock.frozen(datetime(*day, 4, tzinfo=UTC)):
        assert states()["workdays"] == state


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"HTTPS": False}, "settings", "没有走 HTTPS"),
        ({"ALLOWED_HOSTS": ["*"]}, "settings", "任何域名"),
        ({"ALLOWED_HOSTS": ["localhost"]}, "settings", "只有本机能访问"),
        ({"SECOND_FACTOR": "offered"}, "second-factor", "6 个在用账号没有动态口令，也没有通行密钥"),
    ],
)
def test_settings_that_do_not_suit_production(settings, changes, key, words):
    settings.MODE, settings.HTTPS, settings.ALLOWED_HOSTS, settings.SECOND_FACTOR = (
        "production", True, ["district.example"], "required",
    )  # fmt: skip
    assert words not in says(key)
    for name, value in changes.items():
        setattr(settings, name, value)
    assert words in says(key)


def test_the_demos_password_in_production(settings):
    from qiaoliang.project.demo.make import PASSWORD

    account = Account.objects.get(username="admin1")
    account.set_password(PASSWORD)
    account.save()
    assert states()["demo-passwords"] == "ok"
    settings.MODE = "production"
    assert "admin1" in says("demo-passwords")
    account.set_password("another and a longer one")
    account.save()
    assert states()["demo-passwords"] == "ok"


def test_the_clock_is_watched_over_a_restart_and_slow_drift_is_none():
    actions.see_the_clock(ticks=100.0, boot="one")
    with clock.frozen(NOON + timedelta(minutes=5)):
        assert actions.see_the_clock(ticks=400.0, boot="one").jumped_at is None
    with clock.frozen(NOON + timedelta(days=9)):
        assert actions.see_the_clock(ticks=5.0, boot="two").jumped_at is None, "it may have been switched off"
    with clock.frozen(NOON + timedelta(days=8)):
        assert actions.see_the_clock(ticks=5.0, boot="three").jumped_by == -86400
        assert states()["clock"] == "mend"
    with clock.frozen(NOON + timedelta(days=9, minutes=1)):
        actions.see_the_clock(ticks=86465.0, boot="three")
        assert states()["clock"] == "look"


def test_a_check_that_fails_is_a_finding_and_hides_no_other(monkeypatch):
    def broken():
        raise ValueError("a person's words")

    monkeypatch.setitem(checks._checks, "zz", checks.Check("zz", "坏的", broken, ""))
    lines = queries.look(thorough=True)
    assert [line.says for line in lines if line.key == "zz"] == ["这一项没能检查（ValueError），情况不明。"]
    assert len(queries.states(lines)) > 18


def test_only_the_administrator_sees_the_page_and_it_says_how_the_dear_checks_ended(sound):
    admin, handler = officer("admin", "桥三"), officer("handler", "桥一")
    assert handler.client.get(PAGE).status_code == 403
    assert "还没有检查过" in admin.client.get(PAGE).text
    cli.main(["check"])
    text = admin.client.get(PAGE).text
    assert ("还没有检查过" in text, "检查于" in text) == (False, True)
    lose_key(sound)
    deleted_event(sound)
    cli.main(["check"])
    text = admin.client.get(PAGE).text
    assert ("缺少密钥：vault" in text, "发现了问题，运行命令看详情" in text, "项必须处理。" in text) == (
        True,
        True,
        True,
    )
    assert set(Outcome.objects.values_list("key", flat=True)) == {one.key for one in checks.every() if one.thorough}


def test_the_command_its_json_and_its_exit_status(sound, capsys, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 80 << 30}))
    assert cli.main(["check"]) == 0
    assert "一切正常" in capsys.readouterr().out
    no_drill(sound)
    assert cli.main(["check", "--quick"]) == 1
    assert "→ qiaoliang restore --drill FILE" in capsys.readouterr().out
    open_key(sound)
    assert cli.main(["check", "--json", "--english"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert said["state"] == "mend"
    first = said["findings"][0]
    assert (first["check"], first["state"]) == ("keys", "mend")
    assert first["do"].startswith("chmod go-rwx ")


def test_what_can_be_mended_without_a_person_is(sound):
    torn_index(sound)
    torn_tree(sound)
    assert (states()["search"], states()["tree"]) == ("look", "mend")
    cli.main(["check", "--mend"])
    assert (states()["search"], states()["tree"]) == ("ok", "ok")


def test_administrators_are_told_once_a_day_and_not_in_a_flood(sound):
    from qiaoliang.base.districts import actions as districts
    from qiaoliang.base.jobs import worker
    from qiaoliang.base.jobs.actions import enqueue

    districts.found(code="yq", name="云桥区")
    enqueue("health.daily", {})
    worker.run_all()
    assert Notice.objects.count() == 0
    open_key(sound)
    for _ in range(3):
        enqueue("health.daily", {})
        worker.run_all()
    assert Notice.objects.filter(kind="health.broken").count() == 2, "one for each of the two administrators"
    client = officer("admin", "桥五").client
    client.force_login(Account.objects.get(username="admin1"))
    assert "系统自检发现 1 项必须处理" in client.get("/desk/notices").text
