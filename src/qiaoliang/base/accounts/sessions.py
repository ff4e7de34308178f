"""Sessions in the database, sealed: what stands in the table (a second factor being set up, names typed) is unreadable there.
Beside it stand whose log-in it is, from which kind of device, how, since when and when it was last used."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from qiaoliang.base.accounts import devices
from qiaoliang.base.asking import written
from qiaoliang.base.core import clock, keys, remembered

#: in what a request has asked for once
_ALONG = "account along"
BEGAN, SEEN, DEVICE, WAY = "began", "seen", "device", "way"


class SessionStore(DatabaseStore):
    def _get_session_from_db(self) -> AbstractBaseSession | None:
        """Each page asks this first, and then for the account: it comes along."""
        since = time.monotonic()
        found = written.first(_with_key, written.Exact(self.session_key))
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        written.take_stamps(found.stamps, since)
        held = remembered.held()
        if held is not None:
            held[_ALONG] = found.account
        return found

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
    def get_model_class(cls) -> type[AbstractBaseSession]:
        from qiaoliang.base.accounts.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row: Any = super().create_model_instance(data)
        if SESSION_KEY in data:
            row.account_id = UUID(data[SESSION_KEY])
            row.device, row.began, row.seen = data.get(DEVICE, ""), _moment(data, BEGAN), _moment(data, SEEN)
            row.way = data.get(WAY, "")
        made: AbstractBaseSession = row
        return made


def _with_key(key: written.Exact) -> QuerySet[Any, Any]:
    sessions = SessionStore.get_model_class().objects.filter(session_key=key).select_related("account")
    return written.with_stamps(sessions)[:1]


def account_along(account_id: UUID) -> Any:
    """The account that came along with the session this request has just read, once; None where it is another's, or was read already."""
    account = (remembered.held() or {}).pop(_ALONG, None)
    return account if account is not None and account.pk == account_id else None


def begin(request: HttpRequest, way: str = "") -> None:
    """A log-in begins now, from this device, in this way (a code of ``ways``)."""
    now, device = clock.now().timestamp(), devices.read(request.headers.get("User-Agent", ""))
    request.session.update({BEGAN: now, SEEN: now, DEVICE: device, WAY: way})


def mark(session_key: str) -> str:
    """What a page calls a session, because the key itself opens the account."""
    return keys.mac("session", f"mark|{session_key}".encode()).hex()[:32]


def _moment(data: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromtimestamp(data[name], UTC) if name in data else None
