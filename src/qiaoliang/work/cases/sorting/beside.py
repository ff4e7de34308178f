"""What sorting puts on the pages of the cases: suggestions above a form, the same matter beside a case, rising issues on the
leader's page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.organizations import finding
from qiaoliang.ui import format
from qiaoliang.work.cases import masking, present, rules
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.panels import Panel
from qiaoliang.work.cases.sorting import queries
from qiaoliang.work.cases.sorting.choices import What
from qiaoliang.work.cases.sorting.models import Suggestion
from qiaoliang.work.cases.sorting.present import issue_title, why_hot
from qiaoliang.work.cases.views.filling import offer

#: step → what is suggested there
STEPS = {"accept": What.CATEGORY, "dispatch": What.LEAD, "redispatch": What.LEAD}


def suggested(actor: Actor, case: Case, step: str) -> Panel | None:
    """Buttons that fill the form, each with the words that speak for it. Nothing where nothing is certain enough."""
    row = queries.suggestion(case, STEPS[step]) if step in STEPS else None
    if row is None or not row.offered:
        return None
    values = _categories(row) if row.what == What.CATEGORY else _units(row, case)
    why = dict(zip(row.offered, row.why, strict=False))
    rows = [{"fill": fill, "label": label, "words": why.get(key, [])} for key, fill, label in values]
    if not rows:
        return None
    context = {"rows": rows, "by_category": row.what == What.LEAD and case.category, "rests_on": _rests_on(row)}
    return Panel("sorting/suggested.html", context, tuple(word for one in rows for word in one["words"]))


def _categories(row: Suggestion) -> list[tuple[str, str, str]]:
    """(value, what the button sends, how it is called)."""
    known = catalog.view().categories
    return [(code, offer("category", code), known[code].path) for code in row.offered or () if code in known]


def _units(row: Suggestion, case: Case) -> list[tuple[str, str, str]]:
    units = queries.units(row.offered or (), case)
    typed = {one.id: one.value for one in finding.show([(unit, ()) for unit in units])}
    return [(str(unit.pk), offer("lead", typed[unit.pk]), unit.label) for unit in units]


def _rests_on(row: Suggestion) -> str:
    if not row.experience:
        return _("From the words of the duty lists; nothing has been learned from decisions yet.")
    words = ngettext(
        "From the duty lists and %(n)s earlier decision.",
        "From the duty lists and %(n)s earlier decisions.",
        row.experience,
    )
    return words % {"n": format.number(row.experience)}


def same_matter(actor: Actor, case: Case, _step: str) -> Panel | None:
    """Cases that say the same, and the way to the step that merges them."""
    found = queries.alike(actor, case)
    if not found:
        return None
    rows = [{**present.head(one), **_where(one), "words": words} for one, words in found]
    return Panel("sorting/alike.html", {"rows": rows, "merge": _merge(actor, case, [one for one, _words in found])})


def _where(case: Case) -> dict[str, str]:
    place = masking.plain(case, "place") or str(case.area or "")
    return {"place": place, "unit": case.lead.label if case.lead else ""}


def same_matter_at_triage(actor: Actor, case: Case, step: str) -> Panel | None:
    """The same beside the forms in which it is decided what becomes of a case."""
    return same_matter(actor, case, step) if step in STEPS else None


def _merge(actor: Actor, case: Case, found: list[Case]) -> str:
    """The address of the merging step with these chosen, for those who may take it now."""
    if not rules.judge(actor, "join", case).allowed:
        return ""
    free = [str(one.pk) for one in found if one.state in rules.STEPS["merge"].before]
    return f"{reverse('cases:step_join', args=[case.pk])}?{urlencode({'with': free}, doseq=True)}" if free else ""


def rising(actor: Actor) -> Panel | None:
    """What more and more people raise."""
    found, opens = queries.rising(actor), queries.opens_rows(actor)
    rows: list[dict[str, Any]] = [
        {"title": issue_title(one), "why": why_hot(one, opens), "href": f"{reverse('sorting:hot')}#issue-{one.pk}"}
        for one in found
    ]
    return Panel("sorting/rising.html", {"rows": rows}) if rows else None
