"""What this domain tells the floors below: names for the audit, words for notices, who may open a photo."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.attachments import registry as attachments
from qiaoliang.base.audit import registry as audit
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog import registry as catalog_registry
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.notify import registry as notify
from qiaoliang.base.organizations.registry import UnitWork, Work, unit_works, works
from qiaoliang.base.vault import unusual
from qiaoliang.ui import format
from qiaoliang.work.cases import jobs, masking, present, queries, watched
from qiaoliang.work.cases.actions import hand_over, recount, succeed, weekly
from qiaoliang.work.cases.models import Case, Draft

#: notice → what it says; {code} is the case's code
NOTICES = {
    "submitted": _("New: {code} waits to be accepted"),
    "accepted": _("{code} is accepted and waits to be assigned"),
    "refusal_proposed": _("{code}: please decide whether not to take it on"),
    "refusal_decided": _("{code}: your proposal not to take it on was decided"),
    "dispatched": _("{code} is assigned to your unit, please sign for it"),
    "helping": _("{code}: your unit helps with this case"),
    "moved": _("{code} was given to another unit; you need do nothing more"),
    "helped": _("{code}: your unit no longer helps with this case"),
    "helpers_changed": _("{code}: the units that help you have changed"),
    "return_asked": _("{code}: a unit asks to return it"),
    "return_decided": _("{code}: your request to return it was decided"),
    "undecided": _("{code}: a request waits longer than it should, please decide"),
    "undecided_seen": _("{code}: a request has waited too long for a decision; please see that whoever decides does"),
    "extension_asked": _("{code}: more time is asked for, please say whether you agree"),
    "extension_agreed": _("{code}: a unit asks for more time, please decide"),
    "extension_decided": _("{code}: your request for more time was decided"),
    "hold_asked": _("{code}: a unit asks to put it on hold, please decide"),
    "hold_decided": _("{code}: your request to put it on hold was decided"),
    "hold_ended": _("{code} is no longer on hold"),
    "report_late": _("{code} is on hold, and the report to the person is overdue"),
    "called": _("{code}: your unit is called to sit together, please answer"),
    "call_answered": _("{code}: a unit you called has answered"),
    "not_attended": _("{code}: a unit that was called did not come"),
    "designated": _("{code}: after hearing all sides the office has designated your unit"),
    "direct_proposed": _("{code}: an answer by the office waits for a second person"),
    "direct_decided": _("{code}: the office's answer you wrote was checked"),
    "unsettled": _("{code}: the office's answer did not settle it, please assign it"),
    "replied": _("{code}: the person has replied to your question"),
    "no_reply": _("{code}: the person has not replied yet; you may call them"),
    "added": _("{code}: the person has added something"),
    "to_approve": _("{code}: an answer waits for your check"),
    "approved": _("{code}: your answer went out"),
    "sent_back": _("{code}: your answer needs another look"),
    "answered": _("{code} is answered, please ask how it went"),
    "rework": _("{code}: the person says it is not solved"),
    "withdrawn": _("{code} was withdrawn by the person"),
    "withdrawn_for": _("{code}: an officer noted that the person withdrew it, please see that it was their wish"),
    "joined": _("{code}: the same matter of somebody else joined this case"),
    "merged": _("{code} is now handled together with another case; you need do nothing more"),
    "unmerged": _("{code} is handled by itself again"),
    "split": _("{code} held several matters and was split; what stays with you has a number of its own"),
    "unsplit": _("{code} was put together again and goes on with you"),
    "rejoined": _("{code} went back into the message it was split from; you need do nothing more"),
    "not_taken": _("{code} came back: nobody had taken it on. It waits to be accepted"),
    "unanswered": _("{code}: no reply came, the case goes on for the others"),
    "review": _("{code} is to be reviewed"),
    "reviewed": _("{code}: the review is decided"),
    "late": _("{code} is past its deadline"),
    "worried": _("{code} was withdrawn by somebody who has worries, please look at it"),
    "explained": _("{code}: the unit has said why it is late"),
    "instructed": _("{code}: a leader asks something of you, please report back in time"),
    "instruction_seen": _("{code}: a leader has written an instruction"),
    "instruction_late": _("{code}: no report has come on a leader's instruction"),
    "promise_soon": _("{code}: the day of what your unit promised comes near"),
    "promise_today": _("{code}: what your unit promised is due today"),
    "promise_late": _("{code}: what was promised is not done, and its day is over"),
    "promise_moved": _("{code}: a unit has moved the day of what it promised"),
    "reported_back": _("{code}: the unit has reported back on the instruction"),
    "recounted": _("{code}: its date was counted again and has moved"),
    "handed_over": _("{code} is handed over to you: your colleague has left the post"),
    "succeeded": _("{code} is now with your unit, which goes on for one that was dissolved"),
    "handed_to_unit": _("{code}: its handler has left the post, please see who goes on"),
    "supervised": _("{code}: a supervisor has sent a supervision letter"),
    "reminded": _("{code}: a supervisor reminds you of it"),
}


#: fields of a case that the audit log names
FIELDS = {
    "state": _("State"),
    "category": _("What it is about"),
    "kind": _("Kind"),
    "title": _("Title"),
    "accused_organization": _("About the conduct of"),
    "lead": _("Lead unit"),
    "handler": _("Handler of the case"),
    "closing": _("How it ends"),
    "round": _("Round of handling"),
    "ended_at": _("End of the case"),
    "answered_at": _("First answered"),
    "referral_code": _("Passed to"),
    "referral_number": _("Their receipt number"),
    "designated_at": _("Designated by the office"),
}


#: step → the catalogue's list that its reasons come from
REASONS = {
    "ask_return": "return",
    "ask_extension": "extension",
    "decide_extension": "extension",
    "ask_hold": "hold",
    "decide_hold": "hold",
    "whistle": "whistle",
    "join": "merge",
    "merge": "merge",
    "propose_refusal": "not_accepted",
    "decide_refusal": "not_accepted",
    "withdraw": "withdraw",
    "explain_delay": "delay",
}


def _reason(which: str, code: str) -> str:
    try:
        return str(catalog.reason(which, code).label)
    except Refusal:  # no list has ever had it
        return ""


def _body(code: str) -> str:
    try:
        return str(catalog.referral(code).label)
    except Refusal:
        return ""


def fill() -> None:
    """Called once, when the apps are ready."""
    audit.register("case", _("Case"), lambda ids: dict(Case.objects.filter(pk__in=ids).values_list("pk", "code")))
    audit.say(**{f"cases__{step}": words for step, words in present.DESK_WORDS.items()})
    audit.say(cases__paper=_("took a paper out as a file"))
    audit.say_codes(FIELDS, "case")
    audit.group("cases", "case")
    audit.found_by_number(lambda text: Case.objects.filter(code=text).values_list("pk", flat=True))
    audit.belonging(queries.parts_of)
    for step, which in REASONS.items():
        audit.say_reasons(f"cases.{step}", partial(_reason, which))
    audit.say_reasons("cases.refer", _body)
    audit.say_reasons("cases.not_taken", _body)
    for what, words in NOTICES.items():
        notify.text(f"cases.{what}", _writer(words))
    notify.about("case", _titles)
    notify.text("cases.prompted", _prompted)
    notify.text(weekly.KIND, _week_of_reveals)
    unusual.ends("case", _ended)
    unusual.in_bulk("imports.start", "imports.undo", "cases.export")
    attachments.readable_by("case", _may_open_case_file)
    attachments.readable_by("draft", _may_open_draft_file)
    attachments.readable_by("receipt", _may_open_receipt_file)
    attachments.readable_by("intake", _took_it_in)
    works(Work(hand_over.look, hand_over.fits, hand_over.hand_over))
    unit_works(UnitWork(succeed.look, succeed.check, succeed.hand_over))
    catalog_registry.foresees(recount.foresee)
    catalog_registry.counts_use(queries.open_by_category)
    assert jobs  # its handlers register themselves on import


def _titles(request: HttpRequest, ids: Collection[UUID]) -> dict[UUID, str]:
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.visible_to(actor, "cases.list").filter(pk__in=ids)
    return {case.pk: masking.plain(case, "title") for case in found}


def _writer(words: Any) -> Any:
    def write(notice: Any) -> tuple[str, str]:
        return str(words).format(**notice.params), reverse("cases:case", args=[notice.subject_id])

    return write


def _prompted(notice: Any) -> tuple[str, str]:
    """ "A7K2M9P3QX 时限过半", with the number of the letter where the rung wrote one."""
    params = notice.params
    rung = catalog.rung(params["rung"])
    number = watched.letter_number(params["letter"], params["year"], params["number"]) if "letter" in params else ""
    words = " ".join(filter(None, (params["code"], rung.label if rung else "", number)))
    return words, reverse("cases:case", args=[notice.subject_id])


def _week_of_reveals(notice: Any) -> tuple[str, str]:
    params = notice.params
    sunday = date.fromisoformat(params["day"])
    said = _("Week to %(day)s: contact data opened %(opened)d times, %(odd)d things worth a second look") % {
        "day": format.day(sunday),
        "opened": params["opened"],
        "odd": params["odd"],
    }
    return said, f"{reverse('vault:reveals')}?days=7&day={sunday.isoformat()}"


def _ended(ids: Iterable[UUID]) -> dict[UUID, datetime]:
    found = Case.objects.filter(pk__in=list(ids), ended_at__isnull=False)
    return {case_id: ended for case_id, ended in found.values_list("pk", "ended_at") if ended}


def _may_open_case_file(request: HttpRequest, case_id: UUID) -> bool:
    from qiaoliang.work.cases.views.session import open_receipts

    if open_receipts(request).filter(case_id=case_id).exists():
        return True
    actor = request.actor  # type: ignore[attr-defined]
    return actor.who.kind == "account" and queries.visible_to(actor).filter(pk=case_id).exists()


def _may_open_draft_file(request: HttpRequest, draft_id: UUID) -> bool:
    from qiaoliang.work.cases.views.session import current_draft

    found = current_draft(request)
    return found is not None and found[0].pk == draft_id and isinstance(found[0], Draft)


def _may_open_receipt_file(request: HttpRequest, receipt_id: UUID) -> bool:
    """What waits beside a form on a case's page: whoever has the receipt open."""
    from qiaoliang.work.cases.views.session import open_receipts

    return open_receipts(request).filter(pk=receipt_id).exists()


def _took_it_in(request: HttpRequest, person_id: UUID) -> bool:
    """What waits beside the form of the desk: the officer who is filling it in."""
    actor = getattr(request, "actor", None)
    return actor is not None and actor.person is not None and actor.person.pk == person_id
