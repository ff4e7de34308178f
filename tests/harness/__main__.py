"""``python3 qiao test``: every check, on both databases.

Order: style, floors, types, the database tests on PostgreSQL, then everything on SQLite, so that the last line is pytest's
own. Nothing is skipped in silence: what cannot run fails. With arguments for pytest only the tests run, on both databases.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.harness import postgres, system

ROOT = Path(__file__).parents[2]
STRICT_FOLDERS = ("text", "office", "base/configure")
STRICT_TOOLS = ("qiao", "hatch_build.py", "requirements/lock.py", "tests/harness", "tests/gallery")
STRICT_NAMES = ("actions", "queries", "rules")
NO_TESTS_RAN = 5
HELP = """python3 qiao test [--all] [--code | --sqlite | --postgres] [PYTEST ARGS]

  --code       只查风格、层次与类型，几秒钟 / style, floors and types only, a few seconds
  --all        也运行耗时的测试 / also the long tests, and the journeys on PostgreSQL
  --sqlite     只用 SQLite / on SQLite only
  --postgres   只用 PostgreSQL / on PostgreSQL only
  PYTEST ARGS  只运行这些测试，不做风格与类型检查，如 tests/base -k key / these tests only, without style and types
"""


def strict_paths(source: Path) -> list[str]:
    """What mypy --strict reads: the pure floors and the catalogue's pages whole, every domain's actions, queries and rules, and our own tools."""
    parts = {path for name in STRICT_NAMES for path in [*source.rglob(f"{name}.py"), *source.rglob(f"{name}/")]}
    inside = {path for path in parts if any(parent in parts for parent in path.parents)}
    return [*STRICT_TOOLS, *(str(source / name) for name in STRICT_FOLDERS), *sorted(map(str, parts - inside))]


def tools() -> dict[str, list[str]]:
    """Name → command of the checks that read the code without running it."""
    python = sys.executable
    return {
        "ruff check": [python, "-m", "ruff", "check", "--quiet"],
        "ruff format": [python, "-m", "ruff", "format", "--check", "--quiet"],
        "lint-imports": [str(Path(python).with_name("lint-imports")), "--no-logo"],
        "mypy": [python, "-m", "mypy", "--strict", "--no-error-summary", *strict_paths(ROOT / "src" / "qiaoliang")],
    }


def check(name: str, command: list[str], env: dict[str, str]) -> int:
    """Run one tool: a line when it is content, all its words when it is not."""
    begin = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    verdict = "失败 FAILED" if done.returncode else "通过 ok    "
    print(f"{verdict} {name} ({time.monotonic() - begin:.0f} s)", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode


def pytest(arguments: list[str], **env: str) -> int:
    """Run pytest with its own output, to its own end also when this process is asked to stop; its exit status."""
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments]
    running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, preexec_fn=postgres.end_with_parent)
    try:
        return running.wait()
    finally:
        end(running)


def end(running: subprocess.Popen[bytes], patience: float = 2) -> None:
    """Ctrl-C at a terminal has reached pytest too, and a second one would cut its tidying short; a lone signal has not."""
    try:
        running.wait(patience)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGINT)
        running.wait()


def on_postgres(arguments: list[str], chosen: bool) -> int:
    """The database tests on a temporary PostgreSQL; no test chosen is fine when the caller chose the tests."""
    print("\nPostgreSQL", flush=True)
    with postgres.temporary_cluster() as address:
        status = pytest(["--database-only", *arguments], DATABASE_URL=address)
    return 0 if status == NO_TESTS_RAN and chosen else status


def code_checks() -> list[str]:
    """Run all tools; the names of those that failed."""
    with tempfile.TemporaryDirectory(prefix="qiaoliang-check-") as folder:
        env = {**os.environ, "QIAOLIANG_MODE": "test", "QIAOLIANG_DATA": folder, "PYTHONPATH": str(ROOT / "src")}
        return [name for name, command in tools().items() if check(name, command, env)]


def main(words: list[str]) -> int:
    """0 only when every part is content."""
    if "-h" in words or "--help" in words:
        print(HELP, end="")
        return 0
    if "--code" in words:
        return int(bool(code_checks()))
    engines = [name for name in ("postgres", "sqlite") if f"--{name}" in words] or ["postgres", "sqlite"]
    words = [word for word in words if word not in ("--postgres", "--sqlite")]
    chosen = any(word != "--all" for word in words)
    system.ensure()
    failed = [] if chosen else code_checks()
    if "postgres" in engines and on_postgres(words, chosen):
        failed.append("PostgreSQL")
    if failed:
        print(f"\n失败 FAILED: {', '.join(failed)}", flush=True)
    if "sqlite" in engines:
        print("\nSQLite", flush=True)
        after = ["--after-postgres"] if "postgres" in engines and not chosen else []
        return pytest([*words, *after], DATABASE_URL="") or bool(failed)
    return int(bool(failed))


if __name__ == "__main__":
    # also where a shell began us in its background, and has interruptions ignored by us and all that we start
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
