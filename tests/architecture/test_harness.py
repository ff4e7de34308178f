"""The harness itself: what it promises the other tests."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.architecture.source import ROOT
from tests.harness import folders, postgres, system
from tests.harness.__main__ import strict_paths


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_a_test_that_reaches_for_the_network_fails(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as caller, pytest.raises(pytest.fail.Exception, match="reached for the network"):
        caller.connect(address)


def test_names_of_the_outside_are_not_looked_up():
    with pytest.raises(pytest.fail.Exception, match="reached for the network"):
        socket.create_connection(("example.org", 80))


def test_this_machine_may_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as caller:
        caller.sendall(b"x")
        with server.accept()[0] as accepted:
            assert accepted.recv(1) == b"x"


def test_the_run_has_its_own_data_folder(settings):
    assert settings.MODE == "test"
    folder = Path(os.environ["QIAOLIANG_DATA"])
    assert folder.parent.name.startswith("qiaoliang-test-")
    assert folder.name == os.environ.get("PYTEST_XDIST_WORKER", "main"), "each worker writes into its own"


def test_what_is_missing_is_named_with_its_command(monkeypatch):
    monkeypatch.setattr(system, "NEEDED", {"chromium": lambda: None, "libatomic1": lambda: True})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(system.Missing, match=r"apt-get install -y --no-install-recommends chromium$"):
        system.ensure()


def test_the_cluster_answers_and_is_gone_afterwards():
    with postgres.temporary_cluster() as address:
        folder = Path(address.split("host=")[1])
        query = [system.postgres_folder() / "psql", address, "-Atc", "select current_user, inet_server_addr() is null"]
        assert subprocess.check_output(query, text=True) == "qiaoliang|t\n"
        assert (folder / "data").stat().st_uid != 0
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_strict_types_reach_every_action_query_and_rule(tmp_path):
    for name in ("text/a.py", "work/cases/actions/assign.py", "work/cases/queries.py", "base/x/models.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [str(Path(path).relative_to(tmp_path)) for path in strict_paths(tmp_path) if path.startswith(str(tmp_path))]
    assert found == ["text", "office", "base/configure", "work/cases/actions", "work/cases/queries.py"]


SAMPLE = """
import pytest
from django.db import connection
def test_plain(): pass
@pytest.mark.long
def test_long(): pass
@pytest.mark.django_db
def test_database(): pass
@pytest.mark.any_database
def test_words(db): pass
@pytest.mark.strict_database
def test_strict(db): pass
def test_page(browser): pass
@pytest.mark.django_db
def test_page_with_database(browser): pass
"""


RUNS = {
    "": {"plain", "database", "words", "strict", "page", "page_with_database"},
    "--database-only": {"database", "strict"},
    "--database-only --all": {"database", "words", "strict", "page_with_database"},
    "--after-postgres": {"plain", "database", "words", "page", "page_with_database"},
    "--after-postgres --all -k strict": {"strict"},
    "--all -m journey": {"page", "page_with_database"},
    "--all -m long": {"long"},
}
#: one process for all runs: starting Django is what takes the time
COLLECT = """
import sys, pytest
for options in sys.argv[2:]:
    print("run")
    assert pytest.main(["--collect-only", "-q", "-c", "pyproject.toml", *options.split(), sys.argv[1]]) == 0
"""


def test_each_run_keeps_what_it_is_for(tmp_path):
    (tmp_path / "test_sample.py").write_text(SAMPLE)
    command = [sys.executable, "-c", COLLECT, str(tmp_path), *RUNS]
    out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    kept = [re.findall(r"::test_(\w+)", part) for part in out.split("run\n")[1:]]
    assert [set(names) for names in kept] == list(RUNS.values())


def test_what_a_killed_run_left_is_swept(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    mine, lost, fresh = (tmp_path / f"qiaoliang-test-{owner}-x" for owner in (os.getpid(), ended.pid, f"{ended.pid}-y"))
    for folder in (mine, lost, fresh):
        folder.mkdir()
        os.utime(folder, (1, 1))
    os.utime(fresh)
    folders.sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([mine, fresh])


@pytest.mark.django_db
def test_the_run_is_on_the_database_it_says():
    asked = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == asked
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from django_migrations")
        assert cursor.fetchone()[0] > 0
