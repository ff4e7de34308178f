"""django-helpdesk with its own defaults, on the same databases and with as many tickets as the others.

It comes into a virtual environment of its own, never into ours or into the locks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path


def wanted() -> list[str]:
    """django-helpdesk's newest, with the Django, server and drivers that we have."""
    ours = ("django", "granian", "psycopg", "psycopg-binary", "psycopg-pool", "pysqlite3")
    return ["django-helpdesk", *(f"{name}=={version(name)}" for name in ours)]


@contextmanager
def python(keep: Path | None = None) -> Iterator[str]:
    """Its interpreter."""
    if keep:
        yield str(_made(keep / "helpdesk-venv"))
        return
    with tempfile.TemporaryDirectory(prefix="qiaoliang-helpdesk-") as folder:
        yield str(_made(Path(folder) / "venv"))


@contextmanager
def none() -> Iterator[str]:
    """Where it is not asked for."""
    yield ""


def _made(folder: Path) -> Path:
    found = folder / "bin" / "python"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)  # noqa: S603
        subprocess.run([str(found), "-m", "pip", "install", "--quiet", *wanted()], check=True)  # noqa: S603
        (folder / "ready").touch()
    return found
