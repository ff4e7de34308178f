from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from qiaoliang.text.digest import quotes, representative
from qiaoliang.text.hot.issues import Message, heat, hot_issues
from qiaoliang.text.places import PlaceFinder, guessed, learn

MIXER = [
    Message(
        f"m{n}",
        "云溪小区旁搅拌站噪音扬尘",
        f"云溪小区旁边的搅拌站{how}，灰尘大，噪音扰民。",
        date(2026, 3, 1 + n),
        f"u{n}",
    )
    for n, how in enumerate(("通宵施工", "白天晚上都开工", "离小学很近", "没有围挡", "运渣车多"))
]
ONE = [
    Message(f"o{n}", "望江路门店招牌被拆", "望江路门店招牌被拆，请恢复原状。", date(2026, 3, 1 + n), "u9")
    for n in range(8)
]
REST = [
    Message("r0", "医保报销比例", "住院费用医保报销比例是多少", date(2026, 3, 3), "u20"),
    Message("r1", "高考报名", "外地户籍孩子如何高考报名", date(2026, 3, 4), "u21"),
    Message("r2", "公交线路", "希望增开到高铁站的公交线路", None, "u22"),
]


def test_many_people_are_an_issue_and_one_person_writing_often_is_not() -> None:
    found = hot_issues([*MIXER, *ONE, *REST])
    assert [set(issue.ids) for issue in found] == [{m.id for m in MIXER}]
    issue = found[0]
    assert (issue.people, issue.place, issue.kind, issue.days) == (5, "云溪小区", "incident", 5)
    assert "搅拌站" in issue.matter
    assert issue.quote is not None
    assert any(issue.quote.id == m.id and issue.quote.text in m.title + "。" + m.text for m in MIXER)


def test_only_the_window_counts() -> None:
    found = hot_issues([*MIXER, *REST], since=date(2026, 3, 2), until=date(2026, 3, 5))
    assert [issue.ids for issue in found] == [("m1", "m2", "m3")]
    assert hot_issues(MIXER, since=date(2027, 1, 1)) == []


@pytest.mark.parametrize(("until", "trend"), [(date(2026, 3, 10), "new"), (date(2026, 12, 1), "fading")])
def test_the_trend_is_told_by_the_window(until: date, trend: str) -> None:
    assert hot_issues(MIXER, until=until)[0].trend == trend


@pytest.mark.parametrize(
    ("days_before", "trend"),
    [
        ((200, 150, 20, 15, 10, 5), "growing"),
        ((120, 100, 80, 60, 40, 20), "steady"),
        ((300, 290, 280, 270, 260, 250), "fading"),
        ((25, 20, 15, 10, 5, 1), "new"),
        ((None,) * 6, "unknown"),
    ],
)
def test_new_growing_steady_and_fading_are_told_apart(days_before: tuple[int | None, ...], trend: str) -> None:
    end = date(2026, 6, 1)
    messages = [
        replace(MIXER[n % 5], id=f"g{n}", user=f"g{n}", day=end - timedelta(before) if before else None)
        for n, before in enumerate(days_before)
    ]
    (issue,) = hot_issues(messages, until=end if days_before[0] else None)
    assert (len(issue.ids), issue.trend) == (6, trend)


def test_heat_grows_with_people_more_than_with_repetition() -> None:
    five_people, five_times = heat([1] * 5, 0, 0.5, 0, 10), heat([4, 1], 0, 0.5, 0, 10)
    assert five_people > five_times
    assert heat([4, 1], 0, 0.5, 0, 10) < heat([1, 1, 1, 2], 0, 0.5, 0, 10)
    assert heat([50, 1], 0, 0.5, 0, 10) < heat([1] * 51, 0, 0.5, 0, 10) / 5
    assert heat([1] * 5, 100, 0.5, 0, 10) > five_people


def test_quotes_are_the_words_of_a_message_and_never_give_somebody_away() -> None:
    messages = [
        ("1", "我叫王云桥，电话13800001111，路灯坏了三个月没人修。"),
        ("2", "云溪路的路灯坏了三个月没人修。路灯。"),
        ("3", "路灯坏了没人修，晚上很黑很危险。"),
        ("4", "晚上很黑很危险，走路要打手电。"),
    ]
    found = quotes(messages, 3)
    assert "1" not in {quote.id for quote in found}
    assert len(found) == 2
    assert all(quote.text in dict(messages)[quote.id] for quote in found)
    assert representative([("1", "短。")]) is None


def test_names_are_learned_as_far_as_people_say_them() -> None:
    texts = [
        "我住望江枫林苑，停水了",
        "望江枫林苑没有电",
        "在望江枫林苑门口",
        "云溪路堵车",
        "云溪路修路",
        "去云溪路",
        "今天天气好",
    ] * 2
    names = learn(texts)
    assert {"望江枫林苑", "云溪路"} <= names
    finder = PlaceFinder({"枫林苑": "枫林苑小区", "云溪大道": "云溪大道"}, names)
    assert finder.names("望江枫林苑在云溪大道边，靠近枫林苑") == ["望江枫林苑", "云溪大道", "枫林苑小区"]


def test_unknown_places_are_guessed_with_their_kind() -> None:
    assert [(p.name, p.kind) for p in guessed("我们小区在翠柏小区和青禾小学之间")] == [
        ("翠柏小区", "estate"),
        ("青禾小学", "school"),
    ]
    found = PlaceFinder(["云溪路"]).find("云溪路旁边的翠柏小区")
    assert [(p.name, p.known) for p in found] == [("云溪路", "云溪路"), ("翠柏小区", "")]
