"""Whatever goes wrong, the reader stays where they were: an officer in the desk with menu and log-out, a resident in the
residents' pages; and a page that cannot have its menu stands alone."""

import errno
import re

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, OperationalError
from django.test import Client
from django.urls import path
from tests.work.cases import world as worlds
from tests.work.cases.world import TEXT

from qiaoliang.base.core.audience import public
from qiaoliang.project import urls
from qiaoliang.ui import errors, navigation


def broken(request):
    raise ZeroDivisionError


def silent(request):
    raise OperationalError


def full(request):
    raise OSError(errno.ENOSPC, "no room")


def unkept(request):
    """What Django's session middleware does when a session cannot be written."""
    try:
        raise OperationalError
    except OperationalError:
        raise SessionInterrupted  # noqa: B904 - as Django's, without "from"


handler400, handler403, handler404, handler500 = (
    "qiaoliang.ui.errors.bad_request",
    "qiaoliang.ui.errors.forbidden",
    "qiaoliang.ui.errors.not_found",
    "qiaoliang.ui.errors.broken",
)
urlpatterns = [*urls.urlpatterns, *(path(one.__name__, public(one)) for one in (broken, silent, full, unkept))]


@pytest.fixture
def world(db):
    with worlds.opened() as made:
        yield made


def officer(world, **options):
    client = world.client("union")
    strict = Client(raise_request_exception=False, **options)
    strict.cookies = client.cookies
    return strict


def in_the_desk(answer, status):
    text = answer.text
    assert answer.status_code == status
    assert 'action="/account/logout"' in text and 'aria-label="主菜单"' in text and 'href="/desk/todo"' in text
    assert 'href="/desk/"' in text
    assert answer["Cache-Control"] == "no-store, private"
    assert not re.search(r"<h2>[A-Z]", text)  # one language: the switch is in the header
    return re.search(r"<h1>(.*?)</h1>", text)[1]


def test_an_officer_stays_in_the_desk_whatever_went_wrong(world, settings):
    settings.ROOT_URLCONF = __name__
    client = officer(world)
    assert in_the_desk(client.get("/nowhere"), 404) == "没有找到这一页"
    assert in_the_desk(client.get("/desk/audit"), 403) == "这一页您现在打不开"
    assert in_the_desk(client.get("/desk/notices/read"), 405) == "这个地址不能这样打开"
    assert in_the_desk(client.get("/broken"), 500) == "是系统出了问题"
    assert in_the_desk(client.post("/desk/cases/new", {"text": "长" * 400_000}), 413) == "发来的内容太大了"
    story = world.story().until("sign")
    assert in_the_desk(client.get(f"/desk/cases/{story.id}/sign"), 409) == "签收"
    other = world.story()
    assert in_the_desk(client.get(f"/desk/cases/{other.id}/"), 404) == "没有找到这一页"


@pytest.mark.parametrize("path", ["/silent", "/full", "/unkept"])
def test_a_database_that_does_not_answer_is_not_asked_for_the_error_page(path, settings):
    """No database is allowed here at all: the page stands alone, and gives the words back."""
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).post(path, {"text": TEXT}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 503
    assert re.findall(r"<h1>(.*?)</h1>", answer.text) == ["系统暂时没有响应"]
    assert "does not answer just now" in answer.text and TEXT in answer.text


def test_a_form_left_open_too_long_says_so_and_gives_the_words_back(world):
    client = officer(world, enforce_csrf_checks=True)
    story = world.story().until("sign")
    page = f"http://testserver/desk/cases/{story.id}/note"
    answer = client.post(
        page, {"note": TEXT}, headers={"Host": "testserver", "Origin": "http://testserver", "Referer": page}
    )
    assert in_the_desk(answer, 403) == "这一页放得太久了"
    assert TEXT in answer.text
    assert re.search(rf'<a [^>]*href="/desk/cases/{story.id}/note"[^>]*>回到刚才的页面</a>', answer.text)
    elsewhere = client.post(
        page, {"note": TEXT}, headers={"Origin": "http://a.example", "Referer": "http://a.example/x"}
    )
    assert in_the_desk(elsewhere, 403) == "这一页放得太久了"
    assert TEXT not in elsewhere.text and "a.example" not in elsewhere.text


def test_a_resident_stays_among_the_residents_pages(world, settings):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    for address, status, title in (("/nowhere", 404, "没有找到这一页"), ("/broken", 500, "是我们这边出了问题")):
        answer = client.get(address)
        assert answer.status_code == status
        assert f"<h1>{title}</h1>" in answer.text and 'href="/case/"' in answer.text and "110" in answer.text
        assert "logout" not in answer.text
        assert '<section lang="en"' in answer.text


def test_without_a_database_the_page_stands_alone(world, monkeypatch, caplog):
    def gone(request):
        raise DatabaseError

    client = officer(world)
    monkeypatch.setitem(navigation._registry.slots, "unread", gone)
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.text and "logout" not in answer.text
    assert "without its menu" in caplog.text
    monkeypatch.setitem(navigation._registry.slots, "account", gone)
    assert "没有找到这一页" in client.get("/nowhere").text


def test_every_officers_page_has_both_languages():
    for zh, en in [*errors.OFFICERS.values(), errors.EXPIRED]:
        for one in (zh.title, zh.text, zh.step):
            assert re.search("[一-龥]", one)
        for one in (en.title, en.text, en.step):
            assert not re.search("[一-龥]", one)
