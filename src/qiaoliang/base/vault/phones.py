"""Telephone numbers as people write them, in one form.

Facts: mobile numbers have 11 digits and begin with 13 to 19; area codes are 010, 02x and four digits beginning 03 to 09,
followed by 7 or 8 digits (MIIT's numbering plan for the public network); 400 and 800 numbers have 10 digits; +86 drops
the area code's leading 0.
"""

from __future__ import annotations

import re
import unicodedata

_EXTENSION = re.compile(r"(?:转|轉|分机|分機|ext\.?|x|#|\*|,)\s*(\d{1,6})$", re.IGNORECASE)
_TAIL = re.compile(r"^(.*\d{7,8})-(\d{1,6})$")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_SERVICE = re.compile(r"[48]00\d{7}")


def normalised(text: str, *, area_code: str = "") -> str | None:
    """One form for the same line: ``+8613812345678``, ``+86571xxxxxxxx`` with ``x801`` for an extension; a number of
    another country as ``+<digits>``. None where it is no telephone number. ``area_code`` (``0571``) completes local
    numbers; without it these stay as they are."""
    plain = unicodedata.normalize("NFKC", text).strip()
    number, extension = _split_extension(plain)
    digits = re.sub(r"[\s\-‐‑–—―－()（）.·・_/]", "", number)
    if not re.fullmatch(r"\+?\d+", digits):
        return None
    line = _chinese(_without_country(digits), area_code) or _foreign(digits)
    return line + (f"x{extension}" if extension else "") if line else None


def oddness(text: str) -> str:
    """What is odd about a number that :func:`normalised` does not know: "length" (a mobile number with digits missing or
    too many), "beginning" (no mobile number begins so), "form"; "none" where there are hardly any digits at all; empty
    where it is known."""
    if normalised(text, area_code="0999"):
        return ""
    digits = _without_country(re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", text)))
    if len(digits.lstrip("+")) < 3:
        return "none"
    if re.fullmatch(r"1[3-9]\d{5,}", digits):
        return "length"
    return "beginning" if re.fullmatch(r"1[0-2]\d{9}", digits) else "form"


def digits_in(text: str) -> int:
    """How many digits somebody wrote."""
    return len(re.sub(r"\D", "", _without_country(re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", text)))))


def _split_extension(plain: str) -> tuple[str, str]:
    found = _EXTENSION.search(plain) or (_TAIL.search(plain) if not _is_mobile(plain) else None)
    if not found:
        return plain, ""
    return (plain[: found.start()], found[1]) if len(found.groups()) == 1 else (found[1], found[2])


def _is_mobile(plain: str) -> bool:
    return bool(_MOBILE.fullmatch(_without_country(re.sub(r"[^\d+]", "", plain))))


def _without_country(digits: str) -> str:
    """A number inside China; where +86 stood, a landline's area code gets its 0 back."""
    for prefix in ("+86", "0086", "86"):
        rest = digits.removeprefix(prefix)
        if rest != digits and 9 <= len(rest) <= 12:
            return rest if _MOBILE.fullmatch(rest) or _SERVICE.fullmatch(rest) or rest[0] == "0" else "0" + rest
    return digits


def _chinese(digits: str, area_code: str) -> str | None:
    if _MOBILE.fullmatch(digits):
        return "+86" + digits
    if _LOCAL.fullmatch(digits):
        return "+86" + area_code.lstrip("0") + digits if area_code else digits
    if _LANDLINE.fullmatch(digits):
        return "+86" + digits[1:]
    return "+86" + digits if _SERVICE.fullmatch(digits) else None


def _foreign(digits: str) -> str | None:
    """E.164 allows 15 digits; the country code never begins with 0. Hong Kong and Macao are +852 and +853."""
    number = "+" + digits[2:] if digits.startswith("00") else digits
    return number if re.fullmatch(r"\+(?!86)[1-9]\d{6,14}", number) else None


def masked(text: str) -> str:
    """``138****1234``: enough to recognise one's own number, not enough to dial it."""
    digits = re.sub(r"\D", "", _without_country(re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", text))))
    if len(digits) < 7:
        return "****" if text else ""
    return f"{digits[:-8]}****{digits[-4:]}" if len(digits) > 8 else f"****{digits[-3:]}"
