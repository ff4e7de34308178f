"""The words a case's columns may hold, with what they mean to people."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Main states; requests stand beside them (:class:`RequestKind`), lateness is a field of its own."""

    SUBMITTED = "submitted", _("Waiting to be accepted")
    ACCEPTED = "accepted", _("Accepted, being assigned")
    DISPATCHED = "dispatched", _("Assigned, waiting to be signed for")
    IN_PROGRESS = "in_progress", _("Being handled")
    PENDING_APPROVAL = "pending_approval", _("Answer being checked")
    ANSWERED = "answered", _("Answered")
    CALLBACK = "callback", _("Waiting for a rating")
    REWORK = "rework", _("Being handled again")
    REVIEW = "review", _("Being reviewed")
    MERGED = "merged", _("Handled together")
    CLOSED = "closed", _("Closed")
    REFERRED_OUT = "referred_out", _("Passed to another body")
    NOT_ACCEPTED = "not_accepted", _("Not taken on")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SPLIT = "split", _("Split into several")
    REJOINED = "rejoined", _("Put back together")
    TAKEN_BACK = "taken_back", _("Import taken back")
    ARCHIVED = "archived", _("Archived, words erased")


#: States in which nothing more happens by itself.
ENDED = (
    State.CLOSED, State.REFERRED_OUT, State.NOT_ACCEPTED, State.WITHDRAWN, State.SPLIT, State.REJOINED,
    State.TAKEN_BACK, State.ARCHIVED,
)  # fmt: skip
#: the answer is not out yet
OPEN = (
    State.SUBMITTED, State.ACCEPTED, State.DISPATCHED, State.IN_PROGRESS, State.PENDING_APPROVAL, State.REWORK,
    State.REVIEW,
)  # fmt: skip
#: not ended, as the database finds them by an index
RUNNING = tuple(state for state in State if state not in ENDED)
#: a message that goes on as several cases, and a part that went back into it: counted nowhere, or it would count twice; a case that
#: came with a table by mistake
NOT_COUNTED = (State.SPLIT, State.REJOINED, State.TAKEN_BACK)
#: States in which the lead unit works.
WORKING = (State.IN_PROGRESS, State.REWORK)

#: the states as one who looks for a case thinks of them
GROUPS = (
    (pgettext_lazy("states", "Waits to be taken on"), (State.SUBMITTED, State.ACCEPTED)),
    (
        pgettext_lazy("states", "Being worked on"),
        (State.DISPATCHED, State.IN_PROGRESS, State.PENDING_APPROVAL, State.REWORK, State.REVIEW, State.MERGED),
    ),
    (pgettext_lazy("states", "Waits for the person"), (State.ANSWERED, State.CALLBACK)),
    (pgettext_lazy("states", "Over"), ENDED),
)


class Kind(TextChoices):
    QUESTION = "question", _("Question")
    HELP = "help", _("Request for help")
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")


class Source(TextChoices):
    WEB = "web", _("Web page")
    COUNTER = "counter", _("At the counter")
    PHONE = "phone", _("By phone")
    VISIT = "visit", _("Home visit")
    IMPORT = "import", _("From a file")


class Part(TextChoices):
    """What a unit is in a case."""

    LEAD = "lead", _("Lead unit")
    HELPER = "helper", _("Helping unit")


class Closing(TextChoices):
    """How a case ended (办结 A, D, B–C, 逾期未补)."""

    SOLVED = "solved", _("Solved")
    EXPLAINED = "explained", _("Explained")
    PLANNED = "planned", _("Planned")
    LAPSED = "lapsed", _("Lapsed, no information came")


class RequestKind(TextChoices):
    RETURN = "return", _("Return to the dispatcher")
    INFORMATION = "information", _("Information from the requester")
    REFUSAL = "refusal", _("Not to take it on")
    EXTENSION = "extension", _("More time for the answer")
    HOLD = "hold", _("On hold, waiting for something outside")
    WHISTLE = "whistle", _("Departments called together")
    DIRECT = "direct", _("Answer by the office itself")


class RequestState(TextChoices):
    OPEN = "open", pgettext_lazy("request", "Open")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    LAPSED = "lapsed", _("Lapsed")


class Attended(TextChoices):
    """Whether a unit that was called came to sit together; an empty value: not noted yet."""

    CAME = "came", _("Came")
    WORD = "word", _("Sent word")
    ABSENT = "absent", _("Did not come")


class Degree(TextChoices):
    """An answer to "solved?" or "satisfied?"; an empty value is no rating."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


#: the same three of satisfaction, as the person reads and presses them
SATISFIED = (
    (Degree.YES.value, _("Satisfied")),
    (Degree.PARTLY.value, _("So-so")),
    (Degree.NO.value, _("Not satisfied")),
)


class Asked(TextChoices):
    """On whose account a case is reviewed; ``rounds``: it was called unsolved as often as a unit may try."""

    PERSON = "person", _("The person asks")
    UNIT = "unit", _("The unit asks about a rating")
    ROUNDS = "rounds", _("Called unsolved too often")


class Outcome(TextChoices):
    """What a review decides."""

    UPHELD = "upheld", _("It stands")
    REWORK = "rework", _("A unit handles it again")
    ACCEPTED = "accepted", _("It is taken on after all")
    NOT_COUNTED = "not_counted", _("The rating does not count in the unit's figures")

    @property
    def said(self) -> str:
        """As the letter to the person says it."""
        return gettext("it stands as it was") if self is Outcome.UPHELD else str(self.label)


class Clock(TextChoices):
    """The steps that have a deadline of their own; the codes are those of the catalogue's clock sets."""

    ACCEPT = "accept", _("Accept or pass on")
    DISPATCH = "dispatch", _("Assign to a unit")
    SIGN = "sign", _("Sign for it")
    CONTACT = "contact", _("First contact")
    ANSWER = "answer", _("Answer")
    APPROVE = "approve", _("Check the answer")
    CALLBACK_START = "callback_start", _("Ask for a rating")
    CALLBACK_WINDOW = "callback_window", _("Rating open")
    REWORK = "rework", _("Answer again")
    INFORMATION = "information", _("Information")
    RETURN_DECISION = "return_decision", _("Decide on the return")
    REVIEW = "review", _("Review")
    EXTENSION_AGREE = "extension_agree", _("The head's word on more time")
    EXTENSION_DECISION = "extension_decision", _("Decide on more time")
    HOLD_DECISION = "hold_decision", _("Decide on the hold")
    HOLD_REPORT = "hold_report", _("Report while on hold")
    WHISTLE = "whistle", _("Sit together")


class Told(TextChoices):
    """What was said of a promise last, in the order in which it is said."""

    SOON = "soon", _("Its day comes near")
    TODAY = "today", _("Its day is today")
    LATE = "late", _("Its day is over")


class LetterKind(TextChoices):
    """The numbered letters of supervision; the codes are those of the catalogue's rungs."""

    REMINDER = "reminder", _("Reminder letter")
    SUPERVISION = "supervision", _("Supervision letter")


#: Clocks whose due time is the case's own due time while they run.
MAIN = (Clock.ACCEPT, Clock.DISPATCH, Clock.ANSWER, Clock.REWORK, Clock.REVIEW)
#: Clocks for deciding on a request; when one runs out the request stays open, and who decides hears of it.
DECISIONS = (Clock.RETURN_DECISION, Clock.EXTENSION_AGREE, Clock.EXTENSION_DECISION, Clock.HOLD_DECISION, Clock.WHISTLE)
