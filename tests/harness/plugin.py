"""The pytest plugin of this project, loaded by ``-p tests.harness.plugin`` before Django reads its settings."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.harness import folders, network

pytest_plugins = ["tests.harness.browser"]

SOURCE = Path(__file__).parents[2] / "src"
#: what the run on PostgreSQL leaves out unless it is the long one
SQLITE_ONLY = ("journey", "any_database")
#: what the run on SQLite leaves out where the one on PostgreSQL comes before it, unless it is the long one
POSTGRES_ONLY = "strict_database"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


def _own_data_folder() -> None:
    """One empty data folder for the run, in memory where there is room; in it each parallel worker has a folder of its own."""
    os.environ["QIAOLIANG_MODE"] = "test"
    if os.environ.get("QIAOLIANG_TEST_DATA") is None:
        folder = str(folders.make("test", in_memory=True))
        os.environ["QIAOLIANG_TEST_DATA"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    data = Path(os.environ["QIAOLIANG_TEST_DATA"], os.environ.get("PYTEST_XDIST_WORKER", "main"))
    data.mkdir(exist_ok=True)
    os.environ["QIAOLIANG_DATA"] = str(data)
    # programs that a test starts find the source, whatever environment pytest itself was started in
    os.environ["PYTHONPATH"] = str(SOURCE)
    for name in ("QIAOLIANG_KEYS", "QIAOLIANG_HOSTS", "QIAOLIANG_HTTPS"):
        os.environ.pop(name, None)


_own_data_folder()
# The same examples on every machine, however slow it is; the long run looks for new ones.
hypothesis.settings.register_profile(
    "every run", deadline=None, derandomize=True, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("long run", hypothesis.settings.get_profile("every run"), derandomize=False)
hypothesis.settings.load_profile("every run")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--all`` adds the long tests; ``--database-only`` keeps those that touch the database, ``--after-postgres`` leaves out
    what a run on PostgreSQL before this one has tried there."""
    group = parser.getgroup("qiaoliang")
    group.addoption("--all", action="store_true", help="also the tests marked long")
    group.addoption("--database-only", action="store_true", help="only tests that touch the database")
    group.addoption("--after-postgres", action="store_true", help="without what PostgreSQL has tried in this run")


def pytest_configure(config: pytest.Config) -> None:
    """Before any test file is read, since hypothesis takes its settings then."""
    if config.getoption("--all"):
        hypothesis.settings.load_profile("long run")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
        # begun in the background of a shell, where programs that tests start and interrupt would not hear it either
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """What is there now stays to the end: looking through it for rubbish again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a browser as a journey; leave out what this run is not for (pytest counts it as deselected)."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("journey")
    left_out = [item for item in items if not _wanted(item, config)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _wanted(item: pytest.Item, config: pytest.Config) -> bool:
    everything = config.getoption("--all")
    if item.get_closest_marker("long") and not everything:
        return False
    if config.getoption("--after-postgres") and not everything and item.get_closest_marker(POSTGRES_ONLY):
        return False
    if not config.getoption("--database-only"):
        return True
    if everything:
        return _uses_database(item)
    return _uses_database(item) and not any(map(item.get_closest_marker, SQLITE_ONLY))


def _uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Held for the whole run."""
    undo = network.block()
    yield
    undo()
