"""Moving an organisation under another parent, as a dated event."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import closure, rules
from qiaoliang.base.organizations.intervals import overlapping
from qiaoliang.base.organizations.models import Link, Organization


@transaction.atomic
def link(
    who: Who, child: Organization, parent: Organization, relation: str, *, start: date | None = None, reason: str = ""
) -> Link:
    """``child`` stands under ``parent`` from ``start`` (default today; may lie ahead). The link before it ends there; one that
    begins on the same day never held, so it is put right."""
    day = start or clock.today()
    closure.hold(relation)
    rules.check_link(child, parent, relation, day)
    made = Link.objects.filter(child=child, relation=relation, start=day, end=None).select_related("parent").first()
    if made is not None:
        before: UUID | None = made.parent_id
        made.parent, made.reason = parent, reason[:100]
        made.save(update_fields=["parent", "reason"])
    else:
        before = _end_before(child, relation, day)
        made = Link.objects.create(child=child, parent=parent, relation=relation, start=day, reason=reason[:100])
    if made.holds_on(clock.today()):
        closure.detach(child.pk, relation)
        closure.attach(child.pk, parent.pk, relation)
    refs = {"parent": parent.pk, "relation": str(relation), "before": before}
    audit.record(who, "organization.link", child, fields=("parent",), refs=refs)
    return made


@transaction.atomic
def unlink(who: Who, child: Organization, relation: str, *, end: date | None = None) -> None:
    """``child`` has no parent in this relation from ``end`` (default today)."""
    day = end or clock.today()
    closure.hold(relation)
    present = Link.objects.at(day).filter(child=child, relation=relation).first()
    if present is None:
        raise Refusal(_("It stands under no other organisation on that day."), code="no_link")
    Link.objects.filter(pk=present.pk).update(end=day)
    if day <= clock.today():
        closure.detach(child.pk, relation)
    audit.record(who, "organization.unlink", child, fields=("parent",), refs={"relation": str(relation)})


def _end_before(child: Organization, relation: str, day: date) -> UUID | None:
    """End the link that holds on ``day`` and give its parent; refuse where another one is planned later."""
    others = Link.objects.filter(overlapping(day, None), child=child, relation=relation)
    if others.filter(start__gte=day).exists():
        raise Refusal(
            _("Another move is already entered from that day on. End that one first."), code="later_link", field="start"
        )
    before = others.first()
    if before is not None:
        Link.objects.filter(pk=before.pk).update(end=day)
    return before.parent_id if before else None
