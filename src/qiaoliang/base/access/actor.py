"""The actor: an account, the person behind it, the post worn now as a hat, and the rights that post gives today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.roles import REACHES, Right, narrower, permissions, roles
from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.organizations.models import Closure, Membership, Organization, Person, Post


@dataclass(frozen=True)
class Held:
    """A right as this actor has it: through which grant, and how far after the grant's narrowing."""

    right: Right
    grant: Grant

    @property
    def reach(self) -> str:
        return narrower(self.right.reach, self.grant.reach)


@dataclass(frozen=True)
class Actor:
    """``membership`` is the hat (None: no post today); ``hats`` are all posts of today, the first rank first, then those of
    others for whom the person stands in."""

    who: Who
    person: Person | None = None
    membership: Membership | None = None
    hats: tuple[Membership, ...] = ()
    grants: tuple[Grant, ...] = field(default=(), repr=False)
    #: what was asked about them once and holds for the request, by a name of the asker's
    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def stands_for(self) -> Person | None:
        """Whose post it is, where a deputy wears the hat."""
        held = self.membership
        return held.person if held and self.person and held.person_id != self.person.pk else None

    @property
    def post(self) -> Post | None:
        return self.membership.post if self.membership else None

    @property
    def organization(self) -> Organization | None:
        return self.post.organization if self.post else None

    @cached_property
    def held(self) -> Mapping[str, Held]:
        """The widest right to each permission."""
        best: dict[str, Held] = {}
        for grant in self.grants:
            for key, right in roles()[grant.role].rights.items() if grant.role in roles() else ():
                found = Held(right, grant)
                if key not in best or REACHES.index(found.reach) > REACHES.index(best[key].reach):
                    best[key] = found
        return best

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def may(self, permission: str, organization_id: UUID | None = None) -> bool:
        """Whether the hat has the right at all, or towards one organisation. At most one query."""
        if permission not in permissions():
            raise KeyError(permission)
        held = self.held.get(permission)
        if held is None or self.organization is None:
            return False
        return organization_id is None or self._covers(held.reach, organization_id)

    def why(self, permission: str) -> str:
        """One sentence: from which post and role the right comes, since when and how far; or that there is none."""
        held, what = self.held.get(permission), permissions()[permission](_language())
        if held is None or self.post is None:
            return _("You may not: %(what)s. No post you hold now has a role with this right.") % {"what": what}
        return _("You may: %(what)s (%(reach)s). As %(post)s of %(organization)s, role %(role)s since %(since)s.") % {
            "what": what,
            "reach": reach_label(held.reach),
            "post": self.post,
            "organization": self.post.organization,
            "role": roles()[held.grant.role].name(_language()),
            "since": held.grant.start.isoformat(),
        }

    def _covers(self, reach: str, organization_id: UUID) -> bool:
        own = self.organization
        if own is None:
            return False
        if reach == "district" or own.pk == organization_id:
            return True
        return reach == "subtree" and Closure.objects.filter(ancestor=own.pk, descendant=organization_id).exists()


def actor_for(account: Any, post_id: UUID | None = None) -> Actor:
    """The actor of an account today, wearing the hat ``post_id`` if it is one of theirs, else the first with a role. Three
    queries."""
    if not getattr(account, "is_authenticated", False) or not account.is_active:
        return NOBODY
    who = Who(kind="account", id=account.pk)
    person = organizations.person_of(account.pk)
    if person is None:
        return Actor(who)
    hats = tuple(organizations.hats_of(person))
    if not hats:
        return Actor(who, person)
    granted = _by_post(written.rows(_worn_grants, person.pk, clock.today()))
    first = next((hat for hat in hats if granted.get(hat.post_id)), hats[0])
    hat = next((hat for hat in hats if hat.post_id == post_id), first)
    return _wearing(who, person, hats, hat, granted)


def actor_of_post(person: Person, membership: Membership) -> Actor:
    """The actor of someone in one post, for jobs that act in their name."""
    who, hats = Who(kind="account", id=person.account_id), (membership,)
    granted = _by_post(Grant.objects.at().filter(post=membership.post_id).order_by("start", "pk"))
    return _wearing(who, person, hats, membership, granted)


def _worn_grants(person: UUID, day: date) -> QuerySet[Grant]:
    """The grants of all posts in which the person may act on that day."""
    posts = organizations.worn_by(person, day).values("post")
    granted: QuerySet[Grant] = Grant.objects.at(day).filter(post__in=posts)
    return granted.order_by("start", "pk")


def _by_post(grants: Iterable[Grant]) -> dict[UUID | None, list[Grant]]:
    found: dict[UUID | None, list[Grant]] = {}
    for grant in grants:
        found.setdefault(grant.post_id, []).append(grant)
    return found


def _wearing(
    who: Who, person: Person, hats: tuple[Membership, ...], hat: Membership, granted: dict[UUID | None, list[Grant]]
) -> Actor:
    post = hat.post
    assert post is not None
    full = Who(
        kind=who.kind,
        id=who.id,
        post_id=post.pk,
        organization_id=post.organization_id,
        stands_for=hat.person_id if hat.person_id != person.pk else None,
    )
    return Actor(full, person, hat, hats, tuple(granted.get(hat.post_id, ())))


def reach_label(reach: str) -> str:
    """How far, in the reader's language."""
    return {
        "unit": _("own unit"),
        "subtree": _("own unit and all below it"),
        "district": _("the whole district"),
    }[reach]


def _language() -> str:
    return get_language() or "zh"


#: Someone without an account: the public, or a resident with a receipt.
NOBODY = Actor(Who(kind="resident"))
