from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.faults.district import District


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: Any) -> Iterator[District]:
    """One district for a file's tests; what a test changes is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield District.opened()
        transaction.set_rollback(True)
