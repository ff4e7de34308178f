"""Predicates on the requests that stand beside the state: each answers None (fine) or the sentence that says why not."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext, gettext_noop

from qiaoliang.base.core import clock
from qiaoliang.work.cases.acting import Acting, person_id_of, unit_id_of, units_of
from qiaoliang.work.cases.choices import Kind, RequestKind, RequestState
from qiaoliang.work.cases.models import Attendance, Case, Request

K = RequestKind


def open_request(case: Case, kind: str) -> Request | None:
    """The request of this kind that nobody has decided yet."""
    return _first(case, kind, RequestState.OPEN)


def running_hold(case: Case) -> Request | None:
    """The hold under which the case's clock stands still now."""
    found = _first(case, K.HOLD, RequestState.GRANTED)
    return found if found is not None and found.ended_at is None else None


def unanswered(case: Case, unit_id: object) -> Attendance | None:
    """The call to sit together that this unit has not answered yet."""
    whistle = open_request(case, K.WHISTLE) if unit_id else None
    mine = [
        one
        for one in case.attendances.all()
        if whistle and (one.request_id, one.organization_id) == (whistle.pk, unit_id)
    ]
    return next((one for one in mine if one.replied_at is None and not one.attended), None)


def nothing_open(who: Acting, case: Case) -> str | None:
    """Whatever else is asked for on the case is settled first."""
    held = running_hold(case)
    found = held or case.requests.filter(state=RequestState.OPEN).first()
    if found is None:
        return None
    return gettext("Settle first what else is open on this case: %(kind)s.") % {"kind": found.get_kind_display()}


def leads_nobody(who: Acting, case: Case) -> str | None:
    """A lead case's followers would not know which part to follow."""
    if not case.followers.filter(end=None).exists():
        return None
    return gettext_noop("Others joined this case. Take them out first; each part may be merged again.")


def not_answered(who: Acting, case: Case) -> str | None:
    """What has an answer is one matter; anything else in it is a new case."""
    if case.round == 1 and not case.answers.exclude(approved_at=None).exists():
        return None
    return gettext_noop("This case was answered already. What is still open in it is told anew.")


def parts_untouched(who: Acting, case: Case) -> str | None:
    """A split is undone while nothing has happened to any part."""
    begun = case.splits.filter(end=None).exclude(case__version=F("version")).select_related("case").first()
    if begun is None:
        return None
    return gettext("Work on %(code)s has begun, so the parts stay apart.") % {"code": begun.case.code}


def a_part_agreed(case: Case) -> bool:
    """Whether the person agreed that the answer to a part of this message is published."""
    return case.splits.filter(end=None, case__may_publish=True).exists()


def nobody_follows(who: Acting, case: Case) -> str | None:
    """The office's own answer goes to one person."""
    if not case.followers.filter(end=None).exists():
        return None
    return gettext_noop("Others joined this case, so a unit answers it.")


# ---------------------------------------------------------------- more time


def no_open_extension(who: Acting, case: Case) -> str | None:
    return gettext_noop("More time is already asked for and not yet decided.") if _is(case, K.EXTENSION) else None


def not_extended(who: Acting, case: Case) -> str | None:
    """Once a case."""
    granted = _first(case, K.EXTENSION, RequestState.GRANTED) is not None
    return gettext_noop("This case was given more time once already; there is no second time.") if granted else None


def before_due(who: Acting, case: Case) -> str | None:
    """More time is asked for before the date, never after it."""
    if case.due_at is not None and (case.stopped_at or clock.now()) <= case.due_at:
        return None
    return gettext_noop("The date has passed, so more time can no longer be asked for. Say why, and answer soon.")


def extension_to_agree(who: Acting, case: Case) -> str | None:
    """The head's word comes first, from somebody else than the one who asks."""
    found = open_request(case, K.EXTENSION)
    if found is None or found.agreed_at is not None:
        return gettext_noop("No request for more time waits for the head of the unit.")
    if found.person_id == person_id_of(who):
        return gettext_noop("You asked for this yourself. Somebody else decides.")
    return None


def extension_to_decide(who: Acting, case: Case) -> str | None:
    found = open_request(case, K.EXTENSION)
    if found is None:
        return gettext_noop("Nobody has asked for more time.")
    return None if found.agreed_at else gettext_noop("The head of the unit has not agreed yet.")


def outside_the_lead(who: Acting, case: Case) -> str | None:
    """No unit decides on its own time."""
    if case.lead_id and units_of(who).filter(pk=case.lead_id).exists():
        return gettext_noop("Your own unit has this case, so somebody outside it decides.")
    return None


# ---------------------------------------------------------------- hold


def held(who: Acting, case: Case) -> str | None:
    return None if running_hold(case) else gettext_noop("The case is not on hold.")


def not_held(who: Acting, case: Case) -> str | None:
    return gettext_noop("The case is on hold. Report first that it can go on.") if running_hold(case) else None


def no_open_hold(who: Acting, case: Case) -> str | None:
    return gettext_noop("A hold is already asked for and not yet decided.") if _is(case, K.HOLD) else None


def open_hold(who: Acting, case: Case) -> str | None:
    return None if _is(case, K.HOLD) else gettext_noop("Nobody has asked to put this case on hold.")


# ---------------------------------------------------------------- whistle


def no_open_whistle(who: Acting, case: Case) -> str | None:
    return gettext_noop("Units are already called together; note first who came.") if _is(case, K.WHISTLE) else None


def open_whistle(who: Acting, case: Case) -> str | None:
    return None if _is(case, K.WHISTLE) else gettext_noop("No units are called together now.")


def called(who: Acting, case: Case) -> str | None:
    if unanswered(case, unit_id_of(who)):
        return None
    return gettext_noop("Your unit is not called to sit together here, or has answered already.")


# ---------------------------------------------------------------- dispute


def first_dispute(who: Acting, case: Case) -> str | None:
    """The dispatcher decides the first return; after that the units are heard and one is designated."""
    return gettext_noop("Units disagree a second time: hear them, then designate one.") if disputed(case) else None


def second_dispute(who: Acting, case: Case) -> str | None:
    if disputed(case):
        return None
    return gettext_noop("A unit is designated only when the case is to be returned a second time.")


def disputed(case: Case) -> bool:
    """Whether a second unit wants to give the case back."""
    return len([one for one in case.requests.all() if one.kind == K.RETURN]) >= 2


def not_designated(who: Acting, case: Case) -> str | None:
    if case.designated_at is None:
        return None
    return gettext_noop("The office has designated this unit after hearing all sides; the case is not returned again.")


# ---------------------------------------------------------------- the office's own answer


def is_question(who: Acting, case: Case) -> str | None:
    """Only what can be answered from what the office knows."""
    if case.kind == Kind.QUESTION:
        return None
    return gettext_noop("The office itself answers questions only. Anything else goes to a unit.")


def no_open_direct(who: Acting, case: Case) -> str | None:
    return (
        gettext_noop("An answer by the office waits to be checked. Decide on it first.")
        if _is(case, K.DIRECT)
        else None
    )


def open_direct(who: Acting, case: Case) -> str | None:
    return None if _is(case, K.DIRECT) else gettext_noop("No answer by the office waits to be checked.")


def _first(case: Case, kind: str, state: str) -> Request | None:
    """The last of this kind in this state. Reads all of the case's few requests, so that a page fetches them once."""
    found = [one for one in case.requests.all() if (one.kind, one.state) == (kind, state)]
    return max(found, key=lambda one: one.id, default=None)


def _is(case: Case, kind: str) -> bool:
    return open_request(case, kind) is not None
