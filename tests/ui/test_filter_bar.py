"""On a phone the filters are folded away, but for what has to be seen."""

from django import forms

from qiaoliang.ui import registry


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
