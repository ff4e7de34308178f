"""Where people's words look like contact data: found when a row is written, kept beside it as places and kinds alone.

Whether a place is then masked is the question of ``masking``."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models

from qiaoliang.base.core import codes
from qiaoliang.text.contacts import FINDER, find_contacts

#: a marked place: first character, the one after the last, kind
Place = tuple[int, int, str]


class Marked(models.Model):
    """A row with words of people. ``marks`` is {column: [[start, end, kind], …]} for ``words``, the columns that hold
    them; ``finder`` is the version of the finder that made it. Saving any of the columns marks them anew."""

    words_in: ClassVar[tuple[str, ...]] = ()
    #: the column that stays as it was written: from its marks the person's own name is known, which stands sealed elsewhere
    stays: ClassVar[str] = ""
    marks = models.JSONField(default=dict, editable=False)
    finder = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        named = options.get("update_fields")
        if named is None or not set(self.words_in).isdisjoint(named):
            self.mark()
            if named is not None:
                options["update_fields"] = {*named, "marks", "finder"}
        super().save(*args, **options)

    def mark(self) -> None:
        """Find the places in the words as they are now."""
        known: dict[str, list[Place]] = self.__dict__.pop("_known", {})
        names = self.own_names()
        found = {
            one: with_names(known[one] if one in known else marks_of(getattr(self, one)), getattr(self, one), names)
            for one in self.words_in
        }
        self.marks, self.finder = {column: places for column, places in found.items() if places}, FINDER

    def knows(self, column: str, places: list[Place]) -> None:
        """These were found in the words of a row that is about to be written."""
        self.__dict__.setdefault("_known", {})[column] = places

    def is_of(self, names: Collection[str]) -> None:
        """A row that is about to be written is of somebody of this name: it is marked wherever it stands in the words."""
        self.__dict__["_names"] = frozenset(names)

    def own_names(self) -> frozenset[str]:
        """The names that :meth:`is_of` gave, as far as they stand in the column that stays."""
        said = getattr(self, self.stays) if self.stays else ""
        kept = {said[start:end] for start, end, kind in self.marks.get(self.stays, ()) if kind == OWN}
        return kept | self.__dict__.get("_names", frozenset())

    def places(self, column: str) -> list[Place]:
        """The marked places of a column, in order; looked for now where an older finder marked the row."""
        kept = self.marks.get(column, ())
        if self.finder != FINDER:
            kept = with_names(marks_of(getattr(self, column)), getattr(self, column), self.own_names())
        return [(start, end, kind) for start, end, kind in kept]


#: the kind of a place where the name stands that the person gave as their own
OWN = "own name"


def with_names(places: list[Place], text: str, names: Collection[str]) -> list[Place]:
    """The places with those where one of the names stands; a place that holds a part of it grows around the whole."""
    found = list(places)
    for name in filter(None, names):
        for run in re.finditer(re.escape(name), text or ""):
            start, end = run.span()
            met = [one for one in found if one[0] < end and start < one[1]]
            kind = met[0][2] if met else OWN
            ends = [(start, end), *((first, last) for first, last, _kind in met)]
            found = [one for one in found if one not in met]
            found.append((min(first for first, _last in ends), max(last for _first, last in ends), kind))
    return sorted(found)


#: what could be a case's code
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{10}(?![0-9A-Za-z])")


def marks_of(text: str) -> list[Place]:
    """The places in a text. The code of a case is none of them, should it happen to begin like a word for an account."""
    text = text or ""
    return [(span.start, span.end, span.kind) for span in find_contacts(text) if not _in_a_code(text, span.start)]


def _in_a_code(text: str, start: int) -> bool:
    """Whether a mark begins inside a case's code: after its first character, which a whole account's name would have."""
    runs = (run for run in _CODE.finditer(text) if run.start() < start < run.end())
    return any(codes.clean_code(run.group()) == run.group() for run in runs)
