"""import-linter holds the floors (pyproject.toml); here we see that it would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, SOURCE

FLOORS = "Floors: imports go down only"


def lint(folder: Path) -> str:
    """What import-linter says of the source in ``folder``."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache", "--config", "pyproject.toml"]
    env = {"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False).stdout


@pytest.fixture
def copy(tmp_path):
    """The source without its templates and data, to be spoiled."""
    only_python = shutil.ignore_patterns("*.html", "*.js", "*.css", "*.mo", "*.po", "__pycache__")
    shutil.copytree(SOURCE, tmp_path / "src" / "qiaoliang", ignore=only_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def write(folder: Path, module: str, text: str) -> None:
    path = folder / "src" / "qiaoliang" / module
    path.parent.mkdir(parents=True, exist_ok=True)
    for package in [path.parent, *path.parents]:
        if package.name == "src":
            break
        (package / "__init__.py").touch()
    path.write_text(text)


def test_the_source_as_it_stands_is_sound(copy):
    assert "0 broken" in lint(copy)


@pytest.mark.parametrize(
    ("contract", "files"),
    [
        (FLOORS, {"base/core/up.py": "import qiaoliang.project.settings"}),
        (FLOORS, {"ui/up.py": "import qiaoliang.base.core"}),
        (FLOORS, {"text/across.py": "import qiaoliang.office"}),
        (FLOORS, {"drawer/__init__.py": ""}),
        ("Base:", {"base/core/up.py": "import qiaoliang.base.districts"}),
        ("Base:", {"base/drawer/__init__.py": ""}),
        ("Domains of work", {"work/cases/a.py": "", "work/care/b.py": "import qiaoliang.work.cases.a"}),
        ("Inside a domain", {"work/cases/rules.py": "", "work/cases/models.py": "import qiaoliang.work.cases.rules"}),
        ("text and office", {"text/web.py": "import django.http"}),
        ("text and office", {"office/web.py": "from django.db import models"}),
    ],
)
def test_a_step_up_or_across_is_noticed(copy, contract, files):
    for module, text in files.items():
        write(copy, module, text + "\n")
    broken = [line for line in lint(copy).splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), broken
