from datetime import UTC, date, datetime

import pytest

from qiaoliang.base.core import clock, ids


def test_a_day_is_the_districts_day():
    with clock.frozen(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 23)
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2026, 11, 22)):  # noqa: DTZ001
        pass


def test_ids_ascend_and_carry_the_clock():
    with clock.frozen(datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) as _:
        made = [ids.uuid7() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000
    assert {one.version for one in made} == {7}
    assert made[0].int >> 80 == int(datetime(2026, 11, 23, 1, 0, tzinfo=UTC).timestamp() * 1000)
