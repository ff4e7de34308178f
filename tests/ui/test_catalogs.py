"""The words of all applications lie in one table for each way of making plurals, and are those that Django finds."""

from __future__ import annotations

from threading import Thread

import pytest
from django.conf import settings
from django.utils.translation import activate, deactivate, get_language, gettext, override
from django.utils.translation.trans_real import DjangoTranslation, TranslationCatalog

from qiaoliang.ui import catalogs


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_words_are_those_of_django_in_one_table(monkeypatch, language):
    ours = DjangoTranslation(language)
    monkeypatch.setattr(TranslationCatalog, "update", catalogs._as_django_does)
    theirs = DjangoTranslation(language)
    tables = [len(one._catalog._catalogs) for one in (ours, theirs)]
    assert tables[0] == 1 < 5 < tables[1], "should Django do it by itself, this is no longer needed"
    keys = set(theirs._catalog.keys())
    assert set(ours._catalog.keys()) == keys
    for key in keys:
        assert ours._catalog.get(key) == theirs._catalog.get(key), key
    for number in (0, 1, 2, 11):
        words = [key for key in keys if isinstance(key, tuple)]
        assert [ours.ngettext(one, one, number) for one, _form in words] == [
            theirs.ngettext(one, one, number) for one, _form in words
        ]


def test_each_context_has_its_own_language():
    seen = []

    def ask() -> None:
        seen.append((get_language(), gettext("Send")))
        with override("en"):
            seen.append((get_language(), gettext("Send")))
        activate("en")
        seen.append(get_language())
        deactivate()
        deactivate()
        seen.append(get_language())

    with override("en"):
        thread = Thread(target=ask)
        thread.start()
        thread.join()
        assert get_language() == "en"
    usual = settings.LANGUAGE_CODE
    assert seen == [(usual, "提交"), ("en", "Send"), "en", usual]
    with override(None):
        assert get_language() is None
