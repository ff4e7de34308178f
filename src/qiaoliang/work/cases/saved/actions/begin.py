"""设为打开时的视图: with which view a person's list begins."""

from __future__ import annotations

from qiaoliang.base.access.actor import Actor
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.saved.models import Start, View


def begin(actor: Actor, view: View, begins: bool) -> None:
    """Let the actor's list begin with this view, or no longer. Called in the transaction of the step that says so."""
    person = officer_id(actor)
    if begins:
        Start.objects.update_or_create(person_id=person, listed=view.listed, defaults={"view": view})
    else:
        Start.objects.filter(person_id=person, view=view).delete()
