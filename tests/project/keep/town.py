"""An installation of its own for the tests of backup and restore: a folder, a database, keys, and people who write in it."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from tests.base.attachments import making_files
from tests.faults.district import TEXT, District

from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.core import keys
from qiaoliang.base.core.who import Who
from qiaoliang.project.keep import place
from qiaoliang.work.cases.actions import submit
from qiaoliang.work.cases.models import Case

PHONE = "13812345678"
#: seconds between two matters of one writer: SQLite's lock is not fair, and without any pause others never get it
PAUSE = 0.02


@dataclass
class Town:
    """``folder`` is the data folder. Inside :meth:`entered` everything works there; ``changes`` lead to its database."""

    folder: Path
    changes: dict[str, Any]
    keys: Path
    stack: list[Any] = field(default_factory=list)

    @contextmanager
    def entered(self) -> Iterator[Town]:
        before = os.environ.get("QIAOLIANG_KEYS")
        os.environ["QIAOLIANG_KEYS"] = str(self.keys)
        keys.forget_loaded()
        try:
            with place.elsewhere(self.folder, database=self.changes):
                yield self
        finally:
            os.environ.pop("QIAOLIANG_KEYS")
            os.environ.update({"QIAOLIANG_KEYS": before} if before else {})
            keys.forget_loaded()


def empty(folder: Path, keys_folder: Path) -> Town:
    """A place with nothing in it, not even tables."""
    folder.mkdir(parents=True)
    if not place.is_postgresql():
        return Town(folder, {"NAME": str(folder / "db.sqlite3")}, keys_folder)
    name = f"keep_{secrets.token_hex(6)}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy")
    return Town(folder, {"NAME": name}, keys_folder)


def copy(source: Town | None, folder: Path, keys_folder: Path) -> Town:
    """A town with the same rows and files; without ``source`` with the tables of the test database alone."""
    if place.is_postgresql():
        folder.mkdir(parents=True)
        name = f"keep_{secrets.token_hex(6)}"
        template = source.changes["NAME"] if source else place.settings()["NAME"]
        if source is None:
            connections["default"].close()
            connections["default"].close_pool()
        _on_server(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        made = Town(folder, {"NAME": name}, keys_folder)
    else:
        made = empty(folder, keys_folder)
        template = source.changes["NAME"] if source else place.settings()["NAME"]
        with closing(sqlite3.connect(template)) as there, closing(sqlite3.connect(made.changes["NAME"])) as here:
            there.backup(here)
    for name in ("files", "log"):
        if source and (source.folder / name).exists():
            shutil.copytree(source.folder / name, folder / name)
    return made


def drop(town: Town) -> None:
    if place.is_postgresql():
        _on_server(f"DROP DATABASE IF EXISTS {town.changes['NAME']} WITH (FORCE)")


def _on_server(statement: str) -> None:
    import psycopg

    from qiaoliang.project.keep import postgres

    words = postgres.reached(place.settings()) | {"dbname": "postgres"}
    with psycopg.connect(autocommit=True, **words) as server:
        server.execute(statement)


def people() -> None:
    """A district at work, with a photo at one of its cases; inside a town."""
    District.opened()
    add_photo(Case.objects.order_by("pk").first().pk)


def add_photo(case: Any, shade: int = 90) -> Any:
    picture = SimpleUploadedFile("a.jpg", making_files.photo(shade=shade))
    return attachments.add(Who(kind="resident"), ("case", case), picture)


def send() -> str:
    """A resident's matter, through the product's own action; its code."""
    speaker = submit.Speaker(name="桥二", phone=PHONE)
    return submit.submit(Who(kind="resident"), submit.Matter(text=TEXT), speaker).case.code


class Writers:
    """Residents who send matters at the same time, each through the product's own action, until told to stop."""

    def __init__(self, threads: int = 3) -> None:
        self.acknowledged: list[str] = []
        self.faults: list[BaseException] = []
        self._stop, self._lock = threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._write) for _ in range(threads)]
        self.enough = threading.Event()

    def __enter__(self) -> Writers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def so_far(self) -> list[str]:
        """The codes of all matters that were acknowledged until now."""
        with self._lock:
            return list(self.acknowledged)

    def _write(self) -> None:
        try:
            while not self._stop.wait(PAUSE):
                code = send()
                with self._lock:
                    self.acknowledged.append(code)
                    if len(self.acknowledged) >= 6:
                        self.enough.set()
        except BaseException as fault:
            self.faults.append(fault)
            self.enough.set()
        finally:
            connection.close()
