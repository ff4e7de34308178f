"""Reading our own source, for the rules that are checked over all of it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "qiaoliang"
#: Made here, not written by us.
GENERATED = {".git", ".venv", "var", "build", "dist", "static", "node_modules", "__pycache__", ".hypothesis"}


def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def modules(folder: Path = SOURCE) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file below ``folder``, read; the path is relative to it."""
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(folder), ast.parse(path.read_text(encoding="utf-8"), str(path))


def written_files() -> Iterator[Path]:
    """Every file that belongs to the project, whether or not it is in git yet."""
    pending = [ROOT]
    while pending:
        for path in sorted(pending.pop().iterdir()):
            if path.name in GENERATED or path.name.endswith((".pyc", ".mo", "_cache")) or path.is_symlink():
                continue
            if path.is_dir():
                pending.append(path)
            else:
                yield path
