"""改常用视图: another name, shared or not, other filters."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit.actions import record
from qiaoliang.work.cases.saved import queries, sealing
from qiaoliang.work.cases.saved.actions.begin import begin
from qiaoliang.work.cases.saved.actions.keep import free, keepable, refs, unit_if
from qiaoliang.work.cases.saved.models import View


@transaction.atomic
def change(actor: Actor, view_id: UUID, *, name: str, shared: bool, begins: bool, typed: str = "") -> View:
    """``begins`` is the actor's own; the rest is the view's, for all who see it. An empty ``typed`` leaves the filters."""
    view = View.objects.select_for_update().get(pk=view_id, removed_at=None)
    begin(actor, view, begins)
    if not queries.may_change(actor, view):
        return view
    changed = [one for one, differs in _differences(view, name, shared, typed).items() if differs]
    view.name = name
    if shared != (view.organization_id is not None):
        view.organization_id = unit_if(actor, shared)
    free(view)
    keepable(typed, name)
    if typed:
        view.typed = sealing.seal(view.pk, typed)
    view.save()
    if changed:
        record(actor.who, "saved.change", view, fields=changed, refs=refs(view))
    return view


def _differences(view: View, name: str, shared: bool, typed: str) -> dict[str, bool]:
    return {
        "name": view.name != name,
        "shared": (view.organization_id is not None) != shared,
        "filters": bool(typed) and typed != sealing.typed(view),
    }
