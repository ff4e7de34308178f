"""Granting roles and ending grants. Everything here counts from today or a later day; nothing is granted backwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries, rules
from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.roles import REACHES, Role, roles
from qiaoliang.base.accounts import actions as accounts
from qiaoliang.base.accounts import registry as account_registry
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations import locks
from qiaoliang.base.organizations.intervals import overlapping
from qiaoliang.base.organizations.models import Membership, Organization, Post


@transaction.atomic
def grant(
    who: Who, post: Post, role: str, *, reach: str = "", start: date | None = None, end: date | None = None
) -> Grant:
    """``post`` has ``role`` from ``start`` (default today) until the day before ``end``, no wider than ``reach``
    (default: as wide as the role goes)."""
    day, known = start or clock.today(), _known(role)
    wide = _reach(reach or known.widest)
    locks.hold(locks.SEATS)
    post.refresh_from_db()
    _check_days(post, day, end)
    _check_not_own(who, post)
    if Grant.objects.filter(overlapping(day, end), post=post, role=role).exists():
        raise Refusal(_("The post has this role already."), code="granted_already", field="role")
    rules.check_separation(post, role, day)
    made = Grant.objects.create(post=post, role=role, reach=wide, start=day, end=end)
    audit.record(who, "grant.give", made, refs={"post": post.pk, "role": role, "reach": wide})
    return made


@transaction.atomic
def grant_all(who: Who, rows: Iterable[tuple[Post, str, str]], *, start: date | None = None) -> list[Grant]:
    """Many grants as (post, role, reach or ""), all from ``start`` or, where a post is younger, from its first day.
    The rules of :func:`grant`, a few questions altogether; all or none."""
    locks.hold(locks.SEATS)
    made = [_new(post, role, reach, start or clock.today()) for post, role, reach in rows]
    for one in made:
        _check_not_own(who, one.post)
    if not made:
        return []
    posts = {one.post_id for one in made}
    given = set(
        Grant.objects.filter(overlapping(min(g.start for g in made), None), post__in=posts).values_list("post", "role")
    )
    pairs = [(one.post_id, one.role) for one in made]
    if given & set(pairs) or len(set(pairs)) < len(pairs):
        raise Refusal(_("The post has this role already."), code="granted_already", field="role")
    Grant.objects.bulk_create(made, batch_size=500)
    rules.check_everyone()
    for one in made:
        audit.record(who, "grant.give", one, refs={"post": one.post_id, "role": one.role, "reach": one.reach})
    return made


def _new(post: Post, role: str, reach: str, start: date) -> Grant:
    known = _known(role)
    day = max(start, post.start)
    _check_days(post, day, None)
    return Grant(post=post, role=role, reach=_reach(reach or known.widest), start=day)


def _reach(reach: str) -> str:
    if reach not in REACHES:
        raise Refusal(_("Choose how far the role goes."), code="unknown_reach", field="reach")
    return reach


@transaction.atomic
def end_grant(who: Who, given: Grant, *, on: date | None = None, reason: str) -> None:
    """From ``on`` (default today) the post no longer has the role."""
    day = on or clock.today()
    held = Grant.objects.select_for_update().get(pk=given.pk)
    if not reason.strip():
        raise Refusal(_("Say why, so that it can be checked later."), code="no_reason", field="reason")
    if held.end is not None and held.end <= day:
        raise Refusal(_("This grant has ended already."), code="ended")
    held.end, held.end_reason = max(day, held.start), reason.strip()[:100]
    with rules.somebody_left(day):
        held.save(update_fields=["end", "end_reason"])
    given.end = held.end
    audit.record(who, "grant.end", held, fields=("end", "end_reason"), refs={"post": held.post_id, "role": held.role})


@transaction.atomic
def ask_removal(who: Who, account: Account, *, reason: str) -> None:
    """Ask a security officer to take a lost second factor away; refused where nobody but the holder could decide."""
    deciders = queries.who_may_decide(who, account)
    if not deciders:
        command = f"qiaoliang account without-factor {account.username} --reason …"
        message = _("Nobody else here may confirm this. On the server, type: %(command)s") % {"command": command}
        raise Refusal(message, code="nobody_confirms")
    accounts.ask_removal(who, account, reason=reason)
    account_registry.tell(deciders, "factor_removal_to_decide", account.pk)


@transaction.atomic
def seat(who: Who, organization: Organization, *, username: str, name: str, role: str) -> tuple[Account, str]:
    """Someone new in a post named after the role, with account and grant: how the first administrators come in.

    The account and its one-time password."""
    known = _known(role)
    account, one_time = accounts.create_account(who, username)
    person = organizations.register(who, name, account=account)
    post = Post.objects.at().filter(organization=organization, title=known.name.zh).first()
    if post is None:
        post = organizations.establish_post(
            who, organization, known.name.zh, title_en=known.name.en, headcount=2, start=clock.today()
        )
    organizations.appoint(who, person, post)
    if not Grant.objects.at().filter(post=post, role=role).exists():
        grant(who, post, role)
    return account, one_time


def _known(role: str) -> Role:
    known = roles().get(role)
    if known is None:
        raise Refusal(_("Choose a role from the list."), code="unknown_role", field="role")
    return known


def _check_days(post: Post, start: date, end: date | None) -> None:
    if start < post.start or (post.end is not None and start >= post.end):
        raise Refusal(_("The post does not exist on that day."), code="no_post", field="start")
    if end is not None and end < start:
        raise Refusal(_("The end lies before the beginning."), code="order", field="end")


def _check_not_own(who: Who, post: Post) -> None:
    """Who grants may not grant to a post of their own."""
    if who.kind != "account":
        return
    own = Membership.objects.filter(overlapping(clock.today(), None), person__account=who.id, post=post)
    if own.exists():
        raise Refusal(_("You cannot grant a role to a post you hold."), code="own_post", field="post")
