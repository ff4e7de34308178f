"""Restore: into an empty place, proven before it is used, or refused with a sentence and everything as before."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from tests.faults.district import STAGES
from tests.project.keep import town as towns

from qiaoliang.base.accounts.models import Account, Session
from qiaoliang.base.audit import chain
from qiaoliang.base.core import keys
from qiaoliang.base.health.models import Keeping
from qiaoliang.base.vault import queries as vault
from qiaoliang.base.vault.models import Contact
from qiaoliang.project import cli
from qiaoliang.project.commands.complaint import Complaint
from qiaoliang.project.keep import archive as archives
from qiaoliang.project.keep import backup, restore, service
from qiaoliang.work.cases.models import Case


def listed(folder: Path) -> dict[str, str]:
    """Every file below with its hash, without what only says who is there."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("service.lock", "lock") and not path.name.endswith(("-wal", "-shm"))
    }


def kept_cases(archive: Path) -> int:
    """How many cases the archive says it has."""
    return archives.examine(archive).rows["cases_case"]


def test_an_empty_place_works_again_after_the_command(archive, bare, capsys):
    assert cli.main(["restore", str(archive)]) == 0
    said = capsys.readouterr().out
    assert ("恢复完成" in said, "密钥能打开" in said, "重新登录" in said) == (True, True, True)
    assert Case.objects.count() == kept_cases(archive) >= len(STAGES)
    assert vault.opened(Contact.objects.first()).phone == towns.PHONE
    assert chain.verify().sound
    client = Client()
    client.force_login(Account.objects.get(username="handler"))
    assert client.get("/desk/", follow=True).status_code == 200
    assert [(row.deed, row.sound) for row in Keeping.objects.all()] == [("restore", True)]
    assert (bare.folder / "log" / "audit-heads.jsonl").stat().st_size > 0
    assert [path.name for path in bare.folder.glob("restoring-*")] == []


def test_who_was_logged_in_then_is_not_logged_in_now(town, tmp_path, new_place):
    client = Client()
    client.force_login(Account.objects.get(username="handler"))
    assert Session.objects.count() == 1
    backup.make(tmp_path / "x.zip")
    bare = new_place()
    shutil.copytree(town.keys, bare.keys)
    with bare.entered():
        restore.restore(tmp_path / "x.zip", restore.Wish())
        assert Session.objects.count() == 0


def test_a_full_place_is_refused_unless_told_and_then_kept_aside(archive, town, capsys):
    towns.add_photo(Case.objects.order_by("pk").last().pk, shade=10)
    late = Case.objects.create(code="LATECASE01", text="备份以后才来的")
    before = listed(town.folder / "files")
    assert cli.main(["restore", str(archive)]) == 2
    assert "--replace" in capsys.readouterr().err
    assert Case.objects.filter(pk=late.pk).exists()
    assert listed(town.folder / "files") == before
    assert cli.main(["restore", "--replace", str(archive)]) == 0
    assert not Case.objects.filter(pk=late.pk).exists()
    assert len(listed(town.folder / "files")) == 3
    (aside,) = town.folder.glob("aside-*")
    assert str(aside) in capsys.readouterr().out
    assert len(listed(aside / "files")) == 6
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'aside%'")
            cursor.execute(f"SET search_path TO {cursor.fetchone()[0]}")
            cursor.execute("SELECT count(*) FROM cases_case WHERE code = 'LATECASE01'")
            assert cursor.fetchone()[0] == 1
    else:
        with towns.Town(aside, {"NAME": str(aside / "db.sqlite3")}, town.keys).entered():
            assert Case.objects.filter(pk=late.pk).exists()


def test_a_running_service_is_not_pulled_away(archive, bare, capsys):
    descriptor = service._open()
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_SH)
    assert cli.main(["restore", str(archive)]) == 2
    assert "先停止" in capsys.readouterr().err
    os.close(descriptor)
    assert cli.main(["restore", str(archive)]) == 0


def spoil(archive: Path, target: Path, change: str) -> None:
    """A copy of the archive with one thing wrong."""
    if change in ("cut", "flipped", "no zip"):
        data = bytearray(archive.read_bytes())
        if change == "flipped":
            with zipfile.ZipFile(archive) as pack:
                place = next(info for info in pack.infolist() if info.filename.endswith(".original"))
            data[place.header_offset + 200] ^= 1
        target.write_bytes({"cut": data[: len(data) * 2 // 3], "flipped": data, "no zip": b"hello"}[change])
        return
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                content = changed(content, change)
            if change == "swapped file" and name.endswith(".large"):
                content = content[::-1]
            if not (change == "lost file" and name.endswith(".large")):
                new.writestr(name, content)
        if change == "strange file":
            new.writestr("../../etc/passwd", b"x")


def changed(manifest: bytes, change: str) -> bytes:
    if change not in ("rows", "newer format"):
        return manifest
    values = json.loads(manifest)
    if change == "rows":
        values["rows"]["cases_case"] += 1
    if change == "newer format":
        values["format"] = 99
    return json.dumps(values).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("cut", "不是完整的备份"),
        ("no zip", "不是完整的备份"),
        ("flipped", r"\.original 已损坏"),
        ("swapped file", r"\.large 已损坏"),
        ("lost file", r"内容与清单不符：files/"),
        ("strange file", r"内容与清单不符：\.\./\.\./etc"),
        ("rows", "清单在做好以后被改动过"),
        ("newer format", "更新的版本"),
    ],
)
def test_a_spoilt_archive_is_said_exactly(archive, key_folder, tmp_path, change, said):
    spoilt = tmp_path / "spoilt.zip"
    spoil(archive, spoilt, change)
    with pytest.raises(Complaint, match=said):
        archives.examine(spoilt)


@pytest.mark.parametrize("change", ["cut", "flipped", "rows"])
def test_of_a_spoilt_archive_nothing_is_restored(archive, bare, tmp_path, change):
    spoil(archive, tmp_path / "spoilt.zip", change)
    before = listed(bare.folder)
    with pytest.raises(Complaint):
        restore.restore(tmp_path / "spoilt.zip", restore.Wish())
    assert listed(bare.folder) == before
    assert restore.is_full() is False
    assert list(bare.folder.glob("restoring-*")) == []


def test_a_file_that_is_not_there(bare, tmp_path, capsys):
    assert cli.main(["restore", str(tmp_path / "none.zip")]) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_a_newer_versions_backup_is_refused(town, bare, tmp_path):
    with town.entered(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '0999_later', '2026-01-01 00:00:00')"
        )
        backup.make(tmp_path / "newer.zip")
    with bare.entered(), pytest.raises(Complaint, match=r"更新的版本 .*先升级程序"):
        restore.restore(tmp_path / "newer.zip", restore.Wish())


def test_an_older_backup_is_brought_to_this_versions_shape(town, bare, tmp_path):
    with town.entered():
        call_command("migrate", "health", "zero", verbosity=0)
        manifest = backup.make(tmp_path / "older.zip")
    assert "health_keeping" not in manifest.rows
    with bare.entered():
        restore.restore(tmp_path / "older.zip", restore.Wish())
        assert Keeping.objects.count() == 0
        assert Case.objects.count() == manifest.rows["cases_case"] >= len(STAGES)


def test_lost_keys_are_named_and_the_rest_can_still_be_saved(archive, bare, capsys):
    (bare.keys / "vault-00000001.key").unlink()
    keys.add("vault")  # another one under the same name: a new installation makes it
    (bare.keys / "files-00000001.key").unlink()
    keys.forget_loaded()
    assert cli.main(["restore", str(archive)]) == 2
    said = capsys.readouterr().err
    assert ("files-00000001、vault-00000001" in said, "keys import" in said) == (True, True)
    assert restore.is_full() is False
    assert cli.main(["restore", "--without-keys", str(archive)]) == 0
    assert Case.objects.count() == kept_cases(archive) >= len(STAGES)
    with pytest.raises(keys.KeyProblem):
        vault.opened(Contact.objects.first())


def test_backup_and_key_file_together_restore_and_neither_alone(archive, town, new_place, tmp_path, capsys):
    phrase = tmp_path / "phrase"
    phrase.write_text("四月 茶园 铁皮 风筝 七号仓\n")
    safe = tmp_path / "keys.json"
    assert cli.main(["keys", "export", str(safe), "--phrase-file", str(phrase)]) == 0
    assert safe.stat().st_mode & 0o777 == 0o600
    assert [one for one in town.keys.glob("*.key") if one.read_text().strip() in safe.read_text()] == []
    elsewhere = new_place()
    with elsewhere.entered():
        assert cli.main(["restore", str(archive)]) == 2
        assert cli.main(["keys", "import", str(safe), "--phrase-file", str(phrase)]) == 0
        assert cli.main(["restore", str(archive)]) == 0
        assert vault.opened(Contact.objects.first()).phone == towns.PHONE
        assert {path.stat().st_mode & 0o777 for path in elsewhere.keys.glob("*.key")} == {0o600}
        assert cli.main(["keys", "import", str(safe), "--phrase-file", str(phrase)]) == 0
        assert "都已在那里" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("phrase", "口令不对"),
        ("changed", "口令不对"),
        ("cut", "不是密钥文件"),
        ("short", "口令太简单"),
        ("other keys", "同名但不同"),
    ],
)
def test_a_key_file_that_does_not_fit(key_folder, tmp_path, how, said, capsys):
    phrase, safe = tmp_path / "phrase", tmp_path / "keys.json"
    phrase.write_text("12345" if how == "short" else "四月 茶园 铁皮 风筝 七号仓")
    export = ["keys", "export", str(safe), "--phrase-file", str(phrase)]
    if how == "short":
        assert cli.main(export) == 2
        assert (said in capsys.readouterr().err, safe.exists()) == (True, False)
        return
    assert cli.main(export) == 0
    if how == "phrase":
        phrase.write_text("五月 茶园 铁皮 风筝 七号仓")
    if how == "changed":
        safe.write_text(safe.read_text().replace('made_at": "2', 'made_at": "3'))
    if how == "cut":
        safe.write_text(safe.read_text()[:200])
    if how == "other keys":
        (key_folder / "vault-00000001.key").unlink()
        keys.add("vault")
    before = listed(key_folder)
    assert cli.main(["keys", "import", str(safe), "--phrase-file", str(phrase)]) == 2
    assert said in capsys.readouterr().err
    assert listed(key_folder) == before


def test_a_drill_proves_it_leaves_nothing_and_is_written_down(archive, town, tmp_path, capsys):
    rows = Case.objects.count()
    before = set(town.folder.iterdir())
    assert cli.main(["restore", "--drill", str(archive)]) == 0
    assert "演练成功" in capsys.readouterr().out
    spoilt = tmp_path / "spoilt.zip"
    spoil(archive, spoilt, "flipped")
    assert cli.main(["restore", "--drill", str(spoilt)]) == 2
    assert "已损坏" in capsys.readouterr().err
    assert [(row.deed, row.sound) for row in Keeping.objects.order_by("pk")] == [("drill", True), ("drill", False)]
    assert (set(town.folder.iterdir()), Case.objects.count()) == (before, rows)


def test_rows_that_do_not_come_out_as_the_manifest_says_are_not_used(town, archive, bare, monkeypatch):
    """As if the database had lost a row on its way: the place stays empty."""
    original = restore._unpack

    def lossy(path, folder, tell):
        original(path, folder, tell)
        if (folder / "db.sqlite3").exists():
            import sqlite3
            from contextlib import closing

            with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
                database.execute("DELETE FROM notify_notice WHERE rowid = (SELECT min(rowid) FROM notify_notice)")
                database.commit()

    monkeypatch.setattr(restore, "_unpack", lossy)
    if connection.vendor == "postgresql":
        monkeypatch.setattr(restore.inspection, "_rows", lambda _: ["notify_notice：备份时 2 行，恢复后 1 行"])
    with pytest.raises(Complaint) as no:
        restore.restore(archive, restore.Wish())
    assert "notify_notice：备份时" in "".join(no.value.args)
    assert restore.is_full() is False
