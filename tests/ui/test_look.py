"""Switches, menus and headers."""

import pytest
from django.test import RequestFactory

from qiaoliang.ui import navigation
from qiaoliang.ui.navigation import Item, Registry
from qiaoliang.ui.pages import back_to

pytestmark = pytest.mark.django_db


def test_large_text_is_remembered_and_forgotten_and_comes_back_to_the_page(client):
    answer = client.post("/look/elder", {"on": "1", "next": "/ui?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/ui?a=1")
    assert answer.cookies["elder"]["httponly"]
    assert '<html lang="zh-Hans" class="elder">' in client.get("/ui").text
    client.post("/look/elder", {"on": "0", "next": "/ui"})
    assert '<html lang="zh-Hans" class="">' in client.get("/ui").text
    assert client.get("/look/elder").status_code == 405


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_a_switch_never_leads_away(target):
    assert back_to(RequestFactory().post("/", {"next": target})) == "/"


def test_english_is_one_tap_away_and_remembered_for_a_year(client):
    assert "跳到正文" in client.get("/ui").text
    answer = client.post("/look/language", {"language": "en", "next": "/ui"})
    assert answer["Location"] == "/ui"
    assert (answer.cookies["django_language"]["max-age"], answer.cookies["django_language"]["httponly"]) == (
        31536000,
        True,
    )
    page = client.get("/ui")
    assert "Skip to the content" in page.text
    assert (page["Content-Language"], "Cookie" in page["Vary"]) == ("en", True)


@pytest.mark.parametrize("cookie", ["", "fr", "en-us", "<script>"])
def test_a_phone_that_asks_for_english_still_gets_chinese_until_its_owner_chooses(client, cookie):
    client.cookies["django_language"] = cookie
    page = client.get("/ui", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert "跳到正文" in page.text and page["Content-Language"] == "zh-hans"
    assert '<button class="tool" lang="en">English</button>' in page.text


def test_a_forged_post_is_refused_with_a_page_that_says_what_to_do():
    from django.test import Client

    visitor = Client(enforce_csrf_checks=True)
    strange = visitor.post("/look/elder", {"on": "1"})
    assert strange.status_code == 403 and "这个浏览器没有保存 Cookie" in strange.text
    visitor.cookies["elder"] = "1"
    late = visitor.post("/look/elder", {"on": "1"})
    assert late.status_code == 403 and "这一页放得太久了" in late.text


def test_a_letter_leads_to_one_entry_only(menu):
    navigation.register(item("a", go="t"))
    with pytest.raises(ValueError, match="'t' leads to 'a' already"):
        navigation.register(item("b", go="t"))


@pytest.fixture
def menu(monkeypatch):
    monkeypatch.setattr(navigation, "_registry", Registry())


def item(key, **more):
    return Item(**{"key": key, "audience": "desk", "label": key, "icon": "list", "url": "ui:components"} | more)


def test_a_menu_shows_what_one_may_open_in_order_with_counts(menu, rf):
    navigation.register(item("b", order=2, count=lambda request: 120))
    navigation.register(item("a", order=1, url="ui:elder"))
    navigation.register(item("c", order=3, permitted=lambda request: False))
    navigation.register(item("d", audience="resident"))
    entries = navigation.entries(rf.get("/ui/sample/home"), "desk")
    assert [(e.item.key, e.current, e.shown_count) for e in entries] == [("a", False, "0"), ("b", True, "99+")]


def test_a_phones_bar_is_never_empty(menu, rf):
    from qiaoliang.ui.look import Look

    for number, key in enumerate("abcde"):
        navigation.register(item(key, order=number))
    look = Look(rf.get("/"))
    assert [[e.item.key for e in part] for part in (look.desk_bar, look.desk_more)] == [["a", "b", "c"], ["d", "e"]]
    navigation.register(item("f", order=9, bar=True))
    look = Look(rf.get("/"))
    assert [[e.item.key for e in part] for part in (look.desk_bar, look.desk_more)] == [
        ["f"],
        ["a", "b", "c", "d", "e"],
    ]


def test_a_key_is_used_once_and_a_slot_has_a_known_name(menu):
    first = item("a")
    navigation.register(first)
    navigation.register(first)
    with pytest.raises(ValueError, match="'a'"):
        navigation.register(item("a", order=5))
    with pytest.raises(ValueError, match="no slot"):
        navigation.provide("banner", lambda request: None)


def test_the_slots_reach_the_desk(menu, rf):
    from qiaoliang.ui.look import Look

    navigation.provide("unread", lambda request: 3)
    assert Look(rf.get("/")).unread == 3
    assert Look(rf.get("/")).hats is None


def test_after_a_post_the_switch_goes_to_the_path(rf):
    from qiaoliang.ui.look import Look

    assert Look(rf.post("/x?a=1")).here == "/x"
    assert Look(rf.get("/x?a=1")).here == "/x?a=1"


def test_a_message_is_shown_once_with_its_undo(rf):
    from django.contrib.messages.storage.cookie import CookieStorage
    from django.template.loader import render_to_string

    from qiaoliang.ui.pages import flash

    request = rf.get("/")
    request._messages = CookieStorage(request)
    flash(request, "已派给<南桥街道>。", undo="/cases/1/undo")
    flash(request, "没有派成。", tone="act")
    html = render_to_string("ui/_flashes.html", {"messages": request._messages, "csrf_token": "t" * 32})
    assert 'class="note t-done with-undo"' in html
    assert 'action="/cases/1/undo"' in html
    assert "已派给&lt;南桥街道&gt;。" in html
    assert 'class="note t-act"' in html
    assert "hx-swap-oob" not in html


def test_a_partial_answer_replaces_the_pages_messages(rf):
    from django.template.loader import render_to_string
    from django_htmx.middleware import HtmxDetails

    request = rf.get("/", headers={"HX-Request": "true"})
    request.htmx = HtmxDetails(request)
    assert 'hx-swap-oob="true"' in render_to_string("ui/_flashes.html", {"request": request, "messages": []})


def test_too_much_data_is_told_apart(client):
    answer = client.post("/look/elder", {"on": "1" * 1_100_000})
    assert answer.status_code == 413
    assert "太大了" in answer.text
