"""Tables of the case domain. A state is set in ``actions/transition.py`` and nowhere else."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from qiaoliang.base.core import clock
from qiaoliang.base.core.models import Record, Versioned
from qiaoliang.work.cases import choices
from qiaoliang.work.cases.marking import Marked


class Owed(models.Func):
    """The date by which an answer is owed; none once it is out or the case is over. The states stand in the text of the
    question, not beside it, so that the indexes ``case_by_due`` and ``case_state_due`` serve on both databases; whoever changes
    ``choices.OPEN`` makes these anew."""

    output_field = models.DateTimeField()

    def __init__(self) -> None:
        super().__init__("state", "due_at")

    def as_sql(self, compiler: Any, connection: Any, *more: Any, **options: Any) -> tuple[str, list[Any]]:
        state, due = (compiler.compile(one)[0] for one in self.source_expressions)
        return self.said(state, ", ".join(f"'{one.value}'" for one in choices.OPEN), due), []

    def said(self, state: str, states: str, due: str) -> str:
        return f"CASE WHEN {state} IN ({states}) THEN {due} END"


class NotOwed(Owed):
    """That there is none. Said in other words, since this is true of nearly all cases of a district: led there by an index that holds
    them all alike, SQLite would sort a million to show the first twenty-five."""

    output_field = models.BooleanField()

    def said(self, state: str, states: str, due: str) -> str:
        return f"({state} NOT IN ({states}) OR {due} IS NULL)"


class Case(Marked, Record, Versioned):
    """诉求. ``code`` is what people say to each other about it; who asked stands apart, in :class:`Receipt`."""

    words_in = ("title", "text", "place")
    stays = "text"
    code = models.CharField(max_length=10, unique=True)
    title = models.CharField(max_length=80)
    text = models.TextField(max_length=5000)
    kind = models.CharField(max_length=12, choices=choices.Kind, default=choices.Kind.HELP)
    #: found by the index "case_category_received", which begins with it
    category = models.ForeignKey("catalog.Category", models.PROTECT, null=True, db_index=False, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    area = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=12, choices=choices.Source, default=choices.Source.WEB)
    external_id = models.CharField(max_length=60, blank=True)
    intake_organization = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    intake_person = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    accused_organization = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")

    state = models.CharField(max_length=20, choices=choices.State, default=choices.State.SUBMITTED)
    closing = models.CharField(max_length=12, choices=choices.Closing, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    lead = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    handler = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")

    received_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    #: while the clock stands still (a question is open, the answer is out); None while it runs
    stopped_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: when the first answer went out
    answered_at = models.DateTimeField(null=True)
    referral_code = models.CharField(max_length=40, blank=True)
    referral_number = models.CharField(max_length=60, blank=True)
    may_publish = models.BooleanField(default=False)
    #: 指定承办: when the office named the lead after a second dispute; from then on nobody returns it
    designated_at = models.DateTimeField(null=True)
    #: when the newest row of its history was written, to sort by
    happened_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (
            models.Index(fields=["state", "received_at", "id"], name="case_state_received"),
            models.Index(fields=["lead", "state", "received_at", "id"], name="case_lead_state_received"),
            models.Index(fields=["category", "received_at", "id"], name="case_category_received"),
            models.Index(Owed(), "id", name="case_by_due"),
            models.Index("state", Owed(), "id", name="case_state_due"),
            models.Index("lead", "state", Owed(), "id", name="case_lead_state_due"),
            models.Index(fields=["received_at", "id"], name="case_by_received"),
            models.Index(fields=["answered_at", "id"], name="case_by_answered"),
            models.Index(fields=["happened_at", "id"], name="case_by_happened"),
            models.Index(fields=["external_id"], name="case_external", condition=~Q(external_id="")),
        )

    def __str__(self) -> str:
        return self.code

    @cached_property
    def shuts_out(self) -> dict[object, bool]:
        """Who belongs to the accused unit, as far as somebody has asked since the case was loaded."""
        return {}

    @property
    def has_ended(self) -> bool:
        return self.state in choices.ENDED

    @property
    def is_late(self) -> bool:
        """Past its deadline, whatever state it is in now."""
        return self.due_at is not None and (self.stopped_at or self.ended_at or clock.now()) > self.due_at


class Receipt(Record):
    """回执: one person's hold on a case. The secret is kept only as a keyed hash; the contact stands in the vault."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="receipts")
    code = models.CharField(max_length=10, unique=True)
    secret_mac = models.BinaryField(max_length=32)
    contact_id = models.UUIDField(null=True)
    language = models.CharField(max_length=10, default="zh-hans")
    #: the receipt of the message that this part was split from: its code and secret open this one, too
    whole = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    #: this person withdrew, while the matter goes on for others
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class Assignment(Record):
    """A unit's part in a case over ``[start, end)``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=choices.Part)
    start = models.DateTimeField(default=clock.now)
    end = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint("case", condition=Q(part="lead", end=None), name="one_live_lead"),
            models.UniqueConstraint("case", "organization", condition=Q(end=None), name="one_live_part_per_unit"),
        )
        indexes = (models.Index(fields=["organization", "case"], name="assignment_live", condition=Q(end=None)),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.part}"


class Event(Marked, Record):
    """One step in a case's history. ``note`` is for the office; ``message`` is what the requester reads."""

    words_in = ("note", "message")
    #: for whom a deputy took it; filled by ``queries.with_stands_for`` where it is shown
    for_whom: str = ""
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    at = models.DateTimeField(default=clock.now)
    step = models.CharField(max_length=24)
    by_kind = models.CharField(max_length=10)
    person = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    message = models.TextField(blank=True)
    refs = models.JSONField(default=dict, blank=True)
    calendar = models.CharField(max_length=40, blank=True)
    #: whether the district's figures know of it (``actions/count.py``)
    counted = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=["id"], name="event_uncounted", condition=Q(counted=False)),
            models.Index(fields=["case", "id"], name="event_of_case"),
            models.Index(fields=["person", "-id"], name="event_of_person"),
        )

    def __str__(self) -> str:
        return self.step


class Deadline(Record):
    """期限: one step's clock. ``due_at`` moves only by a recorded event; ``first_due_at`` never.

    ``days`` lists every day looked at, as [ISO date, counted?, kind of day, festival]; amounts are in ``unit`` (wd, h or d)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    step = models.CharField(max_length=20, choices=choices.Clock)
    start = models.DateTimeField()
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    amount = models.DecimalField(max_digits=6, decimal_places=2)
    unit = models.CharField(max_length=2)
    #: what an extension added, in the same unit
    added = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    source = models.CharField(max_length=200, blank=True)
    days = models.JSONField(default=list)
    provisional = models.BooleanField(default=False)
    calendar = models.CharField(max_length=40, blank=True)
    met_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: the rung of the ladder 催办督办 that was taken last, and when the next one is due
    rung = models.CharField(max_length=60, blank=True)
    rung_at = models.DateTimeField(null=True)
    #: why the unit is late, as it said itself, and by which day it means to be done
    delay_reason = models.CharField(max_length=40, blank=True)
    explained_until = models.DateField(null=True)
    #: when those who decide on a request were told that their time has passed
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("case", "step", condition=Q(ended_at=None), name="one_live_clock_per_step"),
        )
        indexes = (
            models.Index(fields=["due_at"], name="deadline_live", condition=Q(ended_at=None)),
            models.Index(fields=["rung_at"], name="deadline_rung", condition=Q(ended_at=None, rung_at__isnull=False)),
            models.Index(fields=["-met_at"], name="deadline_met_late", condition=Q(met_at__gt=F("due_at"))),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.due_at:%F}"

    @property
    def is_late(self) -> bool:
        return (self.met_at or self.ended_at or clock.now()) > self.due_at


class Request(Marked, Record):
    """A request beside the state 并行申请: to return the case, to ask the person, not to take it on, for more time, to hold,
    to call departments together, to answer it in the office.

    An extension has its ``amount`` in the unit of the answer's clock, and the head's word before the decision. A hold that is
    granted runs until ``ended_at``; ``report_at`` is when the unit reports next."""

    words_in = ("text", "reply")
    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=12, choices=choices.RequestKind)
    state = models.CharField(max_length=8, choices=choices.RequestState, default=choices.RequestState.OPEN)
    person = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    proposed = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)
    #: when the person is reminded of an open question, once, and when they were
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    reply = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    report_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("case", "kind", condition=Q(state="open"), name="one_open_request"),
            models.UniqueConstraint(
                "case", condition=Q(kind="hold", state="granted", ended_at=None), name="one_running_hold"
            ),
        )
        indexes = (
            models.Index(fields=["remind_at"], name="request_to_remind", condition=Q(state="open", reminded_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Attendance(Marked, Record):
    """A unit called to sit together 会商: at a whistle, or heard before a lead is designated. ``reply`` is its own word
    beforehand; ``attended`` is what the caller notes, with who came."""

    words_in = ("reply", "who_came")
    request = models.ForeignKey(Request, models.PROTECT, related_name="attendances")
    case = models.ForeignKey(Case, models.PROTECT, related_name="attendances")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    attended = models.CharField(max_length=8, choices=choices.Attended, blank=True)
    who_came = models.CharField(max_length=60, blank=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    helps = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint("request", "organization", name="one_attendance_a_unit"),)
        indexes = (models.Index(fields=["organization", "case"], name="attendance_of_unit"),)

    def __str__(self) -> str:
        return f"{self.organization_id} {self.attended}"


class Answer(Marked, Record, Versioned):
    """答复: what the lead unit tells the person, and separately what may be published. One row a round."""

    words_in = ("text", "public_text", "others_text", "sent_back")
    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=5000)
    public_text = models.TextField(max_length=3000, blank=True)
    #: for the others who raised the same matter: nothing of what the first person said or left
    others_text = models.TextField(max_length=5000, blank=True)
    closing = models.CharField(max_length=12, choices=choices.Closing)
    planned_for = models.DateField(null=True)
    #: 直办: answered by the office itself, reported apart
    direct = models.BooleanField(default=False)
    drafted_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    sent_back = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint("case", "round", name="one_answer_a_round"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.round}"


class Promise(Marked, Record):
    """承诺: what an answer that ends with a plan owes the person, by which day. Its state is told by its dates.

    ``first_due_on`` never moves; ``ended_at``: the case was taken up again, so the work on it takes the promise's place.
    ``tell_on`` is the next day on which somebody is reminded, ``told`` what they were reminded of last."""

    words_in = ("done",)
    case = models.ForeignKey(Case, models.PROTECT, related_name="promises")
    answer = models.OneToOneField(Answer, models.PROTECT, related_name="promise")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    due_on = models.DateField()
    first_due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    done = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    tell_on = models.DateField(null=True)
    told = models.CharField(max_length=8, choices=choices.Told, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("case", condition=Q(done_at=None, ended_at=None), name="one_open_promise"),
        )
        indexes = (
            models.Index(fields=["due_on", "id"], name="promise_open", condition=Q(done_at=None, ended_at=None)),
            models.Index(fields=["organization", "case"], name="promise_of_unit"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_on:%F}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.ended_at is None

    @property
    def is_broken(self) -> bool:
        """Not kept, and its day is over."""
        return self.is_open and self.due_on < clock.today()


class Rating(Marked, Record):
    """评价: three separate figures and the person's own words; a missing value is no rating."""

    words_in = ("words",)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    contacted = models.BooleanField(null=True)
    solved = models.CharField(max_length=8, choices=choices.Degree, blank=True)
    satisfied = models.CharField(max_length=8, choices=choices.Degree, blank=True)
    words = models.TextField(max_length=1000, blank=True)
    taken_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    #: the catalogue's reason why a review left it out of the unit's figures; the words stay as they are
    not_counted = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint("receipt", "round", name="one_rating_a_round"),)

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.round}"


class Merge(Record):
    """并单: a case follows ``lead`` over ``[created_at, end)``. ``kept`` is what it needs to go on by itself: the clocks and
    parts that ended with the merge, the clock that was lent, where the accused unit comes from."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="merges")
    lead = models.ForeignKey(Case, models.PROTECT, related_name="followers")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    before = models.CharField(max_length=20, choices=choices.State)
    kept = models.JSONField(default=dict)
    end = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("case", condition=Q(end=None), name="one_live_merge"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.lead_id}"


class Split(Record):
    """拆单: ``case`` is one of the matters in ``whole`` over ``[created_at, end)``, and ``version`` is the part as the split
    left it. ``kept`` is what the whole needs to be put together again: clocks, letters, parts of units, accused unit."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="split")
    whole = models.ForeignKey(Case, models.PROTECT, related_name="splits")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    before = models.CharField(max_length=20, choices=choices.State)
    kept = models.JSONField(default=dict)
    end = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.whole_id}"


class Review(Record, Marked):
    """复核: people of another unit look again at one round's answer, at a case not taken on, or at a unit's rating."""

    words_in = ("text", "reasons")

    case = models.ForeignKey(Case, models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    asked = models.CharField(max_length=8, choices=choices.Asked)
    before = models.CharField(max_length=20, choices=choices.State)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    rating = models.ForeignKey(Rating, models.PROTECT, null=True, related_name="+")
    text = models.TextField(max_length=2000, blank=True)
    outcome = models.CharField(max_length=12, choices=choices.Outcome, blank=True)
    reasons = models.TextField(max_length=3000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint("case", condition=Q(decided_at=None), name="one_open_review"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.asked}"


class CallbackAttempt(Record):
    """One attempt to reach the person for a rating; two, then silence is "no rating"."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="callback_attempts")
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    reached = models.BooleanField()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.reached}"


class Series(models.Model):
    """The last number given to a kind of letter in a year; numbers have no gaps and start anew each year."""

    kind = models.CharField(max_length=12, choices=choices.LetterKind)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint("kind", "year", name="one_series_a_year"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last}"


class Letter(Record):
    """催办单、督办单: a numbered letter to the unit that has the case (none: the case office).

    Written by a rung of the ladder or by a supervisor (``person``); ``due_at`` is by when it is to be obeyed. It is
    answered when the unit says why it is late, and closed when its ``deadline`` ends."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    deadline = models.ForeignKey(Deadline, models.PROTECT, null=True, related_name="letters")
    kind = models.CharField(max_length=12, choices=choices.LetterKind)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    rung = models.CharField(max_length=60, blank=True)
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    issued_at = models.DateTimeField(default=clock.now)
    #: the date that was missed, as it stood when the letter was written
    missed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("kind", "year", "number", name="one_letter_a_number"),
            models.UniqueConstraint("deadline", "rung", condition=~Q(rung=""), name="one_letter_a_rung"),
        )
        indexes = (
            models.Index(fields=["case", "-id"], name="letter_of_case"),
            models.Index(fields=["-id"], name="letter_open", condition=Q(closed_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.number}"


class Instruction(Record):
    """批示: what a leader asks of a unit (and a post in it) on a case, by when, and what came back.

    Read by leaders, supervisors and those who handle the case; a resident is shown nothing of it: whoever asks is owed
    the same answer on the same day, noticed by a leader or not."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="instructions")
    text = models.TextField(max_length=1000)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    post = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    report = models.TextField(blank=True)
    #: when the unit and the supervisors were told that no report has come
    late_told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["case", "-id"], name="instruction_of_case"),
            models.Index(fields=["organization", "case"], name="instruction_of_unit"),
            models.Index(fields=["due_at"], name="instruction_open", condition=Q(reported_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_at:%F}"

    @property
    def is_late(self) -> bool:
        return (self.reported_at or clock.now()) > self.due_at


class Draft(Record):
    """A resident's unfinished form, sealed, kept 24 hours. ``id`` and a random token in a cookie open it.

    After sending it holds the receipt's secret (sealed too) until it expires, so a second press of the button or a
    reloaded page shows the same receipt."""

    token_mac = models.BinaryField(max_length=32, unique=True)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["expires_at"], name="draft_expiry"),)

    def __str__(self) -> str:
        return str(self.id)


class Counted(models.Model):
    """What the district's figures hold of one case now, so that a change takes away exactly what was there.

    No foreign key: a case that is erased is still known here until it is taken out of the figures."""

    case_id = models.UUIDField(primary_key=True)
    facts = models.JSONField()
    #: when it gets late if nothing happens
    late_from = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["late_from"], name="counted_late_from", condition=Q(late_from__isnull=False)),)

    def __str__(self) -> str:
        return str(self.case_id)


class Tally(models.Model):
    """Figures of one month for one unit, theme, town, stage or reason (``axis`` and ``key``; see ``tallies.py``).

    Questions stand apart. Cases about the conduct of a unit are counted by that unit, so that its own people's figures
    leave them out as their lists do."""

    id = models.BigAutoField(primary_key=True)
    axis = models.CharField(max_length=8)
    key = models.CharField(max_length=60, blank=True)
    month = models.DateField()
    question = models.BooleanField()
    accused = models.CharField(max_length=36, blank=True)
    #: received in the month; of these, not answered yet, and late
    asked = models.IntegerField(default=0)
    open = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    #: first answered in the month; of these, by the date
    answered = models.IntegerField(default=0)
    in_time = models.IntegerField(default=0)
    #: people whose answer went out in the month: asked how it went, said something, and what
    called = models.IntegerField(default=0)
    rated = models.IntegerField(default=0)
    contacted_n = models.IntegerField(default=0)
    contacted = models.IntegerField(default=0)
    solved_n = models.IntegerField(default=0)
    solved = models.IntegerField(default=0)
    satisfied_n = models.IntegerField(default=0)
    satisfied = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["month", "axis", "key", "question", "accused"], name="one_tally"),
        )
        indexes = (models.Index(fields=["axis", "key"], name="tally_open", condition=~Q(open=0)),)

    def __str__(self) -> str:
        return f"{self.axis} {self.key} {self.month:%Y-%m}"
