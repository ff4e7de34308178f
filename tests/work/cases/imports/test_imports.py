"""A table becomes cases: looked at first, each row once whatever happens, people's data apart, and all of it undone."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from tests.work.cases.imports.conftest import GOOD, HEADINGS, NOON

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import worker
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.search import queries as search
from qiaoliang.base.vault import queries as vault
from qiaoliang.base.vault.models import Contact
from qiaoliang.work.cases import present, tallies
from qiaoliang.work.cases.actions import count
from qiaoliang.work.cases.actions.accept import accept
from qiaoliang.work.cases.actions.archive import archive
from qiaoliang.work.cases.actions.withdraw import withdraw
from qiaoliang.work.cases.choices import State as CaseState
from qiaoliang.work.cases.imports import queries, sealing
from qiaoliang.work.cases.imports.actions.arrange import arrange
from qiaoliang.work.cases.imports.actions.bring_in import bring_in
from qiaoliang.work.cases.imports.actions.read import read
from qiaoliang.work.cases.imports.actions.start import start
from qiaoliang.work.cases.imports.actions.undo import forget, take_back, undo
from qiaoliang.work.cases.imports.choices import Clock, RowState, State
from qiaoliang.work.cases.imports.models import Import, Row
from qiaoliang.work.cases.models import Case, Counted, Receipt, Tally

pytestmark = pytest.mark.django_db


def rows(count: int) -> list[list[str]]:
    return [[f"A{n}", f"第 {n} 件", f"柳溪村第 {n} 盏路灯坏了。", *GOOD[3:]] for n in range(count)]


def imported(path: Path, **options: bool) -> Import:
    batch = read(SYSTEM, path)
    start(SYSTEM, batch.pk, skip_bad=options.get("skip_bad", False), later=False)
    return bring_in(SYSTEM, batch.pk)


def test_reading_makes_no_case_and_seals_every_cell(table):
    batch = read(SYSTEM, table([GOOD]))
    assert (batch.state, batch.count()["good"], Case.objects.count()) == (State.CHECKED, 1, 0)
    row = batch.rows.get()
    assert sealing.cells(row)["姓名"] == "何小满"
    stored = "".join(str(value) for value in Row.objects.values_list(*[f.name for f in Row._meta.fields]).get())
    assert "何小满" not in stored
    assert "13800000001" not in stored
    assert "路灯" not in stored
    assert queries.sample(batch)[0]["cells"][5:7] == ["何**", "138****0001"]
    assert queries.first_lines(batch) == [GOOD[2]]
    assert AuditEvent.objects.filter(action="imports.read").count() == 1


def test_columns_left_out_are_masked_where_they_speak_of_people(table):
    headings = ["内容", "身份证号码", "备用", "备注"]
    batch = read(SYSTEM, table([["路灯坏了", "无", "13800000001", "急"]], headings=headings))
    assert batch.columns == {"内容": "text"}
    assert queries.sample(batch)[0]["cells"] == ["路灯坏了", "无**", "138****0001", "急"]


def test_a_row_becomes_a_case_and_its_person_goes_to_the_vault(table):
    batch = imported(table([GOOD]))
    case = Case.objects.get()
    assert batch.state == State.DONE
    assert (case.external_id, case.title, case.text, case.place) == ("A1", "路灯不亮", GOOD[2], "柳溪村东头")
    assert (case.source, case.category.code) == ("import", "labour.wages")
    assert case.received_at == datetime(2026, 11, 20, 0, 5, tzinfo=UTC)
    contact = Contact.objects.get(pk=Receipt.objects.get(case=case).contact_id)
    assert vault.masked([contact.pk])[contact.pk].phone == "138****0001"
    assert "何小满" not in case.text + case.title + case.place
    assert bytes(batch.rows.get().sealed) == b""
    assert Case.objects.filter(pk__in=search.matching("case", "路灯")).exists()
    assert case.deadlines.get().due_at == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_terms_may_count_from_the_import(table):
    batch = read(SYSTEM, table([GOOD]))
    arrange(SYSTEM, batch.pk, batch.columns, clock=Clock.NOW)
    start(SYSTEM, batch.pk, skip_bad=False, later=False)
    bring_in(SYSTEM, batch.pk)
    assert Case.objects.get().received_at == NOON


def test_rows_with_errors_stop_it_unless_they_are_left_out(table):
    path = table([GOOD, ["A2", "", "", *GOOD[3:]], ["A3", "", "说一件事", "2099-01-01", *GOOD[4:]]])
    batch = read(SYSTEM, path)
    with pytest.raises(Refusal) as refused, transaction.atomic():
        start(SYSTEM, batch.pk, skip_bad=False, later=False)
    assert (refused.value.code, Case.objects.count()) == ("imports.bad_rows", 0)
    assert [(row["number"], bool(row["why"])) for row in queries.problems(batch)] == [(3, True), (4, True)]
    start(SYSTEM, batch.pk, skip_bad=True, later=False)
    done = bring_in(SYSTEM, batch.pk)
    assert (done.count()["imported"], done.count()["bad"], Case.objects.count()) == (1, 2, 1)
    assert not done.rows.exclude(sealed=b"").exists()


def test_duplicates_inside_the_table(table):
    again = ["A9", "另一个标题", *GOOD[2:]]
    other = ["A8", "路灯不亮", GOOD[2], *GOOD[3:5], "林小麦", "13800000002", *GOOD[7:]]
    same_number = ["A1", "别的", "完全另外一件事", *GOOD[3:]]
    batch = read(SYSTEM, table([GOOD, again, other, same_number]))
    assert list(batch.rows.values_list("number", "state")) == [(2, "good"), (3, "double"), (4, "good"), (5, "double")]
    assert [row.problems for row in batch.rows.filter(state="double")] == [
        [["double_text", {"found": "2"}]],
        [["double_number", {"found": "2"}]],
    ]


def test_duplicates_of_what_is_here_already(table):
    imported(table([GOOD]))
    code = Case.objects.get().code
    number = ["A1", "别的", "完全另外一件事", *GOOD[3:]]
    text = ["B2", "别的标题", *GOOD[2:]]
    nobody = ["B3", "", GOOD[2], GOOD[3], GOOD[4], "", "", "", ""]
    fresh = ["B4", "", "第二件新的事", *GOOD[3:]]
    batch = read(SYSTEM, table([number, text, nobody, fresh], name="second.xlsx"))
    assert [(row.state, row.problems) for row in batch.rows.all()] == [
        ("double", [["stored_number", {"found": code}]]),
        ("double", [["stored_text", {"found": code}]]),
        ("double", [["stored_text", {"found": code}]]),
        ("good", []),
    ]
    arrange(SYSTEM, batch.pk, batch.columns, doubles_too=True)
    start(SYSTEM, batch.pk, skip_bad=False, later=False)
    assert bring_in(SYSTEM, batch.pk).count()["imported"] == 4


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


@pytest.mark.parametrize("when", [1, 2, 3])
def test_a_stopped_import_goes_on_and_no_row_is_lost_or_doubled(table, when: int, monkeypatch):
    monkeypatch.setattr(importlib.import_module(bring_in.__module__), "AT_ONCE", 5)
    batch = read(SYSTEM, table(rows(12)))
    start(SYSTEM, batch.pk, skip_bad=False, later=False)
    calls = 0

    def kill(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == when:
            raise Killed

    with pytest.raises(Killed):
        bring_in(SYSTEM, batch.pk, kill)
    assert Case.objects.count() == (when - 1) * 5
    assert batch.rows.filter(state=RowState.IMPORTED).count() == Case.objects.count()
    done = bring_in(SYSTEM, batch.pk)
    assert (done.state, Case.objects.count()) == (State.DONE, 12)
    assert Case.objects.values("external_id").distinct().count() == 12
    assert AuditEvent.objects.filter(action="cases.submit").count() == 12
    assert bring_in(SYSTEM, batch.pk).state == State.DONE
    assert Case.objects.count() == 12


def test_the_worker_brings_it_in(table):
    batch = read(SYSTEM, table(rows(3)))
    start(SYSTEM, batch.pk, skip_bad=False)
    assert Case.objects.count() == 0
    worker.run_all()
    batch.refresh_from_db()
    assert (batch.state, Case.objects.count()) == (State.DONE, 3)


def test_one_row_costs_the_same_in_a_long_table(table, django_assert_max_num_queries):
    batch = read(SYSTEM, table(rows(50)))
    start(SYSTEM, batch.pk, skip_bad=False, later=False)
    with django_assert_max_num_queries(50 * 29 + 60):
        bring_in(SYSTEM, batch.pk)


def test_taking_back_ends_the_cases_and_erases_the_contacts(table):
    path = table(rows(3))
    batch = imported(path)
    undo(SYSTEM, batch.pk, later=False)
    done = take_back(batch.pk)
    assert (done.state, done.count()["undone"]) == (State.UNDONE, 3)
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.TAKEN_BACK}
    assert not Contact.objects.filter(erased_at=None).exists()
    again = read(SYSTEM, path)
    assert again.count()["good"] == 3


def test_nobody_is_told_that_an_import_was_taken_back(table):
    batch = imported(table([GOOD]))
    undo(SYSTEM, batch.pk, later=False)
    take_back(batch.pk)
    case = Case.objects.get()
    last = case.events.latest("id")
    assert (last.step, last.from_state, last.to_state) == ("take_back_import", "submitted", "taken_back")
    assert (last.reason, last.note, last.message) == ("", "", "")
    assert present.event_for_desk(last)["title"] == "导入已撤销"
    assert [present.event_for_resident(last)[name] for name in ("title", "text")] == ["导入已撤销", ""]
    assert (Notice.objects.count(), case.receipts.get().withdrawn_at) == (0, None)
    assert case.deadlines.get().ended_at == case.ended_at == NOON
    with pytest.raises(Refusal) as refused:
        accept(SYSTEM, case.pk, case.version, category=case.category)
    assert refused.value.code == "cases.accept"


def test_a_case_of_an_import_taken_back_is_in_no_figure(table):
    batch = imported(table(rows(3)))
    count.count_new()
    figures = lambda: [row["n_asked"] for row in tallies.summed(Tally.objects.filter(axis="all"), "asked")]  # noqa: E731
    assert (figures(), tallies.differences()) == ([3], 0)
    undo(SYSTEM, batch.pk, later=False)
    take_back(batch.pk)
    assert tallies.differences() > 0  # not counted yet: the control
    assert (count.count_new(), figures(), tallies.differences(), Counted.objects.count()) == (3, [0], 0, 0)
    archive(Case.objects.earliest("id").pk)
    assert (count.count_new(), figures(), tallies.differences(), Counted.objects.count()) == (1, [0], 0, 0)
    withdraw(SYSTEM, imported(table([GOOD], name="other.xlsx")).rows.get().case_id)
    assert (count.count_new(), figures(), tallies.differences(), Counted.objects.count()) == (1, [1], 0, 1)


def test_what_somebody_takes_up_meanwhile_stays_and_is_known_again(table):
    path = table(rows(3))
    batch = imported(path)
    undo(SYSTEM, batch.pk, later=False)
    case = Case.objects.earliest("id")
    accept(SYSTEM, case.pk, case.version, category=case.category)
    done = take_back(batch.pk)
    assert (done.state, done.count()["undone"], done.count()["imported"]) == (State.UNDONE, 2, 1)
    assert sorted(Case.objects.values_list("state", flat=True)) == ["accepted", "taken_back", "taken_back"]
    assert Contact.objects.filter(erased_at=None).count() == 1
    assert [row.problems for row in read(SYSTEM, path).rows.exclude(state="good")] == [
        [["stored_number", {"found": case.code}]]
    ]


def test_what_somebody_worked_on_is_not_taken_back(table):
    batch = imported(table(rows(2)))
    case = Case.objects.earliest("id")
    accept(SYSTEM, case.pk, case.version, category=case.category)
    with pytest.raises(Refusal) as refused, transaction.atomic():
        undo(SYSTEM, batch.pk, later=False)
    assert refused.value.code == "imports.worked_on"
    assert case.code in str(refused.value)
    assert not Case.objects.filter(state=CaseState.TAKEN_BACK).exists()


def test_a_table_only_looked_at_is_forgotten(table):
    batch = read(SYSTEM, table([GOOD]))
    undo(SYSTEM, batch.pk, later=False)
    assert take_back(batch.pk).state == State.UNDONE
    assert bytes(batch.rows.get().sealed) == b""
    other = read(SYSTEM, table([GOOD], name="other.xlsx"))
    assert forget() == 0
    Import.objects.filter(pk=other.pk).update(created_at=datetime(2026, 11, 1, tzinfo=UTC))
    assert forget() == 1
    assert bytes(other.rows.get().sealed) == b""


def test_the_same_file_is_known_again(table):
    path = table([GOOD])
    read(SYSTEM, path)
    with pytest.raises(Refusal) as refused:
        read(SYSTEM, path, name="other name.xlsx")
    assert refused.value.code == "imports.same_file"


def test_columns_are_arranged_by_a_person(table):
    batch = read(SYSTEM, table([["一", "二三四五"]], headings=["甲", "乙"]))
    assert batch.columns == {}
    assert batch.count()["bad"] == 1
    for columns, code in (
        ({"甲": "title"}, "imports.no_text"),
        ({"甲": "text", "乙": "text"}, "imports.twice"),
        ({"甲": "text", "乙": "secret"}, "imports.field"),
    ):
        with pytest.raises(Refusal) as refused, transaction.atomic():
            arrange(SYSTEM, batch.pk, columns)
        assert refused.value.code == code
    changed = arrange(SYSTEM, batch.pk, {"乙": "text", "甲": "title", "没有这列": "place"})
    assert changed.columns == {"甲": "title", "乙": "text"}
    assert changed.count()["good"] == 1


def test_tables_as_offices_save_them(tmp_path: Path):
    line = ",".join(GOOD[:7]) + "\r\n"
    for name, encoding in (("gb.csv", "gb18030"), ("utf8.csv", "utf-8-sig")):
        path = tmp_path / name
        path.write_bytes((",".join(HEADINGS[:7]) + "\r\n" + line.replace("A1", name)).encode(encoding))
        batch = read(SYSTEM, path)
        assert batch.count()["all"] == 1
        assert sealing.cells(batch.rows.get())["姓名"] == "何小满"
        assert not [code for code, _ in batch.rows.get().problems if not code.startswith("double")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.xlsx", None, "imports.file"),
        ("empty.csv", b"", "imports.table"),
        ("heading.csv", "内容\n".encode(), "imports.empty"),
        ("broken.xlsx", b"PK\x03\x04 this is no workbook", "imports.table"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "imports.table"),
        ("picture.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff", "imports.table"),
        ("twice.csv", "内容,内容\n一,二\n".encode(), "imports.table"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes | None, code: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read(SYSTEM, tmp_path / name)
    assert refused.value.code == code
    assert str(refused.value)
    assert not Import.objects.exists()


def test_text_right_of_the_last_column_is_not_dropped_unseen(tmp_path: Path):
    path = tmp_path / "extra.csv"
    path.write_text("编号,内容\nA1,路灯坏了，请修一下,多出来的\n", encoding="utf-8")
    batch = read(SYSTEM, path)
    assert [row.problems for row in batch.rows.all()] == [[["extra", {}]]]
    arrange(SYSTEM, batch.pk, batch.columns)
    assert batch.count()["bad"] == 1
