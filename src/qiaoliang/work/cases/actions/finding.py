"""What a case can be found by: its words without their marked places, and the phones in them as keyed hashes.

A search can be read backwards: who finds a case by a number has read the number. So the words' index does not hold it, and
the hashes are asked only by those who may see the contact (``queries.by_phone``)."""

from __future__ import annotations

from qiaoliang.base.search import actions as search
from qiaoliang.base.vault import queries as vault
from qiaoliang.work.cases import masking
from qiaoliang.work.cases.models import Case

PHONES = ("phone", "landline")


def index(case: Case, new: bool = False) -> None:
    """Let the case be found by what it says now; ``new``: nothing has been found of it yet."""
    search.index("case", case.id, case.code, *(masking.left_out(case, column) for column in case.words_in), new=new)
    hashes = sorted({found.hex() for phone in _phones(case) if (found := vault.phone_index(phone))})
    if hashes:
        search.index("case_phone", case.id, *hashes, new=new)
    elif not new:
        search.remove("case_phone", case.id)


def _phones(case: Case) -> list[str]:
    return [
        getattr(case, column)[start:end]
        for column in case.words_in
        for start, end, kind in case.places(column)
        if kind in PHONES
    ]
