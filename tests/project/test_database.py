"""The address of the database as Django and PostgreSQL take it."""

import pytest

from qiaoliang.project import database
from qiaoliang.project.database import PLAINLY


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://qiao:a%40b@db:5433/district", ("district", "qiao", "a@b", "db", "5433", PLAINLY)),
        ("postgresql:///district?host=/run/postgresql", ("district", "", "", "/run/postgresql", "", PLAINLY)),
        ("postgres://qiao@db/district?options=", ("district", "qiao", "", "db", "", "")),
        ("postgres://qiao@db/d?options=-c%20jit%3Don", ("d", "qiao", "", "db", "", "-c jit=on")),
    ],
)
def test_an_address_of_postgresql(monkeypatch, address, expected):
    monkeypatch.setenv("DATABASE_URL", address)
    found = database.configuration()
    assert (
        *(found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")),
        found["OPTIONS"]["options"],
    ) == expected


@pytest.mark.parametrize(("said", "expected"), [("", 2), ("?prepare_threshold=5", 5), ("?prepare_threshold=", None)])
def test_whether_postgresql_keeps_plans(monkeypatch, said, expected):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://qiao@db/district{said}")
    assert database.configuration()["OPTIONS"]["prepare_threshold"] == expected


def test_another_kind_of_database_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://db/district")
    with pytest.raises(SystemExit, match="must begin with sqlite: or postgresql:"):
        database.configuration()
