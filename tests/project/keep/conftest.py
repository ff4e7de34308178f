from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from django.http import HttpResponse
from tests.harness import folders
from tests.project.keep import town as towns

from qiaoliang.base.core import keys
from qiaoliang.project.keep import backup, keyfile
from qiaoliang.project.static import StaticMiddleware


@pytest.fixture(autouse=True)
def quick_phrases(monkeypatch):
    """Stretching a pass-phrase as in earnest takes a second each time."""
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)


@pytest.fixture(scope="session")
def first(django_db_setup, django_db_blocker):
    """A district at work, made once; the tests work on copies."""
    folder = folders.make("keep", in_memory=True)
    StaticMiddleware(HttpResponse)  # a process keeps the files of the folder where it needs them first: not of a town
    with django_db_blocker.unblock():
        keys.make_missing(folder / "keys")
        made = towns.copy(None, folder / "first", folder / "keys")
        with made.entered():
            towns.people()
        yield made
        towns.drop(made)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def tmp_path():
    """In memory where there is room: what is tried here is not the disk."""
    folder = folders.make("keep", in_memory=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_place(db, tmp_path):
    """new_place() → an empty town; new_place(source) → a copy of one. Other folders, databases and keys each time."""
    made, number = [], itertools.count()

    def place(source=None):
        folder = tmp_path / f"place{next(number)}"
        if source:
            shutil.copytree(source.keys, tmp_path / f"{folder.name}-keys")
            town = towns.copy(source, folder, tmp_path / f"{folder.name}-keys")
        else:
            town = towns.empty(folder, tmp_path / f"{folder.name}-keys")
        made.append(town)
        return town

    yield place
    for town in made:
        towns.drop(town)


@pytest.fixture
def town(first, new_place):
    """A district at work, entered."""
    with new_place(first).entered() as made:
        yield made


@pytest.fixture(scope="session")
def kept(first, django_db_blocker):
    """The first town's backup, made once."""
    target = first.folder.parent / "kept.zip"
    with django_db_blocker.unblock(), first.entered():
        backup.make(target)
    return target


@pytest.fixture
def archive(kept, tmp_path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(kept, tmp_path / "archive.zip"))


@pytest.fixture
def seen(db, first):
    """The first town itself, entered; for tests that change nothing."""
    with first.entered():
        yield first


@pytest.fixture
def bare(first, new_place):
    """An empty place with the keys brought along, entered."""
    made = new_place()
    shutil.copytree(first.keys, made.keys)
    with made.entered():
        yield made


@pytest.fixture
def key_folder(first, tmp_path, monkeypatch):
    """A copy of the first town's keys, in use."""
    folder = shutil.copytree(first.keys, tmp_path / "keys")
    monkeypatch.setenv("QIAOLIANG_KEYS", str(folder))
    keys.forget_loaded()
    yield folder
    keys.forget_loaded()
