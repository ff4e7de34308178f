"""Time limits of official Chinese: found verbatim, resolved by stated conventions, refused with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from qiaoliang.text.days import DatedDays, Weekdays, add_working_days
from qiaoliang.text.directives.deadlines import Anchor, find_deadline, resolve
from qiaoliang.text.directives.folding import fold

WEDNESDAY = Anchor(date(2026, 4, 22))


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("5月8日前", "2026-05-08"),
        ("五月底前", "2026-05-31"),
        ("12月31日前", "2026-12-31"),
        ("二〇二六年八月一日", "2026-08-01"),
        ("1月15日前", "2027-01-15"),
        ("年底前", "2026-12-31"),
        ("年内", "2026-12-31"),
        ("明年年底前", "2027-12-31"),
        ("到2028年", "2028-12-31"),
        ("2026—2028年", "2028-12-31"),
        ("月内", "2026-04-30"),
        ("下月10日前", "2026-05-10"),
        ("次月5日前", "2026-05-05"),
        ("本月下旬", "2026-04-30"),
        ("7月中旬", "2026-07-20"),
        ("今年9月上旬前", "2026-09-10"),
        ("一季度末", "2027-03-31"),
        ("二季度末", "2026-06-30"),
        ("下季度末", "2026-09-30"),
        ("前三季度", "2026-09-30"),
        ("上半年", "2026-06-30"),
        ("明年上半年", "2027-06-30"),
        ("年中前", "2026-06-30"),
        ("本周内", "2026-04-26"),
        ("本周五前", "2026-04-24"),
        ("下周一前", "2026-04-27"),
        ("周三前", "2026-04-22"),
        ("十日内", "2026-05-02"),
        ("15日以内", "2026-05-07"),
        ("三周内", "2026-05-13"),
        ("半个月内", "2026-05-07"),
        ("两个月内", "2026-06-22"),
        ("半年内", "2026-10-22"),
        ("两年内", "2028-04-22"),
        ("24小时内", "2026-04-23"),
        ("明天下班前", "2026-04-23"),
        ("会后一周内", "2026-04-29"),
        ("劳动节前", "2026-05-01"),
        ("元旦前", "2027-01-01"),
        ("春节前", "2027-02-06"),
        ("中秋节前", "2026-09-25"),
        ("5月6日至5月20日", "2026-05-20"),
        ("即日起至6月底", "2026-06-30"),
        ("不迟于5月20日", "2026-05-20"),
        ("“十五五”末", "2030-12-31"),
    ],
)
def test_a_limit_has_its_last_day_and_is_found_word_for_word(phrase: str, day: str) -> None:
    folded = fold(phrase)
    sentence = f"请于{folded}完成整改"
    found = find_deadline(sentence)
    assert found is not None
    assert sentence[found[0] : found[1]] == folded
    assert resolve(folded, WEDNESDAY).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("每月5日前", "重复"),
        ("每季度末", "重复"),
        ("长期坚持", "长期"),
        ("即日起", "只写明开始"),
        ("6月1日起", "只写明开始"),
        ("“十五五”期间", "没有写明截止日"),
        ("区第三届人大二次会议前", "系于一件事"),
        ("汛期前", "系于一件事"),
        ("收到交办单后5日内", "从某一事件起算"),
        ("20xx年x月", "占位符"),
        ("尽快", "没有写成可换算"),
        ("2月30日前", "不是存在的日子"),
    ],
)
def test_what_has_no_single_day_says_why(phrase: str, reason: str) -> None:
    resolved = resolve(phrase, WEDNESDAY)
    assert resolved.day is None
    assert reason in resolved.why


def test_without_a_document_date_nothing_is_guessed_but_the_year_may_be_known() -> None:
    assert resolve("下周五前", Anchor()).day is None
    assert "--date" in resolve("年底前", Anchor()).why
    assert resolve("6月底前", Anchor(year=2027)).day == date(2027, 6, 30)


def test_working_days_need_a_calendar_and_count_its_rows() -> None:
    rows = DatedDays(
        {date(2026, 5, 1): False, date(2026, 5, 4): False, date(2026, 5, 5): False, date(2026, 5, 9): True}
    )
    assert resolve("十个工作日内", Anchor(date(2026, 4, 29)), rows).day == date(2026, 5, 15)
    for calendar in (None, Weekdays()):
        estimate = resolve("三个工作日内", WEDNESDAY, calendar)
        assert estimate.day is None
        assert "2026-04-27（暂定）" in estimate.why
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(date(2026, 4, 22), 0, rows)


@pytest.mark.parametrize(
    "sentence",
    [
        "实施三年行动计划",
        "今年以来群众来访下降",
        "办好2026年全区运动会",
        "按照《2025年工作要点》办理",
        "对照“2030年前”方案",
        "健全每日巡查记录",
    ],
)
def test_time_words_that_name_something_are_no_limit(sentence: str) -> None:
    assert find_deadline(fold(sentence)) is None


@pytest.mark.parametrize(
    ("sentence", "phrase", "reason"),
    [
        ("教务处要于本学期末完成评估", "本学期末", "学期"),
        ("寒假期间组织教师家访", "寒假期间", "假期"),
        ("本届任期内建成文化馆", "本届任期内", "任期"),
        ("要常年开展普法宣传", "常年", "长期"),
        ("按季度调整项目清单", "按季度", "重复"),
        ("2027年、2028年分别建成两条铁路", "2027年、2028年", "几个年份"),
    ],
)
def test_limits_the_document_does_not_date_keep_their_words(sentence: str, phrase: str, reason: str) -> None:
    found = find_deadline(fold(sentence))
    assert found is not None and sentence[found[0] : found[1]] == phrase
    answer = resolve(fold(phrase), WEDNESDAY)
    assert answer.day is None and reason in answer.why


def test_a_named_weekday_is_a_limit_and_a_plain_statement_of_the_year_is_none() -> None:
    found = find_deadline("各单位要于本周五完成自查")
    assert found == (5, 8)
    assert resolve("本周五", WEDNESDAY).day == date(2026, 4, 24)
    for sentence in ("今年是开局之年", "常年蔬菜基地", "按期限办理", "学年制改革"):
        assert find_deadline(sentence) is None, sentence
