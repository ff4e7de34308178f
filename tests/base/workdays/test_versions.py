"""Each loading is a version; an earlier deadline can still be explained by the version it was counted with."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import transaction
from tests.base.workdays.test_notice import TEXT

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.workdays import actions, queries, registry, years
from qiaoliang.base.workdays.calendar import Calendar
from qiaoliang.base.workdays.models import CalendarVersion, DayRule, YearRule

pytestmark = pytest.mark.django_db

START = datetime(2026, 12, 30, 10, 0, tzinfo=clock.ZONE)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_before_any_row_the_shipped_calendar_holds():
    calendar = Calendar.load()
    assert calendar.version == 0
    assert calendar.is_workday(date(2026, 10, 10))
    assert queries.missing_year(2025) is None
    assert queries.missing_year(2026) == 2027


def test_a_new_notice_makes_a_version_and_the_old_one_can_be_asked(file: Path):
    before = Calendar.load().add(START, 1, "wd")
    shown = actions.preview(file)
    assert shown.years == (2027,)
    assert not CalendarVersion.objects.exists()
    done = actions.load(file, SYSTEM)
    assert done.version == 2  # the shipped rows are version 1
    assert date(2026, 12, 31) in done.added
    after = Calendar.load().add(START, 1, "wd")
    assert (before.at.date(), before.provisional) == (date(2026, 12, 31), True)
    assert (after.at.date(), after.provisional, after.version) == (date(2027, 1, 4), False, 2)
    assert Calendar.load(1).add(START, 1, "wd").at == before.at
    assert queries.missing_year(2026) is None
    assert Calendar.load().provisional_from == date(2027, 12, 29)
    assert Calendar.load(1).provisional_from == date(2026, 12, 29)
    assert AuditEvent.objects.filter(action="workdays.load").count() == 2


def test_nothing_is_deleted_and_other_years_stay(file: Path):
    actions.load(file, SYSTEM)
    kept = DayRule.objects.filter(year=2026, until=None).count()
    assert kept == sum(len(year.days) for year in years.shipped().years if year.year == 2026)
    assert DayRule.objects.filter(year=2027, until=2, version=1).exists()
    assert YearRule.objects.get(year=2027, until=None).source.endswith("（国办发明电〔2026〕99号）")
    assert not actions.load(file, SYSTEM)
    assert CalendarVersion.objects.count() == 2


def test_office_hours_are_versioned_too():
    text = years.SHIPPED.read_text(encoding="utf-8") + '\n[office]\nnoon = "11:30"\nclose = "18:00"\n'
    done = actions.load(text, SYSTEM)
    assert (done.years, done.hours, done.version) == ((), True, 2)
    assert Calendar.load().add(START, 1, "wd").at.astimezone(clock.ZONE).hour == 18
    assert Calendar.load(1).add(START, 1, "wd").at.astimezone(clock.ZONE).hour == 17


def test_whoever_registered_is_told(file: Path, monkeypatch: pytest.MonkeyPatch):
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(registry, "_listeners", [])
    listener = registry.on_change(lambda old, new: told.append((old, new)))
    registry.on_change(listener)
    actions.load(file, SYSTEM)
    assert told == [(0, 1), (1, 2)]


def test_what_the_release_brings_never_overrides_the_office(file: Path):
    assert actions.load_shipped(SYSTEM).years == ()
    assert CalendarVersion.objects.count() == 1
    actions.load(file, SYSTEM)
    text = years.SHIPPED.read_text(encoding="utf-8").replace('["元旦", 2026-01-04]', '["元旦", 2026-01-10]')
    actions.load(text, SYSTEM)
    assert not actions.load_shipped(SYSTEM)
    assert Calendar.load().is_workday(date(2026, 1, 10))


def test_a_refused_file_changes_nothing(tmp_path: Path):
    bad = tmp_path / "bad.toml"
    bad.write_text("[[year]]\nyear = 2027\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused, transaction.atomic():
        actions.load(bad, SYSTEM)
    assert refused.value.code == "workdays-file"
    assert "缺少 rest" in str(refused.value)
    with pytest.raises(Refusal, match="cannot open"):
        actions.load(tmp_path / "missing.toml", SYSTEM)
    (tmp_path / "picture.txt").write_bytes(b"\xff\xd8\xff\xe0")
    assert "UTF-8" in actions.preview(tmp_path / "picture.txt").problems[0]
    assert not CalendarVersion.objects.exists()


def test_a_notice_saved_by_an_older_notepad_is_read(tmp_path: Path):
    (tmp_path / "gb.txt").write_bytes(TEXT.encode("gb18030"))
    assert actions.preview(tmp_path / "gb.txt").years == (2027,)
