"""Who reads whose words, and how a marked place looks to everybody else. Every way out of a case goes through here.

What one has written oneself is never masked to oneself: the requester reads their page as it is, an officer their own
notes. To all others at the desk a marked place is its kind in brackets, 〔电话〕, until they press "show what is masked"
with a reason, which is written down (``actions/reveal.py``). A title is a label of the office, not somebody's words: it
stands in lists, window titles and files, so it is masked to everybody at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.access.actor import Actor
from qiaoliang.work.cases.choices import Source, State
from qiaoliang.work.cases.marking import OWN, Marked, Place, marks_of
from qiaoliang.work.cases.models import Answer, Attendance, Case, Event, Rating, Request, Review

#: kind of a marked place → its word
KINDS = {
    "phone": gettext_lazy("phone number"),
    "landline": gettext_lazy("phone number"),
    "identity": gettext_lazy("identity number"),
    "passport": gettext_lazy("passport number"),
    "plate": gettext_lazy("number plate"),
    "bank card": gettext_lazy("bank account"),
    "mail": gettext_lazy("e-mail address"),
    "wechat": gettext_lazy("WeChat name"),
    "qq": gettext_lazy("QQ number"),
    "name": gettext_lazy("name of a person"),
    OWN: gettext_lazy("name of a person"),
    "address": gettext_lazy("exact address"),
}


@dataclass(frozen=True)
class Reader:
    """Whose eyes: an officer's, or with ``everything`` those of the person whose case it is."""

    person: UUID | None = None
    everything: bool = False


#: somebody of whom nothing is known: everything is masked
NOBODY = Reader()
#: the person who asked, on their own page: what stands there is theirs or was said to them
REQUESTER = Reader(everything=True)
#: who writes or checks an answer now, and reads what goes out
IN_HAND = Reader(everything=True)


def reader(actor: Actor) -> Reader:
    """An officer at the desk."""
    return Reader(actor.person.pk if actor.person else None)


def plain(row: Marked, column: str, eyes: Reader = NOBODY) -> str:
    """A column as ``eyes`` may read it, as mere text: for lists, form fields, files."""
    text = _text(row, column)
    return text if _reads(row, column, eyes) else covered(text, row.places(column))


def shown(row: Marked, column: str, eyes: Reader = NOBODY, words: Collection[str] = ()) -> str:
    """The same for a page: a masked place says what it was, and how one may see it. ``words`` are set apart where they stand
    in the rest."""
    text = _text(row, column)
    places = [] if _reads(row, column, eyes) else row.places(column)
    return _html(text, places, words) if places or words else text


def _text(row: Marked, column: str) -> str:
    """The column's words; a case whose words were erased still has something to be called by."""
    text: str = getattr(row, column)
    return text or (str(State.ARCHIVED.label) if isinstance(row, Case) and column == "title" else text)


def covered(text: str, places: list[Place] | None = None) -> str:
    """A text with every marked place covered; without ``places`` they are looked for now."""
    for start, end, kind in reversed(marks_of(text) if places is None else places):
        text = text[:start] + sign(kind) + text[end:]
    return text


@dataclass(frozen=True)
class Found:
    """A place in what somebody is writing: ``what`` it is, its ``words``, and ``key``, which names it and nothing else."""

    what: str
    words: str
    key: str


def found_in(text: str, field: str) -> list[Found]:
    """What would be masked in a text, for the one who writes it."""
    return [Found(str(KINDS[kind]), text[start:end], f"{field}:{start}:{end}") for start, end, kind in marks_of(text)]


def taken_out(text: str, field: str = "", key: str = "") -> str:
    """The text without these places (with ``key`` only the one of that name, if it is still there); a sign says so."""
    for start, end, _kind in reversed(marks_of(text)):
        if not key or key == f"{field}:{start}:{end}":
            text = text[:start] + _("(left out)") + text[end:]
    return text


def left_out(row: Marked, column: str) -> str:
    """A column without its marked places, for the search index: nobody finds by what they may not read."""
    text: str = getattr(row, column)
    for start, end, _kind in reversed(row.places(column)):
        text = f"{text[:start]} {text[end:]}"
    return text


def sign(kind: str) -> str:
    """〔电话〕: what stands in the place of the masked words; a screen reader says it too."""
    return _("[%(kind)s]") % {"kind": KINDS[kind]}


def is_masked(row: Marked, column: str, eyes: Reader) -> bool:
    """Whether ``eyes`` see a masked place in this column."""
    return bool(row.places(column)) and not _reads(row, column, eyes)


def opened(row: Marked, column: str) -> SafeString:
    """A column in clear with its marked places set apart: for the page on which somebody has given a reason."""
    text: str = getattr(row, column)
    return _pieces(text, row.places(column), lambda words, _kind: format_html("<mark>{}</mark>", words))


def _reads(row: Marked, column: str, eyes: Reader) -> bool:
    if eyes.everything:
        return True
    return eyes.person is not None and eyes.person in _authors(row, column)


def _authors(row: Marked, column: str) -> set[UUID | None]:
    """The officers who wrote this column's words themselves."""
    if isinstance(row, Case):
        return {row.intake_person_id} if column != "title" and row.source != Source.IMPORT else set()
    if isinstance(row, Event):
        return {row.person_id}
    if isinstance(row, Request):
        return {row.person_id if column == "text" else row.decided_by_id}
    if isinstance(row, Attendance):
        return {row.replied_by_id if column == "reply" else row.noted_by_id}
    if isinstance(row, Answer):
        return {row.drafted_by_id, row.approved_by_id} if column != "sent_back" else set()
    if isinstance(row, Review):
        return {row.person_id if column == "text" else row.decided_by_id}
    return {row.taken_by_id} if isinstance(row, Rating) else set()


def _html(text: str, places: list[Place], words: Collection[str] = ()) -> SafeString:
    why = _("Masked. Who has the right can see it after giving a reason.")
    return _pieces(
        text,
        places,
        lambda _words, kind: format_html('<span class="hid" title="{}">{}</span>', why, sign(kind)),
        lambda rest: _set_apart(rest, words),
    )


def _pieces(
    text: str,
    places: list[Place],
    cover: Callable[[str, str], SafeString],
    rest: Callable[[str], str] = lambda words: words,
) -> SafeString:
    pieces: list[tuple[str]] = []
    at = 0
    for start, end, kind in places:
        pieces += [(rest(text[at:start]),), (cover(text[start:end], kind),)]
        at = end
    return format_html_join("", "{}", [*pieces, (rest(text[at:]),)])


def _set_apart(text: str, words: Collection[str]) -> str:
    """The text with these words marked, the longer first where one holds another."""
    if not words:
        return text
    sought = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    parts = re.split(f"({sought})", text)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", one) if n % 2 else one,) for n, one in enumerate(parts))
    )
