"""The requests beside the state in words: for the person what the case waits for, for the desk who wants what until when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.ui import format
from qiaoliang.work.cases import masking
from qiaoliang.work.cases.choices import Attended, RequestKind
from qiaoliang.work.cases.masking import NOBODY, Reader
from qiaoliang.work.cases.models import Attendance, Deadline, Request

#: kind of request → the catalogue's list of its reasons
REASONS = {
    RequestKind.RETURN: "return",
    RequestKind.REFUSAL: "not_accepted",
    RequestKind.EXTENSION: "extension",
    RequestKind.HOLD: "hold",
    RequestKind.WHISTLE: "whistle",
}


#: kind of request → what is due by its date
DUE = {
    RequestKind.INFORMATION: gettext_lazy("The person is asked to reply by %(due)s"),
    RequestKind.WHISTLE: gettext_lazy("Please answer the call by %(due)s"),
}
DECIDE = gettext_lazy("Please decide by %(due)s")
HELD_NOW = gettext_lazy("It waits for something outside our reach. We have not put it down.")
HELD_THEN = gettext_lazy("By then the unit tells you here how it stands.")


def request_for_desk(item: Request, eyes: Reader = NOBODY) -> dict[str, Any]:
    """An open request beside the state."""
    late = item.due_at is not None and item.due_at < clock.now()
    return {
        "kind": str(item.get_kind_display()),
        "who": " · ".join(str(one) for one in (item.organization, item.person) if one),
        "text": masking.shown(item, "text", eyes),
        "reason": reason_of(item),
        "stage": _stage(item),
        "proposed": str(item.proposed) if item.proposed else "",
        "due": DUE.get(RequestKind(item.kind), DECIDE) % {"due": format.moment(item.due_at)} if item.due_at else "",
        "late": _("Nobody has decided in time; it stays open.")
        if late and item.kind != RequestKind.INFORMATION
        else "",
        "at": format.moment(item.created_at),
    }


def reason_of(item: Request) -> str:
    """The reason from the catalogue, as officers read it."""
    which = REASONS.get(RequestKind(item.kind), "")
    return catalog.reason(which, item.reason).label if which and item.reason else ""


def _stage(item: Request) -> str:
    if item.kind == RequestKind.INFORMATION and item.reminded_at:
        return _("Reminded on %(day)s and not answered yet. You may call the person.") % {
            "day": format.day(item.reminded_at)
        }
    if item.kind != RequestKind.EXTENSION or item.amount is None:
        return ""
    running = item.case.deadlines.filter(step__in=("answer", "rework"), ended_at=None).first()
    more = format.span(float(item.amount), running.unit) if running else ""
    if item.agreed_at:
        return _("Asks for %(more)s; %(name)s agreed on %(at)s, the supervisor decides.") % {
            "more": more,
            "name": item.agreed_by,
            "at": format.moment(item.agreed_at),
        }
    return _("Asks for %(more)s; the head of the unit is asked first.") % {"more": more}


def hold_for_desk(item: Request, eyes: Reader = NOBODY) -> dict[str, str]:
    """A running hold: what for, since when, when the next report is due."""
    late = item.report_at is not None and item.report_at < clock.now()
    return {
        "reason": reason_of(item),
        "text": masking.shown(item, "text", eyes),
        "since": _("Since %(at)s, granted by %(name)s")
        % {"at": format.moment(item.decided_at), "name": item.decided_by}
        if item.decided_at
        else "",
        "report": _("Next report by %(at)s") % {"at": format.moment(item.report_at)} if item.report_at else "",
        "late": _("The report is overdue.") if late else "",
    }


def hold_for_resident(item: Request, due: Any) -> str:
    """What the case waits for, and the date that stands still, in the person's words."""
    why = catalog.reason("hold", item.reason).sentence
    first = _("The answer was due on %(date)s; while it waits, those days are not counted.") % {
        "date": format.moment(due)
    }
    return f"{why} {first}" if due else why


def sitting(item: Request, rows: Iterable[Attendance], eyes: Reader = NOBODY) -> dict[str, Any]:
    """Units called together, or heard before one was designated: each with its word and whether it came."""
    heard = item.kind == RequestKind.RETURN
    return {
        "title": _("Heard before designating") if heard else str(item.get_kind_display()),
        "text": masking.shown(item, "reply" if heard else "text", eyes),
        "reason": "" if heard else reason_of(item),
        "due": format.moment(item.due_at) if item.due_at and not heard else "",
        "agreed": "" if heard else masking.shown(item, "reply", eyes),
        "rows": [_row(one, item, eyes) for one in rows],
    }


def _row(one: Attendance, item: Request, eyes: Reader) -> dict[str, Any]:
    open_late = not one.attended and item.state == "open" and one.due_at is not None and one.due_at < clock.now()
    label = Attended(one.attended).label if one.attended else _("Not noted yet")
    tone = {Attended.CAME: "done", Attended.WORD: "wait", Attended.ABSENT: "act"}.get(
        Attended(one.attended) if one.attended else None, "act" if open_late else "neutral"
    )
    if item.kind == RequestKind.RETURN:
        label, tone = _("Heard"), "done"
    noted = ""
    if one.noted_at:
        noted = _("noted by %(name)s, %(at)s") % {"name": one.noted_by, "at": format.moment(one.noted_at)}
    return {
        "unit": str(one.organization),
        "label": str(label),
        "tone": tone,
        "who": _("for it: %(name)s") % {"name": masking.shown(one, "who_came", eyes)} if one.who_came else "",
        "noted": noted,
        "helps": _("helps from now on") if one.helps else "",
        "reply": masking.shown(one, "reply", eyes),
    }


def moves(item: Deadline) -> list[str]:
    """Why a date is not the first one: more time granted."""
    if not item.added:
        return []
    return [_("Extended once by %(more)s.") % {"more": format.span(float(item.added), item.unit)}]
