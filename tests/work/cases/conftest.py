from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.work.cases import world as worlds


@pytest.fixture(scope="module")
def _rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), worlds.rows():
        yield


@pytest.fixture
def world(_rows: None, db: None) -> Iterator[worlds.World]:
    """One district for a file's tests; what a test changes is rolled back to here."""
    with worlds.entered() as made:
        yield made
