"""What may not stand in a public text: asked when it is proposed and once more when it is let out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qiaoliang.base.attachments import queries as stored
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.vault import queries as vault
from qiaoliang.work.cases.actions.archive import WRITTEN
from qiaoliang.work.cases.marking import Marked, marks_of
from qiaoliang.work.cases.masking import KINDS
from qiaoliang.work.cases.models import Case, Merge

#: so many characters in a row are the person's own sentence, not a chance
QUOTED = 14
#: shorter than this, a file's name is no sign of anybody
NAME_OF_FILE = 3


def ensure_tells_nobody(case: Case, texts: Mapping[str, str]) -> None:
    """Refusal, naming the field, where one of the texts could tell who asked, here or in a case answered together with this
    one. Sealed contacts are compared without being shown, and what the writer may not see comes last, once there is nothing else to say
    against any of the texts: whoever tried a name would send what does not stand there, for others to see."""
    cases = [case, *_answered_together(case)]
    for field, text in texts.items():
        _refuse(field, _marked(text))
        for one in cases:
            _refuse(field, _quoted(text, one.text))
    for one in cases:
        contacts = [key for key in one.receipts.values_list("contact_id", flat=True) if key]
        known = _known(one)
        for field, text in texts.items():
            _refuse(field, _sealed(text, contacts) or _left(text, known))


def _refuse(field: str, sentence: str) -> None:
    if sentence:
        raise Refusal(sentence, code="publication.tells", field=field)


def _answered_together(case: Case) -> QuerySet[Case]:
    """The cases that follow or followed the same one, and that one."""
    leads = {case.pk, *case.merges.values_list("lead", flat=True)}
    followed = Merge.objects.filter(lead__in=leads).values("case")
    return Case.objects.filter(Q(pk__in=leads) | Q(pk__in=followed)).exclude(pk=case.pk).order_by("pk")


def _marked(text: str) -> str:
    words = [f"{text[start:end]} ({KINDS[kind]})" for start, end, kind in marks_of(text)]
    if not words:
        return ""
    return _("This could tell who somebody is: %(words)s. Leave it out, then send again.") % {
        "words": _("; ").join(words)
    }


def _sealed(text: str, contacts: Iterable[object]) -> str:
    found = vault.standing_in(text, contacts)  # type: ignore[arg-type]
    if not found:
        return ""
    return _("Something in it stands in the contact that the person left. Say it without that.")


def _left(text: str, known: set[str]) -> str:
    plain = _plain(text)
    words = [one for one in sorted(known) if _plain(one) in plain]
    if not words:
        return ""
    return _("“%(words)s” is known from the case and could tell who asked. Leave it out, then send again.") % {
        "words": words[0]
    }


def _quoted(text: str, said: str) -> str:
    plain, theirs = _plain(text), _plain(said)
    for start in range(len(plain) - QUOTED + 1):
        if plain[start : start + QUOTED] in theirs:
            words = plain[start : start + QUOTED]
            return _("“%(words)s” are the person's own words. Say it in yours, as you would to anybody.") % {
                "words": words
            }
    return ""


def _known(case: Case) -> set[str]:
    """What in the case leads to a person: every marked place in anybody's words, its numbers, the names of its files."""
    found = {case.code, case.external_id, case.referral_number, *case.receipts.values_list("code", flat=True)}
    rows: list[Marked] = [case]
    for model, (path, _columns) in WRITTEN.items():
        if issubclass(model, Marked):
            rows += model._default_manager.filter(**{path: case})
    for row in rows:
        for column in row.words_in:
            text = getattr(row, column)
            found |= {text[start:end] for start, end, _kind in row.places(column)}
    names = {PurePath(stored.name_of(one)).stem for one in stored.of([("case", case.pk)])[case.pk]}
    return {one for one in found if len(_plain(one)) > 1} | {one for one in names if len(one) >= NAME_OF_FILE}


def _plain(text: str) -> str:
    """Letters and digits alone, in one width and case, so that spaces and dashes hide nothing."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
