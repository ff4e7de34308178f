"""Every address × everything bad that may arrive: never a bare error, always a way on, nothing typed is lost.

The addresses come from the URL resolver and the fields from the pages themselves, so what is new is tried too. What has
broken pages before is tried on each of them; of the other kinds each address meets a fixed third, so that every kind is met
by a third of all addresses, and by all of them in the long run (``qiao test --all``)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode
from zlib import crc32

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils.html import escape

from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.routes import Route, needed, routes
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.catalog.models import CatalogVersion
from qiaoliang.base.core import clock
from qiaoliang.base.vault.models import Contact, Reveal
from qiaoliang.work.cases import rules
from qiaoliang.work.cases.actions import drafts
from qiaoliang.work.cases.models import Answer, Case, Event, Rating, Receipt, Request
from tests.base.accounts.keys import passkey
from tests.faults.district import TEXT, District
from tests.faults.forms import Field, posted_by, words_of

pytestmark = pytest.mark.django_db

DOORS = {
    "cases:what",
    "cases:where",
    "cases:open",
    "cases:reply",
    "cases:step_note",
    "cases:intake",
    "cases:every",
    "access:hat",
    "account_login",
    "ui:language",
}
ALL = {route.name or route.pattern: route for route in routes()}
#: what is wrong with a request as a whole is found before its view: tried at the doors always, everywhere in the long run
REQUESTED = [pytest.param(name, marks=() if name in DOORS else pytest.mark.long) for name in sorted(ALL)]
#: the steps of the desk are one view with many forms: where the form does not matter, one of them stands for all
VIEWS = [name for name in sorted(ALL) if "step_" not in name or name == "cases:step_note"]
MARK = "<script>alert('桥')</script>"
COUNTED = (Case, Receipt, Event, Answer, Request, Rating, Contact, Reveal, AuditEvent, Grant, Account)
#: a sentence that tells the reader what to do or to change
ADVICE = re.compile(r"请|确保|选择|选一|输入|填写|核对|换|须|需要|不能|不允许|返回")


class Browser:
    """Whoever may open a route: a resident with a draft and receipts, or the officer whose part it is."""

    def __init__(self, district: District, route: Route, **options: Any) -> None:
        self.district, self.route = district, route
        self.stage = "working"
        self.client = self._client(**options)
        self.client.raise_request_exception = True

    def _client(self, **options: Any) -> Client:
        audience = self.route.audience
        assert audience is not None
        step = self.route.name.removeprefix("cases:step_")
        if step in rules.DESK_STEPS:
            name, self.stage = self.district.ready_for(step)
            return self.district.client(name, **options)
        if audience.kind == "officer":
            return self.district.client(self.district.may(needed(audience)[0]), **options)
        if audience.kind == "signed_in":
            return self.district.client("intake", **options)
        return self._resident(**options)

    def _resident(self, **options: Any) -> Client:
        client = self.district.client(**options)
        draft, form, token = drafts.start()
        form.text = TEXT
        drafts.keep(draft, form)
        client.cookies["draft"] = token
        self.stage = {"reply": "asked", "rate": "answered", "withdraw": "submitted"}.get(self._last, "working")
        session, now = client.session, int(clock.now().timestamp())
        session["receipts"] = {str(self.district.receipt(stage).pk): now for stage in self.district.cases}
        session.save()
        client.cookies["session"] = session.session_key
        return client

    @property
    def _last(self) -> str:
        return self.route.name.partition(":")[2]

    @property
    def address(self) -> str:
        """The route's address with things that are there."""
        return self.address_with(self._known)

    def address_with(self, value: Callable[[str], str]) -> str:
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: value(part[1]), self.route.pattern)

    def _known(self, name: str) -> str:
        there: dict[str, Callable[[], Any]] = {
            "case_id": lambda: self.district.cases[self.stage],
            "receipt_id": lambda: self.district.receipt(self.stage).pk,
            "code": lambda: self.district.case(self.stage).code,
            "account_id": lambda: Account.objects.get(username="reviewer2").pk,
            "grant_id": lambda: Grant.objects.order_by("pk")[0].pk,
            "organization_id": lambda: self.district.case("working").lead_id,
            "variant": lambda: "large",
            "name": lambda: "home",
            "table": lambda: "category",
            "key": lambda: "labour",
            "number": lambda: CatalogVersion.objects.latest("number").number,
            "pk": self._passkey,
        }
        return str(there[name]()) if name in there else str(uuid.UUID(int=7))

    def _passkey(self) -> int:
        mine = Account.objects.get(pk=self.client.session["_auth_user_id"])
        kept = Authenticator.objects.filter(user=mine, type="webauthn").first() or passkey(mine)
        return kept.pk

    def fields(self) -> dict[str, Field]:
        """What the route's own page asks for; for a route without a page, names that such routes read."""
        shown = self.client.get(self.address)
        found = posted_by(shown.content.decode(), self.address) if is_page(shown) else {}
        return found or {name: Field(name, "hidden") for name in ("choice", "job", "post", "next", "language", "on")}


def is_page(response: Any) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming


COUNT = "select " + ", ".join(f"(select count(*) from {model._meta.db_table})" for model in COUNTED)  # noqa: S608


def counts() -> tuple[int, ...]:
    """How many rows every table has that business is written to, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        found: tuple[int, ...] = cursor.fetchone()
    return found


#: kinds → those of them that one address meets
Tried = Callable[[str, dict[str, Any], set[str]], dict[str, Any]]


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Tried:
    """tried(address, kinds, always): ``always`` and a fixed third of the others; everything in the long run."""
    everything = bool(request.config.getoption("--all"))

    def choose(name: str, kinds: dict[str, Any], always: set[str]) -> dict[str, Any]:
        assert always <= kinds.keys()
        turn = crc32(name.encode())
        return {
            kind: what
            for place, (kind, what) in enumerate(kinds.items())
            if everything or kind in always or (place + turn) % 3 == 0
        }

    return choose


@contextmanager
def undone() -> Iterator[None]:
    """Whatever one try changes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def complaints(response: Any, before: tuple[int, ...], typed: list[str] = ()) -> list[str]:  # type: ignore[assignment]
    """What is wrong with an answer to something bad; ``typed`` are words that must not be lost."""
    found = [f"status {response.status_code}"] if response.status_code >= 500 else []
    if response.status_code < 400:
        return found + (["a script came through"] if is_page(response) and MARK in response.content.decode() else [])
    if not is_page(response):
        return [*found, f"{response.status_code} is no page: {response.headers.get('Content-Type')}"]
    page = response.content.decode()
    found += ["a script came through"] if MARK in page else []
    found += [] if ADVICE.search(words_of(page)) else [f"{response.status_code} gives no advice: {words_of(page)[:80]}"]
    found += [f"{response.status_code} lost {words[:20]!r}" for words in typed if escape(words) not in page]
    found += [] if counts() == before else [f"{response.status_code} and yet something changed"]
    return found


def filled(fields: dict[str, Field], words: str) -> dict[str, str]:
    """Every typed field holds ``words``, everything else what the page offers."""
    return {one.name: words if one.is_typed else one.first or words for one in fields.values() if one.kind != "file"}


WORDS = {
    "empty": "",
    "over-long": "长" * 30_000,
    "nul": "前\0后，还有一些文字",
    "script": MARK,
    "sql": "'; DROP TABLE cases_case; --",
    "right to left": "\u202e写反了的文字\u202c，还有一些",
    "zero width": "\u200b\u200d\ufeff\u2060" * 3,
    "dates": "9999-12-31",
    "first day": "0001-01-01",
    "number": "99999999999999999999999",
    "lone surrogate": "坏\udc80字".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
}


@pytest.mark.strict_database
@pytest.mark.parametrize("name", sorted(ALL))
def test_whatever_is_typed(district: District, name: str, tried: Tried) -> None:
    browser = Browser(district, ALL[name])
    fields = browser.fields()
    found, before = [], counts()
    for kind, words in tried(name, WORDS, {"over-long", "nul", "script"}).items():
        data = filled(fields, words)
        typed = [data[one.name] for one in fields.values() if one.is_typed and data[one.name].strip()]
        with undone():
            response = browser.client.post(browser.address, data, headers=OURS)
            kept = typed if response.status_code not in (405, 413) else []
            found += [f"{kind}: {one}" for one in complaints(response, before, kept)]
    assert found == []


#: what a browser says of a form on our own page
OURS = {"Sec-Fetch-Site": "same-origin"}


def chosen(fields: dict[str, Field], value: str) -> dict[str, str]:
    return {
        one.name: "好好的一句话，没有什么问题" if one.is_typed else value
        for one in fields.values()
        if one.kind != "file"
    }


@pytest.mark.strict_database
@pytest.mark.parametrize("name", sorted(ALL))
def test_whatever_is_chosen_repeated_or_left_out(district: District, name: str, tried: Tried) -> None:
    browser = Browser(district, ALL[name])
    fields = browser.fields()
    tries: dict[str, Any] = {
        f"chosen {value[:9]!r}": chosen(fields, value)
        for value in ("x", MARK, "-1", "9" * 40, "\0", str(uuid.UUID(int=9)))
    }
    tries["twice"] = {one.name: ["一句话，没有什么问题", one.first] for one in fields.values() if one.kind != "file"}
    tries["nothing"] = {}
    tries["as file"] = {name: SimpleUploadedFile("a.txt", "一句话".encode()) for name in fields}
    found, before = [], counts()
    for what, data in tried(name, tries, {"twice", "nothing"}).items():
        with undone():
            found += [
                f"{what}: {one}" for one in complaints(browser.client.post(browser.address, data, headers=OURS), before)
            ]
    assert found == []


BODIES = {
    "bytes of another encoding": (
        "application/x-www-form-urlencoded",
        b"text=" + quote("乱码的一句话".encode("gb18030")).encode(),
    ),
    "raw bytes": ("application/x-www-form-urlencoded", b"text=\xff\xfe\x00&q=\xc0\xaf"),
    "too much": ("application/x-www-form-urlencoded", b"text=" + b"a" * 1_100_000),
    "too many fields": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(600))),
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "cut off": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nabc'),
    "an encoding that is none": ("application/x-www-form-urlencoded; charset=base64", b"text=%E4%BD%A0"),
    "an encoding of bytes": (
        "multipart/form-data; boundary=x; charset=zlib",
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nabc\r\n--x--\r\n',
    ),
    "another encoding": (
        "application/x-www-form-urlencoded; charset=gb18030",
        b"text=" + quote("一句话".encode("gb18030")).encode(),
    ),
}


@pytest.mark.any_database
@pytest.mark.parametrize("name", REQUESTED)
def test_whatever_body_comes(district: District, name: str) -> None:
    browser = Browser(district, ALL[name])
    found, before = [], counts()
    for what, (content_type, body) in BODIES.items():
        with undone():
            response = browser.client.generic("POST", browser.address, body, content_type=content_type)
            found += [f"{what}: {one}" for one in complaints(response, before)]
    assert found == []


ID = str(uuid.UUID(int=9))
GARBAGE = (
    "\0", MARK, "x" * 4000, "\u202e\u200b", "9999-12-31", "0001-01-01", "2026-13-45", f"2026-13-45T99:99~{ID}",
    f"2026-01-01T00:00:00~{ID}", f"0001-01-01T00:00:00+14:00~{ID}", f"9999-12-31T23:59:59-14:00~{ID}", ID, "//evil.example/",
)  # fmt: skip
ASKED = (
    "after",
    "before",
    "state",
    "code",
    "q",
    "day",
    "late",
    "next",
    "by",
    "kind",
    "action",
    "record",
    "actor",
    "page",
    "as",
)


#: pages that read what stands in the address: they meet everything always
READERS = {
    "access:accounts", "access:grant_new", "access:grants", "access:organizations", "account_login", "audit:events",
    "cases:done", "cases:every", "cases:started", "cases:todo", "imports:every", "jobs:list", "notify:list", "vault:reveals",
}  # fmt: skip


def test_the_pages_that_read_the_address_are_there() -> None:
    assert set(VIEWS) >= READERS


@pytest.mark.strict_database
@pytest.mark.parametrize("name", VIEWS)
def test_whatever_is_asked_for_in_the_address(district: District, name: str, tried: Tried) -> None:
    browser = Browser(district, ALL[name])
    found, before = [], counts()
    queries = [*(urlencode(dict.fromkeys(ASKED, value)) for value in GARBAGE), "after=%FF%FE&q=%C0%AF&state[]=1&&==&%"]
    always = set(queries) if name in READERS else set(queries[:2])
    for query in tried(name, dict.fromkeys(queries), always):
        with undone():
            found += [
                f"{query[:60]}: {one}" for one in complaints(browser.client.get(f"{browser.address}?{query}"), before)
            ]
    assert found == []


@pytest.mark.strict_database
@pytest.mark.parametrize("name", [name for name in VIEWS if "<" in ALL[name].pattern])
def test_what_is_not_there(district: District, name: str, tried: Tried) -> None:
    browser = Browser(district, ALL[name])
    found, before = [], counts()
    values = {
        "unknown": str(uuid.UUID(int=9)),
        "nul": "%00",
        "script": quote(MARK, safe=""),
        "long": "x" * 3000,
        "hidden": "%E2%80%8B",
        "bytes": "%FF",
    }
    for what, value in tried(name, values, {"unknown", "nul"}).items():
        for method in ("get", "post"):
            with undone():
                response = getattr(browser.client, method)(browser.address_with(lambda _name, value=value: value))
                found += [f"{method} {what}: {one}" for one in complaints(response, before)]
    assert found == []


@pytest.mark.any_database
@pytest.mark.parametrize("name", VIEWS)
def test_the_wrong_method_and_no_token(district: District, name: str, tried: Tried) -> None:
    browser = Browser(district, ALL[name])
    data = {"text": "写了很久的一段话，不想再写一遍"}
    found, before = [], counts()
    for method in tried(name, dict.fromkeys(("PUT", "PATCH", "DELETE", "TRACE", "POST", "GET", "QUATSCH")), {"POST"}):
        with undone():
            found += [f"{method}: {one}" for one in complaints(browser.client.generic(method, browser.address), before)]
    with undone():
        browser.client.handler.enforce_csrf_checks = True
        response = browser.client.post(browser.address, data, headers=OURS)
        assert response.status_code == 403
        found += [f"no token: {one}" for one in complaints(response, before, list(data.values()))]
    assert found == []


@pytest.mark.any_database
@pytest.mark.parametrize("name", REQUESTED)
def test_whatever_the_browser_kept(district: District, name: str) -> None:
    found, before = [], counts()
    browser = Browser(district, ALL[name])
    for value in ("", MARK, "\u202e桥", "a" * 4000):
        for cookie in ("draft", "session", "csrf", "django_language", "elder", "keys", "messages"):
            browser.client.cookies[cookie] = value.encode().decode("latin-1")
        for method in ("get", "post"):
            with undone():
                found += [
                    f"{value[:9]!r} {method}: {one}"
                    for one in complaints(getattr(browser.client, method)(browser.address), before)
                ]
    assert found == []
