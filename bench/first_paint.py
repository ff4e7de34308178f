"""How soon a resident's page is seen on a slow phone, whether it moves, and how evenly lists scroll: ``python bench/first_paint.py``.

Makes the demo district, opens each page in a fresh browser (nothing cached) with the network and the processor held back by
Chromium itself, and prints medians: first contentful paint, largest contentful paint and the end of loading in milliseconds, cumulative
layout shift (0.1 is the limit of a good page), bytes over the wire. Then lists are scrolled to their end and back on the same slow processor and
the frames are counted; 60 a second is all a screen shows.

Profiles: ``slow4g`` is the line itself (150 ms there and back, 1.6 Mbit/s down, 0.75 up). ``devtools`` is the preset of the same name in
Chromium's tools, where 562.5 ms before every request stand for connecting, too (Lighthouse's constants). On a busy machine a time says
little: the load is printed beside it, and ``none`` measures the machine without a brake.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

#: name → latency in ms, bits a second down and up, how many times slower the processor
PROFILES = {
    "slow4g": (150.0, 1_638_400, 768_000, 4),
    "devtools": (562.5, 1_474_560, 691_200, 4),
    "none": (0.0, -1, -1, 1),
}
PAGES = ("/", "/report/", "/case/", "/case/{code}/", "/account/login")
#: the empty one is the reference: a page of plain lines and nothing else, in the same browser at the same load
LISTS = ("", "/desk/cases/", "/desk/todo")
#: kept while the page lives, read at its end
WATCH = """window.seen = {shift: 0, largest: 0};
new PerformanceObserver((list) => list.getEntries().forEach((e) => { if (!e.hadRecentInput) seen.shift += e.value; }))
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver((list) => list.getEntries().forEach((e) => { seen.largest = e.startTime; }))
  .observe({type: 'largest-contentful-paint', buffered: true});"""
READ = """() => { const load = performance.getEntriesByType('navigation')[0];
  const first = performance.getEntriesByName('first-contentful-paint')[0];
  const bytes = load.transferSize + performance.getEntriesByType('resource').reduce((sum, r) => sum + r.transferSize, 0);
  return {first: first ? first.startTime : 0, largest: seen.largest, load: load.loadEventEnd, shift: seen.shift, bytes}; }"""
#: scroll by 12 px a frame for some seconds; the time between frames in ms
SCROLL = """(seconds) => new Promise((done) => { const spans = []; let last = 0, by = 12; const start = performance.now();
  const step = (now) => { if (last) spans.push(now - last); last = now; const before = scrollY; scrollBy(0, by);
    if (scrollY === before) by = -by; if (now - start < seconds * 1000) requestAnimationFrame(step); else done(spans); };
  requestAnimationFrame(step); })"""


def held_back(page: Any, profile: str) -> None:
    """Let network and processor be as slow as the profile says."""
    latency, down, up, slower = PROFILES[profile]
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    bits = {"downloadThroughput": down / 8 if down > 0 else -1, "uploadThroughput": up / 8 if up > 0 else -1}
    tools.send("Network.emulateNetworkConditions", {"offline": False, "latency": latency, **bits})
    tools.send("Emulation.setCPUThrottlingRate", {"rate": slower})


@contextmanager
def visitor(chromium: Any, address: str, cookies: list[Any] | None = None) -> Iterator[Any]:
    """A phone with an empty cache."""
    context = chromium.new_context(
        base_url=address, locale="zh-CN", viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True, has_touch=True
    )  # fmt: skip
    context.set_default_timeout(180_000)
    context.add_init_script(WATCH)
    if cookies:
        context.add_cookies(cookies)
    yield context.new_page()
    context.close()


def opened_case(chromium: Any, address: str, code: str, secret: str) -> list[Any]:
    """The cookies of a browser in which the receipt is open."""
    with visitor(chromium, address) as page:
        page.goto("/case/")
        page.fill("[name=code]", code)
        page.fill("[name=secret]", secret)
        with page.expect_navigation():
            page.locator("main form .actions button").last.click()
        return list(page.context.cookies())


def signed_in(chromium: Any, address: str, name: str, password: str) -> list[Any]:
    """The cookies of an officer's browser."""
    with visitor(chromium, address) as page:
        page.goto("/account/login")
        page.fill("[name=login]", name)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/login" not in url)
        return list(page.context.cookies())


def painted(chromium: Any, address: str, path: str, profile: str, cookies: list[Any]) -> dict[str, float]:
    """One page, once, with nothing cached."""
    with visitor(chromium, address, cookies) as page:
        held_back(page, profile)
        answer = page.goto(path, wait_until="load")
        if answer is None or answer.status != 200:
            raise SystemExit(f"{path} answered {answer and answer.status}")
        page.wait_for_timeout(300)  # what moves does so after loading, too
        found: dict[str, float] = page.evaluate(READ)
        return found


def scrolled(chromium: Any, address: str, path: str, profile: str, cookies: list[Any]) -> tuple[float, float]:
    """Frames a second, and the share of frames that came late by more than half a frame."""
    with visitor(chromium, address, cookies) as page:
        held_back(page, profile)
        if path:
            page.goto(path, wait_until="load")
        else:
            page.set_content("<p>一行字</p>" * 100)
        spans = page.evaluate(SCROLL, 4)
        return 1000 * len(spans) / sum(spans), sum(span > 25 for span in spans) / len(spans)


def table(chromium: Any, address: str, profile: str, runs: int, code: str, cookies: list[Any]) -> None:
    latency, down, _up, slower = PROFILES[profile]
    print(f"\n{profile}: {latency} ms, {down / 1e6:.2f} Mbit/s, processor {slower}× slower; median (worst) of {runs}")
    print("| page | first paint ms | largest paint ms | loaded ms | shift | bytes |\n|---|---|---|---|---|---|")
    for path in PAGES:
        seen = [painted(chromium, address, path.format(code=code), profile, cookies) for _ in range(runs)]
        cells = [f"{statistics.median(one[key] for one in seen):.0f} ({max(one[key] for one in seen):.0f})" for key in ("first", "largest", "load")]  # fmt: skip
        cells += [f"{max(one['shift'] for one in seen):.3f}", f"{max(one['bytes'] for one in seen):,.0f}"]
        print(f"| {path} | {' | '.join(cells)} |", flush=True)


def lists(chromium: Any, address: str, profile: str, runs: int, cookies: list[Any]) -> None:
    print("\n| list, scrolled for 4 s | frames a second, median (worst) | late frames |\n|---|---|---|")
    for path in LISTS:
        seen = [scrolled(chromium, address, path, profile, cookies) for _ in range(runs)]
        late = max(share for _frames, share in seen)
        frames = [one for one, _late in seen]
        print(
            f"| {path or 'plain lines'} | {statistics.median(frames):.1f} ({min(frames):.1f}) | {late:.1%} |",
            flush=True,
        )


def measure(address: str, code: str, secret: str, asked: argparse.Namespace, login: tuple[str, str] | None) -> None:
    from playwright.sync_api import sync_playwright
    from tests.harness import browser, system

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=system.chromium(), args=browser.FLAGS)
        print(f"Chromium {chromium.version}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
        opened = opened_case(chromium, address, code, secret)
        for profile in asked.profiles:
            table(chromium, address, profile, asked.runs, code, opened)
        if login:
            lists(chromium, address, asked.profiles[0], asked.runs, signed_in(chromium, address, *login))
        print(f"load {os.getloadavg()[0]:.1f}")
        chromium.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--profiles", nargs="+", choices=tuple(PROFILES), default=["slow4g"])
    parser.add_argument("--at", nargs=3, metavar=("ADDRESS", "CODE", "SECRET"), help="a demo that runs already")
    parser.add_argument("--login", nargs=2, metavar=("NAME", "PASSWORD"), help="with --at: an officer, for the lists")
    asked = parser.parse_args()
    if asked.at:
        measure(*asked.at, asked, asked.login)
        return
    from tests.gallery import house

    with house.opened() as address:
        from qiaoliang.project import setup

        setup.django("demo")
        from qiaoliang.base.districts.queries import current
        from qiaoliang.project.demo import make

        district = current()
        assert district is not None
        code, secret = district.profile["receipts"][0]
        dispatcher = next(name for show, name, _unit in make.logins() if show == "派单员")
        measure(address, code, secret, asked, (dispatcher, make.PASSWORD))


if __name__ == "__main__":
    main()
