"""催办督办: a case's main clocks climb the catalogue's ladder. Each rung is taken once a deadline; after days of sleep
only the highest rung that is due is told, so nobody is flooded."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from qiaoliang.base.access import queries as access
from qiaoliang.base.catalog.choices import Tells
from qiaoliang.base.catalog.models import Rung
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.work.cases import ladder
from qiaoliang.work.cases.actions import letters, telling
from qiaoliang.work.cases.actions.transition import locked, log
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Case, Deadline, Instruction, Letter

BATCH = 500


def climb_all() -> int:
    """Take every rung that is due; how many deadlines moved up. Each is a transaction of its own."""
    due = Deadline.objects.filter(ended_at=None, rung_at__lte=clock.now(), case__stopped_at=None)
    return sum(climb(pk) for pk in list(due.order_by("rung_at").values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def climb(deadline_id: UUID) -> bool:
    """Take the highest rung due on one deadline; False where somebody was faster or none is due any more."""
    case = locked(Deadline.objects.values_list("case_id", flat=True).get(pk=deadline_id))
    deadline = Deadline.objects.filter(pk=deadline_id, ended_at=None, rung_at__lte=clock.now()).first()
    if deadline is None or case.stopped_at is not None:
        return False
    deadline.case = case
    due, deadline.rung_at = ladder.ahead(deadline)
    if due:
        _take(case, deadline, due)
    deadline.save(update_fields=["rung", "rung_at"])
    return bool(due)


def tell_late_instructions() -> int:
    """Tell the unit and the supervisors, once, of every instruction on which no report has come in time."""
    late = Instruction.objects.filter(reported_at=None, due_at__lt=clock.now(), late_told_at=None)
    return sum(_tell_instruction(pk) for pk in list(late.order_by("due_at").values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def _tell_instruction(pk: UUID) -> bool:
    if not Instruction.objects.filter(pk=pk, reported_at=None, late_told_at=None).update(late_told_at=clock.now()):
        return False
    late = Instruction.objects.select_related("case").get(pk=pk)
    telling.tell_owner(late, "instruction_late")
    telling.tell(late.case, "instruction_late", "cases.supervise")
    return True


def _take(case: Case, deadline: Deadline, due: list[Rung]) -> None:
    """The highest rung: its letter, a row in the history, notices. Those skipped are named in the row."""
    rung = due[-1]
    deadline.rung = rung.code
    letter = letters.of_rung(case, deadline, rung) if rung.letter else None
    refs = {"rung": rung.code, "deadline": str(deadline.pk), "skipped": [row.code for row in due[:-1]]}
    log(SYSTEM, "prompt", case, refs=refs | (_named(letter) if letter else {}))
    people = dict.fromkeys(person for whom in rung.tells for person in _people(case, whom))
    telling.tell_person(case, "prompted", *people, rung=rung.code, **(_named(letter) if letter else {}))


def _named(letter: Letter) -> dict[str, object]:
    return {"letter": letter.kind, "year": letter.year, "number": letter.number}


def _people(case: Case, whom: str) -> Iterable[UUID]:
    if whom == Tells.SUPERVISOR:
        return access.people_with("cases.supervise", None)
    if whom == Tells.LEADER:
        return access.people_with("cases.instruct", None)
    if case.lead_id is None or case.state in telling.AT_OFFICE:
        return access.people_with(telling.AT_OFFICE[State(case.state)], None) if whom != Tells.HEAD else ()
    if whom == Tells.HEAD:
        return access.people_with("cases.approve", case.lead_id)
    workers = access.people_with("cases.work", case.lead_id)
    mine = whom == Tells.HANDLER and case.handler_id in workers
    return [case.handler_id] if mine and case.handler_id else workers
