"""``{% ui "name" attribute=value %}``, ``{% uiblock "name" … %}content{% enduiblock %}``, ``{% icon "name" %}``, ``{% gap %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from qiaoliang.ui import icons, registry
from qiaoliang.ui.kept import exact, filled, kept, place
from qiaoliang.ui.words import either

register = template.Library()


@register.simple_tag(takes_context=True)
def ui(context: Context, component: str, /, **attributes: Any) -> SafeString:
    """One component. Attributes are checked by its contract."""
    return registry.render(component, attributes, _page(context))


@register.simple_block_tag(takes_context=True)
def uiblock(context: Context, content: str, component: str, /, **attributes: Any) -> SafeString:
    """A component around a piece of the page: the inside arrives as its attribute ``content``."""
    return registry.render(component, {**attributes, "content": content}, _page(context))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of ours, hidden from screen readers unless it has a ``label``."""
    return icons.svg(name, label)


@register.simple_tag
def gap() -> str:
    """What stands between two sentences: a space, which Chinese does not have."""
    return either("", " ")


@register.simple_tag(takes_context=True)
def example(context: Context, component: str, attributes: dict[str, Any]) -> SafeString:
    """An example of a component, for the page /ui."""
    return registry.render(component, attributes, _page(context))


@register.tag("kept")
def kept_stretch(parser: Parser, token: Token) -> KeptNode:
    """``{% kept entries=look.desk_menu %}…{% endkept %}``: a stretch that is drawn once for each language and each set of values, and
    kept (:mod:`qiaoliang.ui.kept`). Its inside sees these values and nothing else of the page, so that nothing else can get in.
    ``numbers`` (name → text) are no part of what it is kept under: ``{% number name %}`` inside leaves the place, filled in each time."""
    given = token_kwargs(token.split_contents()[1:], parser)
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(inside, given)


class KeptNode(template.Node):
    def __init__(self, nodelist: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodelist, self.given = nodelist, given

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.given.items()}
        numbers = values.pop("numbers", {})
        key = (self, *map(exact, values.values()))
        return filled(kept(key, lambda: self.nodelist.render(context.new(values))), numbers)


@register.simple_tag
def number(name: str) -> str:
    """The place of one of the numbers of the kept stretch around it."""
    return place(name)


def _page(context: Context) -> dict[str, Any]:
    """What a component sees of the page; all of it copied for each would cost more than many a component."""
    return {name: context[name] for name in registry.FROM_PAGE if name in context}
