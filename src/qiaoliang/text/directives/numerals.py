"""Chinese and Arabic numerals up to 99, as dates and terms use them; larger Arabic numbers pass through."""

from __future__ import annotations

import re

NUMBER = r"\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|百"
_DIGITS = {letter: value for value, letter in enumerate("〇一二三四五六七八九")} | {"两": 2, "零": 0}


def number(word: str) -> int:
    """The integer a numeral means; ValueError for anything else."""
    if word.isdecimal():
        return int(word)
    if word == "百":
        return 100
    if not re.fullmatch(r"[一二两三四五六七八九]?十?[一二三四五六七八九]?", word) or not word:
        raise ValueError(f"not a numeral: {word}")
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return _DIGITS[word]
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
