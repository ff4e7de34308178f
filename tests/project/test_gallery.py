"""The gallery shows what there is: no page is left out in silence, and what is wrong with a page is found."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from tests.architecture.source import ROOT
from tests.architecture.test_routes import LISTED
from tests.gallery import __main__ as command
from tests.gallery import album, plan
from tests.gallery.camera import Looks, Pictured, Shot, Visitor, troubles
from tests.gallery.plan import Stop

FINE = {"wide": [], "cut": [], "shift": 0, "small": [["p", 20]], "low": [["a", 60]], "text": "中文 R5HRFXTWC8 PDF 2026"}


def test_every_route_that_answers_get_is_a_page_or_says_why_it_is_none():
    asked = {name for name, route in LISTED.items() if {"GET", "ANY"} & set(route["methods"])}
    assert set(plan.pages()) == asked - set(plan.NO_PAGES)
    assert set(plan.NO_PAGES) <= asked


@pytest.mark.parametrize(
    ("wrong", "look", "found"),
    [
        ({}, "elder", ()),
        ({"wide": ["table"]}, "normal", ("wider than the screen: table",)),
        ({"cut": ["b"]}, "normal", ("cut off: b",)),
        ({"shift": 0.3}, "normal", ("moves while it loads: 0.3",)),
        ({"small": [["kbd", 16.3]]}, "elder", ("text of 16.3 px: kbd",)),
        ({"small": [["kbd", 16.3]]}, "normal", ()),
        ({"low": [["a", 58]]}, "elder", ("target of 58 px: a",)),
        ({"text": "请 Send it 给我"}, "normal", ("English: Send",)),
    ],
)
def test_what_is_wrong_with_a_page_is_said(wrong, look, found):
    assert troubles(FINE | wrong, "zh", look) == found


def test_what_is_asked_for_by_a_word_alone_is_pictured():
    stop = Stop("cases:todo", "/desk/todo", "tangjing")
    assert [command.wanted(words)("受理员", stop) for words in ((), ("受理",), ("todo",), ("audit", "desk/to"), ("audit",))] == [
        True, True, True, True, False,
    ]  # fmt: skip


def test_the_album_leads_to_every_picture_and_names_what_did_not_open(tmp_path):
    shots = [
        Shot(f"a-zh-normal-{size}.png", "zh", "normal", size, ("cut off: <b>",) * (size == "390"))
        for size in ("390", "1280")
    ]
    pictured = [
        Pictured("群众 resident", Stop("cases:home", "/"), "首页", shots),
        Pictured("受理员", Stop("cases:todo", "/desk/todo", "x"), "待我处理", [Shot("b.png", "zh", "normal", "390")]),
        Pictured("受理员", Stop("cases:done", "/desk/done"), failed="answered 403"),
    ]
    index = album.write(tmp_path, pictured, {"jobs:list": "nobody has it"}, {"start": "leads on"}).read_text("utf-8")
    for words in ("2 个页面，3 张图", "cases:done", "answered 403", "jobs:list", "leads on", "cut off: &lt;b&gt;"):
        assert words in index
    for file in re.findall(r'href="([\w-]+\.html)"', index):
        page = (tmp_path / file).read_text("utf-8")
        assert all((tmp_path / linked).exists() for linked in re.findall(r'href="([\w-]+\.html)"', page))
    assert set(re.findall(r'src="([^"]+)"', (tmp_path / "cases-home.html").read_text("utf-8"))) == {
        one.file for one in shots
    }


def test_a_folder_with_other_things_is_left_alone_and_an_old_gallery_goes(tmp_path):
    kept = tmp_path / "letter.txt"
    kept.write_text("x")
    with pytest.raises(SystemExit, match="holds something else"):
        command._empty(tmp_path)
    assert kept.exists()
    old = tmp_path / "old"
    old.mkdir()
    album.write(old, [], {}, {})
    command._empty(old)
    assert list(old.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_page_is_pictured_in_every_look_and_a_missing_one_says_so(browser, live_server, watch, tmp_path):
    visitor = Visitor(browser, live_server.url, tmp_path)
    try:
        done = visitor.picture("x", Stop("account_login", "/account/login"), Looks())
        gone = visitor.picture("x", Stop("cases:todo", "/nowhere"), Looks())
        away = visitor.picture("x", Stop("cases:todo", "/desk/todo"), Looks(("zh",), ("normal",), ("390",)))
    finally:
        visitor.close()
    assert [(shot.label, shot.troubles) for shot in done.shots] == [
        (f"{language} · {look} · {size}", ())
        for language in ("zh", "en")
        for look in ("普通", "关怀版")
        for size in ("390", "1280")
    ]
    assert (done.title, done.failed) == ("登录工作台", "")
    assert all((tmp_path / shot.file).read_bytes().startswith(b"\x89PNG") for shot in done.shots)
    assert (gone.failed, gone.shots) == ("answered 404", [])
    assert away.failed.startswith("led on to /account/login")


@pytest.mark.long
def test_every_page_of_the_demo_district_opens(tmp_path):
    """Also that the demo has work on every desk: each step of a case finds somebody whose log-in is printed."""
    command_line = [sys.executable, "-m", "tests.gallery", "--quick", "--out", str(tmp_path / "g")]
    done = subprocess.run(command_line, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, re.findall("没能打开.*", done.stdout)) == (0, []), done.stderr[-2000:]
