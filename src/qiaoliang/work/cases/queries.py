"""Reads with a name. Whatever a person sees of cases starts from :func:`visible_to`, one SQL condition."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.asking import written
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.audit.actions import STANDS_FOR
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.organizations.models import Closure, Membership, Organization
from qiaoliang.base.search import queries as search
from qiaoliang.base.vault import queries as vault
from qiaoliang.work.cases import holding, rules
from qiaoliang.work.cases.acting import Asker, asker, belongs_to, told_of, units_of
from qiaoliang.work.cases.choices import (
    ENDED,
    MAIN,
    RUNNING,
    WORKING,
    Asked,
    Outcome,
    RequestKind,
    RequestState,
    State,
)
from qiaoliang.work.cases.models import (
    Answer,
    Assignment,
    Attendance,
    Case,
    Deadline,
    Event,
    Instruction,
    Merge,
    Promise,
    Rating,
    Receipt,
    Request,
    Review,
    Split,
)

PAGE = 25
#: so many cases are looked up by their ids
FEW = 500
#: a report on a hold waits for the unit from the morning of this many days before it is due
REPORT_AHEAD = timedelta(days=3)
#: what is promised waits for the unit this long before its day
PROMISE_AHEAD = timedelta(days=7)


def visible_to(actor: Actor, permission: str = "cases.read") -> QuerySet[Case]:
    """The cases ``actor`` has ``permission`` for: held, taken in or called to by a unit in reach, or one that a leader has
    asked there; and neither it nor a part of it is about a unit of theirs or one above it."""
    reach = access.reach(actor, permission)
    cases = Case.objects.all()
    if not reach.everywhere:
        there = reach.of_row("organization")
        held = Assignment.objects.filter(there, case=OuterRef("pk"), end=None)
        asked = Instruction.objects.filter(there, case=OuterRef("pk"))
        called = Attendance.objects.filter(there, case=OuterRef("pk"))
        theirs = _has(held) | _has(asked) | _has(called)
        cases = cases.filter(theirs | reach.q("intake_organization"))
    if actor.person is None:
        return cases.filter(accused_organization=None)
    own = told_of(actor)
    about = Split.objects.filter(whole=OuterRef("pk"), end=None, case__accused_organization__in=own)
    cases = cases.exclude(Q(state=State.SPLIT) & Exists(about)) if own else cases
    return cases.filter(Q(accused_organization=None) | ~Q(accused_organization__in=own))


def listed_for(actor: Actor, permission: str = "cases.read") -> QuerySet[Case]:
    """The same for a list: where the units in reach hold few cases, looked for among these."""
    seen = visible_to(actor, permission)
    return seen.filter(pk__in=holding.touching(actor, permission)) if permission in holding.few_of(actor) else seen


def _has(rows: QuerySet[Any]) -> Q:
    """That a case has one of these rows, looked up case by case. For an EXISTS among several PostgreSQL would first read all
    rows of the unit, half a million of them, though a page wants 25 cases."""
    return Q(IsNull(Subquery(rows.values("pk")[:1]), False))


def on(cases: QuerySet[Case]) -> Exists:
    """That a row's ``case`` is one of these. Asked row by row: a district has a million cases and few promises, letters or
    clocks that run, and a list of all the cases' ids would be made first."""
    return Exists(cases.filter(pk=OuterRef("case")))


def load(actor: Actor, case_id: UUID, permission: str = "cases.read") -> Case:
    """One case with what its page shows; Case.DoesNotExist alike for "not there" and "not yours"."""
    found = written.first(_one, asker(actor), permission, case_id)
    if found is None:
        raise Case.DoesNotExist
    return found


def _one(asker: Asker, permission: str, case_id: UUID) -> QuerySet[Case]:
    found = visible_to(asker.actor, permission).filter(pk=case_id)
    return found.select_related("category", "lead", "handler", "area", "split__whole")


def accused_circle(case: Case) -> set[UUID]:
    """The accused unit and all below it, by territory and by line."""
    if case.accused_organization_id is None:
        return set()
    below = Closure.objects.filter(ancestor=case.accused_organization_id)
    return {case.accused_organization_id, *below.values_list("descendant", flat=True)}


def shut_out(case: Case) -> set[UUID]:
    """The persons who belong to the accused unit or one below it today."""
    circle = accused_circle(case)
    if not circle:
        return set()
    found = Membership.objects.at().filter(Q(post__organization__in=circle) | Q(organization__in=circle))
    standing = organizations.deputies().filter(membership__post__organization__in=circle)
    return {*found.values_list("person_id", flat=True), *standing.values_list("person_id", flat=True)}


def instructions_for(actor: Actor, case: Case) -> list[Instruction]:
    """Leaders' instructions on the case, newest first, for those who lead, supervise, or handle it: the lead, the helpers
    and the units asked. Others see in the history that there is one, not what it says."""
    every = written.rows(_instructions, case.pk)
    if not every or actor.may("cases.instruct") or actor.may("cases.supervise"):
        return every
    units = {*case.assignments.filter(end=None).values_list("organization_id", flat=True)}
    units |= {one.organization_id for one in every}
    return every if any(actor.may(right, unit) for unit in units for right in rules.OWNERS) else []


def _instructions(case: UUID) -> QuerySet[Instruction]:
    rows = Instruction.objects.filter(case=case).order_by("-id")
    return rows.select_related("case", "organization", "post", "person", "reported_by")


def may_see_contact(actor: Actor, case: Case) -> bool:
    """Whether the actor's post sees contacts in the unit that has the case now, and the case is not about that unit."""
    if belongs_to(actor, case.accused_organization_id):
        return False
    holder = case.lead_id or case.intake_organization_id
    return actor.may("cases.contact", holder) if holder else access.reach(actor, "cases.contact").everywhere


def could_see_contact(case: Case) -> dict[Organization, list[str]]:
    """Which roles in which units may see the contact as the case stands now; a unit it is about, and those below, never."""
    shut_out, found = accused_circle(case), dict[Organization, list[str]]()
    for unit, role in access.roles_with("cases.contact", case.lead_id or case.intake_organization_id):
        if unit.pk not in shut_out:
            found.setdefault(unit, []).append(role)
    return found


def by_phone(actor: Actor, phone: str) -> QuerySet[Case]:
    """The cases of a person with this phone, left as a contact or written in the words, newest first: for those who may see
    the contact. Never counted or ordered by how often somebody asks."""
    index = vault.phone_index(phone)
    if index is None:
        return Case.objects.none()
    contacts = vault.by_phone(phone).values("pk")
    held = Receipt.objects.filter(case=OuterRef("pk"), contact_id__in=contacts)
    written = search.matching("case_phone", index.hex())
    cases = visible_to(actor, "cases.contact").filter(Q(Exists(held)) | Q(pk__in=written))
    reach = access.reach(actor, "cases.contact")
    return cases.filter(reach.q("lead")).order_by("-id")


def reads_worries(actor: Actor) -> bool:
    """Whether the actor reads why somebody with worries withdrew: people outside the unit that had the case."""
    return actor.may("cases.supervise") or actor.may("cases.review")


def todo(actor: Actor) -> QuerySet[Case]:
    """待我处理: what waits for a step that the actor's post may take, the most urgent first."""
    here, beside = todo_here(actor), todo_beside(actor)
    waiting = here if beside is None else Case.objects.filter(pk__in=here.values("pk").union(beside))
    return waiting.order_by("due_at", "id")


def todo_parts(actor: Actor) -> list[QuerySet[Case]]:
    """The same in parts: a part for each state in which nearly every case waits for a step of the actor's, since an index has
    these in the order of a list; one for what somebody asked for, called or promised in any state; one for what is elsewhere. As one condition
    they would be looked for among all that wait, or among all cases."""
    here, beside = _here(actor), todo_beside(actor)
    own = {state: _waits_in(actor, state) for state in _states(actor)}
    parts = [here.filter(_any(waits), state=state) for state, waits in own.items() if waits]
    asked = _any([*_waits(actor, RUNNING.__eq__), ("promised", promised(actor))])
    elsewhere = [] if beside is None else [Case.objects.filter(pk__in=beside)]
    return [*parts, here.filter(asked, state__in=_states(actor)), *elsewhere]


def todo_here(actor: Actor) -> QuerySet[Case]:
    """Of these, the cases that go on where the actor's rights hold."""
    waiting = _any([*_waits(actor), ("promised", promised(actor))])
    return _here(actor).filter(waiting, state__in=_states(actor))


def _here(actor: Actor) -> QuerySet[Case]:
    near = _near(actor)
    return visible_to(actor).filter(near) if near else listed_for(actor)


def todo_beside(actor: Actor) -> QuerySet[Any, Any] | None:
    """The ids of the others: cases of other units to which one's own is called, and those that are over but for what is
    promised. None where the post has no part in either."""
    if "cases.work" not in actor.held:
        return None
    seen, near = listed_for(actor), _near(actor)
    ended = seen.filter(promised(actor), state__in=ENDED).values("pk")
    elsewhere = seen.filter(called(actor), state__in=RUNNING).exclude(near) if near else seen.none()
    return ended.union(elsewhere.values("pk"))


def waits_for(actor: Actor, cases: Sequence[Case]) -> dict[UUID, str]:
    """case → what it waits for from the actor, by the names of :func:`_waits`; one that waits for others is left out. One
    query, or none."""
    today = clock.start_of(clock.today())
    rows = written.of_ids(_waits_of, [one.pk for one in cases], asker(actor), today)
    return {pk: what for pk, what in rows if what}


def _waits_of(asks: Asker, _today: datetime, *ids: UUID) -> QuerySet[Any, Any]:
    kinds = [*_waits(asks.actor), ("promised", promised(asks.actor))]
    step = Choice(*(When(condition, then=Value(name)) for name, condition in kinds), default=Value(""))
    return Case.objects.filter(pk__in=ids).annotate(waits=step).values_list("pk", "waits")


def _states(actor: Actor) -> list[State]:
    """In which states anything can wait for the actor: an index finds these, and the others are not looked at."""
    held = [states for permission, states, _condition in _WAITING if permission in actor.held]
    held += [tuple(NEXT)] if "cases.dispatch" in actor.held else []
    held += [RUNNING] if "cases.work" in actor.held else []  # called to a case in any state
    found = {state for states in held for state in states}
    return [state for state in State if state in found]


def _any(kinds: Iterable[tuple[str, Q]]) -> Q:
    found = Q(pk=None)
    for _name, condition in kinds:
        found |= condition
    return found


def _near(actor: Actor) -> Q:
    """For who acts in a unit alone: that the unit leads the case. It is told at a glance, where the whole condition takes ten
    looks."""
    held = [permission for permission, _states, _condition in _WAITING if permission in actor.held]
    near = Q()
    for permission in held:
        there = _in_reach(actor, permission)
        if permission not in _AT_LEAD or not there:
            return Q()
        near = near if there == near else near | there
    return near


def _waits(actor: Actor, of: Callable[[tuple[State, ...]], bool] = bool) -> Iterator[tuple[str, Q]]:
    """(what is waited for, which cases wait for it) of all that the actor's post may do: a permission stands for its step. Only what
    is waited for in states that fit ``of``; RUNNING is what may be asked for in any."""
    for permission, states, condition in _WAITING:
        if permission in actor.held and of(states):
            still = _still() if permission == "cases.work" else Q(pk=None)
            there = Q() if states == RUNNING else Q(state__in=states)
            yield permission, there & condition & _in_reach(actor, permission) & ~_own(actor, permission) & ~Q(still)
    if "cases.dispatch" in actor.held and of(RUNNING):
        yield "nobody_left", nobody_left()
    if "cases.work" in actor.held and of(RUNNING):
        yield "called", called(actor)


def _waits_in(actor: Actor, state: State) -> list[tuple[str, Q]]:
    """Of these, what the state itself asks the actor for."""
    return list(_waits(actor, lambda states: states != RUNNING and state in states))


def called(actor: Actor) -> Q:
    """Cases to which the actor's unit is called to sit together, and has not answered."""
    open_call = Q(request__kind=RequestKind.WHISTLE, request__state=RequestState.OPEN, replied_at=None, attended="")
    calls = Attendance.objects.filter(open_call, organization=actor.who.organization_id)
    return Q(pk__in=calls.values("case"))


def with_stands_for(events: Sequence[Event]) -> Sequence[Event]:
    """Each with ``for_whom``, the name of the person for whom a deputy took the step. A question only where there is one."""
    ids = {UUID(one.refs[STANDS_FOR]) for one in events if STANDS_FOR in one.refs}
    names = organizations.person_names(ids) if ids else {}
    for one in events:
        one.for_whom = names.get(UUID(one.refs[STANDS_FOR]), "") if STANDS_FOR in one.refs else ""
    return events


def left_behind(held: Membership) -> QuerySet[Case]:
    """Open cases of the post's unit that its holder handles, where no other post in the unit is theirs."""
    return Case.objects.filter(lead=_left_unit(held), handler=held.person_id).exclude(state__in=ENDED)


def requests_left(held: Membership) -> QuerySet[Request]:
    """What they asked for in the unit's name and nobody has decided yet."""
    return Request.objects.filter(organization=_left_unit(held), person=held.person_id, state=RequestState.OPEN)


def instructions_left(held: Membership) -> QuerySet[Instruction]:
    """Leaders' instructions to the post that nobody else holds."""
    others = Membership.objects.at().filter(post=held.post_id).exclude(person=held.person_id)
    waiting = Instruction.objects.filter(post=held.post_id, reported_at=None)
    return waiting.none() if others.exists() else waiting


def _left_unit(held: Membership) -> UUID | None:
    """The unit whose work goes on without them; None where they hold another post in it."""
    assert held.post is not None
    unit = held.post.organization_id
    also = Membership.objects.at().filter(person=held.person_id, post__organization=unit).exclude(pk=held.pk)
    return None if also.exists() else unit


#: who has to be in the lead unit for the case to go on
NEXT = {**dict.fromkeys((State.DISPATCHED, *WORKING), "cases.work"), State.PENDING_APPROVAL: "cases.approve"}


def nobody_left() -> Q:
    """Cases whose lead unit has nobody today who could take the next step: they wait for the dispatcher."""
    found = Q(pk__in=[])
    for right in ("cases.work", "cases.approve"):
        states = [state for state, needed in NEXT.items() if needed == right]
        found |= Q(state__in=states) & ~Q(lead__in=access.units_with(right))
    return found


def has_nobody_left(case: Case) -> bool:
    """Whether the lead unit of this case has nobody who could go on with it."""
    right = NEXT.get(State(case.state))
    return case.lead_id is not None and right is not None and not access.has_somebody(right, case.lead_id)


def done_by(actor: Actor) -> QuerySet[Case]:
    """我已处理: what the actor took a step in."""
    steps = Event.objects.filter(person=actor.person)
    return visible_to(actor).filter(pk__in=steps.values("case")).order_by("-id")


def started_by(actor: Actor) -> QuerySet[Case]:
    """我发起: what the actor took in on someone's behalf."""
    return visible_to(actor).filter(intake_person=actor.person).order_by("-id")


def late(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of which a clock has run out, whatever state they are in; a question to the person hides no lateness. The
    clocks are asked first: where few have run out, no other case is looked at, which no database could guess."""
    now = clock.now()
    passed = ~Q(step__in=MAIN) | Q(due_at__lt=Coalesce("case__stopped_at", now))
    missed = Deadline.objects.filter(passed, ended_at=None, due_at__lt=now)
    few = list(missed.values_list("case", flat=True)[: FEW + 1])
    is_late = Q(pk__in=few) if len(few) <= FEW else Q(Exists(missed.filter(case=OuterRef("pk"))))
    return cases.filter(is_late, state__in=RUNNING)


def with_next_clock(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each with the clock that runs out first (``next_step``, ``next_due``), for lists."""
    live = Deadline.objects.filter(case=OuterRef("pk"), ended_at=None).order_by("due_at")
    return cases.annotate(next_step=Subquery(live.values("step")[:1]), next_due=Subquery(live.values("due_at")[:1]))


def matching(cases: QuerySet[Case], words: str | search.Search) -> QuerySet[Case]:
    """Those whose code, title, text or place holds ``words``, as they were typed or as :func:`searched` read them."""
    asked = searched(words) if isinstance(words, str) else words
    return search.listed(cases, "case", asked) if asked else cases


def searched(words: str) -> search.Search | None:
    """What is looked for in a list; None where nothing was typed."""
    return search.read(words, PAGE) if words.strip() else None


def usual_lead(case: Case) -> Organization | None:
    """The unit that leads matters of this category where the case happened: the place itself or the nearest above it of
    the category's kind, else the district's own of that kind. None where that is not one clear unit, or it is accused."""
    return nearest(case.category.lead, case.area_id, accused_circle(case)) if case.category else None


def nearest(kind: str, area_id: UUID | None, besides: Collection[UUID] = ()) -> Organization | None:
    """The unit that acts as this kind for a place: the place itself or the nearest above it, else the district's own. None
    where that is not one clear unit, or it is among those ``besides``."""
    fitting = organizations.alive().filter(kind__in=catalog.kinds_acting_as(kind)).exclude(pk__in=besides)
    near = Closure.objects.filter(descendant=area_id, ancestor__in=fitting).order_by("depth") if area_id else None
    if near is not None and (found := near.select_related("ancestor").first()):
        return found.ancestor
    top = Closure.objects.filter(descendant__in=fitting, depth=1, ancestor__kind="district")
    ids = set(top.values_list("descendant", flat=True))
    return fitting.get(pk=ids.pop()) if len(ids) == 1 else None


def open_requests(case: Case) -> dict[str, Request]:
    """The open request of each kind."""
    found = case.requests.filter(state=RequestState.OPEN).select_related("person", "organization", "proposed")
    return {request.kind: request for request in found}


def followers(lead: Case) -> QuerySet[Merge]:
    """The cases that follow this one now."""
    return Merge.objects.filter(lead=lead, end=None)


def asked_for(cases: Sequence[Case]) -> dict[UUID, list[str]]:
    """case → the kinds of what is asked for and not decided. One query, or none."""
    found: dict[UUID, list[str]] = {}
    for case_id, kind in written.of_ids(_asked_for, [one.pk for one in cases]):
        found.setdefault(case_id, []).append(kind)
    return found


def _asked_for(*ids: UUID) -> QuerySet[Any, Any]:
    rows = Request.objects.filter(case__in=ids, state=RequestState.OPEN).order_by("id")
    return rows.values_list("case_id", "kind")


def promised_for(cases: Sequence[Case]) -> dict[UUID, date]:
    """Of those that are over: case → the day of what is still promised. A query, or none."""
    return days_promised([one.pk for one in cases if one.has_ended])


def days_promised(ids: Collection[UUID]) -> dict[UUID, date]:
    """case → the day of what is promised on it and not kept. A query, or none."""
    return dict(written.of_ids(_days_promised, ids))


def _days_promised(*ids: UUID) -> QuerySet[Any, Any]:
    return Promise.objects.filter(case__in=ids, done_at=None, ended_at=None).values_list("case_id", "due_on")


def running_clocks(ids: Collection[UUID]) -> dict[UUID, dict[str, datetime]]:
    """case → its clocks that run, each with the moment it runs out. A query, or none."""
    found: dict[UUID, dict[str, datetime]] = {}
    for case_id, step, due in written.of_ids(_running_clocks, ids):
        found.setdefault(case_id, {})[step] = due
    return found


def _running_clocks(*ids: UUID) -> QuerySet[Any, Any]:
    live = Deadline.objects.filter(case__in=ids, ended_at=None)
    return live.values_list("case_id", "step", "due_at")


def left_a_contact(case: Case) -> bool:
    """Whether somebody who asks can be reached by what they left."""
    return case.receipts.filter(withdrawn_at=None, contact_id__isnull=False).exists()


def live_merge(case: Case) -> Merge | None:
    """Through which this case follows another now."""
    return Merge.objects.filter(case=case, end=None).select_related("lead").first()


def parts_now(whole: Case) -> QuerySet[Split]:
    """The parts that this message was split into, in their order, each with its case."""
    live = Split.objects.filter(whole=whole, end=None).select_related("case__lead", "whole")
    return live.order_by("case_id")


def sharing_contact(receipt: Receipt) -> QuerySet[Receipt]:
    """The receipts of other cases, parts of the same message, that lead to the same contact."""
    return Receipt.objects.filter(contact_id=receipt.contact_id).exclude(case=receipt.case_id)


def used_by_others(receipt: Receipt) -> bool:
    """Whether another part of the same message is still being handled: its unit may want to reach the person."""
    return sharing_contact(receipt).exclude(case__state__in=ENDED).exists()


def split_from(case: Case) -> Case | None:
    """The message that this case is, or was, a part of."""
    row = getattr(case, "split", None)
    return row.whole if row else None


#: steps of a lead case that everybody whose case follows it may know of
SHARED = ("dispatch", "redispatch", "sign", "propose_answer")


def shared_course(case: Case) -> list[Event]:
    """What happened to the matter in the cases that this one followed, while it did."""
    found = Q(pk=None)
    for one in case.merges.all():
        spell = Q(case=one.lead_id, at__gte=one.created_at)
        found |= spell & Q(at__lte=one.end) if one.end else spell
    return list(Event.objects.filter(found, step__in=SHARED).select_related("organization").order_by("id"))


def may_follow(actor: Actor, lead: Case, words: str = "") -> QuerySet[Case]:
    """Cases that could be the same matter as ``lead``: those that ``words`` find, else those of its category in its area;
    the newest first."""
    open_ones = could_follow(actor, lead)
    near = matching(open_ones, words) if words.strip() else open_ones.filter(category=lead.category, area=lead.area)
    return near[:20]


def could_follow(actor: Actor, lead: Case) -> QuerySet[Case]:
    """Cases that the actor sees and that may be merged as they stand now, the newest first."""
    open_ones = visible_to(actor).filter(state__in=rules.STEPS["merge"].before).exclude(pk=lead.pk)
    return open_ones.select_related("area", "lead").order_by("-id")


def open_promise(case: Case) -> Promise | None:
    """What is promised on the case and not kept yet."""
    return case.promises.filter(done_at=None, ended_at=None).select_related("organization").first()


def promises_seen_by(actor: Actor) -> QuerySet[Promise]:
    """Promises on the cases that the actor may list."""
    return Promise.objects.filter(on(visible_to(actor, "cases.list")))


def promised(actor: Actor) -> Q:
    """Cases on which the actor's unit owes something whose day comes near or is over."""
    if "cases.work" not in actor.held:
        return Q(pk__in=[])
    soon = clock.today() + PROMISE_AHEAD
    owed = Promise.objects.filter(done_at=None, ended_at=None, due_on__lte=soon)
    return Q(pk__in=owed.values("case")) & _in_reach(actor, "cases.work")


def open_review(case: Case) -> Review | None:
    """The review that is not decided yet."""
    return case.reviews.filter(decided_at=None).select_related("rating", "organization", "person").first()


def outcomes(review: Review) -> tuple[Outcome, ...]:
    """What may come of a review, by what it looks at."""
    if review.asked == Asked.UNIT:
        return (Outcome.UPHELD, Outcome.NOT_COUNTED)
    return (Outcome.UPHELD, Outcome.ACCEPTED if review.before == State.NOT_ACCEPTED else Outcome.REWORK)


def ratings_of(case: Case) -> QuerySet[Rating]:
    """What the people who asked said of the case."""
    return Rating.objects.filter(receipt__case=case)


def parts_of(ids: Collection[UUID]) -> set[UUID]:
    """What belongs to these cases and has an id of its own in the audit: contact data, photos and files."""
    contacts = Receipt.objects.filter(case__in=ids).values_list("contact_id", flat=True)
    files = Attachment.objects.filter(owner_kind="case", owner_id__in=ids).values_list("pk", flat=True)
    return {one for one in (*contacts, *files) if one is not None}


def hold_of(case: Case) -> Request | None:
    """The hold under which the clock stands still now."""
    running = case.requests.filter(kind=RequestKind.HOLD, state=RequestState.GRANTED, ended_at=None)
    return running.select_related("organization", "decided_by").first()


def receipt_of(code: str, mac: Callable[[str], bytes]) -> Receipt | None:
    """The receipt with this code that the secret opens; ``mac`` gives the secret's hash for a code. A part of a message is
    opened by the message's own secret, so its hash was made for that code."""
    held = Receipt.objects.select_related("case", "whole").filter(code=code).first()
    asked = mac(held.whole.code if held and held.whole else code)
    return held if held is not None and hmac.compare_digest(bytes(held.secret_mac), asked) else None


def _open(kind: str, **more: object) -> Exists:
    return Exists(Request.objects.filter(case=OuterRef("pk"), kind=kind, state=RequestState.OPEN, **more))


def _still() -> Exists:
    """On hold, and no report due yet today."""
    hold = Request.objects.filter(case=OuterRef("pk"), kind=RequestKind.HOLD, state=RequestState.GRANTED, ended_at=None)
    return Exists(hold.filter(report_at__gte=clock.start_of(clock.today() + REPORT_AHEAD + timedelta(days=1))))


#: What waits for whom: (permission, states, condition). Conditions at a lead unit are narrowed to the permission's reach.
_WAITING: tuple[tuple[str, tuple[State, ...], Q], ...] = (
    ("cases.accept", (State.SUBMITTED,), Q(stopped_at=None) & ~Q(_open(RequestKind.REFUSAL))),
    ("cases.refuse", (State.SUBMITTED,), Q(_open(RequestKind.REFUSAL))),
    ("cases.dispatch", (State.ACCEPTED,), ~Q(_open(RequestKind.DIRECT))),
    ("cases.answer_directly", (State.ACCEPTED,), Q(_open(RequestKind.DIRECT))),
    (
        "cases.grant_time",
        RUNNING,
        Q(_open(RequestKind.EXTENSION, agreed_at__isnull=False)) | Q(_open(RequestKind.HOLD)),
    ),
    ("cases.decide_requests", RUNNING, Q(_open(RequestKind.RETURN))),
    ("cases.sign", (State.DISPATCHED,), ~Q(_open(RequestKind.RETURN))),
    ("cases.work", WORKING, ~Q(_open(RequestKind.INFORMATION))),
    ("cases.approve", (State.PENDING_APPROVAL,), Q()),
    ("cases.approve", RUNNING, Q(_open(RequestKind.EXTENSION, agreed_at=None))),
    ("cases.callback", (State.ANSWERED, State.CALLBACK), Q()),
    ("cases.review", (State.REVIEW,), Q()),
)
_AT_LEAD = {"cases.sign", "cases.work", "cases.approve"}


def _in_reach(actor: Actor, permission: str) -> Q:
    if permission not in _AT_LEAD:
        return Q()
    return access.reach(actor, permission).q("lead")


def _own(actor: Actor, permission: str) -> Q:
    """What the actor may not decide because they, or their unit, took the step before."""
    if permission == "cases.refuse":
        mine = Request.objects.filter(case=OuterRef("pk"), kind=RequestKind.REFUSAL, state=RequestState.OPEN)
        return Q(Exists(mine.filter(person=actor.person)))
    if permission in ("cases.approve", "cases.answer_directly"):
        drafted = Answer.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), drafted_by=actor.person)
        return Q(Exists(drafted)) | Q(_open(RequestKind.EXTENSION, person=actor.person))
    if permission == "cases.grant_time":
        return Q(lead=actor.who.organization_id)
    if permission == "cases.callback":
        own = {"case": OuterRef("pk"), "organization": actor.who.organization_id}
        return Q(Exists(Assignment.objects.filter(**own))) | Q(Exists(Answer.objects.filter(**own, direct=True)))
    if permission == "cases.review":
        steps, units = Event.objects.filter(case=OuterRef("pk")), units_of(actor)
        theirs = Q(Exists(Assignment.objects.filter(case=OuterRef("pk"), organization__in=units)))
        theirs |= Q(Exists(steps.filter(organization__in=units, step__in=rules.COURSE)))
        return theirs | Q(Exists(steps.filter(person=actor.person, step__in=(*rules.COURSE, "decide_review"))))
    return Q(pk=None)


def units_without_handlers() -> list[Organization]:
    """Units that lead an open case although nobody there may work on one, by code."""
    open_cases = Assignment.objects.filter(part="lead", end=None).exclude(case__state__in=ENDED)
    without = access.organizations_without("cases.work")
    return list(without.filter(pk__in=open_cases.values("organization")).order_by("code"))


def open_by_category(codes: Collection[str]) -> dict[str, int]:
    """How many open cases have each of these categories."""
    rows = Case.objects.exclude(state__in=ENDED).filter(category__code__in=codes)
    return dict(rows.values_list("category__code").annotate(Count("pk")).order_by())
