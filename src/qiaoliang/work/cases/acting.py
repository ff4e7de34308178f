"""Who takes a step: an officer under a hat (:class:`Actor`), a resident with a receipt or the system (:class:`Who`)."""

from __future__ import annotations

from uuid import UUID

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core.who import Who

Acting = Actor | Who


def who_of(acting: Acting) -> Who:
    """As the audit knows them."""
    return acting.who if isinstance(acting, Actor) else acting


def person_id_of(acting: Acting) -> UUID | None:
    """The officer's person, None for residents and the system."""
    return acting.person.pk if isinstance(acting, Actor) and acting.person else None


def officer_id(actor: Actor) -> UUID:
    """The person behind an officer's step; an account without a person holds no post, so it takes no step."""
    if actor.person is None:
        raise ValueError("an account without a person cannot act")
    return actor.person.pk


def unit_id_of(acting: Acting) -> UUID | None:
    """The unit they act for."""
    return who_of(acting).organization_id
