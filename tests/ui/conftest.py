"""Each test begins in Chinese: a page asked for in English leaves its language on the thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _begins_in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield
