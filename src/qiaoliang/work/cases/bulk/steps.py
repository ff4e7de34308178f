"""Which steps can be taken on several cases at once, by which right, and how each case is taken through its own step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qiaoliang.base.access.actor import Actor
from qiaoliang.work.cases.actions.dispatch import dispatch
from qiaoliang.work.cases.actions.remind import remind
from qiaoliang.work.cases.actions.sign import sign
from qiaoliang.work.cases.bulk.choices import Step
from qiaoliang.work.cases.bulk.models import Batch, Item
from qiaoliang.work.cases.choices import LetterKind
from qiaoliang.work.cases.models import Event


@dataclass(frozen=True)
class Kind:
    """``key`` presses its button on the list; ``undoes``: whether the step itself can be taken back."""

    right: str
    key: str
    take: Callable[[Actor, Item, Batch], Event]
    undoes: bool = True


def _sign(actor: Actor, item: Item, batch: Batch) -> Event:
    return sign(actor, item.case_id, item.version, note=batch.note)


def _dispatch(actor: Actor, item: Item, batch: Batch) -> Event:
    assert batch.lead_id is not None, "the form asks for the unit"
    return dispatch(actor, item.case_id, item.version, lead_id=batch.lead_id, note=batch.note)


def _remind(actor: Actor, item: Item, batch: Batch) -> Event:
    return remind(actor, item.case_id, item.version, note=batch.note)


def _supervise(actor: Actor, item: Item, batch: Batch) -> Event:
    return remind(actor, item.case_id, item.version, note=batch.note, kind=LetterKind.SUPERVISION)


KINDS = {
    Step.SIGN: Kind("cases.sign", "s", _sign),
    Step.DISPATCH: Kind("cases.dispatch", "d", _dispatch),
    Step.REMIND: Kind("cases.supervise", "m", _remind, undoes=False),
    Step.SUPERVISE: Kind("cases.supervise", "p", _supervise, undoes=False),
}
RIGHTS = tuple(dict.fromkeys(kind.right for kind in KINDS.values()))


def open_to(actor: Actor) -> list[Step]:
    """The steps that the actor's post may take at all."""
    return [step for step, kind in KINDS.items() if actor.may(kind.right)]


def offered(actor: Actor) -> list[dict[str, Any]]:
    """Those as buttons of a list."""
    return [{"value": step.value, "label": step.label, "key": KINDS[step].key} for step in open_to(actor)]
