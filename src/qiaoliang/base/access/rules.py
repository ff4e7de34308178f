"""What a grant and an appointment must obey: the three administrators are three persons, and use nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.roles import permissions, rights_with, roles
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations import locks
from qiaoliang.base.organizations.intervals import overlapping
from qiaoliang.base.organizations.models import Deputy, Membership, Person, Post


def clash(keys: Iterable[str]) -> str | None:
    """A separate role among several different ones; None where they go together."""
    held = set(keys)
    return next((key for key in sorted(held) if len(held) > 1 and roles()[key].separate), None)


def check_separation_of(person: Person, post: Post, start: date) -> None:
    """Refuse an appointment that would join an administrator's role with any other in one person."""
    if clash(_roles_of_post(post.pk, start) | _roles_of_person(person.pk, start)):
        raise _refusal()


def check_separation(post: Post, role: str, start: date) -> None:
    """Refuse a grant that would do so for anyone who holds the post, now or later."""
    if clash({role} | _roles_of_post(post.pk, start)):
        raise _refusal()
    holders = Membership.objects.filter(overlapping(start, None), post=post).values_list("person_id", flat=True)
    standing = Deputy.objects.filter(overlapping(start, None), membership__post=post)
    if roles()[role].separate and standing.exists():
        raise deputy_refusal()
    for person_id in {*holders, *standing.values_list("person_id", flat=True)}:
        if clash({role} | _roles_of_person(person_id, start)):
            raise _refusal()


def check_everyone() -> None:
    """Refuse what many grants or appointments together have joined."""
    if mixed(clock.today()):
        raise _refusal()


def mixed(day: date) -> set[UUID]:
    """Persons whose roles of ``day`` or later join an administrator's with another. Two queries."""
    held: dict[UUID, set[str]] = {}
    for rows, post in (
        (Membership.objects.filter(overlapping(day, None), post__isnull=False), "post"),
        (Deputy.objects.filter(overlapping(day, None)), "membership__post"),
    ):
        last = Q(**{f"{post}__grants__end": None}) | Q(**{f"{post}__grants__end__gt": day})
        given = rows.filter(last, **{f"{post}__grants__isnull": False})
        for person_id, role in given.values_list("person_id", f"{post}__grants__role"):
            held.setdefault(person_id, set()).add(role)
    return {person_id for person_id, keys in held.items() if clash(keys & set(roles()))}


def check_deputy(person: Person, post: Post, start: date) -> None:
    """Refuse a deputy for an administrator, and one whose own roles exclude the post's."""
    wanted = _roles_of_post(post.pk, start)
    if any(roles()[key].separate for key in wanted):
        raise deputy_refusal()
    if clash(wanted | _roles_of_person(person.pk, start)):
        raise _refusal()


def deputy_refusal() -> Refusal:
    """An administrator's power is not lent."""
    return Refusal(
        _("An administrator has no deputy. Let a second person hold the role instead."),
        code="separate_post",
        field="membership",
    )


def _roles_of_post(post_id: UUID, start: date) -> set[str]:
    rows = Grant.objects.filter(overlapping(start, None), post=post_id)
    return set(rows.values_list("role", flat=True)) & set(roles())


def _roles_of_person(person_id: UUID, start: date) -> set[str]:
    posts = Membership.objects.filter(overlapping(start, None), person=person_id).values("post")
    standing = Deputy.objects.filter(overlapping(start, None), person=person_id).values("membership__post")
    rows = Grant.objects.filter(overlapping(start, None)).filter(Q(post__in=posts) | Q(post__in=standing))
    return set(rows.values_list("role", flat=True)) & set(roles())


def _refusal() -> Refusal:
    return Refusal(
        _("An administrator's role excludes every other role for the same person. Choose another post or person."),
        code="separation",
        field="role",
    )


#: whoever may do these is the only way back in: without them nobody could open an account or grant a role any more
NEVER_WITHOUT = ("accounts.manage", "access.grant")


@contextmanager
def somebody_left(day: date | None = None) -> Iterator[None]:
    """Refuse what would leave nobody in service with one of these rights on ``day`` (default today)."""
    when = day or clock.today()
    locks.hold(locks.SEATS)
    before = [permission for permission in NEVER_WITHOUT if _anybody(permission, when)]
    yield
    lost = next((permission for permission in before if not _anybody(permission, when)), None)
    if lost:
        words = {"what": permissions()[lost](get_language() or "zh")}
        message = _("Nobody else may do this: %(what)s. Let another person have the role first.") % words
        raise Refusal(message, code="last_administrator")


def _anybody(permission: str, day: date) -> bool:
    """Whether somebody who can log in holds a post with a role that has it."""
    posts = Grant.objects.at(day).filter(role__in=[right.role for right in rights_with(permission)]).values("post")
    return bool(Membership.objects.at(day).filter(post__in=posts, person__account__is_active=True).exists())
