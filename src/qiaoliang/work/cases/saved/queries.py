"""Reading saved views: one's own, and those of the unit one acts for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.work.cases.acting import person_id_of
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.saved import sealing
from qiaoliang.work.cases.saved.models import Start, View

#: how many of a list one person keeps: more would be looked for longer than the filters take to set
MOST = 12
#: how long a view that was thrown away can be taken out again
REMEMBERED = timedelta(hours=1)


def seen_by(actor: Actor) -> QuerySet[View]:
    """One's own and the unit's, each with ``begins``: whether one's list begins with it."""
    person = person_id_of(actor)
    return _seen_by(person, actor.who.organization_id) if person else View.objects.none()


def _seen_by(person: UUID, unit: UUID | None) -> QuerySet[View]:
    mine = Start.objects.filter(view=OuterRef("pk"), person=person)
    theirs = Q(person=person) | Q(organization=unit, organization__isnull=False)
    found = View.objects.filter(theirs, removed_at=None).select_related("organization", "person")
    return found.annotate(begins=Exists(mine)).order_by("name", "id")


def of_list(actor: Actor, listed: str) -> list[Any]:
    """The views of one list. One query, or none where nobody asks."""
    person = person_id_of(actor)
    return written.rows(_of_list, listed, person, actor.who.organization_id) if person else []


def _of_list(listed: str, person: UUID, unit: UUID | None) -> QuerySet[View]:
    return _seen_by(person, unit).filter(listed=listed)


def mine_on(actor: Actor, listed: str) -> QuerySet[View]:
    """One's own views of a list."""
    return View.objects.filter(person=actor.person, listed=listed, removed_at=None)


def may_change(actor: Actor, view: View) -> bool:
    """Whose it is; and for a shared one, whoever may share in its unit: its maker may have left."""
    if actor.person is not None and view.person_id == actor.person.pk:
        return True
    return view.organization_id is not None and actor.may("cases.share_views", view.organization_id)


def thrown_away(actor: Actor, view_id: UUID) -> View | None:
    """A view of one's own, or of the unit, while it can be taken out again."""
    since = clock.now() - REMEMBERED
    found = View.objects.filter(pk=view_id, removed_at__gte=since).first()
    return found if found is not None and may_change(actor, found) else None


def long_gone() -> QuerySet[View]:
    """Views that nobody can take out again."""
    return View.objects.filter(removed_at__lt=clock.now() - REMEMBERED)


def form_of(view: View) -> Any:
    """The list's form, filled as the view says, with the view's own mark."""
    return LISTS[view.listed].form(QueryDict(f"{sealing.typed(view)}&view={view.pk}"))
