"""What a plain ``pip install`` would get: the package whole, with its translations compiled."""

import gettext
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest

from tests.architecture.source import ROOT, SOURCE

SHIPPED = ("*.po", "*.html", "*.toml", "*.css", "*.js", "*.svg", "*.txt", "py.typed")


@pytest.fixture
def copy(tmp_path):
    """The project without what was compiled before."""
    made = shutil.ignore_patterns("*.mo", "__pycache__")
    shutil.copytree(SOURCE, tmp_path / "src" / "qiaoliang", ignore=made)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def build(folder):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_wheel_is_whole_and_speaks_chinese(copy):
    done = build(copy)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next((copy / "dist").glob("*.whl"))) as wheel:
        packed = set(wheel.namelist())
        files = {path.relative_to(copy / "src").as_posix() for kind in SHIPPED for path in copy.rglob(f"src/**/{kind}")}
        assert files - packed == set()
        assert {name[:-3] for name in packed if name.endswith(".mo")} == {n[:-3] for n in files if n.endswith(".po")}
        words = gettext.GNUTranslations(
            BytesIO(wheel.read("qiaoliang/base/workdays/locale/zh_Hans/LC_MESSAGES/django.mo"))
        )
        assert any("\u4e00" <= letter <= "\u9fff" for text in words._catalog.values() for letter in text)


def test_a_translation_with_a_strange_placeholder_stops_the_build(copy):
    po = copy / "src" / "qiaoliang" / "base" / "core" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    po.write_text(head + '#, python-format\nmsgid "%(count)s days"\nmsgstr "%(number)s 天"\n', encoding="utf-8")
    done = build(copy)
    assert done.returncode != 0
    assert "django.po:5: unknown named placeholder" in done.stderr
