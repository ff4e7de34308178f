"""补充: the person adds what nobody asked for, or an officer takes it down for them; nothing moves by it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.work.cases import queries
from qiaoliang.work.cases.acting import Acting, who_of
from qiaoliang.work.cases.actions import staged, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Case, Event


@transaction.atomic
def add(who: Acting, case_id: UUID, version: int | None = None, *, text: str, files_of: UUID | None = None) -> Event:
    """The words, and the files that wait at the receipt ``files_of``, join the case; whoever has it is told. The same words
    again, and nothing with them, are the button pressed twice."""
    case = locked(case_id, version)
    files = staged.hand_over(who_of(who), ("receipt", files_of), case.pk) if files_of else []
    last = case.events.order_by("id").last()
    if last is not None and (last.step, last.message, files) == ("add", text, []):
        return last
    event = take(who, "add", case, message=text, refs=staged.refs(files))
    _tell(case)
    return event


def _tell(case: Case) -> None:
    """Where it follows another, whoever has that one."""
    merge = queries.live_merge(case)
    holder = merge.lead if merge else case
    if holder.state in telling.AT_OFFICE:
        telling.tell(case, "added", telling.AT_OFFICE[State(holder.state)])
    elif holder.handler_id:
        telling.tell_asker(case, "added", holder.handler_id, holder.lead_id)
    else:
        telling.tell(case, "added", "cases.work", holder.lead_id)
