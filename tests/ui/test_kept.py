"""What is drawn once and kept: under all that it is drawn from, and nothing of a page that was not named."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from qiaoliang.ui import kept, navigation, registry
from qiaoliang.ui.contract import build


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept.forget()
    yield
    kept.forget()


def drawn(source, **values):
    return Template("{% load i18n ui %}" + source).render(Context(values))


def test_a_piece_is_drawn_once_for_each_key_and_language():
    made = []

    def piece(words):
        made.append(words)
        return format_html("<i>{}</i>", words)

    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            for words in ("a", "b", "a"):
                assert kept.kept(("piece", words), lambda words=words: piece(words)) == f"<i>{words}</i>"
    assert made == ["a", "b", "a", "b"]


def test_the_oldest_make_room(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    for number in (1, 2, 3, 1):
        kept.kept((number,), lambda number=number: format_html("{}", number))
    assert [key[-1] for key in kept._drawn["zh-hans"]] == [3, 1]


def test_words_that_wait_for_their_language_make_room_in_another_one(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    words = [gettext_lazy("Send"), gettext_lazy("Close"), gettext_lazy("Next")]
    stretch = Template("{% load ui %}{% kept pair=pair %}{{ pair.0 }}{% endkept %}")
    for language in ("zh-hans", "en", "zh-hans", "en"):
        with translation.override(language):
            for one in words:
                assert str(one) in registry.render("button", {"label": one}, {})
                assert stretch.render(Context({"pair": (one, 1)})) == str(one)
    assert {len(pieces) for pieces in kept._drawn.values()} == {2}


def test_a_stretch_sees_the_values_it_names_and_nothing_else_of_the_page():
    template = Template("{% load ui %}{% kept a=x %}{{ a }}|{{ b }}|{{ csrf_token }}{% endkept %}")
    seen = [template.render(Context({"x": x, "b": "secret", "csrf_token": "t"})) for x in (1, 2, 1, "1", True)]
    assert seen == ["1||", "2||", "1||", "1||", "True||"]


def test_what_stands_in_a_place_changes_and_the_piece_stays():
    template = Template("{% load ui %}{% kept a=x places=p %}{{ a }}:{% place 'one' %}{% place 'none' %}{% endkept %}")
    seen = [
        template.render(Context({"x": x, "p": {"one": n}})) for x, n in ((1, "5"), (1, "<\ue000one\ue001"), (2, "99+"))
    ]
    assert seen == ["1:5", "1:&lt;\ue000one\ue001", "2:99+"]
    (pieces,) = kept._drawn.values()
    assert len(pieces) == 2


def test_the_protection_of_a_form_is_that_of_the_page():
    template = Template("{% load ui %}{% kept %}{% csrf_place %}{% endkept %}")
    seen = [template.render(Context({"csrf_token": token})) for token in ("a", "b")]
    assert seen == [f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">' for token in ("a", "b")]
    (pieces,) = kept._drawn.values()
    assert len(pieces) == 1


def test_a_menu_is_drawn_once_while_what_waits_grows():
    item = navigation.Item(key="todo", audience="desk", label="Todo", icon="inbox", url="")
    some, more, none = (navigation.Entry(item, "/desk/todo", False, count) for count in (1, 120, 0))
    assert some == more != none and [one.shown_count for one in (some, more)] == ["1", "99+"]


def test_a_text_and_the_same_as_html_are_two_pieces():
    template = Template("{% load ui %}{% kept a=x %}{{ a }}{% endkept %}")
    seen = [template.render(Context({"x": x})) for x in ("<b>", mark_safe("<b>"), "<b>")]
    assert seen == ["&lt;b&gt;", "<b>", "&lt;b&gt;"]
    tags = [registry.render("state_tag", {"label": x}, {}) for x in ("<b>", mark_safe("<b>"))]
    assert ["&lt;b&gt;" in tag for tag in tags] == [True, False]


def test_two_stretches_with_the_same_values_are_two_pieces():
    assert drawn("{% kept a=x %}one{{ a }}{% endkept %} {% kept a=x %}two{{ a }}{% endkept %}", x=1) == "one1 two1"


def test_a_button_is_kept_without_where_it_leads_and_what_it_says():
    registry.render("button", {"label": "Send"}, {})
    (pieces,) = kept._drawn.values()
    for href, label in (("/a", "Go"), ("/b?c=1&d=2", "Go <on>")):
        drawn_ = registry.render("button", {"label": label, "href": href}, {})
        assert f'href="{escape(href)}"' in drawn_ and f">{escape(label)}</a>" in drawn_
    assert len(pieces) == 2


def _given():
    """(component, attributes) of every example; then with other texts in the places."""
    for name in registry.names():
        placed = registry.contract(name).placed
        for _caption, attributes in registry.examples(name):
            yield name, dict(attributes)
            odd = {
                key: f"{value}<b>&\"'" for key, value in attributes.items() if key in placed and isinstance(value, str)
            }
            if odd:
                yield name, {**attributes, **odd}


def test_a_component_that_is_kept_reads_as_if_drawn_anew():
    kept.forget()
    compared = set()
    for _round in range(2):
        for name, attributes in _given():
            component = build(registry.contract(name), attributes)
            if component.drawn_from is not None:
                assert registry.render(name, attributes, {}) == registry._draw(name, component, {}), (name, attributes)
                compared.add(name)
    assert compared >= {"back_link", "button", "card", "pager", "quote", "stat", "state_tag", "tabs"}


def test_no_piece_that_is_kept_holds_a_text_of_its_places():
    kept.forget()
    for name, attributes in _given():
        component = build(registry.contract(name), attributes)
        if component.drawn_from is None or not component.places:
            continue
        registry.render(name, attributes, {})
        piece = kept.kept((name, component.drawn_from), pytest.fail)
        for text in filter(None, component.places.values()):
            assert len(str(text)) < 4 or str(text) not in piece, (name, text)
