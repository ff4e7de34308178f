"""All words of a language in one table. Each application has its own, and Django puts those together whose plurals are made
alike; but 5.2 compares a function with another one's code to see it, and finds them different always, so that each of a page's hundreds of
words was looked for in thirty tables, one after the other."""

from __future__ import annotations

from typing import Any

from django.utils.translation.trans_real import TranslationCatalog

_as_django_does = TranslationCatalog.update
#: two ways of making plurals that agree so far agree for ever: no language of ours looks further than a number's last two digits
_FAR_ENOUGH = range(201)


def put_together() -> None:
    """From now on; the words are the same, a later application's before an earlier one's."""
    TranslationCatalog.update = _update


def _update(catalog: TranslationCatalog, more: Any) -> None:
    if all(more.plural(number) == catalog._plurals[0](number) for number in _FAR_ENOUGH):
        catalog._catalogs[0].update(more._catalog)
    else:
        _as_django_does(catalog, more)
