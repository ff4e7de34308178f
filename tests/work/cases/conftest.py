import pytest
from tests.work.cases import world as worlds


@pytest.fixture
def world(db):
    with worlds.opened() as made:
        yield made
