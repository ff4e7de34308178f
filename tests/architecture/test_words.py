"""The words of the interface: all are translated, and no two apps translate the same one differently.

Django merges the catalogues of all apps into one, so of two translations of a message only one is ever shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture.words import Entry, asked, entries, of_django, slots

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"\n\n'


def collisions(found: Iterable[Entry]) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Message → translation → its apps, where there is more than one translation."""
    said: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in found:
        said[entry.key][" | ".join(entry.translations)].append(entry.app)
    return {key: dict(ways) for key, ways in said.items() if len(ways) > 1}


def complaints(found: Iterable[Entry]) -> list[str]:
    """One line for each entry that is wrong by itself."""
    django = of_django()
    faults = ((entry, fault(entry, entry.key in django)) for entry in found)
    return [f"{entry.app}: {entry.key[1]!r}: {wrong}" for entry, wrong in faults if wrong]


def fault(entry: Entry, of_django: bool) -> str:
    """What is wrong with an entry, if anything; in Django's own sentences our words may leave a place out."""
    if entry.fuzzy:
        return "fuzzy"
    if not all(entry.translations):
        return "empty"
    wanted = slots(entry.sources[-1])
    filled = [slots(text) for text in entry.translations]
    fits = all(set(one) <= set(wanted) if of_django else one == wanted for one in filled)
    return "" if fits else "other places to fill in"


def untranslated(found: Iterable[Entry], wanted: dict[tuple[str, str], set[str]]) -> dict[tuple[str, str], set[str]]:
    """Message → the files that ask for it, where no catalogue has it."""
    known = {entry.key for entry in found}
    return {key: files for key, files in wanted.items() if key not in known}


def idle(found: Iterable[Entry], wanted: dict[tuple[str, str], set[str]]) -> list[str]:
    """The entries that nobody asks for."""
    known = set(wanted) | of_django()
    return [f"{entry.app}: {entry.key[1]!r}" for entry in found if entry.key not in known]


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_every_entry_is_whole_and_no_message_is_translated_in_two_ways(language):
    found = list(entries(language=language))
    assert complaints(found) == []
    assert collisions(found) == {}


def test_every_message_is_translated_and_every_translation_is_asked_for():
    found, wanted = list(entries()), asked()
    assert len(found) > 500
    assert untranslated(found, wanted) == {}
    assert idle(found, wanted) == []


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two apps with all that may go wrong."""
    for app, text in {
        "one": 'msgid "Open"\nmsgstr "打开"\n\nmsgid "Idle"\nmsgstr "闲"\n\n#, fuzzy\nmsgid "Show"\nmsgstr "看"\n',
        "two": 'msgid "Open"\nmsgstr "待定"\n\nmsgctxt "door"\nmsgid "Open"\nmsgstr "开着"\n\nmsgid "Empty"\nmsgstr ""\n\n'
        'msgid "%(n)s row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "%(m)s 行"\n\nmsgid "Up to {n}, %s"\nmsgstr "最多 {n}，%s"\n',
    }.items():
        folder = tmp_path / app / "locale/zh_Hans/LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(HEADER + text, encoding="utf-8")
    (tmp_path / "one" / "page.html").write_text(
        '{% load i18n %}{% translate "Open" %}{% translate "Open" context "door" %}{% translate "Show" %}'
        "{% blocktranslate %}Hand {{ name }} over{% endblocktranslate %}",
        encoding="utf-8",
    )
    (tmp_path / "two" / "words.py").write_text(
        "from django.utils.translation import ngettext, gettext_lazy\n"
        'a = gettext_lazy("Empty"), gettext_lazy("Up to {n}, %s"), ngettext("%(n)s row", "%(n)s rows", 2)\n',
        encoding="utf-8",
    )
    (tmp_path / "two" / "choices.py").write_text(
        'from django.utils.translation import pgettext_lazy as _\n\nOPEN = _("door", "Ajar")\n', encoding="utf-8"
    )
    return tmp_path


def test_each_fault_is_named(source):
    found, wanted = list(entries(source)), asked(source)
    assert collisions(found) == {("", "Open"): {"打开": ["one"], "待定": ["two"]}}
    assert complaints(found) == [
        "one: 'Show': fuzzy",
        "two: 'Empty': empty",
        "two: '%(n)s row': other places to fill in",
    ]
    assert untranslated(found, wanted) == {
        ("door", "Ajar"): {"two/choices.py"},
        ("", "Hand %(name)s over"): {"one/page.html"},
    }
    assert idle(found, wanted) == ["one: 'Idle'"]
