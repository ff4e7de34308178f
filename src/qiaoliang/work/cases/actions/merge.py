"""并单: several people raised one matter, so it is handled once; everybody keeps their receipt, page, answer and rating.
Taking a case out again gives it back its state, its units and its clocks: the time spent together counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases import beside, queries, rules
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import count, deadlines, telling, together
from qiaoliang.work.cases.actions.transition import locked, locked_together, take
from qiaoliang.work.cases.choices import Clock, Part, State
from qiaoliang.work.cases.models import Assignment, Case, Event, Merge

FIELDS = ("accused_organization", "handler", "lead")


@transaction.atomic
def merge(
    actor: Actor, case_id: UUID, version: int, *, other_ids: Sequence[UUID], reason: str, note: str = ""
) -> Event:
    """The cases ``other_ids`` follow this one from now on; ``reason`` is a code of the catalogue's list "merge"."""
    wanted = set(other_ids)
    held = locked_together({*wanted, case_id})
    lead = locked(case_id, version)
    rules.ensure(actor, "join", lead)
    why = catalog.reason("merge", reason)
    seen = set(queries.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    if not wanted or wanted - seen or case_id in wanted:
        raise Refusal(_("Choose the cases that are the same matter."), code="cases.merge.others", field="others")
    event = take(actor, "join", lead, reason=reason, note=note, refs={"cases": sorted(map(str, wanted))})
    for key in sorted(wanted):
        _follow(actor, lead, held[key], reason, note, str(why.sentence))
    if lead.lead_id:
        telling.tell(lead, "joined", "cases.work", lead.lead_id)
    return event


@transaction.atomic
def unmerge(actor: Actor, case_id: UUID, version: int, *, note: str) -> Event:
    """The case goes on by itself where it stood, with its own units and clocks."""
    leads = Merge.objects.filter(case=case_id, end=None).values_list("lead_id", flat=True)
    held = locked_together({case_id, *leads})
    case = locked(case_id, version)
    rules.ensure(actor, "unmerge", case)
    live = queries.live_merge(case)
    if live is None:
        raise Refusal(_("This case is not handled together with another."), code="cases.unmerge")
    lead = held[live.lead_id]
    restore_parts(case, live.kept)
    _restore_accused(case, lead, live)
    event = take(actor, "unmerge", case, to=live.before, fields=FIELDS, note=note, refs={"lead": str(lead.pk)})
    together.finish(live)
    _restore_clocks(case, live)
    if lead.lead_id:
        telling.tell(case, "unmerged", "cases.work", lead.lead_id)
    permission = {State.SUBMITTED: "cases.accept", State.ACCEPTED: "cases.dispatch"}.get(
        State(live.before), "cases.work"
    )
    telling.tell(case, "unmerged", permission, case.lead_id)
    return telling.letter(event, "unmerged", due=case.due_at)


def _follow(actor: Actor, lead: Case, case: Case, reason: str, note: str, sentence: str) -> None:
    verdict = rules.judge(actor, "merge", case)
    if not verdict.allowed:
        raise Refusal(f"{case.code}: {verdict.why}", code="cases.merge", field="others")
    if queries.followers(case).exists():
        words = _("%(code)s already leads others. Open it and merge this case into it, or take the others out first.")
        raise Refusal(words % {"code": case.code}, code="cases.merge.leads", field="others")
    kept = _kept(case) | _share_accused(lead, case)
    before = case.state
    deadlines.end(case, *(one for one in Clock if one != Clock.ANSWER))
    old = case.lead_id
    together.mirror(lead, case)
    event = take(
        actor,
        "merge",
        case,
        to=State.MERGED,
        fields=FIELDS,
        reason=reason,
        note=note,
        refs={"lead": str(lead.pk)},
    )
    kept["lent"] = together.lend_clock(lead, case)
    if beside.running_hold(lead) is not None:
        deadlines.stop(case)
    Merge.objects.create(case=case, lead=lead, person_id=officer_id(actor), reason=reason, before=before, kept=kept)
    telling.letter(event, "merged", reason=sentence)
    if old and old != lead.lead_id:
        telling.tell(case, "merged", "cases.work", old)


def _kept(case: Case) -> dict[str, object]:
    """What is needed to give the case its own course back."""
    clocks = case.deadlines.filter(ended_at=None).exclude(step=Clock.ANSWER).values_list("pk", flat=True)
    parts = case.assignments.filter(end=None).values_list("pk", flat=True)
    return {
        "clocks": [str(key) for key in clocks],
        "parts": [str(key) for key in parts],
        "handler": str(case.handler_id or ""),
    }


def _share_accused(lead: Case, case: Case) -> dict[str, object]:
    """The unit that one of them is about stays out of both."""
    mine, theirs = case.accused_organization_id, lead.accused_organization_id
    if mine and theirs and mine != theirs:
        raise Refusal(
            _("%(code)s is about the conduct of another unit, so they are handled apart.") % {"code": case.code},
            code="cases.merge.accused",
            field="others",
        )
    units = set(lead.assignments.filter(end=None).values_list("organization_id", flat=True))
    if units & queries.accused_circle(case):
        raise Refusal(
            _("%(code)s is about the conduct of a unit that has this case. It must not get there; handle them apart.")
            % {"code": case.code},
            code="cases.merge.accused",
            field="others",
        )
    if mine and not theirs:
        lead.accused_organization_id = mine
        lead.save(update_fields=["accused_organization"])
        return {"accused": "given"}
    if theirs and not mine:
        case.accused_organization_id = theirs
        return {"accused": "taken"}
    return {"accused": ""}


def restore_parts(case: Case, kept: dict[str, Any]) -> None:
    """The units that had a part in the case have it again."""
    case.assignments.filter(end=None).update(end=clock.now())
    old = list(case.assignments.filter(pk__in=kept["parts"]))
    Assignment.objects.bulk_create(
        Assignment(
            case=case,
            organization_id=part.organization_id,
            part=part.part,
            signed_at=part.signed_at,
            signed_by_id=part.signed_by_id,
        )
        for part in old
    )
    case.lead_id = next((part.organization_id for part in old if part.part == Part.LEAD), None)
    case.handler_id = UUID(kept["handler"]) if kept["handler"] else None


def _restore_accused(case: Case, lead: Case, live: Merge) -> None:
    """What one had only from the other ends with the merge."""
    if live.kept["accused"] == "taken":
        case.accused_organization = None
    others = queries.followers(lead).exclude(pk=live.pk)
    if live.kept["accused"] == "given" and not others.filter(kept__accused="given").exists():
        heirs = Case.objects.filter(pk__in=others.filter(kept__accused="taken").values("case"))
        for heir in heirs:
            count.look_again(heir)
        heirs.update(accused_organization=None)
        lead.accused_organization = None
        lead.save(update_fields=["accused_organization"])


def _restore_clocks(case: Case, live: Merge) -> None:
    """The clocks that ran go on as if they had never stood still; one that came with the merge goes with it."""
    if case.stopped_at is not None:
        deadlines.resume(case)
    if live.kept["lent"]:
        case.deadlines.filter(pk=live.kept["lent"]).update(ended_at=clock.now())
    case.deadlines.filter(pk__in=live.kept["clocks"]).update(ended_at=None)
    deadlines.show_running(case)
