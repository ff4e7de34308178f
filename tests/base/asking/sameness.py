"""Whether two objects of the database are the same in all they hold."""

from __future__ import annotations

from itertools import chain, repeat

from django.db.models import Model


def same(one: object, other: object, seen: frozenset[int] = frozenset()) -> bool:
    """Whether two objects hold the same, to the type and the order of their attributes, with all that is fetched with them."""
    if id(one) in seen:
        return True
    seen |= {id(one)}
    if not isinstance(one, Model) or not isinstance(other, Model):
        return type(one) is type(other) and one == other
    mine, theirs = dict(one.__dict__), dict(other.__dict__)
    fetched, asked = (values.pop("_prefetched_objects_cache", {}) for values in (mine, theirs))
    state, expected = mine.pop("_state"), theirs.pop("_state")
    tied, wanted = state.fields_cache, expected.fields_cache
    return (
        type(one) is type(other)
        and list(mine) == list(theirs)
        and all(same(mine[name], theirs[name]) for name in mine)
        and (state.adding, state.db) == (expected.adding, expected.db)
        and list(tied) == list(wanted)
        and list(fetched) == list(asked)
        and all(map(same, chain(*fetched.values()), chain(*asked.values()), repeat(seen)))
        and all(same(tied[name], wanted[name], seen) for name in tied)
    )
