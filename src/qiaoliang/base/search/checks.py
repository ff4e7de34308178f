"""Does the search find what is there?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.core.checks import Finding, register
from qiaoliang.base.search import actions, queries


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("search", gettext_lazy("Search index"), look, order=420, thorough=True, mend=actions.rebuild,
             fine=gettext_lazy("The index holds what the table says."))  # fmt: skip


def look() -> Iterator[Finding]:
    if not queries.is_whole():
        yield Finding(
            "look", _("The search index misses words: a search may not find everything."), "qiaoliang check --mend"
        )
