"""Organisations as a tree with two parents, posts in them, persons and who holds which post when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from qiaoliang.base.core.models import Record
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.intervals import Interval, IntervalQuerySet
from qiaoliang.base.organizations.kinds import Kind, kinds


def _english() -> bool:
    return (get_language() or "").startswith("en")


class Organization(Record):
    """One organisation 组织. ``dissolved`` is the first day it no longer exists; its links stay, so that whoever led it
    still finds its work; ``successor`` goes on with what it had open. Names and kind are those of today: :class:`Naming`."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=30)
    founded = models.DateField()
    dissolved = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=100, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="taken_over")

    class Meta:
        ordering = ("code",)
        indexes = (models.Index(fields=["kind"], name="organization_kind"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(dissolved=None) | Q(dissolved__gte=F("founded")), name="organization_dissolved_after"
            ),
        )

    def __str__(self) -> str:
        return self.name_en if _english() and self.name_en else self.name

    @property
    def label(self) -> str:
        """The short name where there is one, in the reader's language."""
        return str(self) if _english() and self.name_en else self.short_name or self.name

    @property
    def kind_label(self) -> str:
        known: Kind | None = kinds().get(self.kind)
        return str(known) if known else self.kind


class Alias(Record):
    """Another name people use; ``until`` is the day a former name ended."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=100, db_index=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organization", "name"], name="alias_once"),)

    def __str__(self) -> str:
        return self.name


class Naming(Record, Interval):
    """What an organisation was, is or will be called over ``[start, end)``, and of which kind it is. There are rows once it
    is renamed; before that it was always called as now."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="namings")
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=30)

    objects = IntervalQuerySet.as_manager()

    class Meta(Interval.Meta):
        constraints = (
            *Interval.Meta.constraints,
            models.UniqueConstraint(fields=["organization"], condition=Q(end=None), name="naming_one_open"),
        )


class Link(Record, Interval):
    """``child`` stands under ``parent`` in one of the two relations."""

    child = models.ForeignKey(Organization, models.PROTECT, related_name="links_up")
    parent = models.ForeignKey(Organization, models.PROTECT, related_name="links_down")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    reason = models.CharField(max_length=100, blank=True)

    objects = IntervalQuerySet.as_manager()

    class Meta(Interval.Meta):
        constraints = (
            *Interval.Meta.constraints,
            models.CheckConstraint(condition=~Q(child=F("parent")), name="link_not_to_itself"),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="link_relation_known"),
            models.UniqueConstraint(fields=["child", "relation"], condition=Q(end=None), name="link_one_open"),
            models.UniqueConstraint(fields=["child", "relation", "start"], name="link_one_start"),
        )


class Closure(models.Model):
    """Who stands below whom *today*, each organisation below itself at depth 0. Written by ``closure`` alone."""

    relation = models.CharField(max_length=10, choices=Relation.choices)
    ancestor = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["relation", "ancestor", "descendant"], name="closure_pair"),)
        indexes = (models.Index(fields=["relation", "descendant"], name="closure_up"),)

    def __str__(self) -> str:
        return f"{self.relation} {self.ancestor_id} > {self.descendant_id} ({self.depth})"


class Tree(models.Model):
    """One row a relation: ``day`` is the day whose links the closure holds. Locked by whoever changes a link."""

    relation = models.CharField(max_length=10, primary_key=True, choices=Relation.choices)
    day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.relation} {self.day}"


class Lock(models.Model):
    """A row to hold while a rule is checked that reaches over many rows (``locks.py``)."""

    name = models.CharField(max_length=20, primary_key=True)

    def __str__(self) -> str:
        return self.name


class Person(Record):
    """Someone who holds posts; no contact data here. ``family_en`` and ``given_en`` are the name in Latin letters."""

    name = models.CharField(max_length=60)
    family_en = models.CharField(max_length=40, blank=True)
    given_en = models.CharField(max_length=60, blank=True)
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)

    def __str__(self) -> str:
        latin = f"{self.given_en} {self.family_en}".strip()
        return latin if _english() and latin else self.name


class Post(Record, Interval):
    """A post 职位: ``headcount`` seats; ``rank`` orders posts of one organisation, 0 first; ``grade`` 职级 is its text."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=100, blank=True)
    rank = models.PositiveSmallIntegerField(default=50)
    grade = models.CharField(max_length=20, blank=True)
    headcount = models.PositiveSmallIntegerField(default=1)
    end_reason = models.CharField(max_length=100, blank=True)

    objects = IntervalQuerySet.as_manager()

    class Meta(Interval.Meta):
        ordering = ("organization__code", "rank", "title")
        constraints = (
            *Interval.Meta.constraints,
            models.CheckConstraint(condition=Q(headcount__gte=1), name="post_has_a_seat"),
            models.UniqueConstraint(fields=["organization", "title"], condition=Q(end=None), name="post_title_once"),
        )

    def __str__(self) -> str:
        return self.title_en if _english() and self.title_en else self.title


class Membership(Record, Interval):
    """``person`` holds ``seat`` of ``post``, or is a plain member of ``organization``: exactly one of the two."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="memberships")
    seat = models.PositiveSmallIntegerField(null=True, editable=False)
    start_reason = models.CharField(max_length=100, blank=True)
    end_reason = models.CharField(max_length=100, blank=True)

    objects = IntervalQuerySet.as_manager()

    class Meta(Interval.Meta):
        constraints = (
            *Interval.Meta.constraints,
            models.CheckConstraint(
                condition=Q(post=None, seat=None, organization__isnull=False)
                | Q(post__isnull=False, seat__isnull=False, organization=None),
                name="membership_post_or_organization",
            ),
            models.UniqueConstraint(fields=["post", "seat"], condition=Q(end=None), name="membership_seat_once"),
            models.UniqueConstraint(fields=["person", "post"], condition=Q(end=None), name="membership_post_once"),
            models.UniqueConstraint(
                fields=["person", "organization"], condition=Q(end=None), name="membership_organization_once"
            ),
        )


class Deputy(Record, Interval):
    """``person`` stands in for the holder of ``membership`` from ``start`` until the day before ``end``, in that post; it ends
    with the term, too."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="deputies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="stands_in")

    objects = IntervalQuerySet.as_manager()

    class Meta(Interval.Meta):
        constraints = (
            *Interval.Meta.constraints,
            models.CheckConstraint(condition=Q(end__isnull=False), name="deputy_for_a_time"),
        )
        indexes = (models.Index(fields=["person", "end"], name="deputy_of_person"),)
