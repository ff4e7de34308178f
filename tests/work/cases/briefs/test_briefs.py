"""一周简报: written once, the same for everybody, small groups out of sight, and nobody to be recognised."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from docx import Document
from tests.work.cases import world as worlds

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.notify import registry as notices
from qiaoliang.base.notify.models import Notice
from qiaoliang.office.official import Grid
from qiaoliang.work.cases.actions import count
from qiaoliang.work.cases.briefs import figures, papers
from qiaoliang.work.cases.briefs.actions.write import write
from qiaoliang.work.cases.briefs.models import Brief
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.suppress import rest

MONDAY = datetime(2026, 10, 19, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def _rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), worlds.rows():
        yield


@pytest.fixture
def world(_rows, db):
    with worlds.entered() as made:
        yield made


def copies(story, count, **values):
    """As many cases like this one, received on its day or the one named."""
    row = story.case
    rows = []
    for place in range(count):
        rows.append(
            Case(**{one.attname: getattr(row, one.attname) for one in Case._meta.concrete_fields if one.name != "id"})
        )
        rows[-1].code = f"{story.code[:7]}{place:03d}"
        for name, value in values.items():
            setattr(rows[-1], name, value)
    Case.objects.bulk_create(rows)
    return rows


def test_the_brief_of_a_week_counts_hides_and_compares(world):
    story = world.story().until("sign")  # Thursday the 8th
    world.at(datetime(2026, 10, 13, 1, tzinfo=UTC))
    lead = world.story()
    lead.accept()
    lead.dispatch()
    copies(lead, 11)  # twelve with the union in the week of the 12th
    for state in ("split", "rejoined", "taken_back"):  # counted nowhere
        copies(lead, 1, code=f"NONE{state[:6].upper()}", state=state)
    few = world.story(text="妇女维权的事。")
    few.accept(category="women.violence")
    few.dispatch(lead="fl")  # one with the women's federation
    about = world.story(text="镇里收费不给票。")
    about.accept(accused_id=world.unit("lx"))
    story.propose()
    story.approve()
    world.at(MONDAY)
    count.count_new()
    brief = write()
    assert (brief.first, brief.last, brief.issue, write()) == (date(2026, 10, 12), date(2026, 10, 18), 42, None)
    kept = brief.figures
    assert (kept["all"]["asked"], kept["all"]["answered"], kept["all"]["in_time"]) == (13, 1, 1)
    union, women = (kept["unit"][str(world.unit(code))] for code in ("zgh", "fl"))
    assert (union["asked"], women["asked"]) == (None, None)  # two groups: one of one, so the other as well
    assert (union["answered"], union["in_time"]) == (None, None)
    body = papers.brief(brief).told.body
    work = next(one for one in body if isinstance(one, Grid))
    at = body.index(work)
    assert body[at - 2 : at] == (
        "这一周收到、答复的，分到各单位件数太少，不单列。",
        "截至10月19日09:00，各单位手里还没有答复的和超期的：",
    )
    assert body[at + 1] == "注：反映单位和个人作风的不在其中。"  # no table of people, so no word of what it leaves out
    assert work.rows == (("区妇联", "1", "1"), ("区总工会", "1", "0"))
    assert kept["more"] == [{"category": "labour.hours", "now": 12, "before": None}]
    assert [one["code"] for one in kept["overdue"]] == [few.code] and about.code not in str(kept)


def test_it_goes_out_as_a_page_word_and_pdf_and_leaders_are_told(world):
    story = world.story(text="织布车间天天加班。", name="程清泽", phone=worlds.PHONE).until("sign")
    world.at(MONDAY)
    count.count_new()
    brief = write()
    people = {"leader", "supervisor"}
    told = Notice.objects.filter(kind="briefs.written")
    assert {one.person_id for one in told} == {world.actors[name].person.pk for name in people}
    assert notices.said(told[0]) == ("一周简报写好了：第42期", f"/desk/briefs/{brief.pk}/")
    leader = world.client("leader")
    page = leader.get(f"/desk/briefs/{brief.pk}/")
    assert "没有明显增多的事" in page.text and story.code in page.text
    made = leader.get(f"/desk/briefs/{brief.pk}/paper.docx")
    lines = [line.text for line in Document(io.BytesIO(made.content)).paragraphs if line.text]
    assert lines[:4] == [
        "诉求办理简报",
        "第42期",
        "云桥区诉求办理中心\t2026年10月19日",
        "2026年10月12日至10月18日诉求办理情况",
    ]
    assert lines[4].startswith("2026年10月12日至10月18日，云桥区收到诉求 0 件，答复 0 件，其中按期 —。")
    assert leader.get(f"/desk/briefs/{brief.pk}/paper.pdf").content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="briefs.paper").count() == 2
    assert "程清泽" not in page.text and "织布" not in page.text
    assert f'<span class="nowrap">{story.code}</span>' in page.text
    line = leader.get("/desk/briefs/").context["rows"][0]
    assert (line["href"], line["cells"][6]) == (f"/desk/briefs/{brief.pk}/", "10月19日 周一 09:00")
    for name in ("union", "union_head", "dispatcher"):
        assert world.client(name).get(f"/desk/briefs/{brief.pk}/").status_code == 404


def test_overdue_cases_are_named_by_number_and_unit_and_promises_by_unit(world):
    late = world.story().until("sign")
    planned = world.story().until("sign")
    planned.propose(closing="planned", planned_for=date(2026, 10, 16), public_text="")
    planned.approve()
    world.at(MONDAY)
    count.count_new()
    brief = write()
    assert brief.figures["overdue"] == [{"code": late.code, "unit": str(world.unit("zgh")), "days": 3}]
    assert brief.figures["promises"] == {"open": 1, "over": {str(world.unit("zgh")): 1}, "soon": {}}
    body = papers.brief(brief).told.body
    grids = [one for one in body if isinstance(one, Grid)]
    assert grids[-1].rows == ((late.code, "区总工会", "3 天"),)
    assert "过了日子的：区总工会 1 件。" in body


def test_what_is_too_few_to_stand_alone_is_one_row_with_what_the_others_leave():
    def line(asked, answered, in_time):
        return {"asked": asked, "answered": answered, "in_time": in_time, "open": 0, "late": 0}

    table = {"a": line(40, None, None), "b": line(None, None, None), "c": line(None, 0, 0), "d": line(0, 0, 0)}
    names = {"a": "甲", "b": "乙", "c": "丙", "d": "丁"}
    grid = papers._people("单位", table, {"asked": 52, "answered": 21, "in_time": 20}, names, names)
    assert grid.rows == (("甲", "40", "＊", "＊"), ("其余合计", "12", "21", "95%（20/21）"))
    grid = papers._people("单位", table, {"asked": 52, "answered": 4, "in_time": 4}, names, names)
    assert grid.rows[1] == ("其余合计", "12", "＊", "＊")  # four answered in all: their sum is as small


@pytest.mark.parametrize("sizes", [(9, 1), (12, 3, 40), (10, 10), (1, 1, 1), (30, 9, 11), (5,)])
def test_no_hidden_group_is_told_by_subtraction(sizes):
    from collections import Counter

    groups = Counter({f"k{place}": size for place, size in enumerate(sizes)})
    table = figures._table(groups, groups, Counter(), {})
    shown = {key: line["asked"] for key, line in table.items() if line["asked"] is not None}
    left = [groups[key] for key in groups if key not in shown]
    assert all(count >= 10 for count in shown.values())
    assert not left or len(left) > 1 or len(sizes) == 1
    assert not left or sum(left) >= 10 or not shown
    assert rest(sum(sizes), shown.values()) == (None if sizes in ((1, 1, 1), (5,)) else sum(left))


def test_weeks_do_not_overlap_and_each_day_has_one():
    weeks = {figures.week_before(date(2026, 10, 12) + timedelta(days=days)) for days in range(21)}
    days = [
        one for first, last in weeks for one in ((first + timedelta(days=n)) for n in range((last - first).days + 1))
    ]
    assert len(days) == len(set(days)) == 21
    assert not Brief._meta.pk.null
