"""The state of a record is set in no other place than the actions of its own domain."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import modules

WRITING_CALLS = {"update", "create", "get_or_create", "update_or_create", "aupdate", "acreate"}
#: No models on these floors, and a migration may have to move rows to a new state.
WITHOUT_MODELS = {"text", "office", "ui"}


def states_set(tree: ast.AST) -> list[int]:
    """The lines that set an attribute, column or key named ``state``."""
    return sorted(node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr) and _sets(node))


def _sets(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=targets):
            return any(_is_state(target) for target in targets)
        case ast.AugAssign(target=target):
            return _is_state(target)
        case ast.AnnAssign(target=target, value=value):
            return value is not None and _is_state(target)
        case ast.Call(func=ast.Attribute(attr=name), keywords=words) if name in WRITING_CALLS:
            return any(word.arg == "state" or _has_state_key(word.value) for word in words)
        case ast.Call(func=ast.Attribute(attr="bulk_update"), args=args, keywords=words):
            return any(_names_state(value) for value in [*args, *(word.value for word in words)])
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="state"), _]):
            return True
    return False


def _is_state(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return any(_is_state(part) for part in target.elts)
    return isinstance(target, ast.Attribute) and target.attr == "state"


def _has_state_key(value: ast.expr) -> bool:
    return isinstance(value, ast.Dict) and any(
        isinstance(key, ast.Constant) and key.value == "state" for key in value.keys
    )


def _names_state(value: ast.expr) -> bool:
    return any(isinstance(node, ast.Constant) and node.value == "state" for node in ast.walk(value))


def may_set(path: Path) -> bool:
    """Whether a file is among a domain's actions."""
    return path.parts[0] in WITHOUT_MODELS or "migrations" in path.parts or "actions" in [*path.parts[:-1], path.stem]


def foreign_model(path: Path, tree: ast.AST) -> list[str]:
    """Models of another domain that a file of actions writes a state of, by the name it imported."""
    home = ("qiaoliang", *path.parts[:2])
    strangers = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and ".models" in node.module
        for name in node.names
        if tuple(node.module.split(".")[:3]) != home
    }
    return sorted(
        root
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _sets(node) and (root := _root_name(node)) in strangers
    )


def _root_name(node: ast.expr) -> str:
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_only_actions_set_a_state():
    wrong = [f"{path}:{line}" for path, tree in modules() if not may_set(path) for line in states_set(tree)]
    wrong += [f"{path}: {name} is another domain's" for path, tree in modules() for name in foreign_model(path, tree)]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "case.state = State.CLOSED",
        "a, case.state = 1, 2",
        "case.state += 1",
        "Case.objects.filter(pk=1).update(state='CLOSED')",
        "Case.objects.create(title='x', state='NEW')",
        "Case.objects.update_or_create(pk=1, defaults={'state': 'NEW'})",
        "Case.objects.bulk_update(cases, ['state'])",
        "setattr(case, 'state', 'NEW')",
    ],
)
def test_every_way_of_setting_is_seen(text):
    assert states_set(ast.parse(text)) == [1]


@pytest.mark.parametrize(
    "text", ["if case.state == 'NEW': pass", "rows.filter(state='NEW')", "state = case.state", "rows.update(note='x')"]
)
def test_reading_is_not_setting(text):
    assert states_set(ast.parse(text)) == []


def test_a_state_of_another_domain_is_seen():
    text = "from qiaoliang.base.jobs.models import Job\nJob.objects.filter(pk=1).update(state='DONE')"
    assert foreign_model(Path("work/cases/actions/close.py"), ast.parse(text)) == ["Job"]
    assert foreign_model(Path("base/jobs/actions.py"), ast.parse(text)) == []
