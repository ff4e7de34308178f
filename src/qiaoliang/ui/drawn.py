"""Values as HTML, for the few components that draw themselves because they have hundreds of parts."""

from __future__ import annotations

import html
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def shown(value: Any) -> str:
    """What a template would write for it. Most values are texts, of which Django asks more than it needs to know."""
    if isinstance(value, str):
        return value if isinstance(value, SafeString) else html.escape(value)
    return conditional_escape(localize(value))


def around(html: str, *values: Any) -> SafeString:
    """``html`` with the values in its ``{}``, as ``format_html`` puts them there, for cells of which a list has hundreds."""
    return SafeString(html.format(*map(shown, values)))  # the values are escaped
