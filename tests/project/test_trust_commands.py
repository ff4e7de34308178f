"""qiaoliang audit and qiaoliang keys."""

from __future__ import annotations

import pytest

from qiaoliang.base.audit import chain
from qiaoliang.base.audit.actions import record
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import ids, keys
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import worker
from qiaoliang.base.vault import actions as vault
from qiaoliang.base.vault import queries
from qiaoliang.base.vault.models import Contact
from qiaoliang.project import cli


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("QIAOLIANG_KEYS", str(tmp_path / "keys"))
    monkeypatch.setattr(chain, "heads_file", lambda: tmp_path / "audit-heads.jsonl")
    keys.forget_loaded()
    yield
    keys.forget_loaded()


@pytest.mark.django_db
def test_audit_verify_says_sound_then_tampered_with(capsys):
    keys.make_missing()
    events = [record(SYSTEM, "case.note", ("case", ids.uuid7())) for _ in range(3)]
    chain.advance()
    assert cli.main(["audit", "verify"]) == 0
    out = capsys.readouterr().out
    head = next(line.split()[-1] for line in out.splitlines() if "last head" in line)
    assert ("完好 sound" in out, head.startswith("3:")) == (True, True)
    assert cli.main(["audit", "verify", "--head", head]) == 0
    assert cli.main(["audit", "verify", "--head", f"3:{'0' * 64}"]) == 1
    AuditEvent.objects.filter(pk=events[1].pk).delete()
    assert cli.main(["audit", "verify"]) == 1
    assert "[missing] 第 2 条日志被删掉了。" in capsys.readouterr().out
    with pytest.raises(SystemExit) as refused:
        cli.main(["audit", "verify", "--head", "3:xyz"])
    assert refused.value.code == 2


@pytest.mark.django_db
def test_keys_are_made_exchanged_while_running_and_checked(capsys):
    assert cli.main(["keys", "check"]) == 1
    assert cli.main(["keys", "rotate", "vault"]) == 2
    assert "keys new" in capsys.readouterr().err
    assert cli.main(["keys", "new"]) == 0
    assert cli.main(["keys", "new"]) == 0
    assert "没有新建" in capsys.readouterr().out
    contact = vault.store(SYSTEM, name="欧阳小桥")
    assert cli.main(["keys", "rotate", "vault"]) == 0
    assert cli.main(["keys", "check"]) == 0
    assert "还有 1 条用旧密钥封存" in capsys.readouterr().out
    worker.run_all()
    assert cli.main(["keys", "check"]) == 0
    assert "不再需要 no longer needed: vault-00000001.key" in capsys.readouterr().out
    (keys.folder() / "vault-00000001.key").unlink()
    keys.forget_loaded()
    assert queries.opened(Contact.objects.get(pk=contact.pk)).name == "欧阳小桥"


def test_a_key_that_others_can_read_and_a_lost_one_are_named(capsys):
    keys.make_missing()
    (keys.folder() / "vault-00000001.key").chmod(0o644)
    (keys.folder() / "files-00000001.key").unlink()
    assert cli.main(["keys", "check"]) == 1
    out = capsys.readouterr().out
    assert ("vault-00000001.key can be read by others" in out, "No key for files" in out) == (True, True)


@pytest.mark.parametrize("purpose", ["index", "receipt", "session", "nothing"])
def test_a_hash_key_is_not_exchanged(purpose):
    with pytest.raises(SystemExit) as refused:
        cli.main(["keys", "rotate", purpose])
    assert refused.value.code == 2
