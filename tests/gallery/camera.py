"""Opening pages in the browser that the tests use, picturing them in every look, and measuring what an eye may miss."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from tests.gallery.plan import Stop
from tests.harness import system
from tests.harness.browser import DESK, FLAGS, PATIENCE, PHONE

LANGUAGES, LOOKS = ("zh", "en"), ("normal", "elder")
SIZES = {"390": PHONE, "1280": DESK}
#: words of Latin letters that are the same in Chinese
SAME = re.compile(
    r"https?://\S+|[\w.-]+@[\w.-]+|\b[0-9A-Z]{4,}(?:-[0-9A-Z]{4})*\b|\b\w+\.(?:jpg|xlsx|pdf)\b|\b[a-z]+\.[a-z_.]+\b|QIAOLIANG_\w+|qiaoliang [ -~]+|\b(?:HEIC|JPE?G|PDF|PNG|TOTP|WPS|Excel|xlsx|csv|Word|SQLite|PostgreSQL|Qiaoliang|English)\b"
)
MEASURE = """() => {
  const seen = (one) => { const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return box.width > 1 && box.height > 1 && style.visibility === 'visible' && !one.closest('.sr, [hidden]'); };
  const name = (one) => `${one.tagName.toLowerCase()}${one.className && one.className.baseVal === undefined ? '.' + String(one.className).trim().split(/\\s+/).join('.') : ''}`;
  const say = (one) => `${name(one)} “${(one.innerText || one.value || one.getAttribute('aria-label') || '').trim().replace(/\\s+/g, ' ').slice(0, 24)}”`;
  const all = [...document.body.querySelectorAll('*')].filter(seen);
  const text = (one) => [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
  const inside = (one) => !one.closest('.scroll, .table-scroll, [data-scroll], svg, pre');
  const wide = all.filter((one) => inside(one) && one.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(one).position !== 'fixed');
  const cut = all.filter((one) => text(one) && one.scrollWidth > one.clientWidth + 2 && one.clientWidth > 0 &&
    ['hidden', 'clip'].includes(getComputedStyle(one).overflowX));
  const control = 'a[href], button, summary, input:not([type=hidden]):not([type=file]), select, textarea';
  const inline = (one) => one.tagName === 'A' && getComputedStyle(one).display === 'inline';
  const target = (one) => { const label = ['radio', 'checkbox'].includes(one.type) && one.labels && one.labels[0]; return (label && label.getBoundingClientRect().height ? label : one).getBoundingClientRect(); };
  const low = [...document.querySelectorAll(control)].filter((one) => seen(one) && !inline(one)).map((one) => [say(one), Math.round(target(one).height)]);
  const small = all.filter(text).map((one) => [say(one), Math.round(parseFloat(getComputedStyle(one).fontSize) * 10) / 10]);
  return {wide: document.documentElement.scrollWidth > innerWidth + 1 ? wide.slice(0, 4).map(say) : [], cut: cut.slice(0, 4).map(say),
    low, small, shift: Math.round((window.shifted || 0) * 1000) / 1000, title: document.title,
    heading: (document.querySelector('h1') || {}).innerText || '', text: document.body.innerText};
}"""
SHIFT = """new PerformanceObserver((list) => { for (const one of list.getEntries())
  window.shifted = (window.shifted || 0) + one.value; }).observe({type: 'layout-shift', buffered: true});"""


@dataclass(frozen=True)
class Shot:
    """One picture and what was measured on it."""

    file: str
    language: str
    look: str
    size: str
    troubles: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.language} · {'关怀版' if self.look == 'elder' else '普通'} · {self.size}"


@dataclass
class Pictured:
    """A page with its pictures; ``failed`` says why there is none."""

    role: str
    stop: Stop
    title: str = ""
    shots: list[Shot] = field(default_factory=list)
    failed: str = ""


@dataclass(frozen=True)
class Looks:
    """Which languages, looks and widths are pictured."""

    languages: Sequence[str] = LANGUAGES
    looks: Sequence[str] = LOOKS
    sizes: Sequence[str] = tuple(SIZES)

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        return iter(product(self.languages, self.looks, self.sizes))


@contextmanager
def browser() -> Iterator[Browser]:
    """The Chromium of the tests, with the same flags: it reaches this machine only."""
    path = system.chromium()
    if path is None:
        raise system.Missing(system.explain(["chromium"]))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=PATIENCE)
        yield chromium
        chromium.close()


class Visitor:
    """Somebody with a phone and a desk, who is the same person on both: cookies are carried over before each page."""

    def __init__(self, chromium: Browser, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self._contexts = {size: self._context(chromium, size) for size in SIZES}
        self._pages = {size: context.new_page() for size, context in self._contexts.items()}
        self.page = self._pages["1280"]
        self.errors: list[str] = []
        for page in self._pages.values():
            page.on("pageerror", lambda error: self.errors.append(str(error)[:120]))

    def _context(self, chromium: Browser, size: str) -> BrowserContext:
        width, height = SIZES[size]
        phone: dict[str, Any] = {"is_mobile": True, "has_touch": True} if size == "390" else {}
        context = chromium.new_context(
            base_url=self.address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height},
            **phone,
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(SHIFT)
        return context

    def sign_in(self, username: str, password: str) -> None:
        """As people do, through the log-in page."""
        self.page.goto("/account/login")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", password)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/account/login" not in url)

    def picture(self, role: str, stop: Stop, looks: Looks) -> Pictured:
        """The page in every look; the first that does not open ends it with the reason."""
        done = Pictured(role, stop)
        for language, look, size in looks:
            page = self._pages[size]
            self._dress(size, language, look)
            self.errors.clear()
            try:
                answer = page.goto(stop.path)
            except Error as trouble:  # a download, a dead server: the other pages are still to come
                done.failed = trouble.message.splitlines()[0]
                break
            if reason := _why_not(answer.status if answer else 0, page.url, self.address + stop.path, stop):
                done.failed = reason
                break
            measured = page.evaluate(MEASURE)
            done.title = done.title or measured["heading"].strip().replace("\n", " ") or measured["title"]
            file = f"{stop.name}-{language}-{look}-{size}.png"
            page.screenshot(path=self.folder / file, full_page=True, animations="disabled")
            done.shots.append(Shot(file, language, look, size, troubles(measured, language, look) + tuple(self.errors)))
        self._dress("1280", "zh", "normal")
        return done

    def _dress(self, size: str, language: str, look: str) -> None:
        """Language and 关怀版 are cookies; the rest is carried over from the desk."""
        context = self._contexts[size]
        if size != "1280":
            context.clear_cookies()
            context.add_cookies(self._contexts["1280"].cookies())  # type: ignore[arg-type]
        for name, value in (
            ("django_language", "en" if language == "en" else ""),
            ("elder", "1" if look == "elder" else ""),
        ):
            context.clear_cookies(name=name)
            if value:
                context.add_cookies([{"name": name, "value": value, "url": self.address}])

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


def _why_not(status: int, url: str, wanted: str, stop: Stop) -> str:
    expected = int(stop.what) if stop.route == "error" else 200
    if status != expected:
        return f"answered {status}"
    if url.split("?")[0].split("#")[0] != wanted.split("?")[0].split("#")[0]:
        return f"led on to {url.removeprefix(wanted[: wanted.index('/', 8)])}"
    return ""


def troubles(measured: dict[str, Any], language: str, look: str) -> tuple[str, ...]:
    """One line for each thing that is measurably wrong."""
    found = [f"wider than the screen: {one}" for one in measured["wide"]]
    found += [f"cut off: {one}" for one in measured["cut"]]
    if measured["shift"] > 0.02:
        found.append(f"moves while it loads: {measured['shift']}")
    least_text, least_target = (20.0, 60) if look == "elder" else (12.0, 24)
    found += [f"text of {size} px: {what}" for what, size in measured["small"] if size < least_text][:3]
    found += [f"target of {height} px: {what}" for what, height in measured["low"] if height < least_target][:3]
    if language == "zh":
        words = re.findall(r"[A-Za-z]{3,}", SAME.sub("", measured["text"]))
        found += [f"English: {' '.join(words[:6])}"] if words else []
    return tuple(found)
