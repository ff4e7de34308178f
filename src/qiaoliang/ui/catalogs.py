"""How words are found. All words of a language lie in one table: each application has its own, and Django puts those together whose plurals are made
alike; but 5.2 compares a function with another one's code to see it, and finds them different always, so that each of a page's hundreds of
words was looked for in thirty tables, one after the other. And which language it is, which each of these words and half of the rest asks, a context variable
says at once; what Django keeps it in takes thirty times as long."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.utils.translation import trans_real
from django.utils.translation.trans_real import TranslationCatalog

_as_django_does = TranslationCatalog.update
#: two ways of making plurals that agree so far agree for ever: no language of ours looks further than a number's last two digits
_FAR_ENOUGH = range(201)


class _Active:
    """The language that holds in this context (a thread, a task), by its attribute ``value``, which may be missing."""

    __slots__ = ()
    _held: ContextVar[Any] = ContextVar("language")

    @property
    def value(self) -> Any:
        found = self._held.get(None)
        if found is None:
            raise AttributeError("value")
        return found

    @value.setter
    def value(self, language: Any) -> None:
        self._held.set(language)

    @value.deleter
    def value(self) -> None:
        self._held.set(None)


def put_together() -> None:
    """From now on; the words are the same, a later application's before an earlier one's."""
    TranslationCatalog.update = _update
    trans_real._active = _Active()


def _update(catalog: TranslationCatalog, more: Any) -> None:
    if all(more.plural(number) == catalog._plurals[0](number) for number in _FAR_ENOUGH):
        catalog._catalogs[0].update(more._catalog)
    else:
        _as_django_does(catalog, more)
