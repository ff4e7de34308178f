"""Group robots, as their services describe them: WeCom (the key stands in the address), DingTalk (timestamp in milliseconds
and signature in the address), Feishu (timestamp in seconds and signature in the body). Not tried against the live services."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

from qiaoliang.base.core import clock
from qiaoliang.base.notify.outside.adapters import http
from qiaoliang.base.notify.outside.adapters.fault import NotSent

#: octets of one text (WeCom's limit, the smallest)
MOST = 2048


def wecom(settings: Mapping[str, str], secrets: Mapping[str, str], to: str, text: str, key: str) -> str:
    """errcode 0 is success."""
    return _done(http.post(secrets["address"], {"msgtype": "text", "text": {"content": _short(text)}}), "errcode")


def dingtalk(settings: Mapping[str, str], secrets: Mapping[str, str], to: str, text: str, key: str) -> str:
    """HMAC-SHA256 with the secret over "timestamp\\nsecret", base64, quoted for the address."""
    address = secrets["address"]
    if secrets.get("secret"):
        moment = str(round(clock.now().timestamp() * 1000))
        address += _signed(moment, secrets["secret"])
    return _done(http.post(address, {"msgtype": "text", "text": {"content": _short(text)}}), "errcode")


def feishu(settings: Mapping[str, str], secrets: Mapping[str, str], to: str, text: str, key: str) -> str:
    """HMAC-SHA256 with "timestamp\\nsecret" as the key over nothing, base64, in the body."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": _short(text)}}
    if secrets.get("secret"):
        moment = str(round(clock.now().timestamp()))
        body |= {"timestamp": moment, "sign": sign(f"{moment}\n{secrets['secret']}", "")}
    return _done(http.post(secrets["address"], body), "code")


def sign(key: str, message: str) -> str:
    """HMAC-SHA256 as base64."""
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def _signed(moment: str, secret: str) -> str:
    told = sign(secret, f"{moment}\n{secret}")
    return f"&timestamp={moment}&sign={quote_plus(told)}"


def _short(text: str) -> str:
    data = text.encode()
    return text if len(data) <= MOST else data[: MOST - 3].decode(errors="ignore") + "…"


def _done(answered: tuple[int, str], name: str) -> str:
    status, said = answered
    try:
        code = json.loads(said).get(name)
    except (ValueError, AttributeError):
        code = None
    if code != 0:
        # too many at once (DingTalk 130101, WeCom 45009, Feishu 11232) may go later; all else ends alike
        raise NotSent(f"{name} {code}", said, final=code not in (None, 130101, 45009, 11232, 9499))
    return f"{status} {said}"
