"""存为常用视图: what stands in a list's address gets a name."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.marking import marks_of
from qiaoliang.work.cases.saved import queries, sealing
from qiaoliang.work.cases.saved.actions.begin import begin
from qiaoliang.work.cases.saved.models import View


@transaction.atomic
def keep(actor: Actor, listed: str, typed: str, *, name: str, shared: bool, begins: bool) -> View:
    """A new view of the list; for the actor's unit where it is ``shared``."""
    if queries.mine_on(actor, listed).count() >= queries.MOST:
        words = _("You have %(most)s views of this list already. Throw one away that you no longer use.")
        raise Refusal(words % {"most": queries.MOST}, code="saved.many")
    view = View(listed=listed, name=name, person_id=officer_id(actor), organization_id=unit_if(actor, shared))
    free(view)
    keepable(typed, name)
    view.typed = sealing.seal(view.pk, typed)
    view.save(force_insert=True)
    begin(actor, view, begins)
    record(actor.who, "saved.keep", view, refs=refs(view))
    return view


def free(view: View) -> None:
    """Refuse a name that another view of the person's list has; of one that is shared, also one that somebody shares there already."""
    same = View.objects.filter(person=view.person_id, listed=view.listed, name=view.name, removed_at=None)
    if same.exclude(pk=view.pk).exists():
        words = _("You have a view called “%(name)s” on this list already. Choose another name.")
        raise Refusal(words % {"name": view.name}, code="saved.name", field="name")
    theirs = View.objects.filter(organization=view.organization_id, listed=view.listed, name=view.name, removed_at=None)
    if view.organization_id and theirs.exclude(pk=view.pk).exists():
        words = _("Somebody shares a view called “%(name)s” with the unit already. Choose another name.")
        raise Refusal(words % {"name": view.name}, code="saved.name", field="name")


def keepable(typed: str, name: str) -> None:
    """Refuse a word to look for, or a name, that holds contact data: a view is kept for as long as somebody uses it, and its
    name stands above the list of everybody it is shared with."""
    if marks_of(name):
        raise Refusal(
            _("The name holds contact data. Call the view something else."), code="saved.contact", field="name"
        )
    if marks_of(QueryDict(typed).get("q") or ""):
        words = _("What you look for holds contact data. A view is kept, so take that word out first.")
        raise Refusal(words, code="saved.contact")


def unit_if(actor: Actor, shared: bool) -> UUID | None:
    """The unit it is shared with, if the post may share; None for the person alone."""
    if shared and not actor.may("cases.share_views"):
        raise Refusal(actor.why("cases.share_views"), code="not_permitted", field="shared")
    return actor.who.organization_id if shared else None


def refs(view: View) -> dict[str, object]:
    """What the audit log keeps: which list, and with which unit it is shared."""
    return {"list": view.listed, **({"unit": view.organization_id} if view.organization_id else {})}
