"""Files that no honest camera makes, through the photo step of a real server: a sentence each, and nothing else is lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.base.attachments.making_files import archive, locked_pdf, pdf, pdf_bomb, photo, png_bomb
from tests.faults import kill9
from tests.faults.forms import posted_by, words_of

BOUNDARY = "----qiaoliang"
TEXT = "小区门口的路灯坏了三天，晚上看不见路。"
PLACE = "梧桐路口东边第二盏"
HUGE = 100_000_000
EMPTY, LARGE, BROKEN = "这个文件是空的，请重新选择。", "文件太大，最多 10 MB。", "文件已损坏，打不开。"
TWO, PIXELS, COMPLEX = "这个文件里同时藏着两种东西", "图片太大，最多 6400 万像素。", "这个文件太复杂，检查不完。"

FILES = {
    "0 byte": (b"", EMPTY),
    "an archive": (archive(), "这是一个压缩包。"),
    "an archive that unpacks to a lot": (archive(bytes(30_000_000)), "这是一个压缩包。"),
    "a picture that unpacks to 900 million pixels": (png_bomb(), PIXELS),
    "a document that unpacks to four gigabytes": (pdf_bomb(), "请"),
    "a photo and an archive": (photo() + archive(), TWO),
    "a photo and a page": (photo()[:20] + b"<script>alert(1)</script>" + photo()[20:], TWO),
    "a document and an archive": (pdf() + archive(), TWO),
    "half a photo": (photo()[:2000], BROKEN),
    "a photo's first bytes": (b"\xff\xd8\xff\xe0" + b"\0" * 400, BROKEN),
    "half a document": (pdf()[:300], BROKEN),
    "a locked document": (locked_pdf(), "这个 PDF 加了密码。"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "这是一个网页文件。"),
    "a program": (b"\x7fELF\x02\x01\x01" + b"\0" * 200, "请|只收"),
    "text": ("就是几个字".encode(), "只收照片"),
    "10 MB and a byte": (photo() + bytes(10_000_001 - len(photo())), LARGE),
}
NAMES = (
    "a.jpg",
    "../../../etc/passwd",
    "\u202egpj.exe",
    "名" * 250 + ".jpg",
    'a".jpg',
    "<script>alert(1)</script>.jpg",
    "a\0b.jpg",
    "",
)


pytestmark = pytest.mark.journey
#: tried always at the cleaning itself; through the whole server in the long run
LONG = ("a document that unpacks to four gigabytes",)
_visitors = itertools.count()


@pytest.fixture(scope="module")
def server() -> Iterator[kill9.House]:
    with kill9.house() as place:
        place.open()
        yield place
        assert "Internal Server Error" not in (place.folder / "server.log").read_text()


@pytest.fixture
def visitor(server: kill9.House) -> kill9.Browser:
    """Somebody with an address of their own who has said what happened."""
    visitor = kill9.Browser(server.port, next(_visitors))
    visitor.get("/report/")
    visitor.post("/report/", text=TEXT)
    return visitor


def form(browser: kill9.Browser, files: list[tuple[str, bytes]]) -> bytes:
    fields = {"csrfmiddlewaretoken": browser.cookies["csrf"], "area": "", "place": PLACE, "stay": "1"}
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    for name, data in files:
        head = f'Content-Disposition: form-data; name="photos"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
        parts.append(head.encode() + data)
    edge = f"--{BOUNDARY}\r\n".encode()
    return b"".join(edge + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()


def send(browser: kill9.Browser, *files: tuple[str, bytes]) -> tuple[int, str]:
    body = form(browser, list(files))
    return browser.upload("/report/where", body, len(body), BOUNDARY)


def assert_all_is_there(browser: kill9.Browser, page: str, photos: int) -> None:
    """The place stands in the form, the text is kept, so many photos are added."""
    assert posted_by(page, "/report/where")["place"].first == PLACE
    checked = words_of(browser.get("/report/check"))
    assert TEXT in checked
    assert (f"{photos} 个照片或文件" in checked or f"{photos} 张" in checked) is (photos > 0), checked


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=[pytest.mark.long] * (kind in LONG)) for kind in FILES])
def test_a_bad_file_is_told_and_a_good_one_beside_it_is_taken(kind: str, visitor: kill9.Browser) -> None:
    data, sentence = FILES[kind]
    status, page = send(visitor, ("bad.jpg", data), ("good.jpg", photo(shade=10)))
    assert status == 422
    assert any(one in words_of(page) for one in sentence.split("|")), words_of(page)
    assert_all_is_there(visitor, page, photos=1)


def test_a_hundred_megabytes_are_told_and_the_words_beside_them_kept(visitor: kill9.Browser) -> None:
    whole = form(visitor, [("film.jpg", b"?")])
    before, after = whole.split(b"?\r\n")
    pieces = [before, *[bytes(1_000_000)] * (HUGE // 1_000_000), b"\r\n" + after]
    status, page = visitor.upload("/report/where", iter(pieces), sum(map(len, pieces)), BOUNDARY)
    assert (status, LARGE in words_of(page)) == (422, True)
    assert_all_is_there(visitor, page, photos=0)


def test_far_too_much_is_not_read_at_all(visitor: kill9.Browser) -> None:
    """Two hundred megabytes are announced, one comes: the answer does not wait for the rest."""
    whole = form(visitor, [("film.jpg", bytes(1_000_000))])
    status, page = visitor.upload("/report/where", whole, 200_000_000, BOUNDARY)
    assert (status, "发来的内容太大了" in page) == (413, True)
    assert TEXT in visitor.get("/report/check")


def test_ten_photos_are_one_too_many(visitor: kill9.Browser) -> None:
    status, page = send(visitor, *[(f"{n}.jpg", photo(shade=20 * n)) for n in range(10)])
    assert (status, "已经有 9 个文件" in words_of(page)) == (422, True)
    assert_all_is_there(visitor, page, photos=9)


def test_a_name_longer_than_any_file_can_have_is_told_and_the_text_is_kept(visitor: kill9.Browser) -> None:
    status, page = send(visitor, ("名" * 4000 + ".jpg", photo()))
    assert (status, "这次请求没有看懂" in page) == (400, True)
    assert TEXT in visitor.get("/report/check")


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_file_is_called(name: str, visitor: kill9.Browser) -> None:
    status, page = send(visitor, (name, photo(shade=20)))
    assert status in (200, 422)
    assert "<script>alert" not in page
    assert posted_by(page, "/report/where")["place"].first == PLACE
