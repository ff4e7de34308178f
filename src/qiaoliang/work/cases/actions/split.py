"""拆单: a message that holds several matters goes on as several cases, each with its own number, unit, clock, answer and rating.
The person's own sentences are dealt out to them as they stand; code and secret of the message open them all.

The day of receipt and every running clock stay: nothing begins anew because somebody wrote one letter instead of two. While
nobody has worked on a part, all of it is put together again as it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.attachments import queries as stored
from qiaoliang.base.catalog.models import Category
from qiaoliang.base.core import clock, codes
from qiaoliang.base.core.errors import Refusal
from qiaoliang.text.pieces import pieces
from qiaoliang.ui import format
from qiaoliang.work.cases import masking, queries, rules
from qiaoliang.work.cases.acting import belongs_to, officer_id
from qiaoliang.work.cases.actions import deadlines, finding, merge, telling
from qiaoliang.work.cases.actions.dispatch import dispatch
from qiaoliang.work.cases.actions.submit import title_of
from qiaoliang.work.cases.actions.transition import locked, locked_together, take
from qiaoliang.work.cases.choices import Clock, State
from qiaoliang.work.cases.marking import marks_of, with_names
from qiaoliang.work.cases.models import Case, Event, Receipt, Split

#: the most parts in one go; a part may be split again
MOST = 4
FIELDS = ("accused_organization", "handler", "lead")
#: with a unit already: every part goes to one at once, by the date that was promised
WITH_A_UNIT = (State.DISPATCHED, State.IN_PROGRESS)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One part: which ``pieces`` of the message (by their place in :func:`pieces_of`) and which files, what it is about and
    who gets it; without ``lead_id`` it waits to be assigned."""

    pieces: Sequence[int]
    category: Category
    title: str = ""
    lead_id: UUID | None = None
    accused_id: UUID | None = None
    files: Collection[UUID] = ()


def pieces_of(case: Case) -> list[tuple[int, int]]:
    """(start, end) of each piece of the case's text; what is masked is never cut in two."""
    return pieces(case.text, [(start, end) for start, end, _kind in case.places("text")])


@transaction.atomic
def split(actor: Actor, case_id: UUID, version: int, *, wishes: Sequence[Wish], note: str = "") -> Event:
    """Let every matter go its own way; the case itself ends and leads to its parts."""
    case = locked(case_id, version)
    rules.ensure(actor, "split", case)
    cut = pieces_of(case)
    _all_dealt_out(case, cut, wishes)
    _accused_apart(actor, case, wishes)
    before, unit, kept = State(case.state), case.lead_id, _kept(case)
    parts = [_part(actor, case, cut, one, number) for number, one in enumerate(wishes, 1)]
    case.assignments.filter(end=None).update(end=clock.now())
    case.lead_id, case.handler = None, None
    kept["accused"] = _share_accused(case, wishes)
    event = take(
        actor, "split", case, to=State.SPLIT, fields=FIELDS, note=note, refs={"cases": [str(one.pk) for one in parts]}
    )
    deadlines.meet(case, Clock.ACCEPT)
    deadlines.end(case)
    telling.shut_out(case)
    for one in Case.objects.filter(pk__in=[part.pk for part in parts]):
        Split.objects.create(
            case=one, whole=case, person_id=officer_id(actor), version=one.version, before=before, kept=kept
        )
    if unit:
        telling.tell(case, "split", "cases.work", unit)
    return telling.letter(event, "split", parts=lambda: _(", ").join(f"{one.title} {one.code}" for one in parts))


@transaction.atomic
def unsplit(actor: Actor, case_id: UUID, version: int, *, note: str) -> Event:
    """Put the parts together again; the message goes on where it stood, and the time meanwhile counts."""
    ids = Split.objects.filter(whole=case_id, end=None).values_list("case_id", flat=True)
    held = locked_together({case_id, *ids})
    case = locked(case_id, version)
    rules.ensure(actor, "unsplit", case)
    rows = list(queries.parts_now(case))
    for row in rows:
        _rejoin(actor, held[row.case_id], row)
    kept, before = rows[0].kept, rows[0].before
    merge.restore_parts(case, kept)
    if kept["accused"] == "given":
        case.accused_organization = None
    event = take(actor, "unsplit", case, to=before, fields=FIELDS, note=note)
    deadlines.go_on(case, kept["clocks"])
    waits = {State.SUBMITTED: "cases.accept", State.ACCEPTED: "cases.dispatch"}.get(State(before), "cases.work")
    telling.tell(case, "unsplit", waits, case.lead_id)
    return telling.letter(event, "unsplit", due=case.due_at)


def _all_dealt_out(case: Case, cut: list[tuple[int, int]], wishes: Sequence[Wish]) -> None:
    if not 2 <= len(wishes) <= MOST:
        raise Refusal(
            _("A case is split into two to %(most)d parts.") % {"most": MOST}, code="cases.split.parts", field=None
        )
    dealt = {number for one in wishes for number in one.pieces}
    for number, (start, end) in enumerate(cut):
        if number not in dealt:
            words = _("This belongs to no part yet: %(words)s")
            said = masking.covered(case.text[start:end].strip())
            raise Refusal(words % {"words": said}, code="cases.split.left_out", field=f"piece_{number}")
    for number, one in enumerate(wishes, 1):
        if not one.pieces or not set(one.pieces) <= set(range(len(cut))):
            words = _("Choose what belongs to part %(n)d.") % {"n": number}
            raise Refusal(words, code="cases.split.empty", field=f"category_{number}")
        if case.state in WITH_A_UNIT and one.lead_id is None:
            words = _("A unit has this case already, so every part goes to a unit now.")
            raise Refusal(words, code="cases.split.lead", field=f"lead_{number}")


def _accused_apart(actor: Actor, case: Case, wishes: Sequence[Wish]) -> None:
    """What is said about a unit's conduct stands in the part about it alone, and whom the message named stays named."""
    named = {one.accused_id for one in wishes if one.accused_id}
    if any(belongs_to(actor, unit) for unit in named):
        words = _("This would shut out your own unit too. Let a unit above yours split the case.")
        raise Refusal(words, code="cases.split.accused")
    if case.accused_organization_id and case.accused_organization_id not in named:
        words = _("The person complains of the conduct of %(unit)s. Name it in the part that says so.")
        raise Refusal(words % {"unit": case.accused_organization}, code="cases.split.accused_lost", field="accused_1")
    for one in wishes:
        for other in wishes:
            if one.accused_id and one.accused_id != other.accused_id:
                _nothing_shared(case, one, other)


def _nothing_shared(case: Case, one: Wish, other: Wish) -> None:
    words = _("This is said about a unit's conduct, so it stands in one part alone; the unit could read it in another.")
    both = sorted(set(one.pieces) & set(other.pieces))
    if both:
        raise Refusal(words, code="cases.split.shared", field=f"piece_{both[0]}")
    files = {str(key) for key in one.files} & {str(key) for key in other.files}
    if files:
        raise Refusal(words, code="cases.split.shared", field=f"file_{min(files)}")


def _kept(case: Case) -> dict[str, object]:
    """What is needed to put it together again."""
    clocks = case.deadlines.filter(ended_at=None).values_list("pk", flat=True)
    parts = case.assignments.filter(end=None).values_list("pk", flat=True)
    return {
        "clocks": [str(key) for key in clocks],
        "parts": [str(key) for key in parts],
        "handler": str(case.handler_id or ""),
        "accused": "",
    }


def _share_accused(case: Case, wishes: Sequence[Wish]) -> str:
    """The message itself stays closed to a unit that one of its parts is about."""
    named = [one.accused_id for one in wishes if one.accused_id]
    if case.accused_organization_id or not named:
        return ""
    case.accused_organization_id = named[0]
    return "given"


def _part(actor: Actor, case: Case, cut: list[tuple[int, int]], wish: Wish, number: int) -> Case:
    text = "".join(case.text[slice(*cut[place])] for place in sorted(set(wish.pieces))).strip().rstrip("，,、；;")
    names = case.own_names()
    part = Case(
        code=codes.new_code(),
        title=wish.title or title_of(text, places=with_names(marks_of(text), text, names)),
        text=text,
        kind=case.kind if wish.category == case.category else wish.category.kind,
        category=wish.category,
        place=case.place,
        area_id=case.area_id,
        accused_organization_id=wish.accused_id,
        source=case.source,
        may_publish=case.may_publish,
        received_at=case.received_at,
        intake_organization_id=case.intake_organization_id,
        intake_person_id=case.intake_person_id,
    )
    part.is_of(names)
    part.save(force_insert=True)
    _same_receipt(case, part)
    for row in stored.of([("case", case.pk)])[case.pk]:
        if row.pk in wish.files:
            attachments.copy(actor.who, row, ("case", part.pk))
    event = take(actor, "split_off", part, to=State.ACCEPTED, refs={"whole": str(case.pk), "consents": _consents(case)})
    finding.index(part)
    _lend_clocks(case, part)
    telling.letter(event, "split_off", whole=case.code, received=lambda: format.day(case.received_at))
    if wish.lead_id:
        _to_a_unit(actor, part, wish.lead_id, number)
    else:
        telling.tell(part, "accepted", "cases.dispatch")
    return part


def _consents(case: Case) -> dict[str, str]:
    """What the person agreed to when they wrote it."""
    first = case.events.filter(step__in=("submit", "split_off")).earliest("id")
    agreed: dict[str, str] = first.refs.get("consents", {})
    return agreed


def _same_receipt(case: Case, part: Case) -> None:
    """The person's hold on the part: the same contact, the same secret, a rating of its own."""
    held = case.receipts.earliest("id")
    Receipt.objects.create(
        case=part,
        code=part.code,
        secret_mac=held.secret_mac,
        contact_id=held.contact_id,
        language=held.language,
        whole_id=held.whole_id or held.pk,
    )


def _lend_clocks(case: Case, part: Case) -> None:
    """The date by which somebody has it, or has an answer, is the one that runs already."""
    running = {one.step: one for one in case.deadlines.filter(step__in=(Clock.DISPATCH, Clock.ANSWER), ended_at=None)}
    for step, one in running.items():
        deadlines.lend(one, part, step)
    if not running:
        deadlines.start(part, Clock.DISPATCH)


def _to_a_unit(actor: Actor, part: Case, lead_id: UUID, number: int) -> None:
    try:
        dispatch(actor, part.pk, part.version, lead_id=lead_id)
    except Refusal as refusal:
        raise Refusal(str(refusal), code=refusal.code, field=f"lead_{number}") from refusal


def _rejoin(actor: Actor, part: Case, row: Split) -> None:
    unit = part.lead_id
    part.assignments.filter(end=None).update(end=clock.now())
    part.lead_id, part.handler = None, None
    event = take(
        actor, "rejoin", part, to=State.REJOINED, fields=("handler", "lead"), refs={"whole": str(row.whole_id)}
    )
    deadlines.end(part)
    for file in stored.of([("case", part.pk)])[part.pk]:
        attachments.remove(actor.who, file)
    telling.letter(event, "rejoined", whole=row.whole.code)
    part.receipts.update(contact_id=None)
    if unit:
        telling.tell(part, "rejoined", "cases.sign", unit)
    row.end = clock.now()
    row.save(update_fields=["end"])
