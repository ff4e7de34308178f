"""What pages cost when many officers look at them in turn, each at what their own unit has."""

from __future__ import annotations

import random
import statistics
import time
from typing import Any

from bench.ours.statements import places
from django.test import Client

#: how many readers of each role; they are the same ones in every run
MOST = 60


def measured(paths: dict[str, str]) -> dict[str, dict[str, float]]:
    """Role and page → milliseconds of the processor, in the second round: the median and the most of its readers, and how many."""
    found, where = {}, places()
    for role in ("handler", "head"):
        clients = _readers(role)
        for name, path in paths.items():
            costs: list[float] = []
            for _ in range(2):
                costs = [_cost(client, path.format(**where)) for client in clients]
            found[f"{role}: {name}"] = {"ms": statistics.median(costs), "most": max(costs), "n": len(costs)}
    return found


def _readers(role: str) -> list[Client]:
    from qiaoliang.base.access.models import Grant
    from qiaoliang.base.accounts.models import Account
    from qiaoliang.base.organizations.models import Membership

    posts = Grant.objects.at().filter(role=role).values("post")
    held = Membership.objects.at().filter(post__in=posts, person__account__isnull=False)
    accounts: list[Any] = sorted(set(held.values_list("person__account", flat=True)))
    random.Random(1).shuffle(accounts)  # noqa: S311
    clients = [Client() for _ in accounts[:MOST]]
    for client, account in zip(clients, accounts, strict=False):
        client.force_login(Account.objects.get(pk=account))
    return clients


def _cost(client: Client, path: str) -> float:
    began = time.process_time()
    answer = client.get(path)
    if answer.status_code != 200:
        raise AssertionError(f"{path}: {answer.status_code}")
    return (time.process_time() - began) * 1000
