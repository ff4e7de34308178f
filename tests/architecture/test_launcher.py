"""``qiao`` as a stranger meets it: in a folder of its own, with nothing prepared. Empty locks keep it off the network."""

import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest

from tests.architecture.source import ROOT

SAYS_WHAT_IT_GOT = "import sys\nprint('became', *sys.argv[1:])\nsys.exit(7)\n"


@pytest.fixture
def checkout(tmp_path):
    """A fresh checkout of a small program."""
    shutil.copy(ROOT / "qiao", tmp_path)
    (tmp_path / "requirements").mkdir()
    for name in ("run", "build", "test"):
        (tmp_path / "requirements" / f"{name}.txt").touch()
    package = tmp_path / "src" / "qiaoliang"
    package.mkdir(parents=True)
    (package / "__main__.py").write_text(SAYS_WHAT_IT_GOT)
    return tmp_path


def start(folder, *words):
    command = [getattr(sys, "_base_executable", sys.executable), str(folder / "qiao"), *words]
    pipe, env = subprocess.PIPE, {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.Popen(command, cwd="/", env=env, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def ended(process):
    out, err = process.communicate(timeout=600)
    return process.returncode, out, err


def test_alone_it_explains_itself_and_prepares_nothing(checkout):
    for words in ((), ("--help",)):
        status, out, err = ended(start(checkout, *words))
        assert (status, err) == (0, "")
        assert "python3 qiao demo" in out
    assert not (checkout / ".venv").exists()


def test_of_two_at_once_one_prepares_and_later_starts_only_run(checkout):
    both = [start(checkout, "one"), start(checkout, "sort", "--x", "1")]
    answers = [ended(process) for process in both]
    assert [(status, out) for status, out, _ in answers] == [(7, "became one\n"), (7, "became sort --x 1\n")]
    assert sum("making .venv" in err for *_, err in answers) == 1
    assert ended(start(checkout, "plan")) == (7, "became plan\n", "")
    (checkout / "requirements" / "run.txt").write_text("# another lock\n")
    status, out, err = ended(start(checkout, "plan"))
    assert (status, out) == (7, "became plan\n")
    assert "ready" in err
    assert "making .venv" not in err


@pytest.mark.parametrize("how", [pytest.param(signal.SIGINT, marks=pytest.mark.long), signal.SIGKILL])
def test_an_interrupted_start_is_begun_again(checkout, how):
    first = start(checkout, "one")
    until = time.monotonic() + 300
    while not (checkout / ".venv" / "pyvenv.cfg").exists() and time.monotonic() < until:
        time.sleep(0.01)
    os.killpg(first.pid, how)
    status, out, _ = ended(first)
    assert status in (130, -how)
    assert out == ""
    status, out, err = ended(start(checkout, "two"))
    assert (status, out) == (7, "became two\n")
    assert "making .venv" in err


def load(folder):
    """The launcher's functions, for what cannot be provoked from outside."""
    loader = SourceFileLoader("launcher", str(folder / "qiao"))
    module = module_from_spec(spec_from_loader("launcher", loader))
    loader.exec_module(module)
    return module


def test_every_command_of_the_checkout_is_described():
    """In the launcher's own words, and where those who work on the project look."""
    launcher, described = load(ROOT), (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for name, module in launcher.OWN.items():
        assert f"python3 qiao {name}" in launcher.HELP and f"`python3 qiao {name}`" in described
        assert (ROOT / module.replace(".", "/") / "__main__.py").exists()


def test_a_translation_is_stale_until_it_is_compiled_after_its_last_change(checkout):
    launcher, po = load(checkout), checkout / "src" / "a" / "django.po"
    assert not launcher.stale_catalogs()
    po.parent.mkdir()
    po.touch()
    assert launcher.stale_catalogs()
    po.with_suffix(".mo").touch()
    os.utime(po, (1, 1))
    assert not launcher.stale_catalogs()
    os.utime(po.with_suffix(".mo"), (0, 0))
    assert launcher.stale_catalogs()


def test_without_the_means_it_names_the_one_command(checkout, monkeypatch, capsys):
    launcher = load(checkout)
    monkeypatch.setattr(launcher.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as stopped:
        launcher.require_venv_module()
    assert stopped.value.code == 2
    assert (
        f"  sudo apt-get update && sudo apt-get install -y python3.{sys.version_info[1]}-venv\n"
        in capsys.readouterr().err
    )


def test_an_older_python_looks_for_a_newer_one(checkout, monkeypatch, capsys):
    launcher, became = load(checkout), []
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["qiao", "demo"])
    monkeypatch.setattr(os, "execv", lambda path, words: became.append((path, words[2:])))
    monkeypatch.setattr(launcher.shutil, "which", lambda name: f"/bin/{name}" if name == "python3.12" else None)
    launcher.use_new_python()
    assert became == [("/bin/python3.12", ["demo"])]
    monkeypatch.setattr(launcher.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit):
        launcher.use_new_python()
    assert "Python 3.11 or later" in capsys.readouterr().err
