"""On a phone the filters are folded away, but for what has to be seen."""

import pytest
from django import forms

from qiaoliang.ui import kept, registry


class Filters(forms.Form):
    q = forms.CharField(required=False)
    state = forms.ChoiceField(choices=[("", "all"), ("open", "open")], required=False)
    since = forms.DateField(required=False)


def drawn(asked, **more):
    return registry.render("filter_bar", {"form": Filters(asked), "shown": ["q", "state"], **more}, {})


def test_only_the_words_stand_before_the_fold():
    before, _fold, behind = drawn({"q": "lamp"}).partition('<details class="more narrow">')
    assert 'name="q"' in before and "name=" not in before.replace('name="q"', "")
    assert [name in behind for name in ('name="state"', 'name="since"', 'name="q"')] == [True, True, False]


def test_what_is_to_be_mended_or_said_by_no_chip_is_not_folded_away():
    opened = '<details class="more narrow" open>'
    chips = [{"label": "open", "href": "?"}]
    assert opened not in drawn({})
    assert opened in drawn({"state": "open"})
    assert opened not in drawn({"state": "open"}, chips=chips)
    assert opened in drawn({"since": "never"}, chips=chips)


class Sorted(Filters):
    sort = forms.CharField(required=False, widget=forms.HiddenInput)


ORDERS = (("", "newest first"), ("due", "due <first>"))


def test_the_order_is_chosen_behind_the_fold_and_stands_in_the_form_once():
    before, fold, behind = registry.render(
        "filter_bar", {"form": Sorted({"sort": "due"}), "shown": ["q"], "orders": ORDERS, "order": "due"}, {}
    ).partition('<details class="more narrow">')
    assert fold and 'name="sort"' not in before
    assert behind.count('name="sort"') == 1
    assert '<option value="">newest first</option><option value="due" selected>due &lt;first&gt;</option>' in behind
    assert '<label for="id_sort">' in behind
    alone = registry.render("filter_bar", {"form": Sorted({"sort": "due"}), "shown": ["q"]}, {})
    assert alone.count('name="sort"') == 1 and '<input type="hidden" name="sort" value="due"' in alone
    assert "id_sort" not in drawn({})


class Kept(Filters):
    drawn_with = ("its choices",)


ADDRESSES = {"action": "/list", "reset": "?plain=on", "export": "/take?q=a&b", "columns": "/columns?q=a&b"}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"orders": ORDERS, "order": "due"},
        {"orders": ORDERS},
        {"count": "3 <cases>"},
        {**ADDRESSES, "chips": [{"label": "a<b>", "href": "?x=1&y=2"}]},
    ],
)
def test_what_is_kept_reads_like_what_is_drawn_anew(more):
    kept.forget()
    for asked in (
        {},
        {"q": "lamp"},
        {"q": '"><b>&', "state": "open"},
        {"q": "\ue000line\ue001"},
        {"since": "never", "q": "x"},
    ):
        form = Kept(asked)
        form.is_valid()
        anew = Filters(asked)
        anew.is_valid()
        shown = {"shown": ["q", "state"], **more}
        for _ in range(2):
            piece = registry.render("filter_bar", {"form": form, **shown}, {})
            assert piece == registry.render("filter_bar", {"form": anew, **shown}, {}), asked


def test_another_order_is_another_piece():
    kept.forget()
    for order, words in ORDERS:
        form = Kept({})
        form.is_valid()
        drawn = registry.render("filter_bar", {"form": form, "orders": ORDERS, "order": order}, {})
        assert drawn.count(" selected") == 2 and f'<option value="{order}" selected>' in drawn, words


def test_another_word_draws_nothing_anew(monkeypatch):
    kept.forget()
    drawn_so_far = []
    usual = registry._draw
    monkeypatch.setattr(registry, "_draw", lambda name, *rest: drawn_so_far.append(name) or usual(name, *rest))
    for word, count in (("a", "1"), ("b", "2"), ("c", "")):
        form = Kept({"q": word})
        form.is_valid()
        assert f'value="{word}"' in registry.render("filter_bar", {"form": form, "count": count}, {})
    assert drawn_so_far.count("filter_bar") == 1
