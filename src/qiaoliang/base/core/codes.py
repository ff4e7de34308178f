"""Receipt codes that people read aloud, type on an old phone and copy by hand.

A *code* names a case to its requester (10 characters of Crockford's base 32 without Z, the last a check character); a
*secret* opens it (80 random bits in four groups of four). The server keeps only a keyed hash of the secret.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_ALIKE = str.maketrans("OILU", "011V")
_LENGTH = 10
_PRIME = 31


def new_code() -> str:
    """A fresh public code: 44 random bits and a check character."""
    body = "".join(secrets.choice(ALPHABET[:_PRIME]) for _ in range(_LENGTH - 1))
    return body + _check(body)


def clean_code(text: str) -> str | None:
    """What a person typed, as a code; None where it cannot be one (length, letters or check character)."""
    letters = _letters(text)
    known = len(letters) == _LENGTH and all(_VALUE.get(letter, _PRIME) < _PRIME for letter in letters)
    return letters if known and _check(letters[:-1]) == letters[-1] else None


def new_secret() -> str:
    """80 random bits as ``XXXX-XXXX-XXXX-XXXX``."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(16)))


def clean_secret(text: str) -> str:
    """What a person typed, as a secret: letters unified, spaces and dashes aside. Never raises."""
    return grouped(_letters(text)[:64])


def grouped(letters: str) -> str:
    """``ABCDEFGH`` as ``ABCD-EFGH``, for reading aloud."""
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[^0-9A-Z]", "", plain).translate(_ALIKE)


def _check(body: str) -> str:
    """Weighted sum modulo a prime as large as the alphabet, so one wrong character and two swapped neighbours are both found."""
    total = sum((place + 2) * _VALUE[letter] for place, letter in enumerate(body))
    return ALPHABET[total % _PRIME]
