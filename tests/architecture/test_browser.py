"""The browser's watch: what it must notice, it notices."""

import time

import pytest
from django.http import HttpResponse
from django.urls import path

from qiaoliang.base.core.audience import public
from tests.harness.browser import assert_accessible, violations

SOUND = (
    "<!doctype html><html lang='zh-Hans'><head><title>云桥</title><meta name='viewport' content='width=device-width'>"
    "</head><body><main><h1>云桥区</h1><p id='size'></p></main></body></html>"
)


def page(html):
    response = HttpResponse(html)
    response["Content-Security-Policy"] = "default-src 'none'; img-src 'self'"
    return public(lambda request: response)


urlpatterns = [
    path("", page(SOUND)),
    path("inline", page(SOUND + "<script>window.ran = 1</script>")),
    path("foreign", page(SOUND + "<img alt='x' src='http://192.0.2.1/x.png'>")),
    path("shut", page("<html><body><img src='/x.png'><p style='color:#ccc'>字</p></body></html>")),
    path("favicon.ico", page("")),
]


@pytest.fixture(autouse=True)
def _own_routes(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []


def seen(watch, visitor, what):
    """What the page's own reports say, once one of them begins with ``what``; they come a moment after the page."""
    until = time.monotonic() + 60
    while not any(trouble.startswith(what) for trouble in watch.troubles) and time.monotonic() < until:
        visitor.wait_for_timeout(20)
    return watch.take()


def test_a_sound_page_leaves_no_trouble(desk, phone, watch):
    for visitor, width in ((desk, 1280), (phone, 390)):
        visitor.goto("/")
        assert visitor.evaluate("[window.innerWidth, navigator.language]") == [width, "zh-CN"]
        assert_accessible(visitor)
    assert watch.take() == []


def test_a_broken_policy_is_noticed(desk, watch):
    desk.goto("/inline")
    assert desk.evaluate("window.ran") is None
    assert [trouble.split(":")[0] for trouble in seen(watch, desk, "policy")] == ["policy script-src-elem"]


def test_a_foreign_request_is_noticed(desk, watch):
    desk.goto("/foreign")
    assert any(trouble.startswith("policy img-src") for trouble in seen(watch, desk, "policy img-src"))
    with desk.expect_event("requestfailed"):
        desk.evaluate("document.location = 'http://192.0.2.1/'")
    assert "foreign http://192.0.2.1/" in watch.take()


def test_a_script_error_is_noticed(desk, watch):
    desk.goto("/")
    with desk.expect_event("pageerror"):
        desk.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert seen(watch, desk, "script") == ["script broken"]


def test_a_page_that_shuts_people_out_is_noticed(desk, watch):
    desk.goto("/shut")
    found = {line.split(":")[0] for line in violations(desk)}
    assert {"html-has-lang", "image-alt", "document-title"} <= found
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(desk)
    watch.take()


def test_a_visitor_may_come_without_javascript(open_page):
    visitor = open_page(java_script_enabled=False)
    visitor.goto("/")
    assert visitor.inner_text("h1") == "云桥区"


def test_a_screen_is_saved(desk, screens, monkeypatch, tmp_path):
    monkeypatch.setattr("tests.harness.browser.SCREENS", tmp_path)
    desk.goto("/")
    assert screens(desk, "home").read_bytes().startswith(b"\x89PNG")
