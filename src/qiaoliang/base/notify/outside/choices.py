"""The words of telling outside."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy as _


class Kind(TextChoices):
    """What kind of way out."""

    MAIL = "mail", _("channel", "e-mail")
    WECOM = "wecom", _("channel", "WeCom group robot")
    DINGTALK = "dingtalk", _("channel", "DingTalk group robot")
    FEISHU = "feishu", _("channel", "Feishu group robot")
    SMS = "sms", _("channel", "text message")


#: those that speak to a group of one unit
GROUPS = (Kind.WECOM, Kind.DINGTALK, Kind.FEISHU)


class Security(TextChoices):
    """How the connection to the mail server is kept private."""

    TLS = "tls", _("channel", "TLS from the start (usually port 465)")
    STARTTLS = "starttls", _("channel", "STARTTLS (usually port 587)")
    NONE = "none", _("channel", "none (only inside one's own network)")


class Rhythm(TextChoices):
    """How soon a message goes out; what came together goes together."""

    SOON = "soon", _("rhythm", "within five minutes")
    HOURLY = "hourly", _("rhythm", "once an hour")
    DAILY = "daily", _("rhythm", "once a day, at 8:30")


class Outcome(TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("message", "waiting")
    SENT = "sent", _("message", "sent")
    FAILED = "failed", _("message", "failed")
    UNKNOWN = "unknown", _("message", "perhaps sent: the server stopped in between")
