"""Persons, and who holds which post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.accounts import actions as accounts
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import locks, registry, rules
from qiaoliang.base.organizations.intervals import overlapping
from qiaoliang.base.organizations.models import Membership, Organization, Person, Post


@transaction.atomic
def register(who: Who, name: str, *, family_en: str = "", given_en: str = "", account: Account | None = None) -> Person:
    """A person who may hold posts."""
    if not name.strip():
        raise Refusal(_("Give the person's name."), code="no_name", field="name")
    made = Person.objects.create(name=name.strip(), family_en=family_en, given_en=given_en, account=account)
    audit.record(who, "person.register", made, fields=("name",))
    return made


@transaction.atomic
def connect(who: Who, person: Person, account: Account | None) -> None:
    """``person`` logs in with ``account`` (None: with none)."""
    if account is not None and Person.objects.filter(account=account).exclude(pk=person.pk).exists():
        raise Refusal(_("This account belongs to somebody else."), code="account_taken", field="account")
    with registry.departing(clock.today()):
        person.account = account
        person.save(update_fields=["account"])
    audit.record(who, "person.connect", person, refs={"account": account.pk if account else None})


@transaction.atomic
def appoint(
    who: Who, person: Person, post: Post, *, start: date | None = None, end: date | None = None, reason: str = ""
) -> Membership:
    """``person`` holds ``post`` from ``start`` (default today) until the day before ``end``."""
    day = start or clock.today()
    locks.hold(locks.SEATS)
    post = Post.objects.select_related("organization").get(pk=post.pk)
    _check_order(day, end)
    rules.check_inside(day, end, post.organization, post)
    registry.check_appointment(person, post, day)
    if Membership.objects.filter(overlapping(day, end), person=person, post=post).exists():
        raise Refusal(_("This person holds the post already."), code="holds_already", field="person")
    seat = rules.free_seat(post, day, end)
    made = Membership.objects.create(person=person, post=post, seat=seat, start=day, end=end, start_reason=reason[:100])
    audit.record(who, "membership.appoint", made, refs={"person": person.pk, "post": post.pk})
    return made


@dataclass(frozen=True)
class Term:
    """``person`` in ``post`` from ``start`` until the day before ``end``."""

    person: Person
    post: Post
    start: date
    end: date | None = None
    reason: str = ""

    def meets(self, other: Membership) -> bool:
        """Whether they share a day."""
        before = other.end is not None and (other.end <= self.start or other.end <= other.start)
        return not before and (self.end is None or other.start < self.end)


@transaction.atomic
def appoint_all(who: Who, terms: Iterable[Term]) -> list[Membership]:
    """Many appointments under the same rules as :func:`appoint`, a few questions altogether; all or none."""
    terms = sorted(terms, key=lambda term: term.start)
    ids = {term.post.pk for term in terms}
    locks.hold(locks.SEATS)
    posts = Post.objects.select_related("organization").in_bulk(ids)
    held: dict[UUID, list[Membership]] = {}
    for one in Membership.objects.filter(post__in=ids):
        held.setdefault(one.post_id or one.pk, []).append(one)
    made = [_seated(term, posts[term.post.pk], held.setdefault(term.post.pk, [])) for term in terms]
    Membership.objects.bulk_create(made, batch_size=500)
    registry.check_all()
    for one in made:
        audit.record(who, "membership.appoint", one, refs={"person": one.person_id, "post": one.post_id})
    return made


def _seated(term: Term, post: Post, held: list[Membership]) -> Membership:
    _check_order(term.start, term.end)
    rules.check_inside(term.start, term.end, post.organization, post)
    taken = [one for one in held if term.meets(one)]
    if any(one.person_id == term.person.pk for one in taken):
        raise Refusal(_("This person holds the post already."), code="holds_already", field="person")
    seat = rules.first_free(post, {one.seat for one in taken})
    made = Membership(
        person=term.person, post=post, seat=seat, start=term.start, end=term.end, start_reason=term.reason[:100]
    )
    held.append(made)
    return made


@transaction.atomic
def join(
    who: Who, person: Person, organization: Organization, *, start: date | None = None, reason: str = ""
) -> Membership:
    """``person`` becomes a plain member of ``organization``, without a post."""
    day = start or clock.today()
    rules.check_inside(day, None, organization)
    if Membership.objects.filter(overlapping(day, None), person=person, organization=organization).exists():
        raise Refusal(_("This person is a member already."), code="holds_already", field="person")
    made = Membership.objects.create(person=person, organization=organization, start=day, start_reason=reason[:100])
    audit.record(who, "membership.join", made, refs={"person": person.pk, "organization": organization.pk})
    return made


@transaction.atomic
def relieve(
    who: Who, membership: Membership, *, on: date | None = None, reason: str, successor: Person | None = None
) -> None:
    """From ``on`` (default today) the person no longer holds it. What they have open goes to ``successor``, or to the unit;
    where no post is left to them, their log-ins end. For a later day both come with the day (:func:`day.change_day`)."""
    day = on or clock.today()
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    if held.end is not None and held.end <= day:
        raise Refusal(_("This term has ended already."), code="ended")
    _check_order(held.start, day)
    with registry.departing(day):
        Membership.objects.filter(pk=held.pk).update(end=day, end_reason=reason[:100])
    membership.end, membership.end_reason = day, reason[:100]
    audit.record(who, "membership.relieve", membership, fields=("end", "end_reason"))
    if day <= clock.today() and held.post_id:
        hand_over(who, membership, successor)


@transaction.atomic
def hand_over(who: Who, membership: Membership, successor: Person | None = None) -> None:
    """After a term: what its holder had open goes on with ``successor`` or the unit; without a post, their log-ins end."""
    work = registry.open_work(membership)
    if successor is not None and successor.pk not in registry.successors(membership):
        raise Refusal(
            _("This person could not go on with the work. Choose another, or leave it to the unit."),
            code="no_successor",
            field="successor",
        )
    registry.hand_over(who, membership, successor)
    if work:
        refs = {"person": membership.person_id, "count": sum(one.count for one in work)}
        refs |= {"successor": successor.pk} if successor else {}
        audit.record(who, "membership.hand_over", membership, refs=refs)
    account = membership.person.account
    if (
        account is not None
        and not Membership.objects.at().filter(person=membership.person, post__isnull=False).exists()
    ):
        accounts.end_sessions(who, account)


def _check_order(start: date, end: date | None) -> None:
    if end is not None and end < start:
        raise Refusal(_("The end lies before the beginning."), code="order", field="end")
