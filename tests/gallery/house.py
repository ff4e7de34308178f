"""The demo district in a folder of its own, with its server, for as long as the pictures are taken."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.harness import folders, postgres

ROOT = Path(__file__).parents[2]
#: seconds; a slow machine makes the district in one or two minutes
START = 900.0


class NotOpen(SystemExit):
    """The district could not be made; the text is what it said itself."""


@contextmanager
def opened() -> Iterator[str]:
    """The address of a fresh demo; this process sees the same data through Django. All of it is gone afterwards."""
    folder, port = folders.make("gallery"), _free_port()
    os.environ.update(QIAOLIANG_MODE="demo", QIAOLIANG_DATA=str(folder))
    # the browser's driver keeps an event loop on this thread, which Django would take for asynchronous code
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ.pop("DATABASE_URL", None)
    said = folder / "server.log"
    with said.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "qiaoliang", "demo", "--port", str(port)],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            preexec_fn=postgres.end_with_parent,
        )
    try:
        _wait(server, port, said)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int, said: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port)):
                return
        except ConnectionError:
            time.sleep(0.5)
    raise NotOpen(said.read_text("utf-8", "replace")[-3000:])
