"""Working for a moment in another place: another data folder, another database, the same keys."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

from qiaoliang.base.core import keys
from qiaoliang.base.core.env import data_folder


def settings() -> dict[str, Any]:
    """How the database in use is reached."""
    return dict(connections.settings["default"])


def is_postgresql() -> bool:
    return bool(settings()["ENGINE"].endswith("postgresql"))


@contextmanager
def elsewhere(folder: Path, *, database: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Everything that asks for the data folder or the database finds ``folder`` and ``database`` (changes of the settings
    in use; None: the same database). Threads started inside find them too. The keys stay where they are."""
    before = {name: os.environ.get(name) for name in ("QIAOLIANG_DATA", "QIAOLIANG_KEYS")}
    os.environ.update(QIAOLIANG_KEYS=str(keys.folder().absolute()), QIAOLIANG_DATA=str(folder))
    data_folder.cache_clear()
    try:
        with _database(database):
            yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ.update({name: value} if value is not None else {})
        data_folder.cache_clear()


@contextmanager
def _database(changes: Mapping[str, Any] | None) -> Iterator[None]:
    if changes is None:
        yield
        return
    before, own = connections.settings["default"], connections["default"]
    # Django keeps one pool of connections for each alias, whatever database it leads to
    options = {name: value for name, value in before["OPTIONS"].items() if name != "pool"}
    connections.settings["default"] = {**before, "OPTIONS": options, **changes}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"], connections["default"] = before, own
