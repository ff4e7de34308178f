"""PostgreSQL's own tools. They may lie elsewhere than on the PATH, and must not be older than the server."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qiaoliang.base.core.env import setting
from qiaoliang.project.commands.complaint import Complaint


def reached(settings: dict[str, Any]) -> dict[str, str]:
    """Django's settings as libpq's words (dbname, host, …), without those that are for the pool and for psycopg."""
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    words = {word: str(settings[name]) for word, name in names.items() if settings.get(name)}
    others = ("pool", "prepare_threshold")
    return words | {word: str(value) for word, value in settings["OPTIONS"].items() if word not in others}


def tool(name: str, server: int) -> str:
    """The program ``name`` of at least the server's major version; Complaint that says what to install."""
    found = [path for folder in _folders() if (path := folder / name).is_file() and os.access(path, os.X_OK)]
    fitting = [path for path in found if _major(path) >= server]
    if fitting:
        return str(fitting[0])
    seen = "、".join(f"{path}（{_major(path)}）" for path in found)
    raise Complaint(
        f"找不到可用的 {name}：数据库是 PostgreSQL {server}，需要同版本或更新的 {name}。{'只找到 ' + seen if seen else ''}\n"
        f"请安装：sudo apt-get install postgresql-client-{server}，或用 QIAOLIANG_PG_BIN 指明它所在的目录。",
        f"No {name} that fits: the server is PostgreSQL {server} and needs {name} of that version or newer. Install\n"
        f"postgresql-client-{server}, or name the folder it lies in with QIAOLIANG_PG_BIN.",
    )


def _folders() -> list[Path]:
    named = setting("PG_BIN")
    on_path = shutil.which("pg_dump")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]), reverse=True)
    return [Path(named)] if named else [*debian, *([Path(on_path).parent] if on_path else [])]


def _major(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


def run(command: Sequence[str], words: dict[str, str]) -> None:
    """Run a tool on the database; the password goes through the environment, not through the list of processes."""
    from psycopg.conninfo import make_conninfo

    plain = {word: value for word, value in words.items() if word != "password"}
    environment = {**os.environ, **({"PGPASSWORD": words["password"]} if "password" in words else {})}
    done = subprocess.run(  # noqa: S603
        [*command, f"--dbname={make_conninfo(**plain)}"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode == -signal.SIGXFSZ or "No space left" in done.stderr:
        raise OSError(errno.ENOSPC, Path(command[0]).name)
    if done.returncode:
        name, said = Path(command[0]).name, done.stderr.strip()[-1500:]
        raise Complaint(f"{name} 没有完成，它说：\n{said}", f"{name} failed; its words stand above.")
