"""Backup while people write: whole, of one moment, without the keys; and what is said when it cannot be made."""

from __future__ import annotations

import io
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing

import pytest
from tests.project.keep import load
from tests.project.keep import town as towns

from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.attachments import storage
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.health.models import Keeping
from qiaoliang.base.jobs import worker
from qiaoliang.base.jobs.models import Job
from qiaoliang.project import cli
from qiaoliang.project.commands.complaint import Complaint
from qiaoliang.project.keep import archive as archives
from qiaoliang.project.keep import backup, place, restore
from qiaoliang.work.cases.models import Case


def codes() -> set[str]:
    return set(Case.objects.values_list("code", flat=True))


def test_a_backup_under_load_has_every_matter_acknowledged_before_it(town, new_place, tmp_path):
    target = tmp_path / "load.zip"
    with towns.Writers() as writers:
        assert writers.enough.wait(30)
        before = writers.so_far()
        manifest = backup.make(target)
    assert writers.faults == []
    assert len(before) >= 6
    assert manifest.rows["cases_case"] >= len(before)
    bare = new_place()
    shutil.copytree(town.keys, bare.keys)
    with bare.entered():
        restored, aside = restore.restore(target, restore.Wish())
        assert (restored.rows, aside) == (manifest.rows, None)
        assert set(before) <= codes()
        assert len(codes()) == manifest.rows["cases_case"]


def test_the_control_a_plain_copy_of_the_database_file_misses_rows(town, tmp_path):
    """What was acknowledged stands in the write-ahead log beside it. PostgreSQL has no one file to be tempted by."""
    sent = towns.send()
    assert Case.objects.filter(code=sent).exists()
    if not place.is_postgresql():
        shutil.copy(town.changes["NAME"], tmp_path / "plain.sqlite3")
        with closing(sqlite3.connect(tmp_path / "plain.sqlite3")) as plain:
            assert plain.execute("SELECT count(*) FROM cases_case WHERE code = ?", [sent]).fetchone() == (0,)


@pytest.mark.long
def test_twenty_five_of_twenty_five_under_load(town, tmp_path, new_place, capsys):
    """The same as ``python -m tests.project.keep.load --times 25`` prints."""
    figures = load.measure(town, tmp_path, new_place, times=25)
    with capsys.disabled():
        print(f"\n{figures}")
    assert (figures.sound, figures.missing) == (25, 0)
    assert figures.holds, "the control found nothing wrong, so nothing was tried"


def test_keys_are_never_in_it_and_only_the_owner_reads_it(first, archive):
    content = archive.read_bytes()
    with zipfile.ZipFile(archive) as pack:
        names = pack.namelist()
        parts = [pack.read(name) for name in names]
    secrets = [path.read_bytes().strip() for path in first.keys.glob("*.key")]
    assert len(secrets) >= 8
    assert not [name for name in names if "key" in name]
    assert not [one for one in secrets for part in [content, *parts] if one in part]
    assert archive.stat().st_mode & 0o777 == 0o600
    assert sorted(names)[-2:] == ["manifest.json", "manifest.sig"]


def test_the_command_writes_down_and_says_what_it_made(town, tmp_path, capsys):
    folder = tmp_path / "backups"
    folder.mkdir()
    assert cli.main(["backup", str(folder)]) == 0
    (made,) = folder.iterdir()
    said = capsys.readouterr().out
    manifest = archives.examine(made)
    assert made.name.startswith("qiaoliang-yq-")
    assert f"audit head: {manifest.head[0]}:{manifest.head[1]}" in said
    assert manifest.head[0] > 0
    row = Keeping.objects.get()
    assert (row.deed, row.sound, row.size, row.digest) == (
        "backup",
        True,
        made.stat().st_size,
        archives.digest_of(made),
    )
    assert cli.main(["backup", "--verify", str(made)]) == 0
    assert "完好" in capsys.readouterr().out
    assert cli.main(["backup", str(made)]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert cli.main(["backup", "--overwrite", str(made)]) == 0
    assert Keeping.objects.count() == 2


@pytest.mark.parametrize("where", ["nowhere/x.zip", "keys"])
def test_a_place_that_does_not_do_is_refused(seen, tmp_path, where, capsys):
    target = seen.keys / "x.zip" if where == "keys" else tmp_path / where
    assert cli.main(["backup", str(target)]) == 2
    assert ("密钥目录" if where == "keys" else "没有这个目录") in capsys.readouterr().err
    assert not target.exists()


def test_a_file_that_is_taken_away_meanwhile_is_still_in_the_backup(town, tmp_path, new_place):
    """The snapshot names it, so it waits until the backup is through."""
    row = Attachment.objects.get()
    target, meanwhile = tmp_path / "x.zip", []

    def take_away(_done: int, _whole: int) -> None:
        if not meanwhile:
            attachments.remove(SYSTEM, Attachment.objects.get())
            worker.run_all()
            meanwhile.append(storage.path(row.stem, "large").exists())

    original = backup._add_database
    tells = backup.Tells(packing=lambda *_: None)
    try:
        backup._add_database = lambda *words: (original(*words), take_away(0, 0))[0]
        manifest = backup.make(target, tells)
    finally:
        backup._add_database = original
    assert meanwhile == [True]
    assert manifest.files == 3
    Job.objects.filter(kind="attachments.shred").update(run_after="2020-01-01T00:00:00Z")
    worker.run_all()
    assert not storage.path(row.stem, "large").exists()


def test_a_row_without_its_file_stops_the_backup(town, tmp_path):
    storage.path(Attachment.objects.get().stem, "original").unlink()
    with pytest.raises(Complaint, match="附件文件不见了"):
        backup.make(tmp_path / "x.zip")
    assert list(tmp_path.glob("*.zip")) + list(tmp_path.glob(".x*")) == []


def test_a_full_disk_is_a_sentence_and_the_old_backup_stays(seen, archive, tmp_path, monkeypatch):
    old = archive.read_bytes()
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(Complaint, match="空间不够"):
        backup.make(archive)
    monkeypatch.undo()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        with pytest.raises(Complaint, match="磁盘写满了"):
            backup.make(archive)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert archive.read_bytes() == old
    assert list(tmp_path.glob(".archive*")) == []


def test_a_backup_that_is_killed_leaves_nothing_that_looks_whole(seen, archive, tmp_path):
    old = archive.read_bytes()
    code = (
        "import os, signal, sys; from qiaoliang.project import setup; setup.django();"
        "from pathlib import Path; from qiaoliang.project.keep import backup;"
        "backup._add_heads = lambda *_: os.kill(os.getpid(), int(sys.argv[2]));"
        "backup.make(Path(sys.argv[1]))"
    )
    for number in (signal.SIGKILL, signal.SIGINT):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code, str(archive), str(int(number))],
            env=environment(seen), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode != 0, done.stderr
        assert archive.read_bytes() == old
        left = sorted(path.name for path in tmp_path.glob(".archive*"))
        assert left == ([".archive.zip.part"] if number == signal.SIGKILL else []), done.stderr
        for path in tmp_path.glob(".archive*"):
            with pytest.raises(Complaint, match="不是完整的备份"):
                archives.examine(path)
            os.utime(path, (0, 0))
    archives.sweep(tmp_path)
    assert list(tmp_path.glob(".archive*")) == []
    assert archives.examine(archive).head[0] > 0


def environment(town: towns.Town) -> dict[str, str]:
    settings = place.settings()
    address = (
        f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
        if place.is_postgresql()
        else f"sqlite://{settings['NAME']}"
    )
    return {
        **os.environ, "QIAOLIANG_DATA": str(town.folder), "QIAOLIANG_KEYS": str(town.keys), "DATABASE_URL": address,
        "PYTHONPATH": "src",
    }  # fmt: skip


def test_two_at_once_to_one_file_do_not_mix(key_folder, tmp_path):
    target = tmp_path / "x.zip"
    with archives.written(target) as first:
        with pytest.raises(Complaint, match="另一个备份"), archives.written(target):
            pass
        first.add("log/audit-heads.jsonl", io.BytesIO(b""), compressed=True)
        manifest = archives.Manifest(
            made_at="2026-11-24T00:00:00+00:00", version="0", district="", engine="sqlite", engine_version="",
            migrations=[], rows={}, head=(0, ""), keys={},
        )  # fmt: skip
        first.finish(manifest)
    assert archives.examine(target).parts.keys() == {"log/audit-heads.jsonl"}


@pytest.mark.parametrize("engine", ["missing", "old"])
def test_without_a_fitting_pg_dump_it_says_what_to_install(tmp_path, monkeypatch, engine):
    from qiaoliang.project.keep import postgres

    fake = tmp_path / "bin"
    fake.mkdir()
    if engine == "old":
        (fake / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
        (fake / "pg_dump").chmod(0o755)
    monkeypatch.setenv("QIAOLIANG_PG_BIN", str(fake))
    with pytest.raises(Complaint, match="postgresql-client-15"):
        postgres.tool("pg_dump", 15)
