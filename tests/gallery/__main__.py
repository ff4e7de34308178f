"""``python3 qiao gallery``: screenshots of every page of the demo district, by role, with a page to click through them."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.gallery import house
from tests.harness import system

FOLDER = house.ROOT / "var" / "gallery"
NEEDED = ("chromium", "fonts-noto-cjk", "libatomic1")


def parser() -> argparse.ArgumentParser:
    """The options."""
    options = argparse.ArgumentParser(
        prog="python3 qiao gallery",
        description="给每个页面拍照 / picture every page: 390 and 1280 px, zh and en, normal and 关怀版",
    )
    options.add_argument(
        "--out",
        type=Path,
        default=FOLDER,
        help="文件夹，原有的图册会被换掉 / the folder; an older gallery in it is replaced",
    )
    options.add_argument(
        "--only",
        nargs="+",
        default=(),
        metavar="WORD",
        help="只拍名称里有这些词的页面或角色 / only pages or roles with one of these words",
    )
    options.add_argument("--quick", action="store_true", help="只拍中文普通版 / Chinese and normal only")
    return options


def wanted(words: Sequence[str]) -> Callable[[str, object], bool]:
    """Whether a page is asked for, by a part of its role, route or address."""

    def is_wanted(role: str, stop: object) -> bool:
        said = f"{role} {getattr(stop, 'route', '')} {getattr(stop, 'what', '')} {getattr(stop, 'path', '')}"
        return not words or any(word in said for word in words)

    return is_wanted


def make(out: Path, only: Sequence[str] = (), quick: bool = False) -> tuple[int, list[str], Path]:
    """Take all pictures; how many, what could not be opened, and the first page."""
    _empty(out)
    with house.opened() as address:
        from qiaoliang.project import setup

        setup.django("demo")
        from tests.gallery import album, camera, plan
        from tests.gallery.walk import Walk

        looks = camera.Looks(("zh",), ("normal",)) if quick else camera.Looks()
        with camera.browser() as chromium:
            pictured = []
            for one in Walk(chromium, address, out, looks, wanted(only)):
                pictured.append(one)
                print(f"{len(pictured):4}  {one.role}  {one.stop.route} {one.stop.what} {one.failed}", flush=True)
        seen = {one.stop.route for one in pictured}
        missing = (
            {} if only else {name: "nobody in the demo district has it" for name in plan.pages() if name not in seen}
        )
        index = album.write(out, pictured, missing, plan.NO_PAGES)
    failed = [f"{one.stop.route} {one.stop.what}: {one.failed}" for one in pictured if one.failed]
    return sum(len(one.shots) for one in pictured), [*failed, *missing], index


def _empty(out: Path) -> None:
    """Only what an earlier gallery left is thrown away; somebody's folder with other things in it is refused."""
    if out.exists() and any(out.iterdir()):
        if not (out / "index.html").exists() or "图册" not in (out / "index.html").read_text("utf-8", "replace"):
            raise SystemExit(f"文件夹里有别的东西，请换一个 / this folder holds something else, choose another: {out}")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)


def main(words: list[str]) -> int:
    """0 when every page was opened, 1 when some were not."""
    options = parser().parse_args(words)
    lacking = [one for one in system.missing() if one in NEEDED]
    if lacking:
        raise system.Missing(system.explain(lacking))
    begin = time.monotonic()
    count, missing, index = make(options.out.resolve(), options.only, options.quick)
    print(f"\n{count} 张图，{time.monotonic() - begin:.0f} 秒 / {count} pictures: {index}")
    for line in missing:
        print(f"没能打开 / not opened: {line}")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
