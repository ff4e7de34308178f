"""Passwords, robots' addresses, people's mail addresses and numbers: sealed for their row, never shown again."""

from __future__ import annotations

import json
from collections.abc import Mapping

from qiaoliang.base.core import keys
from qiaoliang.base.notify.outside.models import Channel, Way


def seal(row: Channel | Way, secrets: Mapping[str, str]) -> bytes:
    """All secrets of a row."""
    return keys.seal("totp", json.dumps(dict(secrets), ensure_ascii=False).encode(), _place(row))


def secrets(row: Channel | Way) -> dict[str, str]:
    """In clear; empty where none are kept."""
    if not row.sealed:
        return {}
    found: dict[str, str] = json.loads(keys.unseal("totp", bytes(row.sealed), _place(row)))
    return found


def _place(row: Channel | Way) -> str:
    return f"outside_{row._meta.model_name}:{row.pk}:sealed"
