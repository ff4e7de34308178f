"""Cases as strings ready to be shown: templates format nothing and ask nothing of the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from qiaoliang.base.access.roles import roles
from qiaoliang.base.attachments import queries as attachments
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.workdays import words as workdays
from qiaoliang.ui import format
from qiaoliang.work.cases import masking, rules, terms, waiting, watched
from qiaoliang.work.cases.choices import (
    ENDED,
    MAIN,
    SATISFIED,
    Asked,
    Clock,
    Closing,
    Degree,
    LetterKind,
    Part,
    State,
)
from qiaoliang.work.cases.marking import Marked
from qiaoliang.work.cases.masking import NOBODY, REQUESTER, Reader
from qiaoliang.work.cases.models import Answer, Case, Deadline, Event, Merge, Promise, Rating, Receipt, Review, Split

#: state → (tone, icon) of its tag
TAGS = {
    State.SUBMITTED: ("new", "inbox"),
    State.ACCEPTED: ("new", "check"),
    State.DISPATCHED: ("wait", "send"),
    State.IN_PROGRESS: ("active", "pen"),
    State.PENDING_APPROVAL: ("wait", "eye"),
    State.ANSWERED: ("rate", "reply"),
    State.CALLBACK: ("rate", "star"),
    State.REWORK: ("active", "refresh"),
    State.REVIEW: ("active", "eye"),
    State.MERGED: ("active", "merge"),
    State.CLOSED: ("done", "check-circle"),
    State.REFERRED_OUT: ("neutral", "external"),
    State.NOT_ACCEPTED: ("neutral", "minus"),
    State.WITHDRAWN: ("neutral", "undo"),
    State.ARCHIVED: ("neutral", "shield"),
    State.SPLIT: ("neutral", "split"),
    State.REJOINED: ("neutral", "merge"),
    State.TAKEN_BACK: ("neutral", "undo"),
}

STEPS = {
    "submit": gettext_lazy("Sent"),
    "accept": gettext_lazy("Accepted"),
    "refer": gettext_lazy("Passed to another body"),
    "not_taken": gettext_lazy("Nobody had taken it on, so it came back"),
    "propose_refusal": gettext_lazy("Proposed not to take it on"),
    "decide_refusal": gettext_lazy("It is settled whether we can take it on"),
    "dispatch": gettext_lazy("Assigned to a unit"),
    "redispatch": gettext_lazy("Another unit handles it now"),
    "change_helpers": gettext_lazy("Changed who helps"),
    "sign": gettext_lazy("Signed for"),
    "contact": gettext_lazy("We spoke with you"),
    "tried": gettext_lazy("We tried to reach you and could not"),
    "add": gettext_lazy("You added something"),
    "ask_return": gettext_lazy("Asked to return it"),
    "decide_return": gettext_lazy("It is settled which unit handles it"),
    "designate": gettext_lazy("Settled which unit keeps it"),
    "ask_extension": gettext_lazy("Asked for more time"),
    "agree_extension": gettext_lazy("The head's word on more time"),
    "decide_extension": gettext_lazy("More time"),
    "ask_hold": gettext_lazy("Asked to put it on hold"),
    "decide_hold": gettext_lazy("On hold, followed up"),
    "report_hold": gettext_lazy("How it stands"),
    "end_hold": gettext_lazy("It goes on"),
    "whistle": gettext_lazy("Called departments together"),
    "answer_whistle": gettext_lazy("Answered the call"),
    "attend": gettext_lazy("Sat together"),
    "propose_direct": gettext_lazy("Answer written in the office"),
    "decide_direct": gettext_lazy("Answered directly"),
    "ask_information": gettext_lazy("A question to you"),
    "reply": gettext_lazy("Your reply"),
    "remind_person": gettext_lazy("The question still waits for you"),
    "propose_answer": gettext_lazy("Answer written, being checked"),
    "approve": gettext_lazy("Answered"),
    "send_back": gettext_lazy("Answer sent back to be mended"),
    "open_callback": gettext_lazy("Asking how it went"),
    "not_reached": gettext_lazy("Called, nobody answered"),
    "rate": gettext_lazy("Rated"),
    "reopen": gettext_lazy("Asked to go on with it"),
    "keep_promise": gettext_lazy("What was promised is done"),
    "move_promise": gettext_lazy("The promised day was moved"),
    "prompt_promise": gettext_lazy("Called the promise to mind"),
    "join": gettext_lazy("Others with the same matter joined"),
    "merge": gettext_lazy("Handled together with the same matter of others"),
    "unmerge": gettext_lazy("Handled by itself again"),
    "follow": gettext_lazy("News of the matter"),
    "split": gettext_lazy("Split into several, each handled by itself"),
    "split_off": gettext_lazy("Split off, handled by itself"),
    "unsplit": gettext_lazy("Put together again"),
    "rejoin": gettext_lazy("Went back into the message it came from"),
    "ask_review": gettext_lazy("A review was asked for"),
    "decide_review": gettext_lazy("Review decided"),
    "close_silent": gettext_lazy("Closed without a rating"),
    "lapse": gettext_lazy("Closed, no reply came"),
    "withdraw": gettext_lazy("Withdrawn"),
    "take_back_import": gettext_lazy("The import was taken back"),
    "remind": gettext_lazy("Reminder"),
    "note": gettext_lazy("Note"),
    "archive": gettext_lazy("Archived: words, files and contact data erased"),
    "prompt": gettext_lazy("Reminder by the system"),
    "recount": gettext_lazy("Date counted again"),
    "hand_over": gettext_lazy("Handed over"),
    "succeed": gettext_lazy("A new unit goes on with it"),
    "explain_delay": gettext_lazy("Explained the delay"),
    "instruct": gettext_lazy("A leader's instruction"),
    "report_back": gettext_lazy("Reported back on the instruction"),
    "agree_publication": gettext_lazy("Agreed that the answer is published"),
    "take_back_publication": gettext_lazy("Took the consent back: nothing of it is published"),
    "propose_publication": gettext_lazy("Proposed a public answer"),
    "publish": gettext_lazy("A public answer is out, without anything about you"),
    "refuse_publication": gettext_lazy("Sent the public answer back"),
    "unpublish": gettext_lazy("The public answer was taken down"),
    "undo_accept": gettext_lazy("Accepting was taken back, it is looked at once more"),
    "undo_dispatch": gettext_lazy("The assignment was taken back, it is assigned anew"),
    "undo_redispatch": gettext_lazy("The change of unit was taken back"),
    "undo_change_helpers": gettext_lazy("The change of helpers was taken back"),
    "undo_sign": gettext_lazy("Signing was taken back"),
    "undo_propose_answer": gettext_lazy("The answer was taken back to be changed"),
    "undo_send_back": gettext_lazy("Sending back was taken back"),
}
#: the same steps as officers read them, where the words differ
DESK_WORDS = {
    **STEPS,
    "contact": gettext_lazy("Spoke with the person"),
    "tried": gettext_lazy("Tried to reach the person, in vain"),
    "add": gettext_lazy("The person added something"),
    "redispatch": gettext_lazy("Given to another unit"),
    "decide_refusal": gettext_lazy("Decided whether to take it on"),
    "decide_return": gettext_lazy("Decided on the return"),
    "ask_information": gettext_lazy("Asked the person"),
    "reply": gettext_lazy("The person's reply"),
    "remind_person": gettext_lazy("Reminded the person of the question"),
    "decide_extension": gettext_lazy("Decided on more time"),
    "decide_hold": gettext_lazy("Decided on the hold"),
    "report_hold": gettext_lazy("Reported during the hold"),
    "end_hold": gettext_lazy("The hold ended"),
    "attend": gettext_lazy("Noted who came"),
    "designate": gettext_lazy("Designated a unit"),
    "decide_direct": gettext_lazy("Checked the office's answer"),
    "publish": gettext_lazy("Checked and published the public answer"),
}
#: what a resident does not see in the history: matters between offices
INSIDE = {
    "propose_refusal", "change_helpers", "ask_return", "send_back", "remind", "note", "not_reached", "ask_extension",
    "agree_extension", "ask_hold", "answer_whistle", "propose_direct", "prompt", "explain_delay", "instruct",
    "report_back", "join", "hand_over", "prompt_promise", "undo_change_helpers", "undo_send_back", "propose_publication",
    "refuse_publication",
}  # fmt: skip
#: steps whose words are the person's own
SAID = ("reply", "add")
#: steps a resident sees where they say something to them: an agreed date, not a refusal between offices
WITH_WORDS = {"decide_return", "decide_extension", "decide_hold", "decide_direct", "attend"}

#: state → what is happening, and what comes next, in a resident's words
PLAIN = {
    State.SUBMITTED: (
        gettext_lazy("We have it and are reading it."),
        gettext_lazy("By then we tell you who takes it on."),
    ),
    State.ACCEPTED: (gettext_lazy("We take it on."), gettext_lazy("By then it goes to the unit that handles it.")),
    State.DISPATCHED: (
        gettext_lazy("It has gone to the unit that handles it."),
        gettext_lazy("By then you have an answer."),
    ),
    State.IN_PROGRESS: (gettext_lazy("It is being handled."), gettext_lazy("By then you have an answer.")),
    State.PENDING_APPROVAL: (
        gettext_lazy("The answer is written and being checked."),
        gettext_lazy("By then you have an answer."),
    ),
    State.ANSWERED: (gettext_lazy("The answer is below. How did it go?"), gettext_lazy("You may rate it until then.")),
    State.CALLBACK: (gettext_lazy("The answer is below. How did it go?"), gettext_lazy("You may rate it until then.")),
    State.REWORK: (
        gettext_lazy("You said it is not solved, so it is being handled again."),
        gettext_lazy("By then you have a new answer."),
    ),
    State.REVIEW: (
        gettext_lazy("People of another unit, who took no part in it, are looking at it again."),
        gettext_lazy("By then you learn the outcome and the reasons."),
    ),
    State.MERGED: (
        gettext_lazy(
            "Others raised the same matter; it is handled together. Your number, answer and rating stay your own."
        ),
        gettext_lazy("By then you have an answer."),
    ),
    State.CLOSED: (gettext_lazy("It is closed."), ""),
    State.REFERRED_OUT: (gettext_lazy("It has been passed to the body that can help."), ""),
    State.NOT_ACCEPTED: (gettext_lazy("We could not take it on; the reason and other ways are below."), ""),
    State.WITHDRAWN: (gettext_lazy("You have withdrawn it."), ""),
    State.ARCHIVED: (
        gettext_lazy("It is over long since. What was written, sent and left as a contact has been erased."),
        "",
    ),
    State.SPLIT: (
        gettext_lazy("You told us several things. Each is handled by itself, with its own unit, date and answer."),
        "",
    ),
    State.REJOINED: (gettext_lazy("It went back into the message it came from. Please follow it there."), ""),
    State.TAKEN_BACK: (
        gettext_lazy(
            "It came to us with a table that was taken back, so nobody works on it. If it matters to you, please tell us."
        ),
        "",
    ),
}


def tag(case: Case) -> dict[str, str]:
    """The state's tag: text, tone and icon."""
    state = State(case.state)
    tone, icon = TAGS[state]
    return {"label": str(state.label), "tone": tone, "icon": icon}


def head(case: Case) -> dict[str, Any]:
    """What stands at the head of a case's pages."""
    return {
        "code": case.code,
        "title": masking.plain(case, "title"),
        "url": reverse("cases:case", args=[case.id]),
        "tag": tag(case),
        "received": format.day(case.received_at),
        "late": late_words(case),
    }


def late_words(case: Case) -> str:
    """How late an unfinished case is, or an empty string."""
    due, step = getattr(case, "next_due", None) or case.due_at, getattr(case, "next_step", None)
    stood = case.stopped_at if step in (None, *MAIN) else None
    until = stood or clock.now()
    if due is None or case.state in ENDED or due >= until:
        return ""
    return _("Late by %(span)s") % {"span": format.lasting(until - due)}


def deadline(item: Deadline, stood: datetime | None = None) -> dict[str, Any]:
    """A clock with the days it counted, as the component ``deadline`` takes it; ``stood``: since when the case stands still."""
    paused = stood if item.step in MAIN and item.ended_at is None else None
    return {
        "label": str(item.get_step_display()),
        "date": format.moment(item.due_at),
        "left": _left(item, paused),
        "state": _clock_state(item, paused),
        "days": [_day(*day) for day in item.days],
        "rule": _("%(term)s, counted from %(since)s.") % {"term": term(item), "since": format.moment(item.start)},
        "source": item.source,
        "first": format.moment(item.first_due_at) if item.first_due_at != item.due_at else "",
        "moves": waiting.moves(item),
        "provisional": item.provisional,
    }


def _day(day: str, counted: bool, kind: str, festival: str) -> dict[str, Any]:
    plain = counted and kind == "workday"
    return {
        "text": format.day(date.fromisoformat(day)),
        "counted": counted,
        "reason": "" if plain else workdays.why(kind, festival),
    }


def _clock_state(item: Deadline, stood: datetime | None) -> str:
    if item.ended_at:
        return "late" if item.is_late else "met"
    if stood:
        return "late" if stood > item.due_at else "paused"
    return "late" if item.is_late else "ok"


def _left(item: Deadline, stood: datetime | None) -> str:
    if item.met_at:
        return _("Done %(at)s") % {"at": format.moment(item.met_at)}
    if item.ended_at and item.is_late:
        return _("Was late by %(span)s") % {"span": format.lasting(item.ended_at - item.due_at)}
    if item.ended_at:
        return _("No longer runs")
    if stood and stood <= item.due_at:
        return _("Stands still")
    if stood:
        return _("Late by %(span)s") % {"span": format.lasting(stood - item.due_at)}
    if item.is_late:
        return _("Late by %(span)s") % {"span": format.lasting(clock.now() - item.due_at)}
    return _("%(span)s left") % {"span": format.lasting(item.due_at - clock.now())}


def term(item: Deadline) -> str:
    """The length of a term in words."""
    return format.span(float(item.amount), item.unit)


def event_for_resident(event: Event, photos: Mapping[str, dict[str, str]] | None = None) -> dict[str, Any]:
    """A step as the requester reads it: the unit, never the officer's name. ``photos`` are the case's by id: those that
    came with the step stand there."""
    mine = event.by_kind == "resident"
    said = {"quote": event.message, "text": _files_with(event)} if event.step in SAID else {"text": event.message}
    if mine and event.step == "withdraw":
        said["text"] = "\n".join(filter(None, (event.message, _chosen(event))))
    return {
        "title": str(STEPS.get(event.step, event.step)),
        "when": format.moment(event.at),
        "who": _("You") if mine else str(event.organization or ""),
        "icon": ICONS.get(event.step, "undo" if event.step.startswith("undo_") else "circle"),
        "files": [photos[key] for key in event.refs.get("which", ()) if key in photos] if photos else [],
        **said,
    }


def _chosen(event: Event) -> str:
    """The reason a person chose when they withdrew; not that they have worries, since whoever made them may hold the phone."""
    if event.reason in ("", "worried"):
        return ""
    return _("The reason you chose: %(reason)s") % {"reason": catalog.reason("withdraw", event.reason).label}


def _files_with(event: Event) -> str:
    """How many photos or files came with it."""
    n = event.refs.get("files", 0)
    return ngettext("With %(n)s photo or file", "With %(n)s photos or files", n) % {"n": n} if n else ""


def event_for_desk(event: Event, worries: bool = False, eyes: Reader = NOBODY) -> dict[str, Any]:
    """A step as the office reads it: unit, person, note; what the requester was told stands as a reply. Why somebody
    with worries withdrew is for readers with ``worries`` alone."""
    message, note = masking.shown(event, "message", eyes), masking.shown(event, "note", eyes)
    who = (
        _("%(person)s (for %(name)s)") % {"person": event.person, "name": event.for_whom}
        if event.for_whom
        else event.person
    )
    person = who or {"resident": _("The person"), "system": _("The system")}.get(event.by_kind, "")
    return {
        "title": titled(event),
        "when": format.moment(event.at),
        "who": " · ".join(str(one) for one in (event.organization, person) if one),
        "icon": ICONS.get(event.step, "undo" if event.step.startswith("undo_") else "circle"),
        "text": _told(event, worries, note),
        "quote": message if event.step in SAID else "",
        "reply": message if event.step not in SAID else "",
    }


def titled(event: Event) -> str:
    """What the step is called, and how it was decided; a letter by what it is: "超期第一天 · 催〔2026〕3号",
    "督办单 · 督〔2026〕8号"."""
    sent = LetterKind(event.refs["letter"]).label if event.step == "remind" and "letter" in event.refs else ""
    name = watched.rung_of(event) or str(sent or DESK_WORDS.get(event.step, event.step))
    return " · ".join(filter(None, (name, watched.number_of(event), _decided(event))))


def _decided(event: Event) -> str:
    """Yes or no, where somebody decided on what others had asked for."""
    if event.step in ("agree_extension", "decide_extension", "decide_hold"):
        agreed = event.refs.get("granted", event.refs.get("agreed"))
    elif event.step in ("decide_return", "decide_refusal", "decide_direct"):
        agreed = bool(event.to_state)
    else:
        return ""
    return _("Agreed") if agreed else _("Not agreed")


def _told(event: Event, worries: bool, note: str) -> str:
    if event.step == "withdraw":
        return _why_withdrawn(event, worries, note)
    if event.step == "recount":
        return watched.moved_words(event)
    if event.step == "explain_delay":
        return watched.delay_words(event.reason, note, event.refs.get("until", ""))
    return note or _files_with(event)


def _why_withdrawn(event: Event, worries: bool, note: str) -> str:
    if event.reason == "worried" and not worries:
        return ""
    reason = catalog.reason("withdraw", event.reason).label if event.reason else ""
    return " ".join(filter(None, (reason, masking.plain(event, "note")))) if reason else note


#: step → icon in the history
ICONS = {
    "archive": "shield",
    "submit": "message",
    "accept": "check",
    "refer": "external",
    "not_taken": "undo",
    "dispatch": "send",
    "redispatch": "send",
    "change_helpers": "user",
    "sign": "pen",
    "contact": "phone",
    "tried": "phone",
    "add": "plus",
    "ask_return": "undo",
    "decide_return": "undo",
    "designate": "flag",
    "ask_extension": "calendar",
    "agree_extension": "calendar",
    "decide_extension": "calendar",
    "ask_hold": "pause",
    "decide_hold": "pause",
    "report_hold": "message",
    "end_hold": "refresh",
    "whistle": "bell",
    "answer_whistle": "reply",
    "attend": "user",
    "propose_direct": "file",
    "decide_direct": "check-circle",
    "ask_information": "question",
    "remind_person": "bell",
    "reply": "reply",
    "propose_answer": "file",
    "approve": "check-circle",
    "send_back": "refresh",
    "open_callback": "star",
    "rate": "star",
    "join": "merge",
    "merge": "merge",
    "split": "split",
    "split_off": "split",
    "unsplit": "merge",
    "rejoin": "merge",
    "ask_review": "eye",
    "decide_review": "check-circle",
    "withdraw": "undo",
    "take_back_import": "undo",
    "remind": "bell",
    "note": "paperclip",
    "prompt": "bell",
    "keep_promise": "check-circle",
    "move_promise": "calendar",
    "prompt_promise": "bell",
    "recount": "calendar",
    "hand_over": "users",
    "succeed": "users",
    "explain_delay": "message",
    "instruct": "flag",
    "report_back": "flag",
    "agree_publication": "eye",
    "take_back_publication": "eye-off",
    "publish": "eye",
    "unpublish": "eye-off",
}


def answer(item: Answer, eyes: Reader = NOBODY) -> dict[str, Any]:
    """An answer of one round."""
    return {
        "title": _("Answer, round %(n)s") % {"n": item.round},
        "text": masking.shown(item, "text", eyes),
        "unit": str(item.organization),
        "at": format.moment(item.approved_at) if item.approved_at else "",
        "closing": _("The unit says: %(closing)s") % {"closing": Closing(item.closing).label},
        "planned": format.day(item.planned_for) if item.planned_for else "",
        "round": item.round,
        "public": masking.shown(item, "public_text", eyes),
        "sent_back": masking.shown(item, "sent_back", eyes) if not item.approved_at else "",
    }


def promise(item: Promise, eyes: Reader = NOBODY) -> dict[str, Any]:
    """What was promised: by whom, by when, and how it stands, told by its dates."""
    return {
        "unit": str(item.organization),
        "due": format.day(item.due_on),
        "first": format.day(item.first_due_on) if item.first_due_on != item.due_on else "",
        "done": masking.shown(item, "done", eyes),
        "tag": promise_tag(item),
        "broken": item.is_broken,
    }


def promise_tag(item: Promise) -> dict[str, str]:
    """Kept, taken up again, broken, due today or running."""
    days = (clock.today() - item.due_on).days
    if item.done_at:
        late = clock.localtime(item.done_at).date() > item.due_on
        label = _("Done on %(day)s, late") if late else _("Done on %(day)s")
        return {"label": label % {"day": format.day(item.done_at)}, "tone": "done", "icon": "check-circle"}
    if item.ended_at:
        return {"label": _("Taken up again"), "tone": "active", "icon": "refresh"}
    if days > 0:
        return {"label": _("Overdue by %(days)s days") % {"days": days}, "tone": "act", "icon": "bell"}
    words = _("Due today") if days == 0 else _("%(days)s days left") % {"days": -days}
    return {"label": words, "tone": "wait", "icon": "clock"}


def rating(item: Rating, eyes: Reader = NOBODY) -> dict[str, Any]:
    """Three figures that stay three, and the person's own words."""
    yes_no = {True: _("Yes"), False: _("No"), None: _("No answer")}
    return {
        "title": _("Rating, round %(n)s") % {"n": item.round},
        "facts": [
            {"label": _("Contacted?"), "value": yes_no[item.contacted]},
            {"label": _("Solved?"), "value": _degree(item.solved)},
            {"label": _("Satisfied?"), "value": str(dict(SATISFIED).get(item.satisfied) or _("No answer"))},
        ],
        "words": masking.shown(item, "words", eyes),
        "not_counted": catalog.reason("exclude", item.not_counted).label if item.not_counted else "",
    }


def review(item: Review, eyes: Reader = NOBODY) -> dict[str, Any]:
    """Who asked for a review and why, and what it decided; in the words of the case's page to the person."""
    mine = eyes is REQUESTER
    person = _("You") if mine else _("The person")
    asked = str(item.organization) if item.asked == Asked.UNIT else person
    return {
        "title": _("Your request for a review")
        if mine and item.asked == Asked.PERSON
        else str(item.get_asked_display()),
        "asked": f"{asked} · {format.moment(item.created_at)}",
        "mine": item.asked == Asked.PERSON,
        "text": masking.shown(item, "text", eyes),
        "outcome": str(item.get_outcome_display()) if item.outcome else "",
        "at": format.moment(item.decided_at) if item.decided_at else "",
        "reasons": masking.shown(item, "reasons", eyes),
    }


def review_request(item: Review, eyes: Reader = NOBODY) -> dict[str, Any]:
    """What reviewers are asked to look at, as a request beside the state."""
    who = str(item.organization) if item.asked == Asked.UNIT else _("The person")
    return {
        "kind": str(item.get_asked_display()),
        "who": who,
        "at": format.moment(item.created_at),
        "text": masking.shown(item, "text", eyes),
    }


def choice(case: Case) -> str:
    """A case as one line to choose: title, number, place, day, state."""
    where = masking.plain(case, "place") or str(case.area or "")
    said = (masking.plain(case, "title"), case.code, where, format.day(case.received_at), str(case.get_state_display()))
    return " · ".join(filter(None, said))


def together(case: Case, merges: Iterable[Merge]) -> dict[str, Any]:
    """The case that this one follows, or those that follow it."""
    follows = [one for one in merges if one.case_id == case.pk]
    return {
        "follows": _link(follows[0].lead) if follows else None,
        "followed_by": [_link(one.case) for one in merges if one.lead_id == case.pk],
    }


def message(whole: Case | None, parts: Iterable[Split], seen: Collection[UUID]) -> dict[str, Any]:
    """The message that this case was split from, and the parts of this one; titles and links only of those one may open."""
    return {
        "part_of": _link_if(whole, seen) if whole else None,
        "split_into": [{**_link_if(one.case, seen), "tag": tag(one.case)} for one in parts],
    }


def whole_of(case: Case | None) -> dict[str, str] | None:
    """The way back from a part to the message it came from, for the person who wrote it."""
    if case is None:
        return None
    day = format.day(case.received_at)
    return {
        "code": case.code,
        "words": _("Part of what you wrote on %(day)s, %(code)s") % {"day": day, "code": case.code},
    }


def _link_if(case: Case, seen: Collection[UUID]) -> dict[str, str]:
    return _link(case) if case.pk in seen else {"code": case.code, "title": "", "url": ""}


def part_of_message(case: Case) -> dict[str, Any]:
    """A part of what a person wrote, as a card that leads to its page."""
    due = format.moment(case.due_at) if case.due_at and not case.has_ended else ""
    return {
        "title": case.title,
        "href": reverse("cases:follow", args=[case.code]),
        "state": tag(case),
        "meta": [case.code, _who_has(case)] if _who_has(case) else [case.code],
        "due": _("until %(day)s") % {"day": due} if due else "",
    }


def _link(case: Case) -> dict[str, str]:
    url = reverse("cases:case", args=[case.pk])
    return {"code": case.code, "title": masking.plain(case, "title"), "url": url}


def shared_event(event: Event) -> dict[str, Any]:
    """A step in the case that one's own follows: what happened, by which unit, when; not a word of what was said there."""
    return {**event_for_resident(event), "text": "", "who": str(event.organization or "")}


def doors(case: Case, may: Mapping[str, bool]) -> list[str]:
    """The ways a person still has once their case has ended, each with its last day; what is over is not offered."""
    said = []
    owed = next((one for one in case.promises.all() if one.is_broken), None) if may.get("reopen") else None
    if owed is not None:
        said.append(_("What was promised is not done, so you may have it taken up again at any time."))
    elif may.get("reopen") and case.ended_at is not None:
        day = format.moment(terms.until(case, "reopen", case.ended_at))
        said.append(
            _("If something is still missing, have it taken up again by the same unit until %(day)s.") % {"day": day}
        )
    if case.state == State.REFERRED_OUT and case.ended_at is not None:
        day = format.moment(terms.until(case, "refer_check", case.ended_at))
        said.append(_("If nobody has taken it on by %(day)s, say so here and it comes back to us.") % {"day": day})
    since = rules.reviewable_since(case)
    if may.get("ask_review") and since is not None:
        day = format.moment(terms.until(case, "review_request", since))
        said.append(_("If you disagree, have people of another unit review it until %(day)s.") % {"day": day})
    return said


def _degree(value: str) -> str:
    return str(Degree(value).label) if value else _("No answer")


def standing(
    case: Case, clocks: list[Deadline], question: Any, *, may_reopen: bool, noted: bool, hold: Any = None
) -> dict[str, Any]:
    """Where the case stands, in a resident's words: what happens, the next date and what comes then, who has it.
    ``noted``: an officer noted the withdrawal."""
    now, then = PLAIN[State(case.state)]
    if question is not None:
        now, then = _("There is a question for you. We wait for your reply."), _("Please reply by then.")
    elif case.state == State.CLOSED and not may_reopen:
        now = _("It is closed. If there is something new, please tell us again and name this number.")
    elif case.state == State.WITHDRAWN and noted:
        now = _("It was withdrawn: an officer noted that you said so.")
    elif hold is not None:
        now, then = waiting.HELD_NOW, waiting.HELD_THEN
    next_one = next_clock(case, clocks, question is not None)
    return {
        "why": _why(case, question, hold),
        "tag": tag(case),
        "now": str(now),
        "next": {**deadline(next_one, case.stopped_at), "label": str(_next_label(next_one)), "then": str(then)}
        if next_one
        else None,
        "who": _who_has_it(case),
        "late": late_words(case),
        "sorry": _("It should have been done by %(due)s. We are sorry; the head of the unit has been told.")
        % {"due": format.moment(case.due_at)}
        if case.due_at
        else "",
    }


def _why(case: Case, question: Any, hold: Any) -> str:
    """What else the person should know of what it waits for."""
    if hold is not None:
        return waiting.hold_for_resident(hold, case.due_at)
    if question is not None and question.reminded_at:
        return _("We reminded you here on %(day)s. One sentence is enough, and so is that you cannot say.") % {
            "day": format.day(question.reminded_at)
        }
    return ""


def withdrawn() -> dict[str, Any]:
    """How it stands for somebody who withdrew."""
    tone, icon = TAGS[State.WITHDRAWN]
    return {
        "tag": {"label": str(State.WITHDRAWN.label), "tone": tone, "icon": icon},
        "now": str(PLAIN[State.WITHDRAWN][0]),
    }


#: what the next date is called where the person themselves is to do something by it
_YOURS = {
    Clock.INFORMATION: gettext_lazy("Until when you may reply"),
    Clock.CALLBACK_WINDOW: gettext_lazy("Until when you may rate it"),
}


def _next_label(item: Deadline) -> Any:
    return _YOURS.get(Clock(item.step)) or _("When you hear from us at the latest")


def _who_has_it(case: Case) -> str:
    """Who has it, as a sentence: before it is assigned nobody handles it yet, the case office looks at it."""
    who = {"who": _who_has(case)}
    if not who["who"]:
        return ""
    if case.state == State.REVIEW:
        return _("Looking at it now: %(who)s") % who
    if case.lead is None and case.state in (State.SUBMITTED, State.ACCEPTED):
        return _("Looking at it now: %(who)s (not settled yet who handles it)") % who
    return _("With: %(who)s") % who


def _who_has(case: Case) -> str:
    if case.has_ended:
        return ""
    if case.state == State.REVIEW:
        return _("reviewers of another unit")
    return str(case.lead or organizations.case_office() or _("Case office of the district"))


def next_clock(case: Case, clocks: list[Deadline], asked: bool) -> Deadline | None:
    """The clock that matters next to the requester: their own reply, their rating, else what the office promised."""
    live = {one.step: one for one in clocks if one.ended_at is None}
    if case.has_ended:
        return None
    if asked:
        return live.get(Clock.INFORMATION)
    if Clock.HOLD_REPORT in live:
        return live[Clock.HOLD_REPORT]
    if case.state in (State.ANSWERED, State.CALLBACK):
        return live.get(Clock.CALLBACK_WINDOW)
    return next((live[step] for step in MAIN if step in live and live[step].due_at == case.due_at), None)


#: the clocks a requester reads of; the others run between offices
THEIRS = (*MAIN, Clock.SIGN, Clock.CONTACT, Clock.INFORMATION, Clock.CALLBACK_WINDOW)


def other_clocks(case: Case, clocks: list[Deadline], next_one: Deadline | None) -> list[dict[str, Any]]:
    """The further dates of a case: those that run, then those that are over, the latest first; none once it is withdrawn
    or its import was taken back."""
    if case.state in (State.WITHDRAWN, State.TAKEN_BACK):
        return []
    shown = [one for one in clocks if one.step in THEIRS and one is not next_one]
    shown.sort(key=lambda one: (one.ended_at is not None, -one.start.timestamp()))
    return [deadline(one, case.stopped_at) for one in shown]


def part(item: Any, designated: bool = False) -> dict[str, Any]:
    """A unit's part in a case; ``designated``: the office named the lead after hearing all sides."""
    signed = (
        _("signed for by %(name)s, %(at)s") % {"name": item.signed_by, "at": format.moment(item.signed_at)}
        if item.signed_at
        else ""
    )
    name = _("Lead unit, designated") if designated and item.part == Part.LEAD else str(item.get_part_display())
    return {"unit": str(item.organization), "part": name, "signed": signed}


def facts(case: Case, eyes: Reader = NOBODY) -> dict[str, Any]:
    """What stands beside a case's text."""
    shown = [
        (_("Kind"), case.get_kind_display()),
        (
            _("About"),
            catalog.category(case.category.code, case.received_at).path if case.category else _("Not sorted yet"),
        ),
        (
            _("Place"),
            " ".join(dict.fromkeys(filter(None, (str(case.area or ""), masking.plain(case, "place", eyes)))))
            or _("Not given"),
        ),
    ]
    if case.accused_organization_id:
        shown.append((_("About the conduct of"), str(case.accused_organization)))
    if case.referral_code:
        shown.append((_("Passed to"), catalog.referral(case.referral_code).label))
    return {
        "id": case.id,
        "text": masking.shown(case, "text", eyes),
        "source": str(case.get_source_display()),
        "items": [{"label": label, "value": str(value)} for label, value in shown],
    }


def spoken(
    case: Case, receipts: Iterable[Receipt], answers: Iterable[Answer], events: Iterable[Event], worries: bool
) -> Iterator[tuple[Marked, str]]:
    """(row, column) of all words on a case's page that may be masked, in the page's order."""
    yield from ((case, column) for column in case.words_in)
    for answer_ in answers:
        yield from ((answer_, column) for column in answer_.words_in)
    for receipt in receipts:
        yield from ((one, "words") for one in receipt.ratings.all())
    for event in events:
        hidden = event.reason == "worried" and not worries
        yield from ((event, column) for column in (("message",) if hidden else event.words_in))


def called(row: Marked, column: str) -> str:
    """What these words are: those of the answer of a round, of a step on a day."""
    if isinstance(row, Case):
        return {"title": _("Title"), "text": _("What the person says"), "place": _("Place")}[column]
    if isinstance(row, Answer):
        return _("Answer, round %(n)s") % {"n": row.round}
    if isinstance(row, Rating):
        return _("Rating, round %(n)s") % {"n": row.round}
    assert isinstance(row, Event)
    return f"{DESK_WORDS.get(row.step, row.step)} {format.moment(row.at)}"


#: what a resident calls the posts that may look at a contact
PLAIN_ROLES = {
    "intake": gettext_lazy("who take cases in"),
    "handler": gettext_lazy("who handle the case"),
    "callback": gettext_lazy("who call to ask how it went"),
    "reviewer": gettext_lazy("who look at it again"),
}


def could_see(found: Mapping[Any, Iterable[str]]) -> list[str]:
    """云桥区总工会：办这件事的人、接件的人, one line a unit."""
    return [
        _("%(unit)s: %(roles)s") % {"unit": unit, "roles": _(", ").join(map(_plain_role, held))}
        for unit, held in found.items()
    ]


def _plain_role(role: str) -> str:
    return str(PLAIN_ROLES.get(role) or roles()[role].name(get_language() or "zh-hans"))


def files(rows: Iterable[Attachment], own: bool = False) -> list[dict[str, str]]:
    """Photos and files as the component ``file_list`` takes them. A file's name may hold a person's: only who sent the
    files (``own``) sees theirs, the desk sees them counted."""
    return [_file(row, attachments.name_of(row) if own else _counted(row, n)) for n, row in enumerate(rows, start=1)]


def waiting_files(rows: Iterable[Attachment]) -> list[dict[str, str]]:
    """Files that wait beside a form, each with the key by which it is taken away again."""
    found = list(rows)
    return [{**shown, "id": str(row.pk)} for shown, row in zip(files(found, own=True), found, strict=True)]


def _counted(row: Attachment, n: int) -> str:
    return _("Photo %(n)s") % {"n": n} if row.is_photo else _("File %(n)s") % {"n": n}


def _file(row: Attachment, name: str) -> dict[str, str]:
    small = reverse("attachments:file", args=[row.pk, "small"]) if row.is_photo else ""
    return {
        "name": name,
        "href": reverse("attachments:file", args=[row.pk, "large"]),
        "thumb": small,
        "alt": name if row.is_photo else "",
        "size": format.size(row.large_size),
    }
