"""Who may see an owner's files. Filled by the owners' domains; an owner nobody speaks for shows nothing."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest

Check = Callable[[HttpRequest, UUID], bool]
_readers: dict[str, tuple[Check, Check]] = {}


def _nobody(_request: HttpRequest, _owner_id: UUID) -> bool:
    return False


def readable_by(kind: str, fn: Check, *, original: Check = _nobody) -> None:
    """``fn(request, owner_id)`` says whether the cleaned variants may be seen, ``original`` whether the evidence may."""
    _readers[kind] = (fn, original)


def may_read(request: HttpRequest, kind: str, owner_id: UUID, variant: str) -> bool:
    """Whether this request may have this variant."""
    cleaned, original = _readers.get(kind, (_nobody, _nobody))
    return (original if variant == "original" else cleaned)(request, owner_id)
