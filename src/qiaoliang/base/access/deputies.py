"""代理: somebody stands in for the holder of a post over ``[start, end)``, named by the holder or the head of the unit."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import rules
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.accounts import registry as tellers
from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations import locks, queries
from qiaoliang.base.organizations.intervals import overlapping
from qiaoliang.base.organizations.models import Deputy, Membership, Person

#: no longer than this; who is away longer is relieved, and somebody is appointed
LONGEST = timedelta(days=92)
NAME = "access.deputize"


@transaction.atomic
def name(actor: Actor, membership: Membership, person: Person, *, start: date, end: date) -> Deputy:
    """``person`` acts in the post of ``membership`` from ``start`` until the day before ``end``; both are told."""
    locks.hold(locks.SEATS)
    held = Membership.objects.select_related("person", "post__organization").get(pk=membership.pk)
    assert held.post is not None
    _check_may(actor, held)
    _check_days(held, start, end)
    if person.pk == held.person_id or Membership.objects.at().filter(person=person, post=held.post).exists():
        raise Refusal(
            _("This person holds the post already. Choose somebody else."), code="holds_already", field="person"
        )
    if not queries.able_deputies([held]).filter(pk=person.pk).exists():
        raise Refusal(
            _("Choose somebody of the same unit or the one right above, who can log in."),
            code="not_able",
            field="person",
        )
    rules.check_deputy(person, held.post, start)
    if Deputy.objects.filter(overlapping(start, end), membership=held).exists():
        raise Refusal(_("Somebody stands in on these days already. End that first."), code="overlaps", field="start")
    made = Deputy.objects.create(membership=held, person=person, start=start, end=end)
    refs = {"membership": held.pk, "person": person.pk, "post": held.post_id, "start": start, "end": end}
    audit.record(actor.who, "deputy.name", made, refs=refs)
    _tell("deputy_named", made)
    return made


@transaction.atomic
def end(actor: Actor, deputy: Deputy) -> None:
    """From today nobody stands in any more, or never did where it had not begun: said by the holder, the head, or whoever
    stands in."""
    row = Deputy.objects.select_for_update().get(pk=deputy.pk)
    held = Membership.objects.select_related("person", "post__organization").get(pk=row.membership_id)
    if actor.person is None or actor.person.pk != row.person_id:
        _check_may(actor, held)
    if row.end is not None and row.end <= max(clock.today(), row.start):
        raise Refusal(_("This has ended already."), code="ended")
    row.end = max(clock.today(), row.start)
    row.save(update_fields=["end"])
    audit.record(actor.who, "deputy.end", row, fields=("end",), refs={"membership": held.pk, "person": row.person_id})
    _tell("deputy_ended", row)


def may_name_for(actor: Actor, held: Membership) -> bool:
    """The holder for the own post; the head for the posts of the unit. Nobody while standing in for somebody."""
    if actor.person is None or held.post is None or actor.stands_for is not None:
        return False
    return held.person_id == actor.person.pk or actor.may(NAME, held.post.organization_id)


def _check_may(actor: Actor, held: Membership) -> None:
    if not may_name_for(actor, held):
        raise Refusal(
            _("The holder of the post or the head of the unit names a deputy, in their own post."),
            code="not_yours",
            field="membership",
        )


def _check_days(held: Membership, start: date, end: date) -> None:
    if start < clock.today():
        raise Refusal(_("Choose today or a later day."), code="past", field="start")
    if end <= start:
        raise Refusal(_("The end lies before the beginning."), code="order", field="end")
    if end - start > LONGEST:
        raise Refusal(
            _("Three months at most. Who is away longer leaves the post, and somebody is appointed."),
            code="too_long",
            field="end",
        )
    if held.end is not None and (held.end <= clock.today() or start >= held.end):
        raise Refusal(_("The term ends before that day."), code="ended", field="start")


def _tell(what: str, row: Deputy) -> None:
    people = Person.objects.filter(pk__in=[row.person_id, row.membership.person_id], account__isnull=False)
    accounts = list(people.order_by("pk").values_list("account", flat=True))
    for account in accounts:
        tellers.tell([account], what, account)
