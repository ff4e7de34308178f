"""Sessions in the database, sealed: what stands in the table (a second factor being set up, names typed) is unreadable there."""

from __future__ import annotations

import base64
import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session

from qiaoliang.base.core import keys


class SessionStore(DatabaseStore):
    def encode(self, session_dict: dict[str, Any]) -> str:
        text = json.dumps(session_dict, separators=(",", ":")).encode()
        return base64.b64encode(keys.seal("session", text, "session")).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """An unreadable session is an ended one."""
        try:
            opened: dict[str, Any] = json.loads(keys.unseal("session", base64.b64decode(session_data), "session"))
        except (keys.KeyProblem, ValueError):
            return {}
        return opened

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session
