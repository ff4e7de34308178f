"""Settings from the environment, and where the data lives. Each name is described in docs/operations/settings.md."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path


def setting(name: str, default: str = "") -> str:
    """The value of ``QIAOLIANG_<name>``, stripped; ``default`` where it is absent or empty."""
    return os.environ.get(f"QIAOLIANG_{name}", "").strip() or default


def switched_on(name: str, default: bool = False) -> bool:
    """A yes/no setting: 1, true, yes, on."""
    return setting(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


@cache
def data_folder() -> Path:
    """Where db.sqlite3, files/, keys/ and log/ are: QIAOLIANG_DATA, /var/lib/qiaoliang where it is ours, var/ beside
    ``qiao``, else the user's data folder. Made on first use, readable by its owner only."""
    folder = next(place for place in _places() if place is not None)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _places() -> list[Path | None]:
    named = setting("DATA")
    system, checkout = Path("/var/lib/qiaoliang"), Path(__file__).parents[4]
    user = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "qiaoliang"
    return [
        Path(named).absolute() if named else None,
        system if system.is_dir() and os.access(system, os.W_OK) else None,
        checkout / "var" if (checkout / "qiao").is_file() and os.access(checkout, os.W_OK) else None,
        user,
    ]
