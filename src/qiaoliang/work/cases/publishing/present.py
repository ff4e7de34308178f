"""What stands on the pages about public answers, as ready-made words. Of a case nothing is read but its answer's ending and
its promise; times are days, places no closer than a village."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.ui import format
from qiaoliang.work.cases.choices import Closing
from qiaoliang.work.cases.models import Promise
from qiaoliang.work.cases.publishing.choices import Standing
from qiaoliang.work.cases.publishing.models import Publication

#: of a text in a list
EXCERPT = 70
#: how an answer ended → words, tone and icon
ENDINGS = {
    Closing.SOLVED: (pgettext_lazy("public answer", "Done"), "done", "check-circle"),
    Closing.EXPLAINED: (pgettext_lazy("public answer", "Explained"), "neutral", "info"),
    Closing.PLANNED: (pgettext_lazy("public answer", "Promised"), "wait", "clock"),
}
#: how it stands at the desk → tone
TONES = {Standing.PROPOSED: "wait", Standing.PUBLISHED: "done", Standing.REFUSED: "act"}


def theme_of(found: Publication) -> str:
    """The first level of what it is about."""
    return catalog.category(found.category.partition(".")[0]).label


def address(found: Publication) -> str:
    return reverse("publishing:one", args=[found.slug])


def card(found: Publication) -> dict[str, Any]:
    """A line of a list, for the component ``case_card``."""
    return {
        "title": found.title,
        "href": address(found),
        "state": _state(found),
        "meta": _where(found),
        "due": format.full_day(found.published_on) if found.published_on else "",
        "next": found.text if len(found.text) <= EXCERPT else found.text[: EXCERPT - 1] + "…",
    }


def _state(found: Publication) -> dict[str, str]:
    """How the answer ended; where it promised something, what has become of that."""
    owed = _owed(found)
    if owed is not None:
        return promise_tag(owed)
    label, tone, icon = ENDINGS.get(Closing(found.answer.closing), ENDINGS[Closing.EXPLAINED])
    return {"label": str(label), "tone": tone, "icon": icon}


def _owed(found: Publication) -> Promise | None:
    owed: Promise | None = getattr(found.answer, "promise", None)
    return owed if owed is not None and owed.ended_at is None and found.promise else None


def whole(found: Publication) -> dict[str, Any]:
    """All of one public answer."""
    owed = _owed(found)
    return card(found) | {
        "text": found.text,
        "promise": promise(found, owed) if owed else None,
    }


def promise(found: Publication, owed: Promise) -> dict[str, Any]:
    """What was promised, by whom, for which day, and plainly how it stands."""
    first = format.full_day(owed.first_due_on) if owed.first_due_on != owed.due_on else ""
    return {
        "words": found.promise,
        "href": address(found),
        "unit": str(found.organization),
        "place": _place(found),
        "due": format.full_day(owed.due_on),
        "first": first,
        "moved": (found.moved or _("The unit has not said why yet.")) if first else "",
        "tag": promise_tag(owed),
    }


def promise_tag(owed: Promise) -> dict[str, str]:
    """Kept in time or late, not kept, due today, or still to come."""
    if owed.done_at:
        day = clock.localtime(owed.done_at).date()
        label = _("Kept on %(day)s, late") if day > owed.due_on else _("Kept on %(day)s")
        return {"label": label % {"day": format.full_day(day)}, "tone": "done", "icon": "check-circle"}
    days = (owed.due_on - clock.today()).days
    if days < 0:
        return {"label": _("Not kept, %(days)s days over") % {"days": -days}, "tone": "act", "icon": "alert"}
    words = _("Due today") if days == 0 else _("%(days)s days left") % {"days": days}
    return {"label": words, "tone": "wait", "icon": "clock"}


def quarter_name(first: date) -> str:
    """2026年第三季度."""
    return _("quarter %(n)s of %(year)s") % {"n": (first.month + 2) // 3, "year": first.year}


def standing_tag(found: Publication) -> dict[str, str]:
    """How it stands at the desk."""
    return {
        "label": str(found.get_standing_display()),
        "tone": TONES.get(Standing(found.standing), "neutral"),
        "icon": "",
    }


def _where(found: Publication) -> list[str]:
    return [one for one in (str(found.organization), _place(found), theme_of(found)) if one]


def _place(found: Publication) -> str:
    """Nothing where the unit that signs is the place itself."""
    return str(found.area) if found.area and found.area_id != found.organization_id else ""
