"""The component page and the sample pages: all are drawn, in both languages, with the headers every page has."""

from pathlib import Path

import pytest

import qiaoliang.ui
from qiaoliang.ui import registry, samples
from qiaoliang.ui.errors import PAGES
from qiaoliang.ui.headers import CONTENT_SECURITY_POLICY
from tests.ui.reference import reference

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", ["/ui", *(f"/ui/sample/{name}" for name in sorted(samples.PAGES))])
def test_a_page_is_drawn(client, path, language):
    client.cookies["django_language"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer["Cache-Control"] == "no-store"
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in answer.text


def test_the_component_page_shows_every_component(client):
    text = client.get("/ui").text
    assert [name for name in registry.names() if f'id="{name}"' not in text] == []


@pytest.mark.parametrize("status", sorted(PAGES))
def test_an_error_page_speaks_both_languages_and_says_what_to_do(client, status):
    answer = client.get(f"/ui/sample/{status}")
    zh, en = PAGES[status]
    assert answer.status_code == status
    for words in (zh.title, zh.step, en.title, en.step):
        assert words.replace("'", "&#x27;") in answer.text


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/case/", 200), ("/desk/", 302), ("/nowhere", 404)])
def test_asking_for_the_headers_alone_is_answered_like_asking_for_the_page(client, path, status):
    headers, page = client.head(path), client.get(path)
    assert (headers.status_code, headers.content) == (status, b"")
    assert page.status_code == status
    assert (headers["Content-Type"], headers.get("Location")) == (page["Content-Type"], page.get("Location"))


def test_in_production_there_is_no_component_page(client, settings):
    settings.MODE = "production"
    assert client.get("/ui").status_code == 404
    assert client.get("/ui/sample/home").status_code == 404


def test_the_readme_lists_the_contracts_as_they_are():
    readme = (Path(qiaoliang.ui.__file__).parent / "README.md").read_text("utf-8")
    assert reference() in readme, "write it anew: PYTHONPATH=src python -m tests.ui.reference"
