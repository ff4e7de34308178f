"""Text messages by a gateway over HTTP: most districts have one of the government's. It is sent a JSON body with number,
text and a key that is the same for every try; a signature (HMAC-SHA256 with the secret over number, text and key, one a line) stands in
``X-Signature``. Any answer of 2xx is success unless a word of success was named that it lacks. Not tried against a live one."""

from __future__ import annotations

from collections.abc import Mapping

from qiaoliang.base.notify.outside.adapters import hooks, http
from qiaoliang.base.notify.outside.adapters.fault import NotSent

#: characters of one text message in Chinese (GB 18030 over UCS-2)
MOST = 70


def send(settings: Mapping[str, str], secrets: Mapping[str, str], to: str, text: str, key: str) -> str:
    """Send one text message."""
    body = {"phone": to, "text": text[:MOST], "key": key}
    signed = (
        {"X-Signature": hooks.sign(secrets["secret"], f"{to}\n{text[:MOST]}\n{key}")} if secrets.get("secret") else {}
    )
    status, said = http.post(secrets["address"], body, signed)
    wanted = settings.get("success", "")
    if wanted and wanted not in said:
        raise NotSent("no word of success", said)
    return f"{status} {said}"
