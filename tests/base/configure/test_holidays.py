"""A year's days off entered in the browser: every day looked at first, then a version, and open cases counted again."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.base.desk import officer
from tests.base.workdays.test_notice import TEXT

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.workdays import actions, queries
from qiaoliang.base.workdays.models import CalendarVersion
from qiaoliang.office.sheets import write_xlsx

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/holidays/enter"
YEAR = 'year = 2027\ntitle = "表"\ncertainty = "confirmed"\nannounced = true\n'


@pytest.fixture(autouse=True)
def _noon():
    with clock.frozen(datetime(2026, 11, 23, 4, tzinfo=UTC)):
        actions.load_shipped(SYSTEM)
        yield


@pytest.fixture
def admin():
    return officer("admin")


def sheet(*rows, name="假日.xlsx"):
    table = io.BytesIO()
    write_xlsx(table, {"假日": (["日期", "安排", "节日"], rows)})
    return SimpleUploadedFile(name, table.getvalue())


def typed(page):
    """What the look sends on."""
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}


def test_a_pasted_notice_is_looked_at_day_by_day_and_saved(admin):
    assert "2027 年的放假安排还没有录入" in admin.client.get("/desk/holidays").text
    look = admin.client.post(ADDRESS, {"notice": TEXT})
    assert look.status_code == 200 and "还没有保存" in look.text and "调休上班 4 天。" in look.text
    line = re.search(r"<tr data-row[^>]*><th[^>]*>2月10日 周三</th>(.*?)</tr>", look.text, re.DOTALL)
    assert line and re.sub(r"<[^>]*>", " ", line[1]).split() == ["班", "工作日", "休", "春节"]
    number = queries.calendar().version
    back = admin.client.post(ADDRESS, typed(look.text) | {"back": "1"})
    assert back.status_code == 200 and "农历除夕" in back.text
    assert queries.calendar().version == number
    done = admin.client.post(ADDRESS, typed(look.text) | {"save": "1"}, follow=True)
    assert f"已存为日历第 {number + 1} 版" in done.text and "国办发明电〔2026〕99号" in done.text
    assert 2027 in queries.calendar().announced and "还没有录入" not in done.text
    assert AuditEvent.objects.filter(action="workdays.load").latest("id").actor_id == admin.account.pk
    again = admin.client.post(ADDRESS, {"notice": TEXT})
    assert again.status_code == 422 and "和现在的日历一样" in again.text


def test_a_table_is_looked_at_and_saved_with_its_source(admin):
    rows = [["2027-01-01", "休", "元旦"], ["2027-01-03", "班", "元旦"]]
    sent = {"file": sheet(*rows), "year": "2027", "source": "区里的表（国办发明电〔2026〕99号）"}
    look = admin.client.post(ADDRESS, sent)
    assert look.status_code == 200
    assert admin.client.post(ADDRESS, typed(look.text) | {"save": "1"}).status_code == 302
    held = queries.calendar().describe(datetime(2027, 1, 3, tzinfo=UTC).date())
    assert held.counted is True
    assert CalendarVersion.objects.latest("number").note == "区里的表（国办发明电〔2026〕99号）"


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "请粘贴通知，或者选一个表格"),
        ({"notice": "明天放假"}, "请粘贴通知全文"),
        ({"notice": TEXT.replace("共9天", "共8天")}, "写的是共 8 天，数出来是 9 天"),
        ({"notice": TEXT.replace("2月14日（周日）", "2月15日（周一）")}, "不是周六或周日"),
        ({"notice": "长" * 20_001}, "20000"),
        ({"file": ("t.xlsx", b""), "year": "2027", "source": "表"}, "0 字节"),
        ({"file": ("t.xls", b"x"), "year": "2027", "source": "表"}, "请先把表格另存为"),
        ({"file": ("t.xlsx", b"x"), "year": "2027", "source": "表"}, "不是有效的 Excel 文件"),
        ({"file": ("t.xlsx", b"x"), "year": "", "source": "表"}, "请写这张表是哪一年的"),
        ({"file": ("t.xlsx", b"x"), "year": "27", "source": "表"}, "2000"),
        ({"file": ("t.xlsx", b"x"), "year": "2027", "source": " "}, "请写明出处"),
        ({"file": ("t.csv", "日期,安排,节日\n2027-01-01,休,元旦\n?,休,元旦\n".encode()), "year": "2027", "source": "表"}, "第 3 行"),
        ({"text": "[[year]]"}, "缺少"),
        ({"text": "\x00"}, ""),
        ({"text": "year = [5]"}, "没有 [[year]] 条目"),
        ({"text": f"office = 5\n[[year]]\n{YEAR}rest = []\nwork = []"}, "office 要写成"),
        ({"text": f"[[year]]\n{YEAR}rest = 5\nwork = []"}, "rest 应写成方括号里的一列"),
        ({"text": f"[[year]]\n{YEAR.replace('表', '表' * 201)}rest = []\nwork = []"}, "title 应是不超过 200 个字"),
        ({"text": f'[[year]]\n{YEAR}rest = [["{"节" * 61}", 2027-01-01, 2027-01-01]]\nwork = []'}, "rest 行"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_changes_nothing(admin, sent, says):
    number = queries.calendar().version
    for more in ({}, {"save": "1"}):
        made = {name: SimpleUploadedFile(*one) if isinstance(one, tuple) else one for name, one in sent.items()}
        answer = admin.client.post(ADDRESS, made | more)
        assert answer.status_code == 422 and says in answer.text
        assert sent.get("source", "").strip() in answer.text
    assert queries.calendar().version == number


def test_other_years_are_shown_and_nobody_else_comes_in(admin):
    assert "国庆节" in admin.client.get("/desk/holidays?year=2026").text
    for odd in ("x", "9999", "0001", "²²²²", "20255"):
        assert admin.client.get("/desk/holidays", {"year": odd}).status_code == 200
    other = officer("handler", "他人")
    for address in ("/desk/holidays", ADDRESS):
        assert other.client.get(address).status_code == 403
    with clock.frozen(clock.now() + timedelta(seconds=1)):
        assert other.client.post(ADDRESS, {"notice": TEXT, "save": "1"}).status_code == 403
    assert 2027 not in queries.calendar().announced
