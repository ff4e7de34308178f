"""How a kind of notice is said. Filled from the domains' ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from qiaoliang.base.notify.models import Notice

Text = Callable[[Notice], tuple[Any, str]]
Titles = Callable[[HttpRequest, Collection[UUID]], Mapping[UUID, str]]
_texts: dict[str, Text] = {}
_titles: dict[str, Titles] = {}


def text(kind: str, fn: Text) -> None:
    """``fn(notice)`` gives (sentence, address) in the reader's language; an empty address where there is none."""
    _texts[kind] = fn


def about(kind: str, fn: Titles) -> None:
    """``fn(request, ids)`` names the subjects of this kind that the reader may see now, in one question."""
    _titles[kind] = fn


def titles(request: HttpRequest, notices: Iterable[Notice]) -> dict[UUID, str]:
    """What the notices are about, as far as the reader may see it now: one question a kind of subject."""
    ids: dict[str, set[UUID]] = {}
    for notice in notices:
        ids.setdefault(notice.subject_kind, set()).add(notice.subject_id)
    found: dict[UUID, str] = {}
    for kind, these in ids.items():
        if kind in _titles:
            found.update(_titles[kind](request, these))
    return found


def said(notice: Notice) -> tuple[str, str]:
    """The notice's sentence and address."""
    speak = _texts.get(notice.kind)
    title, url = speak(notice) if speak else (_("Something happened that this version cannot tell."), "")
    return str(title), url
