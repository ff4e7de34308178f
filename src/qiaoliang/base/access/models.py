"""A grant gives a post a role: whoever holds the post has the role's rights while both last."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qiaoliang.base.access.roles import REACHES
from qiaoliang.base.core.models import Record
from qiaoliang.base.organizations.intervals import Interval, IntervalQuerySet
from qiaoliang.base.organizations.models import Post


class Grant(Record, Interval):
    """``reach`` narrows each right of the role; see ``data/roles.toml``."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    reach = models.CharField(max_length=10)
    end_reason = models.CharField(max_length=100, blank=True)

    objects = IntervalQuerySet.as_manager()

    class Meta(Interval.Meta):
        constraints = (
            *Interval.Meta.constraints,
            models.CheckConstraint(condition=Q(reach__in=REACHES), name="grant_reach_known"),
            models.UniqueConstraint(fields=["post", "role"], condition=Q(end=None), name="grant_once"),
        )
        indexes = (models.Index(fields=["role"], name="grant_role"),)


class Wanted(Record):
    """A role that a table of accounts or a set-up file names for a post: whoever brings them in grants none, so the security
    officer decides. ``granted`` is None as long as it waits; ``reach`` as in a grant, empty for as wide as the role goes."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="wanted")
    role = models.CharField(max_length=30)
    reach = models.CharField(max_length=10, blank=True)
    asked_by = models.UUIDField(null=True)
    granted = models.BooleanField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["post", "role"], condition=Q(granted=None), name="wanted_one_open"),
        )
