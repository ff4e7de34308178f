"""What only the top floor can look at: settings of production, the library under the database, passwords of the demo."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.checks import run_checks
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core.checks import Finding, register
from qiaoliang.project import sqlite
from qiaoliang.project.demo.make import PASSWORD

#: said by our own checks, or decided otherwise: frames are forbidden by our own headers, the proxy leads to HTTPS, other
#: names of the domain are not ours to bind
SAID = {"security.W002", "security.W004", "security.W005", "security.W008", "security.W021"}
HERE = {"127.0.0.1", "localhost", "[::1]"}


def fill() -> None:
    """Called once, from the health app (``settings.CHECKS``)."""
    register("settings", gettext_lazy("Settings"), look_at_settings, order=120,
             fine=gettext_lazy("The settings suit an installation in service."))  # fmt: skip
    register("library", gettext_lazy("Database library"), look_at_library, order=130, fine="")
    register("demo-passwords", gettext_lazy("Passwords of the demo"), look_at_passwords, order=530, thorough=True,
             fine=gettext_lazy("No open account has the password that every copy of the demo prints."))  # fmt: skip


def look_at_settings() -> Iterator[Finding]:
    if settings.MODE != "production":
        yield Finding("ok", _("Runs as a demo or test: passwords and keys are not for real data."))
        return
    if not settings.HTTPS:
        says = _("Visitors come without HTTPS: what they type can be read on the way.")
        yield Finding("mend", says, _("Put a proxy with TLS in front, then: QIAOLIANG_HTTPS=1"))
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts:
        yield Finding("mend", _("Any name is taken for this site's own."), "QIAOLIANG_HOSTS=district.example")
    elif hosts <= HERE:
        says = _("Only this machine itself can reach the site; others are refused.")
        yield Finding("look", says, "QIAOLIANG_HOSTS=district.example")
    for message in run_checks(tags=["security"], include_deployment_checks=True):
        if message.id not in SAID:
            yield Finding("look", _("Django notes: %(words)s") % {"words": message.msg}, message.hint or "")


def look_at_library() -> Iterator[Finding]:
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        yield Finding("ok", f"PostgreSQL {connection.connection.info.parameter_status('server_version')}")
        return
    import sqlite3

    if sqlite.is_safe():
        yield Finding("ok", f"SQLite {sqlite3.sqlite_version}")
    else:
        says = _("SQLite %(version)s may corrupt the database when several write.") % {
            "version": sqlite3.sqlite_version
        }
        state = "mend" if settings.MODE == "production" else "look"
        yield Finding(state, says, _("Start through “python3 qiao”, or use PostgreSQL."))


def look_at_passwords() -> Iterator[Finding]:
    if settings.MODE != "production":
        yield Finding("ok", _("Not asked for in a demo."))
        return
    stored = Account.objects.filter(is_active=True).order_by("password").values_list("password", flat=True).distinct()
    known = [one for one in stored if check_password(PASSWORD, one)]
    names = list(Account.objects.filter(is_active=True, password__in=known).values_list("username", flat=True)[:5])
    if names:
        says = _("These accounts have the demo's password, which everybody can read: %(names)s.")
        yield Finding("mend", says % {"names": ", ".join(names)}, "qiaoliang account password USERNAME")
