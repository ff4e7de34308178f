"""A line to the database that can be made bad: slow, cut, or open at one end only. It stands between the product and
PostgreSQL's socket and hands on what comes."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: how PostgreSQL calls its socket in a folder
NAME = ".s.PGSQL.5432"


class BadLine:
    """``delay`` seconds before anything is handed on; ``silent``: what comes is swallowed, the connection stays open."""

    def __init__(self, behind: Path) -> None:
        self.delay, self.silent, self._behind = 0.0, False, behind
        self._open: list[socket.socket] = []

    def cut(self) -> None:
        """Close all connections at once."""
        for one in self._open:
            _close(one)
        self._open.clear()

    def accept(self, listening: socket.socket) -> None:
        """Connect whoever comes, until the listening socket is closed."""
        with suppress(OSError):
            while True:
                near, _address = listening.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(str(self._behind))
                self._open += [near, far]
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._hand_on, args=(source, target), daemon=True).start()

    def _hand_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(1 << 16):
                while self.silent:
                    time.sleep(0.05)
                time.sleep(self.delay)
                target.sendall(piece)
        for one in (source, target):
            _close(one)


def _close(one: socket.socket) -> None:
    """Shut down first: closing alone does not end what another thread waits for, and PostgreSQL would keep the connection."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def opened(behind: Path, folder: Path) -> Iterator[BadLine]:
    """A line whose near end is a socket in ``folder``."""
    line, near = BadLine(behind / NAME), folder / NAME
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(near))
        listening.listen(50)
        threading.Thread(target=line.accept, args=(listening,), daemon=True).start()
        yield line
        line.cut()
    near.unlink()
