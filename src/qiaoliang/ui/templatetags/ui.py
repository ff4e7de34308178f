"""``{% ui "name" attribute=value %}``, ``{% uiblock "name" … %}content{% enduiblock %}``, ``{% icon "name" %}``, ``{% gap %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.html import format_html
from django.utils.safestring import SafeString

from qiaoliang.ui import icons, registry
from qiaoliang.ui.kept import exact, filled, kept, room
from qiaoliang.ui.words import either

#: where the protection of a form goes
CSRF = room("csrf")
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
    ``places`` (name → text) are no part of what it is kept under: ``{% place name %}`` inside leaves room, filled in each time; "csrf", the
    protection of its forms, is there by itself."""
    given = token_kwargs(token.split_contents()[1:], parser)
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(inside, given)


class KeptNode(template.Node):
    def __init__(self, nodelist: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodelist, self.given = nodelist, given

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.given.items()}
        places = values.pop("places", {})
        key = (self, *map(exact, values.values()))
        piece = kept(key, lambda: self.nodelist.render(context.new(values)))
        if CSRF in piece:
            places = {**places, "csrf": context.get("csrf_token", "")}
        return filled(piece, places)


@register.simple_tag
def place(name: str) -> str:
    """Room for one of the ``places`` of the kept stretch around it."""
    return room(name)


@register.simple_tag
def csrf_place() -> SafeString:
    """``{% csrf_token %}`` inside a kept stretch."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', CSRF)


def _page(context: Context) -> dict[str, Any]:
    """What a component sees of the page; all of it copied for each would cost more than many a component."""
    return {name: context[name] for name in registry.FROM_PAGE if name in context}
