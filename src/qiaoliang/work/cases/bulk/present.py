"""A batch as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.jobs.models import Job
from qiaoliang.ui import format
from qiaoliang.work.cases import columns, masking, rules, supervision
from qiaoliang.work.cases.actions import letters
from qiaoliang.work.cases.bulk.choices import Fate, State, Step
from qiaoliang.work.cases.bulk.models import Batch, Item
from qiaoliang.work.cases.choices import LetterKind
from qiaoliang.work.cases.watched import line

#: what one looks at before one begins
LOOKED_AT = ("state", "unit", "due")
#: step → the letter it writes
LETTERS = {Step.REMIND: LetterKind.REMINDER, Step.SUPERVISE: LetterKind.SUPERVISION}


def cases(batch: Batch, items: Iterable[Item], actor: Actor) -> dict[str, Any]:
    """The cases that were chosen; where each gets a letter, also by when that is to be answered, or why it gets none."""
    found = [one.case for one in items]
    table = columns.table(found, LOOKED_AT, "", {}, str, actor)
    if kind := LETTERS.get(Step(batch.step)):
        clocks = supervision.clocks_of(found)
        table["columns"].append({"label": _("To be answered by")})
        for case, row in zip(found, table["rows"], strict=True):
            refused = rules.judge(actor, "remind", case).why
            row["cells"].append(refused or format.moment(letters.answer_by(case, kind, clocks.get(case.pk))))
    return table


def with_reasons(items: Iterable[Item]) -> dict[str, Any]:
    """The cases on which the step was not taken, each with the sentence why."""
    heads = [{"label": _("Case"), "prime": True}, {"label": _("Why not")}]
    return {"columns": heads, "rows": [line(one.case, [one.why]) for one in items]}


def refusals(items: Iterable[Item]) -> list[list[str]]:
    """The same as lines of a table that is taken out."""
    return [[one.case.code, masking.plain(one.case, "title"), one.why] for one in items]


def outcome(batch: Batch, found: dict[str, int]) -> list[dict[str, str]]:
    """How many came to what end."""
    ends = (Fate.DONE, Fate.REFUSED, Fate.BACK)
    shown = [{"label": str(one.label), "value": format.number(found[one])} for one in ends if found[one]]
    lead = [{"label": _("Lead unit"), "value": str(batch.lead)}] if batch.lead else []
    note = [{"label": _("Note"), "value": masking.covered(batch.note)}] if batch.note else []
    return [*shown, *lead, *note]


def progress(batch: Batch, found: dict[str, int]) -> dict[str, Any] | None:
    """How far it is; None once it is over."""
    if batch.state != State.RUNNING:
        return None
    total, job = sum(found.values()), Job.objects.filter(kind="bulk.go_on", payload__batch=str(batch.pk)).first()
    stuck = job is not None and job.failed_at is not None
    text = _("stopped by a fault; it is among the jobs that the administrator looks at") if stuck else ""
    url = "" if stuck else reverse("bulk:progress", args=[batch.pk])
    done = total - found[Fate.WAITING]
    return {"label": batch.get_step_display(), "value": done, "total": total, "text": text, "url": url}
