"""One file a kind of way out. Each is ``send(settings, secrets, to, text, key)``: it gives the server's answer as text or
raises :class:`NotSent`. ``key`` is the same for every try of one message."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qiaoliang.base.notify.outside.adapters import hooks, mail, sms
from qiaoliang.base.notify.outside.adapters.fault import NotSent, in_words
from qiaoliang.base.notify.outside.choices import Kind

Send = Callable[[Mapping[str, str], Mapping[str, str], str, str, str], str]
ADAPTERS: dict[str, Send] = {
    Kind.MAIL: mail.send,
    Kind.WECOM: hooks.wecom,
    Kind.DINGTALK: hooks.dingtalk,
    Kind.FEISHU: hooks.feishu,
    Kind.SMS: sms.send,
}
__all__ = ["ADAPTERS", "NotSent", "in_words"]
