"""Every setting and every command has its heading, and no heading speaks of one that is gone."""

import ast
import re

import pytest

from qiaoliang.project.cli import COMMANDS
from tests.architecture.source import ROOT, SOURCE, modules

OPERATIONS = ROOT / "docs" / "operations"
#: Read by settings although the names are not ours alone.
SHARED_NAMES = {"DATABASE_URL"}


def settings_read(tree: ast.AST) -> set[str]:
    """The names of environment variables that a file reads: whole names, or through ``setting("X")``, ``switched_on("X")``."""
    names = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    whole = {name for name in names if re.fullmatch(r"QIAOLIANG_[A-Z0-9_]*[A-Z0-9]", name) or name in SHARED_NAMES}
    return whole | {f"QIAOLIANG_{name}" for name in _asked_for(tree)}


def _asked_for(tree: ast.AST) -> set[str]:
    asked = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(value)), *_]):
                asked |= {value} if name in ("setting", "switched_on") else set()
    return asked


def headings(document: str) -> set[str]:
    """The names that a document gives a heading of the second level."""
    return set(re.findall(r"^## `([^`]+)`", (OPERATIONS / document).read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_is_described():
    read = set().union(*(settings_read(tree) for _, tree in modules(SOURCE)))
    assert headings("settings.md") == read


def test_every_command_is_described():
    assert headings("commands.md") == {f"qiaoliang {name}" for name in COMMANDS}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("env.setting('DATA')", {"QIAOLIANG_DATA"}),
        ("switched_on('HTTPS', default=True)", {"QIAOLIANG_HTTPS"}),
        ("os.environ['QIAOLIANG_KEYS']", {"QIAOLIANG_KEYS"}),
        ("os.environ.get('DATABASE_URL')", {"DATABASE_URL"}),
        ("f'QIAOLIANG_{name}'", set()),
    ],
)
def test_a_setting_is_seen(text, names):
    assert settings_read(ast.parse(text)) == names


def test_decisions_are_numbered_once_and_in_a_row():
    numbers = []
    for path in sorted((ROOT / "docs" / "adr").glob("*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0]
        numbers.append(int(path.name[:4]))
        assert title.startswith(f"# {numbers[-1]}. "), path.name
    assert numbers == list(range(1, len(numbers) + 1))
