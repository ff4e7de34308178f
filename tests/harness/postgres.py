"""A PostgreSQL of our own for one run: on a socket in a temporary folder, as an unprivileged user, stopped afterwards."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.harness import folders, system

OWNER = "qiaoliang"
#: Durability is switched off: a power cut during the tests costs nothing, waiting for the disk does.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "80",
    "timezone": "UTC",
}


@contextmanager
def temporary_cluster() -> Iterator[str]:
    """Yields the address for ``DATABASE_URL``. Whatever happens, the server is stopped and its folder removed."""
    binaries = system.postgres_folder()
    if binaries is None:
        raise system.Missing(system.explain(["postgresql"]))
    folder = folders.make("pg")
    try:
        as_user = unprivileged(folder)
        initialise(binaries, folder, as_user)
        with serving(binaries, folder, as_user):
            yield f"postgresql://{OWNER}@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a process that is not root (PostgreSQL refuses root); ``folder`` is handed to that user."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def initialise(binaries: Path, folder: Path, as_user: dict[str, Any]) -> None:
    """Make the cluster's files."""
    options = ["-U", OWNER, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    command = [str(binaries / "initdb"), "-D", str(folder / "data"), *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **as_user)
    if done.returncode:
        raise RuntimeError(f"initdb: {done.stderr}")


@contextmanager
def serving(binaries: Path, folder: Path, as_user: dict[str, Any]) -> Iterator[None]:
    """The server, from its first answer to its end."""
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *options]
    with (folder / "log").open("wb") as log:
        server: subprocess.Popen[bytes] = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, start_new_session=True, preexec_fn=end_with_parent, **as_user
        )
        try:
            wait_until_ready(server, folder)
            yield
        finally:
            stop(server)


def end_with_parent() -> None:
    """Ask Linux to end a child should this process be killed outright; runs in the child, before its program starts."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def wait_until_ready(server: subprocess.Popen[bytes], folder: Path, seconds: float = 300) -> None:
    """The server writes ``ready`` into its pid file when it takes connections; RuntimeError with its log if it does not."""
    until, pid_file = time.monotonic() + seconds, folder / "data" / "postmaster.pid"
    while time.monotonic() < until and server.poll() is None:
        if pid_file.exists() and "ready" in pid_file.read_text():
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()[-2000:]}")


def stop(server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Fast shutdown, then the immediate one, always this one process by its id."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(how)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
