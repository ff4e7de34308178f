"""A component takes what its contract says and nothing else."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from qiaoliang.ui import registry
from qiaoliang.ui.contract import Contract, ContractError, build


class Leaf(Contract):
    name: str
    size: int = 1


class Tree(Contract):
    title: str
    leaves: tuple[Leaf, ...] = ()
    first: Leaf | None = None


def drawn(source, **values):
    return Template("{% load ui %}" + source).render(Context(values))


def test_mappings_become_records_and_records_stay():
    leaf = Leaf(name="a")
    tree = build(Tree, {"title": "t", "leaves": [leaf, {"name": "b", "size": 2}], "first": {"name": "c"}})
    assert tree.leaves == (leaf, Leaf(name="b", size=2))
    assert tree.first == Leaf(name="c")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"title": "t", "colour": "red"}, "unknown colour; it knows first, leaves, title"),
        ({}, "missing"),
        ({"title": ""}, "title is empty"),
        ({"title": None}, "title is empty"),
        ({"title": "t", "leaves": [{"nmae": "b"}]}, "unknown nmae"),
        ({"title": "t", "leaves": ["b"]}, "str given, Leaf or a mapping wanted"),
    ],
)
def test_what_the_contract_does_not_say_is_an_error(value, says):
    with pytest.raises(ContractError, match=says):
        build(Tree, value)


def test_a_contract_cannot_be_changed_afterwards():
    with pytest.raises(AttributeError):
        Leaf(name="a").name = "b"


def test_the_tag_draws_a_component_and_refuses_a_misspelt_attribute():
    assert drawn('{% ui "state_tag" label=words tone="done" %}', words="已<办结>").endswith("已&lt;办结&gt;</span>")
    with pytest.raises(ContractError, match="unknown colour"):
        drawn('{% ui "state_tag" label="x" colour="red" %}')
    with pytest.raises(ContractError, match="tone='blue' is none of"):
        drawn('{% ui "state_tag" label="x" tone="blue" %}')
    with pytest.raises(ContractError, match="label is empty"):
        drawn('{% ui "state_tag" label=nothing.at.all %}')
    with pytest.raises(ContractError, match="there is no component 'stat_tag'; there are: back_link"):
        drawn('{% ui "stat_tag" label="x" %}')


def test_a_block_arrives_as_content():
    html = drawn('{% uiblock "card" title="谁在办" %}<b>{{ unit }}</b>{% enduiblock %}', unit="<南桥>")
    assert "<h2>谁在办</h2>" in html
    assert "<b>&lt;南桥&gt;</b>" in html


def test_an_unknown_icon_is_an_error():
    assert "aria-hidden" in drawn('{% icon "check" %}')
    assert 'role="img" aria-label="有附件"' in drawn('{% icon "paperclip" "有附件" %}')
    with pytest.raises(KeyError):
        drawn('{% icon "chek" %}')


@pytest.mark.parametrize("name", registry.names())
def test_every_component_has_a_purpose_and_examples_that_are_drawn(name):
    module = registry.contract(name).__module__
    assert __import__(module, fromlist=["x"]).__doc__
    examples = registry.examples(name)
    assert examples
    for caption, attributes in examples:
        html = registry.render(name, attributes, {"csrf_token": "t" * 32})
        assert html, caption
        assert " style=" not in html
        assert "<script" not in html
        assert " on" not in {part[:3] for part in html.split("=")}


def test_everything_given_to_a_component_is_escaped():
    bad = "<script>alert(1)</script>"
    for name, attributes in {
        "case_card": {"title": bad, "href": "#", "state": {"label": bad}, "meta": [bad], "due": bad, "next": bad},
        "timeline": {"items": [{"title": bad, "when": bad, "who": bad, "text": bad, "quote": bad, "reply": bad}]},
        "deadline": {"label": bad, "date": bad, "left": bad, "rule": bad, "source": bad, "first": bad, "moves": [bad], "days": [{"text": bad, "counted": False, "reason": bad}]},
        "person_unit": {"name": bad, "post": bad, "unit": bad, "role": bad, "phone": bad},
        "table": {"caption": bad, "choose": "x", "columns": [{"label": bad, "prime": True}], "rows": [{"cells": [bad]}]},
        "quote": {"text": bad, "by": bad},
        "receipt": {"title": bad, "code": bad, "secret": bad, "qr": bad, "lines": [bad], "keep": bad},
        "notice": {"title": bad, "text": bad, "undo": bad, "href": bad, "link": bad},
        "file_list": {"items": [{"name": bad, "href": bad, "thumb": bad}, {"name": bad, "href": bad}]},
        "line_chart": {"title": bad, "description": bad, "labels": [bad], "name": bad, "series": [{"name": bad, "values": [1]}]},
        "bar_chart": {"title": bad, "name": bad, "value": bad, "bars": [{"label": bad, "values": [1], "text": bad}]},
    }.items():  # fmt: skip
        assert "<script" not in registry.render(name, attributes, {}), name


def test_a_rate_without_its_base_and_a_row_with_a_cell_too_few_are_errors():
    with pytest.raises(ContractError, match="a rate needs what it is of"):
        registry.render("stat", {"label": "满意率", "value": "98%"}, {})
    with pytest.raises(ContractError, match="every row needs 2 cells"):
        registry.render(
            "table", {"caption": "c", "columns": [{"label": "a"}, {"label": "b"}], "rows": [{"cells": ["1"]}]}, {}
        )


def test_a_tables_rows_are_drawn_with_all_that_a_row_may_have():
    columns = [{"label": "甲", "prime": True}, {"label": "<乙>", "right": True}, {"label": "丙", "phone": False}]
    row = {"cells": ["a&b", 3, mark_safe("<i>x</i>")], "href": "/a?b&c", "value": "v", "chosen": True, "unread": True, "id": "r", "keys": {"a": "/k"}}  # fmt: skip
    drawn = registry.render("table", {"caption": "c", "columns": columns, "rows": [row, {"cells": ["n", "", None]}], "choose": "x", "form": "f"}, {})  # fmt: skip
    head = '<th scope="col" class="prime">甲</th><th scope="col" class="r">&lt;乙&gt;</th><th scope="col">丙</th>'
    assert f'<td class="pickbox"></td>{head}</tr></thead>' in drawn
    body = drawn.partition("<tbody>")[2].partition("</tbody>")[0]
    assert body == (
        '<tr data-row data-keys="{&quot;a&quot;: &quot;/k&quot;}" id="r" class="unread">'
        '<td class="pickbox"><label><input type="checkbox" name="x" value="v" form="f" checked data-choose>'
        f'<span class="sr">{_("Choose")} a&amp;b</span></label></td>'
        '<th scope="row" class="prime"><a href="/a?b&amp;c" data-open>a&amp;b</a></th>'
        '<td class="r" data-l="&lt;乙&gt;">3</td><td class="none" data-l="丙"><i>x</i></td></tr>'
        '<tr data-row><td class="pickbox"><label><input type="checkbox" name="x" value="" form="f" data-choose>'
        f'<span class="sr">{_("Choose")} n</span></label></td>'
        '<th scope="row" class="prime">n</th><td class="r none" data-l="&lt;乙&gt;"></td><td class="none" data-l="丙">None</td></tr>'
    )
