"""What the header and the menus show of accounts and rights."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import NOBODY, Actor
from qiaoliang.base.core import addresses
from qiaoliang.base.core.typed import seen
from qiaoliang.base.organizations.models import Membership
from qiaoliang.ui import navigation


def provide() -> None:
    """Fill the header's slots and the menu's entries; called once, from ``apps.py``."""
    navigation.provide("account", account)
    navigation.provide("hats", hats)
    group = _("Administration")
    for key, permission, label, icon, letter in (
        ("organizations", "organizations.manage", _("Organisations"), "list", "u"),
        ("accounts", "accounts.manage", _("Accounts"), "user", "a"),
        ("grants", "access.grant", _("Rights"), "key", "r"),
        ("factors", "access.grant", _("Lost second factors"), "lock", "f"),
        ("who_may", "audit.read", _("Who may do what"), "users", "p"),
    ):
        item = navigation.Item(
            key=key,
            audience="desk",
            label=label,
            icon=icon,
            url=f"access:{key}",
            go=letter,
            order=900,
            group=group,
            permitted=may(permission),
        )
        navigation.register(item)


def may(permission: str) -> Callable[[HttpRequest], bool]:
    """Who sees a menu entry: whoever has the right under the present hat."""

    def permitted(request: HttpRequest) -> bool:
        return actor_of(request).may(permission)

    return permitted


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the middleware set; nobody on a page drawn without it."""
    actor: Actor = getattr(request, "actor", NOBODY)
    return actor


def words_of(request: HttpRequest) -> str:
    """What was typed into a page's search: no longer than a name, nothing a database refuses."""
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


def key_of(request: HttpRequest) -> str:
    """The key after which a list goes on; empty on its first page."""
    return seen(request.GET.get("after", ""))[:200]


def address(**asked: str) -> str:
    """A list's address with what is asked of it."""
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def account(request: HttpRequest) -> navigation.Account | None:
    if not request.user.is_authenticated:
        return None
    name = str(actor_of(request).person or request.user)
    return navigation.Account(name=name, logout=addresses.plain("account_logout"), links=_links())


@cache
def _links() -> tuple[tuple[Any, str], ...]:
    return (
        (_("What may I do, and why"), reverse("access:rights")),
        (_("Deputies"), reverse("access:deputies")),
        (_("Change password"), reverse("account_change_password")),
        (_("Second factor"), reverse("mfa_index")),
        (_("Where I am logged in"), reverse("account_sessions")),
    )


def called(actor: Actor, hat: Membership) -> str:
    """The post as its holder knows it; a lent one says whose it is."""
    label = f"{hat.post.organization.label} {hat.post}" if hat.post else ""
    if actor.person is None or hat.person_id == actor.person.pk:
        return label
    return gettext("for %(name)s: %(post)s") % {"name": hat.person, "post": label}


def hats(request: HttpRequest) -> navigation.Hats | None:
    """The posts to choose from, where there is a choice; one post alone is shown, not chosen."""
    actor = actor_of(request)
    choices = tuple(
        navigation.Hat(
            value=str(hat.post_id),
            label=called(actor, hat),
            current=hat == actor.membership,
        )
        for hat in actor.hats
    )
    return navigation.Hats(action=addresses.plain("access:hat"), choices=choices) if choices else None
