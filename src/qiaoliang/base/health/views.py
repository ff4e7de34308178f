"""The page of the checks: what is unsafe or missing, and what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from qiaoliang.base.core.audience import officer
from qiaoliang.base.core.checks import State
from qiaoliang.base.health import queries
from qiaoliang.ui import registry
from qiaoliang.ui.pages import page

_TONES = {"ok": "done", "look": "wait", "mend": "act"}


@officer("system.check")
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    lines = queries.look(thorough=False)
    context = {
        "summary": summary(lines),
        "columns": [*_columns(), {"label": _("What to do")}],
        "open": [_row(line) for line in lines if line.state != "ok"],
        "fine_columns": _columns(),
        "fine": [{"cells": _cells(line)} for line in lines if line.state == "ok"],
    }
    return page(request, "health/check.html", context)


def summary(lines: list[queries.Line]) -> dict[str, str]:
    """How it stands, as a notice."""
    count = {state: sum(line.state == state for line in lines) for state in _TONES}
    if count["mend"]:
        text = ngettext("%(count)d thing must be mended.", "%(count)d things must be mended.", count["mend"])
        return {"text": text % {"count": count["mend"]}, "tone": "act"}
    if count["look"]:
        text = ngettext("%(count)d thing should be looked at.", "%(count)d things should be looked at.", count["look"])
        return {"text": text % {"count": count["look"]}, "tone": "wait"}
    return {"text": _("All is well."), "tone": "done"}


def said(state: State) -> str:
    """The state in the reader's language."""
    return {"ok": _("fine"), "look": _("look at it"), "mend": _("must be mended")}[state]


def _columns() -> list[dict[str, Any]]:
    return [{"label": _("State")}, {"label": _("What"), "prime": True}, {"label": _("Found")}]


def _cells(line: queries.Line) -> list[Any]:
    tag = registry.render("state_tag", {"label": said(line.state), "tone": _TONES[line.state]}, {})
    return [tag, line.title, line.says]


def _row(line: queries.Line) -> dict[str, Any]:
    return {"cells": [*_cells(line), format_html("<code>{}</code>", line.do) if line.do else ""]}
