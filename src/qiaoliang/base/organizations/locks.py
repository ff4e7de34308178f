"""One at a time where a rule reaches over many rows.

Who holds a post and which roles the post has are checked together (nobody is an administrator and something else), so
appointments and grants wait for each other. They are rare; nothing else waits.
"""

from __future__ import annotations

from qiaoliang.base.organizations.models import Lock

SEATS = "seats"


def hold(name: str) -> None:
    """Take the lock until the transaction ends. What is read afterwards includes what the holder before wrote."""
    if not list(Lock.objects.select_for_update().filter(name=name)):
        Lock.objects.get_or_create(name=name)
        Lock.objects.select_for_update().get(name=name)
