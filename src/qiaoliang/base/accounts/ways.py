"""How somebody logged in, as a short code kept beside the log-in and in the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

#: allauth's name of a second factor → ours
_FACTORS = {"totp": "code", "recovery_codes": "recovery", "webauthn": "passkey"}


def read(records: Iterable[Mapping[str, Any]]) -> str:
    """The code of what allauth noted of a log-in: "passkey", "password", "password+code"; "" where it noted nothing."""
    steps: list[str] = []
    for record in records:
        step = _FACTORS.get(record.get("type", ""), "") if record.get("method") == "mfa" else record.get("method", "")
        if step in {"password", *_FACTORS.values()} and step not in steps:
            steps.append(step)
    return "+".join(steps)


def words(code: str) -> str:
    """The way in the reader's language; "" where it is not known (a log-in from before this was kept)."""
    return {
        "password": _("with the password"),
        "password+code": _("with the password and a six-digit code"),
        "password+recovery": _("with the password and a recovery code"),
        "password+passkey": _("with the password and a passkey"),
        "passkey": _("with a passkey"),
    }.get(code, "")
