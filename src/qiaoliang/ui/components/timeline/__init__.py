"""What happened, newest or oldest first as given; what is still to come is dashed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from qiaoliang.ui import icons
from qiaoliang.ui.contract import Contract, Tone
from qiaoliang.ui.drawn import shown


class Item(Contract):
    """One event. ``when`` and ``who`` are ready-made texts; ``quote`` is somebody's own words, ``reply`` an answer of
    the office; ``datetime`` is the machine's form of ``when``; ``files`` came with it, each with ``name`` and ``href``."""

    title: str
    when: str = ""
    datetime: str = ""
    who: str = ""
    text: str = ""
    quote: str = ""
    reply: str = ""
    tone: Tone = "neutral"
    icon: str = "circle"
    at: Literal["past", "now", "future"] = "past"
    href: str = ""
    id: str = ""
    files: Sequence[Mapping[str, str]] = ()


class Props(Contract):
    items: Sequence[Item]
    label: str = ""

    @property
    def body(self) -> SafeString:
        """The events. Drawn here, since a case has twenty and more and a template needs longer for each than for a page."""
        return mark_safe("".join(map(_drawn, self.items)))  # noqa: S308 - every part is escaped


def _drawn(item: Item) -> str:
    named = f' id="{shown(item.id)}"' if item.id else ""
    title = f'<a href="{shown(item.href)}">{shown(item.title)}</a>' if item.href else shown(item.title)
    parts = [
        f'<li class="{item.at} t-{item.tone}"{named}><span class="dot">{icons.svg(item.icon)}</span>',
        _when(item),
        f'<span class="t">{title}</span>{_at(item)}',
        f"<div>{linebreaksbr(item.text)}</div>" if item.text else "",
        f'<ul class="files">{"".join(map(_file, item.files))}</ul>' if item.files else "",
        f'<div class="quote">{shown(item.quote)}</div>' if item.quote else "",
        f'<div class="quote reply">{shown(item.reply)}</div>' if item.reply else "",
        "</li>",
    ]
    return "".join(parts)


def _when(item: Item) -> str:
    if not (item.when or item.who):
        return ""
    when = shown(item.when)
    timed = f'<time datetime="{shown(item.datetime)}">{when}</time>' if item.datetime else when
    return f'<span class="when">{timed}{f" · {shown(item.who)}" if item.who else ""}</span>'


def _at(item: Item) -> str:
    if item.at == "past":
        return ""
    said = _("(now)") if item.at == "now" else _("(still to come)")
    return f' <span class="sr">{shown(said)}</span>'


def _file(file: Mapping[str, str]) -> str:
    return f'<li><a href="{shown(file["href"])}">{icons.svg("paperclip")}{shown(file["name"])}</a></li>'
