"""Ready-made strings in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from qiaoliang.ui import format as f

NOW = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)  # Monday 14:05 in the district


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def pick(language, zh, en):
    return zh if language == "zh-hans" else en


def test_days(language):
    assert f.day(NOW) == pick(language, "11月23日 周一", "Mon 23 Nov")
    assert f.day(date(2027, 1, 6), today=date(2026, 11, 23)) == pick(language, "2027年1月6日 周三", "Wed 6 Jan 2027")
    assert f.short_day(NOW) == pick(language, "11月23日", "23 Nov")
    assert f.short_day(date(2027, 1, 6), date(2026, 11, 23)) == pick(language, "2027年1月6日", "6 Jan 2027")
    assert f.full_day(NOW) == pick(language, "2026年11月23日", "23 November 2026")
    assert f.month(NOW) == pick(language, "2026年11月", "Nov 2026")
    assert f.moment(NOW) == pick(language, "11月23日 周一 14:05", "Mon 23 Nov, 14:05")


def test_a_day_is_the_districts_day(language):
    late = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # 01:00 on Monday in the district
    assert f.day(late) == pick(language, "11月23日 周一", "Mon 23 Nov")


@pytest.mark.parametrize(
    ("behind", "zh", "en"),
    [
        (timedelta(seconds=30), "刚刚", "just now"),
        (timedelta(minutes=1), "1 分钟前", "1 minute ago"),
        (timedelta(hours=3), "3 小时前", "3 hours ago"),
        (timedelta(hours=20), "昨天 18:05", "yesterday 18:05"),
        (timedelta(days=3), "11月20日 周五 14:05", "Fri 20 Nov, 14:05"),
    ],
)
def test_how_long_ago(language, behind, zh, en):
    assert f.ago(NOW - behind, NOW) == pick(language, zh, en)


def test_deadlines_spans_and_numbers(language):
    assert f.by(NOW + timedelta(hours=3), NOW) == pick(language, "今天 17:05 前", "today, by 17:05")
    assert f.by(NOW + timedelta(days=1), NOW) == pick(language, "明天 14:05 前", "tomorrow, by 14:05")
    assert f.by(NOW + timedelta(days=7), NOW) == pick(language, "11月30日 周一 14:05 前", "Mon 30 Nov, by 14:05")
    assert f.span(1, "wd") == pick(language, "1 个工作日", "1 working day")
    assert f.span(0.5, "wd") == pick(language, "0.5 个工作日", "0.5 working days")
    assert f.lasting(timedelta(hours=49)) == pick(language, "2 天", "2 days")
    assert f.lasting(timedelta(minutes=90)) == pick(language, "1 小时", "1 hour")
    assert f.share(17, 20) == pick(language, "85%（17/20）", "85% (17/20)")
    assert f.share(0, 0) == "—"
    assert [f.capped(999), f.capped(1000), f.number(1234567)] == ["999", "1,000+", "1,234,567"]
    assert [f.size(2_140_000_000), f.size(3_400_000), f.size(120_400), f.size(3)] == [
        "2.1 GB",
        "3.4 MB",
        "120 KB",
        "1 KB",
    ]


def test_sentences_follow_each_other_without_a_gap_in_chinese(language):
    page = Template("{% load ui %}{{ one }}{% gap %}{{ two }}").render(Context({"one": "A.", "two": "B."}))
    assert page == pick(language, "A.B.", "A. B.")
