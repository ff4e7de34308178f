"""The rows of the catalogue. A row never changes: a new version of an entry is a new row, the old one gets an end.

Entries point at each other by code, because the other side has versions of its own; the loader refuses broken references, and
``queries`` joins the rows of one moment without asking the database again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from qiaoliang.base.catalog.choices import (
    Audience,
    Certainty,
    From,
    Kind,
    Letter,
    Level,
    Role,
    RungUnit,
    TermUnit,
    Unit,
    Urgency,
)
from qiaoliang.base.core.models import Record

if TYPE_CHECKING:
    from datetime import datetime

    from qiaoliang.base.catalog.view import View


def in_english(language: str | None = None) -> bool:
    """Does that language (the reader's, if none is given) read English?"""
    return (language or get_language() or "").lower().startswith("en")


def _ends_later() -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="catalog_%(class)s_ends_later"
    )


def _one_holds(*key: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=key, condition=Q(valid_to=None), name="catalog_%(class)s_one_holds")


class CatalogVersion(Record):
    """One version of the catalogue: what the file called itself, from when it holds, where its rules come from; who made it
    (an account; none: a command) and why. ``changes`` keeps each entry that it touched, as it was and as it became:
    [table, key, before or None, after or None]. ``withdrawn`` is the number of the version that took it back before it held."""

    number = models.PositiveIntegerField(unique=True)
    label = models.CharField(max_length=40)
    valid_from = models.DateTimeField()
    source = models.TextField(blank=True)
    certainty = models.CharField(max_length=12, choices=Certainty)
    why = models.TextField(blank=True)
    author = models.UUIDField(null=True)
    changes = models.JSONField(default=list)
    withdrawn = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.label


class Entry(Record):
    """What all entries share: they hold in [valid_from, valid_to), keep the order of the file, and one holds at a time.

    ``view`` is the whole catalogue of the moment this row was read for (see :mod:`view`); None on a row fetched by hand.
    """

    KEY: ClassVar[Sequence[str]] = ("code",)
    view: View | None = None

    code = models.CharField(max_length=60)
    place = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ("place",)

    def __str__(self) -> str:
        return self.code

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells this entry from others of its table."""
        return tuple(getattr(self, name) for name in self.KEY)

    def holds(self, at: datetime) -> bool:
        """Is this the row that holds at that moment?"""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)

    def _in(self, name: str) -> str:
        """The text of that column in the reader's language; Chinese where no English was written."""
        english: str = getattr(self, f"{name}_en", "") if in_english() else ""
        return english or str(getattr(self, name))

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self._in("name")

    def joined(self) -> View:
        """The catalogue around this row."""
        if self.view is None:
            raise ValueError("this row was fetched by hand; read it through catalog.queries to follow its references")
        return self.view


class UnitKind(Entry):
    """A kind of organisation. ``acts_as``: where a rule says that kind, this one counts too (a street acts as a town)."""

    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=12, choices=Level)
    acts_as = models.CharField(max_length=60, blank=True)

    class Meta(Entry.Meta):
        constraints = (_one_holds("code"), _ends_later())


class Category(Entry):
    """What a case is about, in two levels: ``labour`` and ``labour.wages``; only the second level is dispatched."""

    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    hint = models.TextField(blank=True)
    hint_en = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    lead = models.CharField(max_length=60, blank=True)
    urgency = models.CharField(max_length=12, choices=Urgency, blank=True)
    clocks = models.CharField(max_length=60, blank=True)
    public = models.BooleanField(default=False)
    misconduct = models.BooleanField(default=False)
    referral = models.CharField(max_length=60, blank=True)
    words = models.JSONField(default=list, blank=True)
    #: its set of clocks holds for cases that were open already
    recounts = models.BooleanField(default=False)

    class Meta(Entry.Meta):
        constraints = (_one_holds("code"), _ends_later())

    @property
    def explanation(self) -> str:
        """The hint in the reader's language."""
        return self._in("hint")

    @property
    def parent_code(self) -> str:
        """The first level's code; empty for a first level."""
        return self.code.rpartition(".")[0]

    @property
    def parent(self) -> Category | None:
        """The first level, or None."""
        return self.joined().categories.get(self.parent_code)

    @property
    def children(self) -> list[Category]:
        """The second level below, in order."""
        return self.joined().below.get(self.code, [])

    @property
    def path(self) -> str:
        """Both levels' names: 劳动权益 / 拖欠工资."""
        return f"{self.parent.label} / {self.label}" if self.parent else self.label

    @property
    def lead_kind(self) -> UnitKind | None:
        """The kind of organisation that leads by default."""
        return self.joined().unit_kinds.get(self.lead)

    @property
    def clock_set(self) -> ClockSet | None:
        """The set of clocks."""
        return self.joined().clock_sets.get(self.clocks)

    @property
    def referral_to(self) -> Referral | None:
        """Where such matters usually belong when they are not ours."""
        return self.joined().referrals.get(self.referral)


class ClockSet(Entry):
    """A named set of terms; its steps are :class:`ClockStep` rows."""

    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    #: how often a unit answers before other people look at the matter, and how many reviews there may be
    rounds = models.PositiveSmallIntegerField(default=3)
    reviews = models.PositiveSmallIntegerField(default=2)
    source = models.TextField()
    certainty = models.CharField(max_length=12, choices=Certainty)

    class Meta(Entry.Meta):
        constraints = (_one_holds("code"), _ends_later())

    @property
    def steps(self) -> dict[str, ClockStep]:
        """Its terms by step."""
        return self.joined().steps[self.code]


class ClockStep(Entry):
    """One term of the set ``clocks``: ``amount`` in ``unit`` from the moment ``counts_from``, with the source that sets it.
    Its ``code`` is the step. ``recounts``: it holds for cases that were open already, which are counted again."""

    KEY = ("clocks", "code")

    clocks = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=6, decimal_places=2)
    unit = models.CharField(max_length=2, choices=Unit)
    counts_from = models.CharField(max_length=12, choices=From)
    source = models.TextField()
    certainty = models.CharField(max_length=12, choices=Certainty)
    recounts = models.BooleanField(default=False)

    class Meta(Entry.Meta):
        constraints = (_one_holds("clocks", "code"), _ends_later())


class Rung(Entry):
    """A rung of the ladder 催办督办: what happens when a main clock of ``steps`` has run ``amount`` percent of its term, or
    ``amount`` working days, hours or days beyond its end. ``tells``: whom; ``letter``: the numbered letter it writes, if any,
    to be obeyed ``within`` so many working days; ``waits``: it is put off until the day that the unit named with its reason for being late."""

    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    steps = models.JSONField(default=list)
    amount = models.DecimalField(max_digits=6, decimal_places=2)
    unit = models.CharField(max_length=2, choices=RungUnit)
    tells = models.JSONField(default=list)
    letter = models.CharField(max_length=12, choices=Letter, blank=True)
    within = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    waits = models.BooleanField(default=False)
    source = models.TextField()
    certainty = models.CharField(max_length=12, choices=Certainty)

    class Meta(Entry.Meta):
        constraints = (_one_holds("code"), _ends_later())


class Term(Entry):
    """A term that is no clock of a case: how long something is kept, by when a request about one's own data is decided."""

    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(max_digits=6, decimal_places=2)
    unit = models.CharField(max_length=2, choices=TermUnit)
    source = models.TextField()
    certainty = models.CharField(max_length=12, choices=Certainty)

    class Meta(Entry.Meta):
        constraints = (_one_holds("code"), _ends_later())


class Duty(Entry):
    """A line of a duty list 职责清单: what a kind of organisation leads or helps with. Returns must cite one."""

    kind = models.CharField(max_length=60)
    role = models.CharField(max_length=8, choices=Role)
    categories = models.JSONField(default=list)
    text = models.TextField()
    source = models.TextField()

    class Meta(Entry.Meta):
        constraints = (_one_holds("code"), _ends_later())

    def covers(self, category: str) -> bool:
        """Does the line name that category, or the first level above it?"""
        return any(category == named or category.startswith(f"{named}.") for named in self.categories)


class Referral(Entry):
    """Somebody else's matter: whose, when, what to bring, what happens next, and the receipt the person gets.

    ``danger``: the telephone is shown at once where ``danger_words`` are written; ``found`` holds the words that were met.
    """

    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    danger = models.BooleanField(default=False)
    danger_words = models.JSONField(default=list, blank=True)
    needs_person = models.BooleanField(default=False)
    when = models.TextField()
    when_en = models.TextField(blank=True)
    bring = models.TextField(blank=True)
    bring_en = models.TextField(blank=True)
    next = models.TextField(blank=True)
    next_en = models.TextField(blank=True)
    receipt = models.TextField()
    receipt_en = models.TextField(blank=True)

    found: tuple[str, ...] = ()

    class Meta(Entry.Meta):
        constraints = (_one_holds("code"), _ends_later())

    @property
    def when_text(self) -> str:
        """When it is theirs, in the reader's language."""
        return self._in("when")

    @property
    def bring_text(self) -> str:
        """What to have at hand, in the reader's language."""
        return self._in("bring")

    @property
    def next_text(self) -> str:
        """What happens there, in the reader's language."""
        return self._in("next")

    @property
    def receipt_text(self) -> str:
        """The receipt in the reader's language, its slots still open."""
        return self._in("receipt")


class Reason(Entry):
    """A reason to choose from a list: not accepted, return, reveal …; ``text`` is what the person is told."""

    KEY = ("list", "code")

    list = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    class Meta(Entry.Meta):
        constraints = (_one_holds("list", "code"), _ends_later())

    @property
    def sentence(self) -> str:
        """What the person is told, in the reader's language."""
        return self._in("text")


class Template(Entry):
    """A text the product sends, with named slots in braces."""

    name = models.CharField(max_length=60)
    audience = models.CharField(max_length=10, choices=Audience)
    slots = models.JSONField(default=list)
    zh = models.TextField()
    en = models.TextField(blank=True)

    class Meta(Entry.Meta):
        constraints = (_one_holds("code"), _ends_later())


class Consent(Entry):
    """What a person agrees to, word for word; ``edition`` is the office's own number for it. Agreements keep the row's id."""

    edition = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    zh = models.TextField()
    en = models.TextField(blank=True)

    language: str | None = None

    class Meta(Entry.Meta):
        constraints = (_one_holds("code"), _ends_later())

    @property
    def text(self) -> str:
        """The words in the language they were asked for, else the reader's."""
        return (in_english(self.language) and self.en) or self.zh


TABLES: tuple[type[Entry], ...] = (
    UnitKind,
    Category,
    ClockSet,
    ClockStep,
    Rung,
    Term,
    Duty,
    Referral,
    Reason,
    Template,
    Consent,
)
