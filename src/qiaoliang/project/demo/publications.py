"""What the demo district has made public: answers of closed cases whose person agreed, each by two officers of the product's own
actions, some days after the case was closed; one more waits to be checked."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import F

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.project.demo.people import Staff
from qiaoliang.project.demo.slots import Rows
from qiaoliang.work.cases import rules
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.publishing import queries
from qiaoliang.work.cases.publishing.actions import consent, decide, propose

#: how many are public, how many of these of one theme at most
MOST, OF_A_THEME = 14, 3


def lay_out(written: list[Rows], cases: list[Rows], district: Rows, anchor: datetime) -> None:
    """In the order of ``written``; whatever does not fit the cases there are is left out. The next one of the union waits."""
    texts, staff, themes = {row["id"]: row["public"] for row in cases}, Staff(district), Counter[str]()
    for row in written:
        found, theme = _closed(texts[row["case"]], "promise" in row), row["case"].partition("-")[0]
        full = themes.total() >= MOST
        if found is None or (themes[theme] >= OF_A_THEME and not full) or (full and found.lead_id != staff.ids["zgh"]):
            continue
        if _publish(staff, found, row, texts[row["case"]], anchor, only_proposed=full):
            themes[theme] += 1
            if full:
                return


def _closed(text: str, promised: bool) -> Case | None:
    """The case that was answered with this public text by the unit whose matter it is: of a promise the newest, so that
    some are still to come; else the oldest."""
    found = Case.objects.filter(
        state=State.CLOSED, accused_organization=None, answers__public_text=text, lead__kind=F("category__lead")
    )
    agreed = found if promised else found.filter(may_publish=True)
    return agreed.select_related("category", "lead").order_by("-ended_at" if promised else "ended_at").first()


def _agree(case: Case) -> None:
    """A day after the end the person says on their page that the answer may be published."""
    receipt = case.receipts.earliest("id")
    assert case.ended_at is not None
    with clock.frozen(min(case.ended_at + timedelta(days=1), clock.now())):
        consent.agree(Who(kind="resident", id=receipt.pk), receipt)
    case.refresh_from_db()


def _publish(staff: Staff, case: Case, row: Rows, text: str, anchor: datetime, *, only_proposed: bool) -> bool:
    """Proposed by whoever had the case, let out by the head above; the last one is only proposed, today."""
    if not case.may_publish:
        _agree(case)
    writer, checker = _two(staff, case)
    assert case.ended_at is not None
    if writer is None or checker is None:
        return False
    places, owed = queries.place_choices(case), queries.promise_of(case)
    words = propose.Words(
        title=row["title"],
        text=text,
        area_id=places[-1].pk if places else None,
        promise=row.get("promise", "") if owed else "",
        moved=row.get("moved", "") if owed and owed.due_on != owed.first_due_on else "",
    )
    at = anchor if only_proposed else min(case.ended_at + timedelta(days=3, hours=2), anchor)
    try:
        with clock.frozen(at):
            made = propose.propose(writer, case.pk, words)
            if not only_proposed:
                decide.publish(checker, made.pk)
    except Refusal:
        return False
    return True


def _two(staff: Staff, case: Case) -> tuple[Actor | None, Actor | None]:
    assert case.lead is not None
    writer = next(
        (one for one in staff.of("handler", case.lead.code) if rules.judge(one, "propose_publication", case).allowed),
        None,
    )
    return writer, staff.head_over(case.lead.code, writer) if writer else None
