"""A text in both languages at hand, for the examples of /ui and for error pages that must not depend on anything."""

from __future__ import annotations

from django.utils.translation import get_language


def chinese() -> bool:
    """Is the page in Chinese? It is unless English was asked for: Chinese is the product's first language."""
    return not (get_language() or "zh").startswith("en")


def either(zh: str, en: str) -> str:
    """The text in the reader's language."""
    return zh if chinese() else en
