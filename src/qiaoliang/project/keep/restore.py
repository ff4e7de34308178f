"""From an archive to a place that works: unpacked aside, proven, brought to this version's shape, and only then put in place."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db import connection

from qiaoliang.base.core import clock
from qiaoliang.base.core.env import data_folder
from qiaoliang.project.commands.complaint import Complaint
from qiaoliang.project.keep import archive, disk, inspection, place, postgres, service
from qiaoliang.project.keep.manifest import Manifest, missing_keys


@dataclass(frozen=True)
class Wish:
    """``replace`` puts what is there aside; ``with_keys`` insists that the keys open what is restored."""

    replace: bool = False
    with_keys: bool = True


def restore(path: Path, wish: Wish, tell: archive.Tell = archive.silent) -> tuple[Manifest, Path | None]:
    """Put the archive in place; the manifest, and the folder in which what was there before is kept (None: nothing was).

    Whatever does not fit is a Complaint, and everything is as before."""
    lock = service.take_alone()
    if lock is None:
        raise Complaint(
            "服务或后台还在运行。请先停止 qiaoliang serve 和 qiaoliang worker，再恢复。",
            "The server or the worker still runs. Stop qiaoliang serve and qiaoliang worker first.",
        )
    try:
        manifest = look(path)
        _check_empty(wish)
        into = _into_postgresql if place.is_postgresql() else _into_sqlite
        return manifest, into(path, manifest, wish, tell)
    finally:
        os.close(lock)


def drill(path: Path, wish: Wish, tell: archive.Tell = archive.silent) -> Manifest:
    """Restore into a temporary place, prove it, throw it away. The service may run meanwhile."""
    manifest = look(path)
    with _workshop(data_folder(), "drill", _size(manifest)) as folder:
        _unpack(path, folder, tell)
        with _temporary_database(folder, manifest) as database, place.elsewhere(folder, database=database):
            _prove(manifest, wish)
    return manifest


def look(path: Path) -> Manifest:
    """The manifest of an archive that this version and this database can restore; else Complaint."""
    from django.db.migrations.loader import MigrationLoader

    with archive.opened(path) as (_pack, manifest):
        pass
    known = set(MigrationLoader(None).disk_migrations or {})
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise archive.newer(manifest.version)
    engine = "postgresql" if place.is_postgresql() else "sqlite"
    if manifest.engine != engine:
        raise Complaint(
            f"这份备份来自 {manifest.engine}，本机设置的是 {engine}。请按备份的数据库设置 DATABASE_URL，再恢复。",
            f"This backup is from {manifest.engine}, but DATABASE_URL here means {engine}. Set it accordingly.",
        )
    return manifest


# ------------------------------------------------------------------ what is there already


def is_full() -> bool:
    """Whether somebody's data is here: a district, an account, or a file."""
    tables = set(_our_tables())
    with connection.cursor() as cursor:
        for table in {"districts_district", "accounts_account"} & tables:
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                return True
    return any((data_folder() / "files").glob("??/*"))


def _our_tables() -> list[str]:
    if not place.is_postgresql() and not Path(place.settings()["NAME"]).exists():
        return []  # asking would make the file
    return connection.introspection.table_names()


def _check_empty(wish: Wish) -> None:
    if not wish.replace and is_full():
        raise Complaint(
            f"这里已经有数据（{data_folder()}），没有恢复。确定要换成备份里的，请加 --replace；现有的会另存一旁，不会删除。",
            f"There is data here already ({data_folder()}). --replace restores nevertheless and keeps it aside.",
        )


# ------------------------------------------------------------------ unpacking and proving


@contextmanager
def _workshop(beside: Path, what: str, size: int) -> Iterator[Path]:
    """A private folder beside the place that is restored, with room enough; gone at the end."""
    disk.check(beside, 2 * size)
    folder = beside / f"{what}-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    try:
        with disk.told(beside):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _size(manifest: Manifest) -> int:
    return sum(size for size, _digest in manifest.parts.values())


def _unpack(path: Path, folder: Path, tell: archive.Tell) -> None:
    def sink(name: str) -> IO[bytes]:
        target = folder / name.removeprefix("database/")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    archive.examine(path, tell, sink)


def _prove(manifest: Manifest, wish: Wish) -> None:
    """In the restored place: compare with the manifest, bring to this version's shape, open with the keys. Complaint
    with everything that is wrong."""
    missing = missing_keys(manifest.keys)
    if missing and wish.with_keys:
        raise _keys_missing(missing)
    wrong = inspection.of_database(manifest, with_keys=wish.with_keys)
    if not wrong:
        _bring_forward()
        wrong = inspection.of_keys() if wish.with_keys else []
    if wrong:
        raise Complaint("恢复出来的数据不对，没有使用 / What was restored is not sound and was not used:", *wrong)


def _keys_missing(missing: list[str]) -> Complaint:
    return Complaint(
        f"缺少打开数据的密钥：{'、'.join(missing)}。什么也没有改动。请先取回密钥：qiaoliang keys import 文件\n"
        "如果密钥确实找不回来，加 --without-keys 可以恢复其余内容；联系方式和附件将永远打不开。",
        f"Keys that open the data are missing: {', '.join(missing)}. Bring them back: qiaoliang keys import FILE\n"
        "If they are lost for good, --without-keys restores the rest; contacts and files stay closed for ever.",
    )


def _bring_forward() -> None:
    """This version's migrations, and nobody logged in: a log-in that ended since must not come back to life."""
    from qiaoliang.project.commands.migrate import migrate

    migrate(verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_session")
        cursor.execute("DELETE FROM cache")


# ------------------------------------------------------------------ putting in place


def _into_sqlite(path: Path, manifest: Manifest, wish: Wish, tell: archive.Tell) -> Path | None:
    goal, blank = Path(place.settings()["NAME"]), not _our_tables()
    connection.close()
    if blank:
        goal.unlink(missing_ok=True)
    with _workshop(goal.parent, "restoring", _size(manifest)) as folder:
        _unpack(path, folder, tell)
        with place.elsewhere(folder, database={"NAME": str(folder / "db.sqlite3")}):
            _prove(manifest, wish)
        os.sync()  # once for thousands of files, before anything is moved
        aside = _put_aside({goal.with_name(goal.name + end): f"db.sqlite3{end}" for end in ("", "-wal", "-shm")})
        _put_files(folder)
        (folder / "db.sqlite3").replace(goal)
        _sync(goal.parent)
    return aside


def _into_postgresql(path: Path, manifest: Manifest, wish: Wish, tell: archive.Tell) -> Path | None:
    with _workshop(data_folder(), "restoring", _size(manifest)) as folder:
        _unpack(path, folder, tell)
        aside_schema = f"aside_{clock.now():%Y%m%d_%H%M%S}"
        _sql(f"ALTER SCHEMA public RENAME TO {aside_schema}", "CREATE SCHEMA public")
        try:
            _load(folder / "dump.pgc")
            with place.elsewhere(folder):
                _prove(manifest, wish)
        except BaseException:
            _sql("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {aside_schema} RENAME TO public")
            raise
        os.sync()  # once for thousands of files, before anything is moved
        aside = _put_aside({})
        _put_files(folder)
        if not _tables(aside_schema):
            _sql(f"DROP SCHEMA {aside_schema} CASCADE")
        elif aside is None:
            aside = data_folder() / f"（数据库模式 schema {aside_schema}）"
    return aside


def _sql(*statements: str) -> None:
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _tables(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_tables WHERE schemaname = %s LIMIT 1", [schema])
        return cursor.fetchone() is not None


def _load(dump: Path) -> None:
    """pg_restore in one transaction. Our schema is there already."""
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10000
    program = postgres.tool("pg_restore", server)
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--schema=public"]
    connection.close()
    _run_restore([program, *options], dump, postgres.reached(place.settings()))


def _run_restore(command: list[str], dump: Path, words: dict[str, str]) -> None:
    postgres.run([*command, str(dump)], words)


@contextmanager
def _temporary_database(folder: Path, manifest: Manifest) -> Iterator[dict[str, Any]]:
    """Where a drill's database lies: a file, or a database of its own beside ours."""
    if manifest.engine == "sqlite":
        yield {"NAME": str(folder / "db.sqlite3")}
        return
    import psycopg

    name, words = f"qiaoliang_drill_{secrets.token_hex(4)}", postgres.reached(place.settings())
    with psycopg.connect(autocommit=True, **words) as ours:  # type: ignore[arg-type]
        try:
            ours.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        except psycopg.errors.InsufficientPrivilege as fault:
            raise Complaint(
                f"演练要临时建一个数据库，但 {words.get('user')} 没有这个权限。请运行：ALTER ROLE {words.get('user')} CREATEDB",
                "A drill makes a temporary database, which this role may not: ALTER ROLE … CREATEDB.",
            ) from fault
        try:
            with place.elsewhere(folder, database={"NAME": name}):
                _load(folder / "dump.pgc")
            yield {"NAME": name}
        finally:
            ours.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _put_aside(database: dict[Path, str]) -> Path | None:
    """Move what is there into a folder of its own; that folder, None where nothing was there."""
    data = data_folder()
    there = {path: name for path, name in database.items() if path.exists()}
    there |= {data / name: name for name in ("files", "log/audit-heads.jsonl") if (data / name).exists()}
    if not there:
        return None
    aside = data / f"aside-{clock.localtime(clock.now()):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    for path, name in there.items():
        (aside / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(path, aside / name)
    return aside


def _put_files(folder: Path) -> None:
    data = data_folder()
    for name in ("files", "log/audit-heads.jsonl"):
        if (folder / name).exists():
            (data / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.move(folder / name, data / name)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
