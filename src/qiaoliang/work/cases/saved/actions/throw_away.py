"""删掉常用视图, and take it out again within the hour."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.saved import queries
from qiaoliang.work.cases.saved.actions.keep import free, refs
from qiaoliang.work.cases.saved.models import View


@transaction.atomic
def throw_away(actor: Actor, view_id: UUID) -> View:
    """Lists that began with it begin as usual."""
    view = View.objects.select_for_update().get(pk=view_id, removed_at=None)
    if not queries.may_change(actor, view):
        raise Refusal(_("Somebody else made this view. Ask them, or make one of your own."), code="saved.theirs")
    view.removed_at = clock.now()
    view.save(update_fields=["removed_at"])
    record(actor.who, "saved.throw_away", view, refs=refs(view))
    return view


@transaction.atomic
def take_out_again(actor: Actor, view_id: UUID) -> View:
    """As it was; for an hour, by whoever may change it."""
    view = queries.thrown_away(actor, view_id)
    if view is None:
        raise Refusal(_("This view is gone for good. Make it anew from its list."), code="saved.gone")
    free(view)
    view.removed_at = None
    view.save(update_fields=["removed_at"])
    record(actor.who, "saved.take_out_again", view, refs=refs(view))
    return view
