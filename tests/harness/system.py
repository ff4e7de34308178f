"""What the checks need from the operating system, and how it gets there."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/Library/Fonts")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


class Missing(SystemExit):
    """Something the checks cannot do without; the text carries the command that brings it."""


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def postgres_folder() -> Path | None:
    """The folder with initdb and postgres: Debian's newest, else the one on the PATH, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).parent if found and Path(found).with_name("postgres").exists() else None


def has_chinese_font() -> bool:
    """Whether pages in Chinese can be drawn; without it a screenshot shows boxes."""
    return any(any(Path(folder).expanduser().rglob("*CJK*")) for folder in FONT_FOLDERS)


def has_libatomic() -> bool:
    """The browser's driver links to it."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return sys.platform == "darwin"
    return True


#: Debian package → is it there?
NEEDED: dict[str, Callable[[], object]] = {
    "chromium": chromium,
    "fonts-noto-cjk": has_chinese_font,
    "libatomic1": has_libatomic,
    "postgresql": postgres_folder,
}


def missing() -> list[str]:
    """Debian's names of what is not there."""
    return [package for package, is_there in NEEDED.items() if not is_there()]


def ensure() -> None:
    """Install what is missing where we may (root on Debian); otherwise stop with the exact command. Never go on without."""
    packages = missing()
    if not packages:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(explain(packages))
    print(f"安装 / installing: {' '.join(packages)} …", flush=True)
    install(packages)
    if still := missing():
        raise Missing(explain(still))


def explain(packages: list[str]) -> str:
    """One sentence and one command."""
    command = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(packages)}"
    return f"缺少系统软件，请先运行 / missing from the system, please run:\n  {command}"


def install(packages: list[str]) -> None:
    """apt-get, quietly. A database server that Debian starts by itself on arrival is stopped: the tests use their own."""
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", "-qq", *words], env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(done.stderr[-2000:] + explain(packages))
    if "postgresql" in packages and shutil.which("pg_lsclusters"):
        stop_new_cluster()


def stop_new_cluster() -> None:
    """Stop the cluster that installing the package has just started."""
    lines = subprocess.run(["pg_lsclusters", "-h"], capture_output=True, text=True, check=True).stdout.splitlines()
    for version, name, *_ in (line.split() for line in lines if " online " in line):
        subprocess.run(["pg_ctlcluster", version, name, "stop"], check=True)
