"""The index on disk: one folder per save, the newest whole one counts.

A save fills a folder whose name ends in ``.part`` and renames it when everything in it is on the disk. So a save that a crash, a
full disk or a kill cuts short leaves the save before it as it was.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

_PREFIX, _PART = "save-", ".part"


def current(folder: Path) -> Path | None:
    """The folder with the newest whole save; None where nothing was ever saved."""
    return max(_whole(folder), key=_number, default=None)


def write(folder: Path, arrays: Mapping[str, npt.NDArray[Any]], ids: Sequence[str]) -> Path:
    """Write a new save beside the old ones, make it the current one by a rename, then remove the old ones."""
    last = current(folder)
    final = folder / f"{_PREFIX}{(_number(last) if last else 0) + 1:08d}"
    part = final.with_name(final.name + _PART)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for name, array in arrays.items():
        with (part / f"{name}.npy").open("wb") as file:
            np.save(file, array)
            _settle(file)
    with (part / "ids.json").open("w", encoding="utf-8") as words:
        json.dump(ids, words, ensure_ascii=False)
        _settle(words)
    part.rename(final)
    _settle_folder(folder)
    _remove_all_but(folder, final)
    return final


def _whole(folder: Path) -> list[Path]:
    return [found for found in folder.glob(f"{_PREFIX}*") if found.name.removeprefix(_PREFIX).isdigit()]


def _number(save: Path) -> int:
    return int(save.name.removeprefix(_PREFIX))


def _settle(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _settle_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_all_but(folder: Path, kept: Path) -> None:
    for found in folder.glob(f"{_PREFIX}*"):
        if found != kept:
            shutil.rmtree(found, ignore_errors=True)
