"""The wishes to be erased, and by when one is decided."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.choices import Terms
from qiaoliang.base.core import clock
from qiaoliang.base.organizations.models import Closure
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.work.cases.acting import units_of
from qiaoliang.work.cases.models import Receipt
from qiaoliang.work.cases.mydata.choices import WAITING
from qiaoliang.work.cases.mydata.models import Erasure


def decided_by() -> datetime:
    """By when a wish of today is decided: the end of the catalogue's term."""
    term = catalog.term(Terms.DATA_REQUEST)
    return workdays.calendar().add(clock.now(), term.amount, term.unit).at


def visible_to(actor: Actor) -> QuerySet[Erasure]:
    """All wishes but those on cases about a unit of the actor's, or one above it."""
    theirs = Closure.objects.filter(descendant__in=units_of(actor)).values("ancestor_id")
    accused = Q(receipt__case__accused_organization__in=theirs)
    found = Erasure.objects.select_related("receipt__case", "first_by", "second_by")
    return found.exclude(accused & Q(receipt__case__accused_organization__isnull=False))


def waiting(actor: Actor) -> QuerySet[Erasure]:
    """Those still to be decided, the most urgent first."""
    return visible_to(actor).filter(standing__in=WAITING).order_by("due_at", "id")


def decided(actor: Actor) -> QuerySet[Erasure]:
    """Those decided, the newest first."""
    return visible_to(actor).exclude(standing__in=WAITING).order_by("-decided_at", "-id")


def of(receipt: Receipt) -> list[Erasure]:
    """One person's own, the newest first."""
    return list(receipt.erasures.order_by("-id"))
