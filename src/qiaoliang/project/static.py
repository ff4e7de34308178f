"""Style sheets and scripts: a name with the hash of what is in them, so that an upgrade never shows an old one, and a
copy packed with gzip. The first process that needs them prepares both; nobody runs a command for it.

The copies stand in the data folder under a name made from all of them: a server keeps the files it was started with
while a newer version is being installed over them."""

from __future__ import annotations

import gzip
import hashlib
import logging
import shutil
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from qiaoliang.base.core.env import data_folder

#: hexadecimal digits of a file's hash in its name
DIGITS = 12
#: prepared versions that stay: ours, and that of a server about to be replaced
KEPT = 2

log = logging.getLogger(__name__)


class HashedStorage(StaticFilesStorage):
    """``{% static %}`` writes the name with the hash; the name of no file stays as it is."""

    @cached_property
    def _known(self) -> dict[str, str]:
        """Name → address."""
        return {name: str(super(HashedStorage, self).url(hashed)) for name, hashed in hashed_names().items()}

    def url(self, name: str | None, force: bool = False) -> str:
        return self._known.get(name or "") or str(super().url(name))


class StaticMiddleware(WhiteNoiseMiddleware):
    """Hands the files out; a name with its hash may be kept for ever. The hash of another version, asked for by a page
    that was loaded before an upgrade, gives the file of today."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.files = _served(self)

    def __call__(self, request: HttpRequest) -> Any:
        asked = request.path_info
        if asked.startswith(self.static_prefix) and asked not in self.files:
            asked = self.get_name_without_hash(asked)
        return self.serve(self.files[asked], request) if asked in self.files else self.get_response(request)

    def immutable_file_test(self, path: str, url: str) -> bool:
        return url.removeprefix(self.static_prefix) in hashed_names().values()


@cache
def sources() -> dict[str, Path]:
    """Every static file of the installed apps by its name; the first app that has a name gives it."""
    found: dict[str, Path] = {}
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            found.setdefault(name.replace("\\", "/"), Path(storage.path(name)))
    return found


@cache
def hashed_names() -> dict[str, str]:
    """``ui/resident.css`` → ``ui/resident.1f0c9a7be234.css``."""
    return {name: _hashed(name, source.read_bytes()) for name, source in sources().items()}


def _hashed(name: str, content: bytes) -> str:
    path = Path(name)
    return path.with_name(f"{path.stem}.{hashlib.sha256(content).hexdigest()[:DIGITS]}{path.suffix}").as_posix()


_ready: dict[str, Any] = {}


def _served(server: StaticMiddleware) -> dict[str, Any]:
    """Address → file, made once a process."""
    if not _ready:
        folder = prepare(data_folder() / "static")
        for name, hashed in hashed_names().items():
            path = str(folder / hashed) if folder else str(sources()[name])
            for address in (name, hashed):
                _ready[server.static_prefix + address] = server.get_static_file(path, server.static_prefix + address)
    return _ready


def prepare(where: Path) -> Path | None:
    """A folder below ``where`` with every file under its hashed name, and its packed copy where that is smaller. None
    where nothing can be written: then the files are handed out as they are."""
    everything = "\n".join(sorted(hashed_names().values()))
    folder = where / hashlib.sha256(everything.encode()).hexdigest()[:DIGITS]
    try:
        if not folder.is_dir():
            where.mkdir(parents=True, exist_ok=True)
            _fill(folder, where)
    except OSError as fault:
        log.warning("Static files are not packed, %s cannot be written: %s", where, fault)
        return None
    return folder


def _fill(folder: Path, where: Path) -> None:
    """All in one step, so that a kill or a second process leaves no half a folder; then the oldest are let go."""
    new = Path(mkdtemp(dir=where))
    try:
        for name, hashed in hashed_names().items():
            _copy(sources()[name], new / hashed)
        new.chmod(0o755)
        if not folder.is_dir():
            new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    for old in sorted(filter(Path.is_dir, where.iterdir()), key=lambda one: one.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _copy(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    to.write_bytes(content)
    packed = gzip.compress(content, 9, mtime=0)
    if len(packed) < len(content):
        to.with_name(f"{to.name}.gz").write_bytes(packed)
