"""``python -m tests.faults.kill9 --cycles 50``: residents send matters while the server is killed, again and again.

A real server and worker on SQLite in a folder of their own; the whole group of processes is killed with SIGKILL at
random moments. A client whose answer is lost sends again under the same draft cookie. Afterwards every receipt that was
ever shown must be there once, and the rows of business, history, audit, search and notices must be equally many."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.faults.forms import words_of
from tests.harness import folders

ROOT = Path(__file__).parents[2]
#: seconds: one answer, the start of the server, the last matters after the last cycle
ANSWER, START, LAST = 120.0, 300.0, 300.0
TREE = "import os, sys; from qiaoliang.project.processes import together; sys.exit(together([['serve', '--port', sys.argv[1]], ['worker']], dict(os.environ)))"


class Lost(Exception):
    """No answer, or one that says nothing about what was done: send again."""


class NotOpen(Lost):
    """The server is not there at all: nothing was asked of it."""


class House:
    """One installation: a data folder, a port, and a process group while it runs."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder, self.port, self.log = folder, _free_port(), folder / "server.log"
        (folder / "static").mkdir()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("QIAOLIANG_", "DATABASE_"))},
            "QIAOLIANG_MODE": "test",
            "QIAOLIANG_DATA": str(folder),
            "DATABASE_URL": database,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        self._group: subprocess.Popen[bytes] | None = None

    def ask(self, what: str, words: str = "", module: str = "tests.faults.kill9") -> Any:
        """Run ``what`` (a function of the module) with Django on this installation's data; its answer."""
        command = [sys.executable, "-m", module, what]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, input=words, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return json.loads(done.stdout)

    def open(self) -> None:
        """Start server and worker; return when the first page comes."""
        with self.log.open("ab") as log:
            self._group = subprocess.Popen(
                [sys.executable, "-c", TREE, str(self.port)],
                env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + START
        while time.monotonic() < until:
            try:
                Browser(self.port, 0).get("/")
            except Lost:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"the server did not start: {self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """SIGKILL for every process of the group at once, and wait until none is left."""
        assert self._group is not None
        os.killpg(self._group.pid, signal.SIGKILL)
        self._group.wait()
        until = time.monotonic() + ANSWER
        while time.monotonic() < until and _is_there(self._group.pid):
            time.sleep(0.01)
        self._group = None

    def close(self) -> None:
        if self._group is not None:
            self.kill()


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _free_port() -> int:
    """Below those that systems give to outgoing connections, so that none has it while the server is down; not by the
    seeded chance of a test run, which two workers share."""
    for port in random.SystemRandom().sample(range(20_000, 30_000), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port between 20000 and 30000")


@contextmanager
def house(database: str = "") -> Iterator[House]:
    """A fresh installation with a tiny district, gone at the end; without ``database`` on SQLite."""
    folder = folders.make("kill9")
    made = House(folder, database)
    try:
        made.ask("prepare")
        yield made
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)


class Browser:
    """Cookies, the form's token, and an address of its own, since how often one network may begin is limited."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.cookies, self.has_sent = port, dict[str, str](), False
        self.source = f"127.{1 + number // 60000 % 200}.{number // 250 % 240}.{1 + number % 250}"

    def get(self, path: str) -> str:
        status, page, _where = self._ask("GET", path)
        if status != 200:
            raise Lost(f"{path}: {status}")
        return page

    def post(self, path: str, **data: str) -> str:
        """Where the answer leads; Lost for everything that is no redirect."""
        token = self.cookies.get("csrf", "")
        body = urlencode({**data, "csrfmiddlewaretoken": token})
        status, page, where = self._ask("POST", path, body)
        if status >= 500 or status == 429:
            raise Lost(f"{path}: {status}")
        if status != 302:
            raise AssertionError(f"{path} answered {status}: {page[:2000]}")
        return where

    def upload(self, path: str, body: Any, length: int, boundary: str) -> tuple[int, str]:
        """Send a form with files; ``body`` is bytes or parts of them. (status, page)."""
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Content-Length": str(length)}
        status, page, _where = self._ask("POST", path, body, headers)
        return status, page

    def _ask(
        self, method: str, path: str, body: Any = "", headers: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER, source_address=(self.source, 0))
        try:
            with suppress(BrokenPipeError):  # it answered before it had all: what it said can be read
                line.request(method, path, body or None, {**self._headers(), **(headers or {})})
            answer = line.getresponse()
            page = answer.read().decode()
        except ConnectionRefusedError as fault:
            raise NotOpen(path) from fault
        except (OSError, http.client.HTTPException) as fault:
            raise Lost(f"{path}: {fault!r}") from fault
        finally:
            line.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return answer.status, page, answer.headers.get("Location", "")

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Run:
    """One run's clients, and what they were told."""

    house: House
    seed: int = 0
    #: the control: who loses an answer forgets the key and begins anew
    keyless: bool = False
    #: how many answers to "send" are thrown away unread, besides those that the killing costs
    dropped: float = 0.2
    acknowledged: list[tuple[int, str, str]] = field(default_factory=list)
    unanswered: int = 0
    faults: list[str] = field(default_factory=list)
    #: client → how many of its matters were received
    received: Counter[int] = field(default_factory=Counter)
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))
    _thrown: Iterator[int] = field(default_factory=lambda: iter(range(1_000_000)))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)

    def cycles(self, count: int, clients: int = 6, receipts: int = 0) -> None:
        """Kill ``count`` times while ``clients`` send, ``receipts`` or more in all; then let everybody finish what they began."""
        chance = random.Random(self.seed)
        threads = [threading.Thread(target=self._client, args=(number,), daemon=True) for number in range(clients)]
        self.house.open()
        for thread in threads:
            thread.start()
        for number in range(1, count + 1):
            self._let_work(chance, receipts * number // count)
            self.house.kill()
            self.house.open()
        self._stop.set()
        until = time.monotonic() + LAST
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        if any(thread.is_alive() for thread in threads):
            self.faults.append("a client never came to its end")
        self.house.close()

    def _let_work(self, chance: random.Random, receipts: int) -> None:
        """Until somebody got a receipt since the start and so many there are, and a random moment more."""
        wanted, until = max(len(self.acknowledged) + 3, receipts), time.monotonic() + START
        while len(self.acknowledged) < wanted and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.8)

    def _client(self, seed: int) -> None:
        chance = random.Random(1000 * self.seed + seed)
        try:
            while not self._stop.is_set():
                self._one_matter(chance)
                self.received[seed] += 1
        except BaseException as fault:
            self.faults.append(repr(fault)[:2000])
            raise

    def _one_matter(self, chance: random.Random) -> None:
        with self._lock:
            number = next(self._numbers)
        browser = Browser(self.house.port, number)
        until = time.monotonic() + LAST
        while time.monotonic() < until:
            try:
                code, secret = self._try(browser, number, chance)
            except Lost as lost:
                with self._lock:
                    self.unanswered += not isinstance(lost, NotOpen)
                if self.keyless:
                    browser = Browser(self.house.port, number)
                time.sleep(0.02 + chance.random() * 0.05)
            else:
                with self._lock:
                    self.acknowledged.append((number, code, secret))
                return
        raise TimeoutError(f"matter {number} was never received")

    def _is_first(self) -> bool:
        """Whether no answer was thrown away before: one is in every run, whatever chance and the machine's pace make of it."""
        with self._lock:
            return self.dropped > 0 and not next(self._thrown)

    def _try(self, browser: Browser, number: int, chance: random.Random) -> tuple[str, str]:
        """From wherever the browser is to the receipt's code and secret."""
        if "draft" not in browser.cookies:
            browser.get("/report/")
            browser.post("/report/", text=f"第〔{number}〕件：楼道的灯坏了三天，请派人来看一看。")
        if number % 3 == 0 and not browser.has_sent:
            browser.post("/report/contact", name="桥一", phone="13812345678", consent="on")
        browser.has_sent = True
        browser.post("/report/send")
        if chance.random() < self.dropped or self._is_first():
            raise Lost("this answer is thrown away")
        return receipt_on(browser.get("/report/receipt"))


def receipt_on(page: str) -> tuple[str, str]:
    """The code and the secret that the receipt's page shows."""
    found = re.search(r"\b[0-9A-Z]{10}\b", words_of(page)), re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", page)
    if not all(found):
        raise AssertionError(f"a receipt without code or secret: {page[:3000]}")
    return str(found[0][0]), str(found[1][0])  # type: ignore[index]


@dataclass(frozen=True)
class Figures:
    """What is in the database, held against what was acknowledged."""

    acknowledged: int
    lost: int
    duplicate: int
    rows: dict[str, int]
    sound: bool

    @property
    def holds(self) -> bool:
        return self.sound and not self.lost and not self.duplicate and len(set(self.rows.values())) == 1


def figures(house: House, acknowledged: list[tuple[int, str, str]]) -> Figures:
    """Count, in a process of its own, on the data as the killing left it."""
    return Figures(**house.ask("count", json.dumps(acknowledged)))


def prepare(_words: str) -> dict[str, Any]:
    """Tables, keys and the tiny district; somebody there is told of every new case."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    from django.db import transaction

    from tests.faults import district

    with transaction.atomic():
        district.found()
        district.staff()
    return {}


def count(words: str) -> dict[str, Any]:
    """The figures, as JSON."""
    from django.db import connection

    from qiaoliang.base.audit import chain
    from qiaoliang.base.audit.models import AuditEvent
    from qiaoliang.base.notify.models import Notice
    from qiaoliang.base.search.models import Entry
    from qiaoliang.work.cases.actions.submit import secret_mac
    from qiaoliang.work.cases.models import Case, Event, Receipt

    chain.advance()
    acknowledged = json.loads(words)
    stored = {row.code: bytes(row.secret_mac) for row in Receipt.objects.all()}
    numbers = Counter(re.findall(r"〔(\d+)〕", "".join(Case.objects.values_list("text", flat=True))))
    sound = True
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            sound = cursor.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    rows = {
        "cases": Case.objects.count(),
        "receipts": len(stored),
        "submit events": Event.objects.filter(step="submit").count(),
        "audit rows": AuditEvent.objects.filter(action="cases.submit", object_kind="case").count(),
        "search entries": Entry.objects.filter(kind="case").count(),
        "cases somebody was told of": Notice.objects.filter(subject_kind="case")
        .values("subject_id")
        .distinct()
        .count(),
    }
    lost = [code for _number, code, secret in acknowledged if stored.get(code) != secret_mac(code, secret)]
    return {
        "acknowledged": len(acknowledged),
        "lost": len(lost),
        "duplicate": sum(times - 1 for times in numbers.values()),
        "rows": rows,
        "sound": sound and not chain.verify().problems,
    }


def _inside(what: str) -> int:
    """A step that needs Django, in its own process."""
    from qiaoliang.project import setup

    setup.django()
    print(json.dumps({"prepare": prepare, "count": count}[what](sys.stdin.read())))
    return 0


def main(words: list[str]) -> int:
    if words and words[0] in ("prepare", "count"):
        return _inside(words[0])
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill9", description=__doc__)
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--receipts", type=int, default=0, help="how many at least, spread over the cycles")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--keyless", action="store_true", help="the control: clients forget their key")
    args = parser.parse_args(words)
    begin = time.monotonic()
    with house() as place:
        run = Run(place, seed=args.seed, keyless=args.keyless)
        run.cycles(args.cycles, args.clients, args.receipts)
        found = figures(place, run.acknowledged)
    print(f"{args.cycles} kills, {args.clients} clients, {time.monotonic() - begin:.0f} s")
    print(f"acknowledged {found.acknowledged}, asked again after a lost answer {run.unanswered}")
    print(f"lost {found.lost}, duplicate {found.duplicate}, sound {found.sound}, faults {run.faults}")
    print(", ".join(f"{name} {number}" for name, number in found.rows.items()))
    return 0 if found.holds and not run.faults else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
