"""Mail by SMTP (RFC 5321), with TLS, to any server. A message keeps its Message-ID over all tries, so that a server or a
reader that has it already keeps one."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from qiaoliang.base.core import clock
from qiaoliang.base.core.env import setting
from qiaoliang.base.notify.outside.adapters.fault import NotSent
from qiaoliang.base.notify.outside.choices import Security

SECONDS = 15


def send(settings: Mapping[str, str], secrets: Mapping[str, str], to: str, text: str, key: str) -> str:
    """Send; the server's last answer."""
    letter = _letter(settings, to, text, key)
    try:
        with _open(settings) as server:
            if settings.get("user"):
                server.login(settings["user"], secrets.get("password", ""))
            server.send_message(letter)
            code, said = server.noop()
    except smtplib.SMTPResponseException as no:
        answer = no.smtp_error.decode(errors="replace") if isinstance(no.smtp_error, bytes) else str(no.smtp_error)
        raise NotSent(f"SMTP {no.smtp_code}", answer, final=500 <= no.smtp_code < 600) from no
    except smtplib.SMTPRecipientsRefused as no:
        code, said = next(iter(no.recipients.values()))
        raise NotSent(f"SMTP {code} RCPT", said.decode(errors="replace"), final=500 <= code < 600) from no
    except (smtplib.SMTPException, OSError, ValueError) as no:
        raise NotSent(type(no).__name__, str(no)) from no
    return f"{code} {said.decode(errors='replace')}"


def _open(settings: Mapping[str, str]) -> smtplib.SMTP:
    host, port, how = settings["host"], int(settings["port"]), settings["security"]
    trust = ssl.create_default_context(cafile=setting("MAIL_CA") or None)
    if how == Security.TLS:
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=trust)
    server = smtplib.SMTP(host, port, timeout=SECONDS)
    if how == Security.STARTTLS:
        try:
            server.starttls(context=trust)
        except BaseException:
            server.close()
            raise
    return server


def _letter(settings: Mapping[str, str], to: str, text: str, key: str) -> EmailMessage:
    letter = EmailMessage()
    subject, _line, body = text.partition("\n")
    sender = settings["sender"]
    letter["Subject"], letter["From"], letter["To"] = subject, Address(settings.get("name", ""), addr_spec=sender), to
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = f"<{key}@{sender.partition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(body or subject)
    return letter
