"""What no file of ours may hold: where packages come from, and where somebody's copy of the project stands."""

import re

import pytest

from tests.architecture.source import written_files

HOSTS = [
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.(org|com)",
    "npm" + r"mirror\.com",
    "deb" + r"\.debian\.org",
]
PLACES = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/[a-z]", "/op" + "t/"]
FORBIDDEN = re.compile("|".join(HOSTS + [rf"(?<![\w.:/-]){place}" for place in PLACES]))


def found_in(text: str) -> list[str]:
    """The forbidden words of a text."""
    return [match.group() for match in FORBIDDEN.finditer(text)]


def test_no_file_names_a_registry_or_a_place_on_a_machine():
    wrong = {}
    for path in written_files():
        words = found_in(path.read_bytes().decode("utf-8", "ignore"))
        if words:
            wrong[str(path)] = words
    assert wrong == {}


@pytest.mark.parametrize(
    "text", ["https://files.python" + "hosted.org/x", "cd /wo" + "rk/main", "/ro" + "ot/x", "--find-links /op" + "t/w"]
)
def test_such_a_word_is_seen(text):
    assert found_in(text)


@pytest.mark.parametrize("text", ["src/qiaoliang/wo" + "rk/cases", "/var/lib/qiaoliang", "https://example.org/opt/x"])
def test_other_words_are_not(text):
    assert found_in(text) == []
