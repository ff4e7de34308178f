"""What a message says: how many notices, the numbers of their cases, and where to read them. In Chinese: nobody's language is
kept, and a page tells the rest in the reader's."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from qiaoliang.base.notify import registry
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.notify.outside.choices import Kind

#: so many are named, the rest counted
NAMED = 10


def text(kind: str, notices: Sequence[Notice], site: str) -> str:
    """The text for this kind of way out; the first line is a mail's subject. A text message has no room for numbers."""
    with translation.override("zh-hans"):
        link = f"{site.rstrip('/')}/desk/notices"
        head = _("%(count)s new notices at the case desk") % {"count": len(notices)}
        if kind == Kind.SMS:
            return _("%(head)s: %(link)s") % {"head": head, "link": link}
        lines = [_line(kind, one) for one in notices[:NAMED]]
        if len(notices) > NAMED:
            lines.append(_("and %(more)s more") % {"more": len(notices) - NAMED})
        return "\n".join((head, *lines, _("Read them here: %(link)s") % {"link": link}))


def trial(kind: str, site: str) -> str:
    """What a test says."""
    with translation.override("zh-hans"):
        return _("A test from the case desk. If you read this, the way is open.") + (
            "" if kind == Kind.SMS else f"\n{site}"
        )


def _line(kind: str, notice: Notice) -> str:
    """By mail, to one person, what happened; in a group's window only the number of the case."""
    if kind == Kind.MAIL:
        return f"· {registry.said(notice)[0]}"
    number = notice.params.get("code") or _("without a number")
    return f"· {number}"
