"""有回音: the figures of a quarter, written once, small groups left out before they are written."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from qiaoliang.base.core import clock
from qiaoliang.work.cases.models import Tally
from qiaoliang.work.cases.publishing import figures
from qiaoliang.work.cases.publishing.actions.settle import settle
from qiaoliang.work.cases.publishing.models import Quarter

SUMMER = date(2026, 7, 1)
NOVEMBER = datetime(2026, 11, 20, 2, tzinfo=UTC)


def tally(theme, month=7, question=False, accused="", **counts):
    Tally.objects.create(
        axis="theme", key=theme, month=date(2026, month, 1), question=question, accused=accused, **counts
    )


def told(asked, answered, solved_n=0, solved=0):
    return {"asked": asked, "answered": answered, "solved_n": solved_n, "solved": solved}


@pytest.fixture
def district(db):
    """A quarter with large and small themes; next to it what must not be in it."""
    tally("labour", **told(20, 18, 12, 9))
    tally("labour", month=9, **told(5, 7, 3, 3))
    tally("women", **told(14, 13, 11, 5))
    tally("village", **told(12, 12, 10, 10))
    tally("party", **told(3, 3, 2, 0))
    tally("labour", question=True, **told(30, 29, 5, 5))
    tally("labour", accused="x", **told(40, 40, 40, 0))
    tally("labour", month=10, **told(50, 50, 50, 50))


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 10, 8), date(2026, 4, 1)),
        (date(2026, 10, 30), date(2026, 4, 1)),
        (date(2026, 10, 31), SUMMER),
        (date(2026, 12, 31), SUMMER),
        (date(2027, 1, 30), SUMMER),
        (date(2027, 1, 31), date(2026, 10, 1)),
    ],
)
def test_a_quarter_is_written_when_it_has_been_over_for_thirty_days(today, first):
    assert figures.last_settled(today) == first


def test_small_groups_and_what_would_give_them_away_are_nowhere(district):
    found = figures.table(SUMMER)
    assert found["whole"] == told(54, 53, 38, 27)
    assert found["questions"] == {"asked": 30, "answered": 29, "solved_n": None, "solved": None}
    assert found["themes"]["labour"] == told(25, 25, 15, 12)
    assert found["themes"]["women"] == told(14, 13, 11, 5)
    gone = {"asked": None, "answered": None, "solved_n": None, "solved": None}
    assert found["themes"]["party"] == found["themes"]["village"] == gone
    for name in ("asked", "answered", "solved_n"):
        shown = [one[name] for one in found["themes"].values() if one[name] is not None]
        assert found["whole"][name] - sum(shown) >= 10, "what is left over is never one small group"


@pytest.mark.parametrize("seed", range(8))
def test_no_subtraction_gives_a_small_group_away(db, seed):
    sizes = Counter({f"t{place}": (seed * 7 + place * place * 5) % 31 for place in range(6)})
    for theme, count in sizes.items():
        tally(theme, **told(count, count, count, count // 2))
    found = figures.table(SUMMER)
    hidden = [theme for theme, one in found["themes"].items() if one["asked"] is None]
    assert all(sizes[theme] >= 10 for theme, one in found["themes"].items() if one["asked"])
    assert not hidden or len(hidden) >= 2 or len(hidden) == len(found["themes"])
    assert (
        not hidden
        or sum(sizes[theme] for theme in hidden) >= 10
        or found["whole"]["asked"] is None
        or len(hidden) == len(found["themes"])
    )


def test_written_once_it_never_moves(district, catalogue):
    with clock.frozen(NOVEMBER):
        made = settle()
        assert made.first == SUMMER
        before = made.figures
        page = Client().get("/answers/heard/").text
        assert "2026 年第 3 季度" in page and "71%" in page and "说了结果的 38 人里有 27 人" in page
        assert "不显示" in page and "另有咨询 30 件" in page
        Tally.objects.filter(key="women", month=date(2026, 7, 1), question=False).update(solved=6, solved_n=12)
        assert settle() is None
        assert Quarter.objects.get().figures == before and Client().get("/answers/heard/").text.count(
            "45%"
        ) == page.count("45%")


def test_the_last_row_says_when_it_holds_figures_of_themes_above(db, catalogue):
    """Each column leaves out themes of its own: the last row of one is then of other cases than that of the next."""
    for theme, said in (
        ("labour", told(40, 38, 30, 20)),
        ("women", told(14, 11, 4, 2)),
        ("village", told(13, 12, 12, 9)),
    ):
        tally(theme, **said)
    with clock.frozen(NOVEMBER):
        settle()
        first = [one["cells"] for one in Client().get("/answers/heard/").context["rows"]]
    assert [cells[1:] for cells in first] == [
        ["40", "38", "67%（20/30）"], ["14", "11", "不显示"], ["13", "12", "不显示"], ["—", "—", "69%（11/16）"],
    ]  # fmt: skip
    assert first[-1][0] == "其他各类合计，上面没有显示的数也在内"


def test_the_last_row_is_of_the_other_themes_where_all_figures_are_shown(district, catalogue):
    with clock.frozen(NOVEMBER):
        settle()
        rows = [one["cells"] for one in Client().get("/answers/heard/").context["rows"]]
    assert [cells[0] for cells in rows][-1] == "其他各类合计" and "不显示" not in str(rows)


def test_without_a_quarter_the_page_says_why(db):
    assert "还没有算好的季度" in Client().get("/answers/heard/").text
    with clock.frozen(NOVEMBER):
        assert settle() is None and not Quarter.objects.exists(), "nothing was asked, nothing is written"


@pytest.fixture
def catalogue(world):
    """The themes have their names."""
    return world
