"""The import at the desk: who may, and the way from the table to cases and back."""

from __future__ import annotations

import io
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook
from tests.work.cases.imports.conftest import GOOD

from qiaoliang.base.jobs import worker
from qiaoliang.work.cases.choices import State as CaseState
from qiaoliang.work.cases.imports.models import Import
from qiaoliang.work.cases.models import Case

BAD = ["A2", "", "", *GOOD[3:]]


@pytest.fixture
def desk(client, officer):
    client.force_login(officer("intake"))
    return client


def handed_in(desk, path, name=""):
    content = path.read_bytes()
    return desk.post("/desk/imports/", {"file": SimpleUploadedFile(name or path.name, content)})


def test_only_who_may_import_sees_it(client, officer, table):
    client.force_login(officer("handler"))
    assert client.get("/desk/imports/").status_code == 403
    assert handed_in(client, table([GOOD])).status_code == 403
    assert not Import.objects.exists()


def test_from_the_table_to_cases_and_back(desk, table):
    answer = handed_in(desk, table([GOOD, BAD]))
    batch = Import.objects.get()
    page = f"/desk/imports/{batch.pk}/"
    assert (answer.status_code, answer["Location"], Case.objects.count()) == (302, page, 0)
    looked = desk.get(page).content.decode()
    assert "何小满" not in looked
    assert "13800000001" not in looked
    assert "138****0001" in looked
    desk.post(page + "start")
    batch.refresh_from_db()
    assert batch.state == "checked"
    assert "有误" in desk.get(page).content.decode()
    desk.post(page + "start", {"skip_bad": "on"})
    assert "hx-get" in desk.get(page).content.decode()
    worker.run_all()
    case = Case.objects.get()
    assert case.intake_person is not None
    assert desk.get(page + "progress")["HX-Refresh"] == "true"
    assert "已撤销" not in desk.get(page).content.decode()
    assert "1 / 2" in desk.get("/desk/imports/").content.decode()
    desk.post(page + "undo")
    worker.run_all()
    case.refresh_from_db()
    assert case.state == CaseState.TAKEN_BACK
    assert "有误 1，重复 0，已导入 0，已撤销 1" in desk.get(page).content.decode()
    told = desk.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "导入已撤销" in told
    assert not [word for word in ("撤回", "imports.undo", "take_back_import") if word in told]


def test_columns_are_changed(desk, table):
    handed_in(desk, table([["一件事", "说的是什么呢"]], headings=["甲", "乙"]))
    batch = Import.objects.get()
    page = f"/desk/imports/{batch.pk}/"
    answer = desk.post(page + "columns", {"column_0": "title", "column_1": "", "clock": "received"})
    assert (answer.status_code, "内容" in answer.content.decode()) == (422, True)
    answer = desk.post(page + "columns", {"column_0": "title", "column_1": "text", "clock": "now"})
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert (batch.columns, batch.clock, batch.count()["good"]) == ({"甲": "title", "乙": "text"}, "now", 1)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.xlsx", b"", "0 字节"),
        ("letter.docx", b"PK", "另存为"),
        ("broken.xlsx", b"PK\x03\x04 no workbook", "不是有效的 Excel 文件"),
        ("large.csv", b"a" * 20_000_001, "20 MB"),
        ("heading.csv", "内容\n".encode(), "只有表头"),
    ],
)
def test_a_bad_file_is_answered_with_a_sentence(desk, name, content, sentence):
    answer = desk.post("/desk/imports/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Import.objects.exists()


def test_a_damaged_file_is_named_as_its_owner_knows_it_in_the_readers_language(desk):
    said = {
        "zh-hans": "十一月清单.xlsx 不是有效的 Excel 文件，请在 Excel 或 WPS 里重新保存。",
        "en": "十一月清单.xlsx is not an .xlsx file, save it anew in Excel or WPS.",
    }
    for language, sentence in said.items():
        file = SimpleUploadedFile("十一月清单.xlsx", b"PK\x03\x04 no workbook")
        desk.cookies["django_language"] = language
        answer = desk.post("/desk/imports/", {"file": file})
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"] == [sentence]
    assert not Import.objects.exists()


def test_nothing_chosen(desk):
    answer = desk.post("/desk/imports/", {})
    assert (answer.status_code, "先选择" in answer.content.decode()) == (422, True)


def test_the_rows_to_mend_come_as_a_table_without_cells(desk, table):
    handed_in(desk, table([GOOD, BAD]))
    answer = desk.get(f"/desk/imports/{Import.objects.get().pk}/problems.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [3]
    assert "何小满" not in str(rows)
    assert (answer["Content-Disposition"], unquote(answer["Content-Disposition"].partition("''")[2])) == (
        "attachment; filename*=UTF-8''table%20%E8%A6%81%E6%94%B9%E7%9A%84%E8%A1%8C.xlsx",
        "table 要改的行.xlsx",
    )


def test_a_row_to_mend_tells_all_of_it_on_the_page_and_in_the_table(desk, table):
    headings = ["内容", "时间", "地点", "类别", "类型", "来源", "电话"]
    many = ["灯", "上周", "没有这个地方", "市政建设", "杂项", "信鸽", "不知道"]
    fit = ["路灯坏了半个月。", "2026-11-20", "没有这个地方", "市政建设", "杂项", "信鸽", "13800000001"]
    handed_in(desk, table([many, fit], headings=headings), name="十一月清单.xlsx")
    Import.objects.update(name='十一月"清单;.xlsx')
    batch = Import.objects.get()
    assert list(batch.rows.values_list("number", "state")) == [(2, "bad"), (3, "good")]
    why = (
        "内容太短（1 个字），请写清是什么事。看不懂这个时间，请写成 2026-11-23 09:30 这样。电话号码不对，请核对，或者清空这一格。"
        "目录里没有这个类别，不改就先不带类别导入。看不懂这个类型，不改就由类别来定。看不懂这个来源，不改就记为“表格导入”。"
    )
    page = f"/desk/imports/{batch.pk}/"
    assert why in desk.get(page).content.decode()
    answer = desk.get(page + "problems.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1:] == [[2, "有误", why]]
    said = answer["Content-Disposition"]
    assert said.isascii() and unquote(said) == "attachment; filename*=UTF-8''十一月\"清单; 要改的行.xlsx"
    assert said.count(";") == 1 and '"' not in said
    desk.post(page + "columns", {f"column_{n}": "" for n in range(1, 7)} | {"column_0": "text", "clock": "received"})
    assert batch.rows.get(number=2).problems == [["short_text", {"found": "1"}]]


def test_an_import_is_not_there_for_who_may_not(client, officer, table, desk):
    handed_in(desk, table([GOOD]))
    batch = Import.objects.get()
    client.force_login(officer("auditor"))
    for path in ("", "progress", "problems.xlsx"):
        assert client.get(f"/desk/imports/{batch.pk}/{path}").status_code == 404
    for path in ("columns", "start", "undo"):
        assert client.post(f"/desk/imports/{batch.pk}/{path}").status_code == 404
    batch.refresh_from_db()
    assert batch.state == "checked"
