"""Looking at everything that the floors registered, and at what was kept safe when."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qiaoliang.base.core.checks import STATES, Check, Finding, State, every, worst
from qiaoliang.base.health.choices import Deed
from qiaoliang.base.health.models import Keeping, Outcome, Witness
from qiaoliang.ui import format

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """One finding of one check."""

    key: str
    title: str
    state: State
    says: str
    do: str


def look(*, thorough: bool) -> list[Line]:
    """What is found now, the worst first. Without ``thorough`` the dear checks say how they ended when last looked at."""
    outcomes = {} if thorough else Outcome.objects.in_bulk()
    lines = [
        Line(check.key, str(check.title), finding.state, str(finding.says), str(finding.do))
        for check in every()
        for finding in (_findings(check) if thorough or not check.thorough else _last(check, outcomes.get(check.key)))
    ]
    return sorted(lines, key=lambda line: -STATES.index(line.state))


def states(lines: list[Line]) -> dict[str, State]:
    """The worst state of each check."""
    keys = dict.fromkeys(line.key for line in lines)
    return {key: worst(line.state for line in lines if line.key == key) for key in keys}


def _findings(check: Check) -> list[Finding]:
    """A check that fails by itself is told like any other finding."""
    try:
        return list(check.look()) or [Finding("ok", check.fine)]
    except Exception as fault:
        log.exception("The check %s failed", check.key)
        says = _("This could not be looked at (%(fault)s). What it would say is unknown.")
        return [Finding("mend", says % {"fault": type(fault).__name__}, "qiaoliang check")]


def _last(check: Check, outcome: Any) -> list[Finding]:
    if outcome is None:
        return [Finding("look", _("This takes longer and was never looked at yet."), "qiaoliang check")]
    moment = format.moment(outcome.at)
    if outcome.state == "ok":
        return [Finding("ok", _("%(fine)s Looked at %(moment)s.") % {"fine": check.fine, "moment": moment})]
    says = _("On %(moment)s something was found. The command names it.") % {"moment": moment}
    return [Finding(outcome.state, says, "qiaoliang check")]


def last(*deeds: Deed, sound: bool | None = True) -> Keeping | None:
    """The newest of these; with ``sound`` None also one that failed."""
    rows = Keeping.objects.filter(deed__in=deeds)
    return (rows if sound is None else rows.filter(sound=sound)).order_by("-pk").first()


def witness() -> Witness | None:
    """What the clock did."""
    return Witness.objects.first()
