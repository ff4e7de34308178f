"""A foreign key given as a string is an import that import-linter cannot see."""

import pytest
from django.apps import apps

from tests.architecture.source import project


def _order(container: str) -> list[set[str]]:
    """The floors of a container from the top, read from import-linter's own contract."""
    contracts = project()["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("containers") == [container])
    return [{name.strip(" ()") for name in layer.split("|")} for layer in layers]


def _height(container: str, name: str) -> int:
    order = _order(container)
    return len(order) - next(index for index, floor in enumerate(order) if name in floor)


def breach(source: str, target: str) -> str | None:
    """Why a model in module ``source`` may not point at one in module ``target``; None where it may."""
    ours, theirs = source.split("."), target.split(".")
    if theirs[0] != "qiaoliang" or ours[:3] == theirs[:3]:
        return None
    if ours[1] == theirs[1] == "work":
        return "across domains of work: write base/links rows in flows/ instead"
    if ours[1] != theirs[1]:
        return None if _height("qiaoliang", ours[1]) > _height("qiaoliang", theirs[1]) else "up the floors"
    container = f"qiaoliang.{ours[1]}"
    return None if _height(container, ours[2]) > _height(container, theirs[2]) else f"up or across inside {ours[1]}"


def test_no_model_points_up_or_across():
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("qiaoliang."):
            continue
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                why = breach(model.__module__, field.related_model.__module__)
                wrong += [f"{model._meta.label}.{field.name} → {field.related_model._meta.label}: {why}"] if why else []
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        ("qiaoliang.work.cases.models", "qiaoliang.work.cases.models", None),
        ("qiaoliang.work.cases.models", "qiaoliang.base.organizations.models", None),
        ("qiaoliang.base.jobs.models", "django.contrib.auth.models", None),
        ("qiaoliang.base.access.models", "qiaoliang.base.accounts.models.account", None),
        ("qiaoliang.work.cases.models", "qiaoliang.work.care.models", "across domains"),
        ("qiaoliang.base.audit.models", "qiaoliang.base.accounts.models", "up or across inside base"),
        ("qiaoliang.base.vault.models", "qiaoliang.base.attachments.models", "up or across inside base"),
        ("qiaoliang.base.links.models", "qiaoliang.work.cases.models", "up the floors"),
    ],
)
def test_the_rule_knows_up_from_down(source, target, why):
    found = breach(source, target)
    assert found is None if why is None else why in (found or "")
