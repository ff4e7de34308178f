"""A real Chromium for the journeys, and what every page must keep: no foreign request, no broken policy, no script error."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.harness import system

SCREENS = Path(__file__).parents[2] / "var" / "screens"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
#: milliseconds; costs nothing when all is well, and no slow machine comes near it
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)
PHONE, DESK = (390, 844), (1280, 800)
STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
REPORT_VIOLATIONS = """document.addEventListener('securitypolicyviolation', (event) => {
  window.reportViolation(`${event.effectiveDirective}: ${event.blockedURI} on ${document.location.pathname}`);
});"""


@dataclass
class Watch:
    """Collects what no page may do; a test fails at its end if anything is left here."""

    home: str
    troubles: list[str] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        """Watch every page of a context, from before its first script."""
        context.expose_binding("reportViolation", lambda _source, text: self.troubles.append(f"policy {text}"))
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", self.see)
        context.on("weberror", lambda error: self.troubles.append(f"script {error.error}"))

    def see(self, request: Request) -> None:
        """Note a request to anywhere but our own server."""
        if request.url.startswith(("data:", "blob:", "about:")) or urlsplit(request.url).netloc == self.home:
            return
        self.troubles.append(f"foreign {request.url}")

    def take(self) -> list[str]:
        """What was seen so far, and forget it: for a test that provokes it."""
        taken, self.troubles = self.troubles, []
        return taken


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run. Where there is none the test fails with the command that brings it."""
    path = system.chromium()
    if path is None:
        pytest.fail(system.explain(["chromium"]), pytrace=False)
    # Playwright keeps an event loop on this thread, which Django would take for asynchronous code
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=PATIENCE)
        yield chromium
        chromium.close()


@pytest.fixture
def watch(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Collects troubles of all pages of this test and insists on none. Style sheets and scripts come through the
    product's own middleware, as they do for people, not from the test server's shelf."""
    monkeypatch.setattr(StaticFilesHandler, "_should_handle", lambda _handler, _path: False)
    seen = Watch(home=urlsplit(live_server.url).netloc)
    yield seen
    assert seen.troubles == []


@pytest.fixture
def open_page(browser: Browser, live_server: Any, watch: Watch) -> Iterator[Callable[..., Page]]:
    """``open_page(PHONE, java_script_enabled=False, …)``: a fresh visitor; options are those of a Playwright context."""
    opened: list[BrowserContext] = []

    def page(size: tuple[int, int] = DESK, **options: Any) -> Page:
        defaults = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "base_url": live_server.url}
        viewport: Any = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, **{**defaults, **options})
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        watch.attach(context)
        return context.new_page()

    yield page
    for context in opened:
        context.close()


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Page:
    """A visitor at a desk, 1280 × 800."""
    return open_page(DESK)


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A visitor on a phone, 390 × 844, with touch."""
    return open_page(PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA on the page as it is now, one line each.

    A click returns when the next page has begun, which is before there is anything of it to look at.
    """
    page.wait_for_load_state("load")
    found = Axe().run(page, options=STANDARD).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {' | '.join(map(_where, rule['nodes'][:5]))}" for rule in found]


def _where(node: dict[str, Any]) -> str:
    return f"{node['target']} {node['html'][:120]}"


def assert_accessible(page: Page) -> None:
    """Nobody is shut out: zero violations."""
    found = violations(page)
    assert found == [], "\n".join([page.url, *found])


@pytest.fixture
def screens() -> Callable[[Page, str], Path]:
    """``screens(page, "resident-1-what")`` saves the whole page in var/screens/, for people to look at."""

    def save(page: Page, name: str) -> Path:
        SCREENS.mkdir(parents=True, exist_ok=True)
        path = SCREENS / f"{name}.png"
        page.wait_for_load_state("load")
        page.screenshot(path=path, full_page=True, animations="disabled")
        return path

    return save
