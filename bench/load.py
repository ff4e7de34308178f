"""Requests over HTTP to a server on this machine: by one connection or several at once, each kept open."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from bench.asks import Ask

PATIENCE = 120.0


@dataclass
class Answers:
    """What came: milliseconds of each request, bytes of the last, seconds for all of them, faults."""

    spans: list[float] = field(default_factory=list)
    size: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    def __add__(self, more: Answers) -> Answers:
        spans, faults = self.spans + more.spans, self.faults + more.faults
        return Answers(spans, more.size, self.seconds + more.seconds, faults)

    def at(self, share: float) -> float:
        """The span that ``share`` of the requests did not exceed."""
        return sorted(self.spans)[min(int(len(self.spans) * share), len(self.spans) - 1)]

    @property
    def a_second(self) -> float:
        return len(self.spans) / self.seconds


class Line:
    """One connection, opened again when the server closed it."""

    def __init__(self, port: int) -> None:
        self._port, self._socket, self._rest = port, self._open(port), b""

    @staticmethod
    def _open(port: int) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", port), PATIENCE)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def close(self) -> None:
        self._socket.close()

    def send(self, ask: Ask) -> tuple[int, int]:
        """(status, bytes of the answer with its head)."""
        self._socket.sendall(ask.raw())
        head = self._until(b"\r\n\r\n").lower()
        length = self._length(head)
        size = len(head) + (self._chunks() if length is None else len(self._take(length)))
        if b"connection: close" in head:
            self.close()
            self._socket, self._rest = self._open(self._port), b""
        return int(head.split(b" ", 2)[1]), size

    @staticmethod
    def _length(head: bytes) -> int | None:
        found = [line for line in head.split(b"\r\n") if line.startswith(b"content-length:")]
        if found:
            return int(found[0].partition(b":")[2])
        return None if b"transfer-encoding: chunked" in head else 0

    def _chunks(self) -> int:
        size = 0
        while True:
            line = self._until(b"\r\n")
            length = int(line.split(b";")[0], 16)
            size += len(line) + len(self._take(length + 2))
            if not length:
                return size

    def _until(self, end: bytes) -> bytes:
        while end not in self._rest:
            self._more()
        found, _end, self._rest = self._rest.partition(end)
        return found + end

    def _take(self, length: int) -> bytes:
        while len(self._rest) < length:
            self._more()
        found, self._rest = self._rest[:length], self._rest[length:]
        return found

    def _more(self) -> None:
        piece = self._socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self._rest += piece


def send(port: int, ask: Ask, times: int, connections: int = 1) -> Answers:
    """``times`` requests altogether, over so many connections."""
    found, turns = Answers(), itertools.count()
    threads = [
        threading.Thread(target=_send, args=(port, ask, iter(turns), times, found), daemon=True)
        for _ in range(connections)
    ]
    start = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    found.seconds = time.perf_counter() - start
    return found


def _send(port: int, ask: Ask, turns: Iterator[int], times: int, found: Answers) -> None:
    try:
        with closing(Line(port)) as line:
            while next(turns) < times:
                start = time.perf_counter()
                status, found.size = line.send(ask)
                found.spans.append((time.perf_counter() - start) * 1000)
                if status not in (200, 302):
                    found.faults.append(f"{ask.method} {ask.path}: {status}")
    except (OSError, ValueError) as fault:
        found.faults.append(f"{ask.method} {ask.path}: {fault!r}")
