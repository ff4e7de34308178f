"""The whole catalogue taken out as a file, changed, and brought in with its differences shown first."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.base.desk import officer

from qiaoliang.base.catalog import actions, export, queries
from qiaoliang.base.catalog.file import SHIPPED
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/catalog/import"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _catalog():
    with clock.frozen(NOON - timedelta(hours=1)):
        actions.load(SHIPPED, SYSTEM, valid_from=datetime(2026, 1, 1, tzinfo=UTC))
    with clock.frozen(NOON):
        yield


@pytest.fixture
def admin():
    return officer("admin")


def given(text, **typed):
    """The form with that file."""
    content = text if isinstance(text, bytes) else text.encode()
    return {"file": SimpleUploadedFile("目录.toml", content), "recounts": "new", "why": "照邻区的设置"} | typed


def carried(page):
    """What the look sends on."""
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}


def test_what_is_taken_out_and_changed_comes_in_again_with_its_differences(admin):
    taken = admin.client.get("/desk/catalog/file")
    assert taken["Content-Disposition"] == 'attachment; filename="qiaoliang-catalog-2026-11-23.toml"'
    assert taken.text == export.text()
    same = admin.client.post(ADDRESS, given(taken.text))
    assert same.status_code == 422 and "和现在的目录一样" in same.text
    changed = taken.text.replace('name = "拖欠工资"', 'name = "欠薪"')
    look = admin.client.post(ADDRESS, given(changed))
    assert look.status_code == 200 and re.search(r"拖欠工资.*?欠薪", look.text, re.DOTALL)
    assert queries.version().number == 1
    back = admin.client.post(ADDRESS, carried(look.text) | {"back": "1"})
    assert back.status_code == 200 and "照邻区的设置" in back.text and carried(back.text)["text"]
    assert admin.client.post(ADDRESS, carried(look.text) | {"save": "1"}).status_code == 302
    version = queries.version()
    assert (version.number, version.why, version.author) == (2, "照邻区的设置", admin.account.pk)
    with clock.frozen(NOON + timedelta(seconds=1)):
        assert queries.category("labour.wages").name == "欠薪"


def test_a_version_saved_in_between_is_shown_before_the_file_is_taken(admin):
    text = export.text()
    look = admin.client.post(ADDRESS, given(text.replace('name = "拖欠工资"', 'name = "欠薪"')))
    actions.load(text.replace('name = "加班与休假"', 'name = "加班"'), SYSTEM, clock.now(), why="先")
    late = admin.client.post(ADDRESS, carried(look.text) | {"save": "1"})
    assert late.status_code == 409 and "别人又存了一版" in late.text
    assert re.search(r"加班.*?加班与休假", late.text, re.DOTALL), "the file would undo what was saved"
    assert queries.version().number == 2
    with clock.frozen(NOON + timedelta(seconds=1)):
        assert admin.client.post(ADDRESS, carried(late.text) | {"save": "1"}).status_code == 302
    assert queries.version().number == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "0 字节"),
        (b"\x00\x01", "不是有效的 TOML"),
        (b"\xff\xff", "不是文本文件"),
        (b"x = ", "不是有效的 TOML"),
        ("version = 1", "缺少"),
        ('version = "\\u0000"', "看不见"),
        (b"a" * 900_001, "比目录大得多"),
        ("answer = { amount = 0", "时限必须大于 0"),
    ],
)
def test_a_bad_file_is_refused_with_sentences(admin, text, says):
    if isinstance(text, str) and text.startswith("answer"):
        text = export.text().replace("answer = { amount = 7", text, 1)
    answer = admin.client.post(ADDRESS, given(text))
    assert answer.status_code == 422 and says in answer.text
    assert "照邻区的设置" in answer.text and queries.version().number == 1


def test_without_a_file_or_a_reason_one_is_asked_for(admin):
    assert "请先选文件" in admin.client.post(ADDRESS, {}).text
    answer = admin.client.post(ADDRESS, given(export.text(), why=""))
    assert answer.status_code == 422 and "这一项还没有填" in answer.text and carried(answer.text).get("text")
    other = officer("dispatcher", "他人")
    for address in ("/desk/catalog/file", ADDRESS):
        assert other.client.get(address).status_code == 403
