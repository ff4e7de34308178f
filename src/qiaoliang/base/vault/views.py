"""The data protection officer's page: who opened contact data in a period, how often, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiaoliang.base.audit import registry as labels
from qiaoliang.base.core import clock
from qiaoliang.base.core.audience import officer
from qiaoliang.base.vault import queries, unusual
from qiaoliang.base.vault.choices import RevealReason
from qiaoliang.base.vault.models import Reveal
from qiaoliang.ui import format
from qiaoliang.ui.pages import page

MOST = 500
_FIRST = date(2000, 1, 1)


#: lengths of the period to look at, in days
SPANS = (1, 7, 30)


@officer("vault.review")
@require_safe
def reveals(request: HttpRequest) -> HttpResponse:
    """Who opened contact data in the days up to one, how often and why; then each opening."""
    last, span = _day(request.GET.get("day", "")), _span(request.GET.get("days", ""))
    first, today = last - timedelta(days=span - 1), clock.today()
    asked = {"days": span, "who": _id(request.GET.get("who", "")), "reason": request.GET.get("reason", "")}
    period = queries.reveals_between(first, last)
    narrowed = queries.narrowed(period, account=asked["who"], reason=str(asked["reason"]))
    found = list(narrowed.select_related("contact")[:MOST])
    sums = queries.by_officer(period)
    odd = unusual.patterns(first, last) if span > 1 else []
    names = _names(found, [*sums, *odd])
    context = {
        "period": format.full_day(last) if span == 1 else f"{format.full_day(first)} – {format.full_day(last)}",
        "value": last.isoformat(),
        "span": span,
        "tabs": [_tab(one, span, last) for one in SPANS],
        "before": _address({**asked, "day": first - timedelta(days=1)}),
        "after": _address({**asked, "day": min(last + timedelta(days=span), today)}) if last < today else "",
        "older": _older(span),
        "newer": _newer(span),
        "sums": [_sum(row, names, {**asked, "day": last}) for row in sums],
        "sum_columns": [
            {"label": _("Who"), "prime": True},
            {"label": _("Times"), "right": True},
            {"label": _("Records"), "right": True},
            {"label": _("Reasons given")},
        ],
        "odd": [_odd(one, names, {"days": span, "day": last}) for one in odd],
        "looked_for_odd": span > 1,
        "chips": _chips(asked, names, last),
        "columns": _columns(),
        "rows": [{"cells": _cells(row, names)} for row in found],
        "count": _("opened %(n)d times") % {"n": sum(row.times for row in sums)},
        "more": len(found) == MOST,
    }
    return page(request, "vault/reveals.html", context)


def _odd(one: unusual.Pattern, names: dict[Any, str], asked: dict[str, Any]) -> dict[str, str]:
    """A sentence, and the list it is about."""
    words = {
        "many": _("%(who)s opened contact data %(n)d times, which is many."),
        "night": _("%(who)s opened contact data %(n)d times at night (22:00 to 6:00)."),
        "over": _("%(who)s opened contact data %(n)d times after the matter was over."),
        "bulk": _("%(who)s brought in or gave out many records at once, %(n)d times."),
    }
    person, post = names.get(("account", one.account_id)) or _("an officer"), names.get(("post", one.post_id), "")
    said = words[one.what] % {"who": " ".join(filter(None, (person, post))), "n": one.times}
    return {"text": said, "href": "" if one.what == "bulk" else _address({**asked, "who": one.account_id})}


def _span(text: str) -> int:
    return int(text) if text in map(str, SPANS) else SPANS[0]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _address(asked: dict[str, Any]) -> str:
    return "?" + urlencode({name: str(value) for name, value in asked.items() if value})


def _tab(one: int, span: int, last: date) -> dict[str, Any]:
    label = _("One day") if one == 1 else _("%(n)d days") % {"n": one}
    return {"label": label, "href": _address({"days": one, "day": last}), "current": one == span}


def _older(span: int) -> str:
    return _("The day before") if span == 1 else _("The %(n)d days before") % {"n": span}


def _newer(span: int) -> str:
    return _("The day after") if span == 1 else _("The %(n)d days after") % {"n": span}


def _chips(asked: dict[str, Any], names: dict[Any, str], last: date) -> list[dict[str, str]]:
    labels = {
        "who": names.get(("account", asked["who"])) or _("an officer"),
        "reason": dict(RevealReason.choices).get(asked["reason"], asked["reason"]),
    }
    return [
        {"label": str(labels[name]), "href": _address({**asked, "day": last, name: ""})}
        for name in labels
        if asked[name]
    ]


def _day(text: str) -> date:
    """The day in the address; today where it is none, or lies before there were districts here or in the future."""
    today = clock.today()
    try:
        day = parse_date(text) or today
    except ValueError:
        return today
    return day if _FIRST <= day <= today else today


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("When")},
        {"label": _("Who"), "prime": True},
        {"label": _("What was seen")},
        {"label": _("For which record")},
        {"label": _("Because")},
        {"label": _("Note for the data officer")},
    ]


def _names(found: Sequence[Reveal], sums: Sequence[queries.Sum | unusual.Pattern]) -> dict[Any, str]:
    pairs = {(row.subject_kind, row.subject_id) for row in found}
    pairs |= {("account", row.account_id) for row in (*found, *sums) if row.account_id}
    pairs |= {("post", row.post_id) for row in (*found, *sums) if row.post_id}
    return labels.names(pairs)


def _sum(row: queries.Sum, names: dict[Any, str], asked: dict[str, Any]) -> dict[str, Any]:
    """One officer, the most frequent first; the name leads to their openings alone."""
    who = format_html(
        '<a href="{}">{}</a> <span class="muted">{}</span>',
        _address({**asked, "who": row.account_id, "reason": ""}),
        names.get(("account", row.account_id)) or _("an officer"),
        names.get(("post", row.post_id), ""),
    )
    reasons = format_html_join(
        SafeString("<br>"), "{} <span class='num'>× {}</span>", ((_reason(code), n) for code, n in row.reasons)
    )
    return {"cells": [who, str(row.times), str(row.records), reasons]}


def _reason(code: str) -> str:
    return str(dict(RevealReason.choices).get(code, code))


def _cells(row: Reveal, names: dict[Any, str]) -> list[Any]:
    post = names.get(("post", row.post_id), "")
    record = names.get((row.subject_kind, row.subject_id)) or str(row.subject_id)[-6:]
    return [
        format_html('<span class="nowrap">{}</span>', format.moment(row.created_at)),
        format_html(
            '{} <span class="muted">{}</span>', names.get(("account", row.account_id)) or _("an officer"), post
        ),
        queries.field_words(row.fields),
        f"{labels.label(row.subject_kind).word} {record}",
        _reason(row.reason),
        queries.note_of(row),
    ]
