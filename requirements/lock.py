"""Write the three locks from pyproject.toml: ``python3 requirements/lock.py [--upgrade]``.

Needs ``uv`` on the PATH. Without ``--upgrade`` every version already locked stays, so adding one package moves nothing else.
The files hold names, versions and hashes only: no address, so plain pip installs them from whichever index its user trusts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
#: One version of a package for every Python and machine wherever possible, so that results agree.
COMPILE = [
    *("pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--fork-strategy=fewest", "--no-build"),
    *("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
]


def needs() -> dict[str, list[str]]:
    """Lock → what is asked for: ``run`` serves, ``build`` makes the wheel and its translations, ``test`` is all and the tools."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    run, build = project["project"]["dependencies"], project["build-system"]["requires"]
    return {"test": run + build + project["dependency-groups"]["test"], "run": run, "build": build}


def lock(name: str, wanted: list[str], constraints: list[Path], upgrade: bool) -> Path:
    """Compile one lock; a local index or folder of this machine is left out, so that only published hashes are written."""
    target = HERE / f"{name}.txt"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{name}.in"
        source.write_text("\n".join(wanted) + "\n", encoding="utf-8")
        options = [f"--output-file={target}", *(f"--constraint={path}" for path in constraints)]
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("UV_", "PIP_"))}
        command = [uv(), "--no-config", "--system-certs", *COMPILE, *(["--upgrade"] if upgrade else []), *options]
        subprocess.run([*command, str(source)], check=True, env=clean)
    return target


def uv() -> str:
    """The path of uv, which writes locks for every Python and machine at once."""
    return shutil.which("uv") or sys.exit("lock.py: 需要 uv：pip install uv / uv is needed: pip install uv")


def main() -> None:
    """The widest lock first; the others hold to its versions, so all three can be installed together."""
    locks: list[Path] = []
    for name, wanted in needs().items():
        locks.append(lock(name, wanted, locks[:1], "--upgrade" in sys.argv))
        print(f"{name}.txt")


if __name__ == "__main__":
    main()
