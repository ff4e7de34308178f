"""How a kind of notice is said. Filled from the domains' ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from qiaoliang.base.notify.models import Notice

Text = Callable[[Notice], tuple[Any, str]]
_texts: dict[str, Text] = {}


def text(kind: str, fn: Text) -> None:
    """``fn(notice)`` gives (sentence, address) in the reader's language; an empty address where there is none."""
    _texts[kind] = fn


def said(notice: Notice) -> tuple[str, str]:
    """The notice's sentence and address."""
    speak = _texts.get(notice.kind)
    title, url = speak(notice) if speak else (_("Something happened that this version cannot tell."), "")
    return str(title), url
