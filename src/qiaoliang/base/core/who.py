"""Who acts, as the lower floors know it: a kind and ids, no names."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Who:
    """``kind`` is account, resident or system; ``id`` the account's, or the receipt's of a resident; ``stands_for`` the person
    for whom a deputy acts."""

    kind: str
    id: UUID | None = None
    post_id: UUID | None = None
    organization_id: UUID | None = None
    stands_for: UUID | None = None


SYSTEM = Who(kind="system")
