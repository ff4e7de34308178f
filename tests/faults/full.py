"""``python -m tests.faults.full --writes 1000``: the disk is full where the data, the files, the temporary files or the log are.

Each place is a small file system of its own in memory (mounted as root, or in a name space of one's own). While it is full, residents send matters and
photos and read pages; then room is made. No answer says "received" without a row, every refusal is a page with its words
(503), pages can still be read, and ten seconds after there is room again matters are received, without a restart. ``--roomy``
is the control: nothing is filled, so the run must say that nothing was refused.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.base.attachments.making_files import photo
from tests.faults import kill9
from tests.harness import folders

#: place → its folder in an installation, and MB there before it is filled
PLACES = {"data": ("", 24), "files": ("files", 8), "temp": ("temp", 8), "log": ("serverlog", 8)}
RESUME = 10.0
EDGE = "edge" * 8
WORDS = ("系统暂时没有响应", "does not answer just now")


@dataclass
class Figures:
    """``answers``: how often each status came while it was full; ``bare``: refusals without our words; ``unread``: pages
    that could not be read; ``resumed``: seconds until something was received again."""

    place: str
    writes: int = 0
    acknowledged: int = 0
    lost: int = 0
    sound: bool = True
    bare: int = 0
    unread: int = 0
    resumed: float = 0.0
    answers: Counter[int] = field(default_factory=Counter)

    @property
    def refused(self) -> int:
        return sum(times for status, times in self.answers.items() if status >= 500)

    @property
    def holds(self) -> bool:
        """What stands full must be refused where the place is needed for it; a full log or temp refuses nothing."""
        needed = self.refused > 0 or self.place in ("temp", "log")
        return needed and self.sound and self.resumed <= RESUME and not (self.lost or self.bare or self.unread)


@contextmanager
def small(folder: Path, size: int) -> Iterator[Path]:
    """A file system of so many MB at ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=0700", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Write until nothing more goes in; the file that took the room."""
    ballast = folder / "ballast"
    for piece in (1 << 20, 1 << 12, 1):
        with suppress(OSError), ballast.open("ab", buffering=0) as file:
            while file.write(b"x" * piece):
                pass
    return ballast


def run(place: str, writes: int, *, roomy: bool = False) -> Figures:
    """Fill one place of a new installation, use it, make room."""
    below, size = PLACES[place]
    folder = folders.make("full")
    try:
        with small(folder / below if below else folder, size) as where:
            home = kill9.House(folder)
            home.environment |= {"TMPDIR": str(folder / "temp")}
            for one in ("temp", "serverlog"):
                (folder / one).mkdir(exist_ok=True)
            home.log = folder / "serverlog" / "server.log"
            home.ask("prepare")
            return _used(home, place, writes, where, roomy)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _used(home: kill9.House, place: str, writes: int, where: Path, roomy: bool) -> Figures:
    found, told = Figures(place, writes), list[tuple[int, str, str]]()
    home.open()
    try:
        _send(home, 1, place, told)
        ballast = where / "nothing" if roomy else fill(where)
        for number in range(2, 2 + writes):
            status, page = _send(home, number, place, told)
            found.answers[status] += 1
            found.bare += status >= 500 and not any(words in page for words in WORDS)
            found.unread += number % 10 == 0 and kill9.Browser(home.port, 500_000 + number)._ask("GET", "/")[0] != 200
        ballast.unlink(missing_ok=True)
        found.resumed = _until_received(home, writes + 2, place, told)
    finally:
        home.close()
    counted = kill9.figures(home, told)
    found.acknowledged, found.lost, found.sound = counted.acknowledged, counted.lost, counted.sound
    return found


def _until_received(home: kill9.House, number: int, place: str, told: list[tuple[int, str, str]]) -> float:
    begun = time.monotonic()
    while time.monotonic() - begun < 6 * RESUME:
        status, _page = _send(home, number, place, told)
        if status == 200:
            break
        number += 1
    return time.monotonic() - begun


def _send(home: kill9.House, number: int, place: str, told: list[tuple[int, str, str]]) -> tuple[int, str]:
    """(status, page) of the first answer that is no success, or 200 with the receipt noted in ``told``."""
    browser = kill9.Browser(home.port, number)
    for ask in (_begin, _photo if place == "files" else _begin, _close):
        status, page = ask(browser, number)
        if status >= 400:
            return status, page
    status, page, _where = browser._ask("GET", "/report/receipt")
    if status == 200:
        told.append((number, *kill9.receipt_on(page)))
    return status, page


def _begin(browser: kill9.Browser, number: int) -> tuple[int, str]:
    status, page, _where = browser._ask("GET", "/report/")
    if status >= 400:
        return status, page
    return _posted(browser, "/report/", text=f"第〔{number}〕件：楼道的灯坏了三天，请派人来看一看。")


def _photo(browser: kill9.Browser, number: int) -> tuple[int, str]:
    """A photo, and where it was taken."""
    fields = {"csrfmiddlewaretoken": browser.cookies.get("csrf", ""), "place": "三号楼"}
    body = "".join(
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    body += f'--{EDGE}\r\nContent-Disposition: form-data; name="photos"; filename="{number}.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    whole = body.encode() + photo(shade=number % 250) + f"\r\n--{EDGE}--\r\n".encode()
    return browser.upload("/report/where", whole, len(whole), EDGE)


def _close(browser: kill9.Browser, number: int) -> tuple[int, str]:
    return _posted(browser, "/report/send")


def _posted(browser: kill9.Browser, path: str, **data: str) -> tuple[int, str]:
    body = urlencode({**data, "csrfmiddlewaretoken": browser.cookies.get("csrf", "")})
    status, page, _where = browser._ask("POST", path, body)
    return status, page


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.full", description=__doc__)
    parser.add_argument("--writes", type=int, default=1000)
    parser.add_argument("--places", nargs="+", choices=tuple(PLACES), default=list(PLACES))
    parser.add_argument("--roomy", action="store_true", help="the control: nothing is filled")
    args = parser.parse_args(words)
    if os.geteuid() != 0:  # mounts of one's own, which nobody else sees
        command = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-m", "tests.faults.full", *words]
        return subprocess.run(command, check=False).returncode
    held = True
    for place in args.places:
        found = run(place, args.writes, roomy=args.roomy)
        held = held and found.holds
        print(found, flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
