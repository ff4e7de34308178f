"""Forgetting a case whose words are erased: at once in what the pages read, and soon in what was learned."""

from __future__ import annotations

from django.db.models import Q

from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting.models import Alike, Issue, Suggestion


def forget(case: Case) -> None:
    """In the transaction that erases the words. The models are made anew by the worker, once for all that go together."""
    Suggestion.objects.filter(case=case).update(why=[])
    Alike.objects.filter(Q(case=case) | Q(other=case)).delete()
    Issue.objects.filter(members__case=case).delete()
    enqueue("sorting.train", {}, key="erased")
