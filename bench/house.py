"""A side's database, filled, and its server: made for one measurement, or kept in a folder for the next."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import process
from bench.asks import Ask

ROOT = Path(__file__).resolve().parent.parent
#: as in production: a commit waits for the disk
POSTGRES = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "1GB"}
START = 300.0


@dataclass(frozen=True)
class House:
    """``database`` is the process of PostgreSQL, 0 on SQLite, which works inside the server."""

    side: str
    rows: int
    python: str
    folder: Path
    environment: dict[str, str]
    database: int

    def asks(self) -> dict[str, Ask]:
        """The side's requests; the first time they are asked for, the database is filled."""
        kept = self.folder / "asks.json"
        if not kept.exists():
            kept.write_text(self.run("fill", "--rows", str(self.rows)))
        return {name: Ask(**said) for name, said in json.loads(kept.read_text()).items()}

    def counts(self) -> dict[str, dict[str, int]]:
        """How many questions each request puts to the database, and how many function calls it takes."""
        found: dict[str, dict[str, int]] = json.loads(self.run("count", words=(self.folder / "asks.json").read_text()))
        return found

    def run(self, what: str, *more: str, words: str = "") -> str:
        """A step of side.py; the last line it printed."""
        command = [self.python, "-m", "bench.side", what, self.side, *more]
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=self.environment, input=words, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout.splitlines()[-1]

    @contextmanager
    def serving(self, port: int = 0) -> Iterator[tuple[int, int]]:
        """(port, process) of the side's server."""
        port = port or free_port()
        command = [self.python, "-m", "bench.side", "serve", self.side, "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=self.environment)  # noqa: S603
        try:
            wait_for(port, server)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(60)

    def cpu_ms(self, server: int) -> float:
        """Processor time of the server and of the database so far."""
        return process.cpu_ms(server) + (process.cpu_ms(self.database) if self.database else 0)


@contextmanager
def opened(
    side: str, rows: int, engine: str, keep: Path | None = None, python: str = sys.executable
) -> Iterator[House]:
    """A side with ``rows`` cases on ``engine``; in ``keep`` it stays for the next time."""
    with ExitStack() as stack:
        made = None if keep else stack.enter_context(tempfile.TemporaryDirectory(prefix="qiaoliang-bench-"))
        folder = Path(made) if made else Path(str(keep)) / f"{side}-{engine}-{rows}"
        if not (folder / "asks.json").exists():
            shutil.rmtree(folder, ignore_errors=True)  # its filling was broken off
        (folder / "static").mkdir(parents=True, exist_ok=True)
        address, database = stack.enter_context(_postgres(folder)) if engine == "postgres" else ("", 0)
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("QIAOLIANG_")},
            "QIAOLIANG_DATA": str(folder),
            "QIAOLIANG_MODE": "demo",
            "QIAOLIANG_HOSTS": "testserver",
            "QIAOLIANG_SESSION_HOURS": "10000",
            "QIAOLIANG_SESSION_IDLE_MINUTES": "600000",
            "DATABASE_URL": address,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        }
        yield House(side, rows, python, folder, environment, database)


@contextmanager
def _postgres(folder: Path) -> Iterator[tuple[str, int]]:
    """(address, process) of a PostgreSQL in ``folder``, made there where it is not yet."""
    from tests.harness import postgres, system

    binaries = system.postgres_folder()
    if binaries is None:
        raise system.Missing(system.explain(["postgresql"]))
    postgres.SETTINGS |= POSTGRES
    place = folder / "postgres"
    place.mkdir(exist_ok=True)
    folder.chmod(0o711)  # PostgreSQL runs as somebody else and has to get to its own folder
    as_user = postgres.unprivileged(place)
    if not (place / "data").is_dir():
        postgres.initialise(binaries, place, as_user)
    with postgres.serving(binaries, place, as_user):
        pid = int((place / "data" / "postmaster.pid").read_text().split()[0])
        yield f"postgresql://{postgres.OWNER}@/postgres?host={place}", pid


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
