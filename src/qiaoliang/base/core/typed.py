"""What a person typed or pasted, without signs that nobody sees.

Words copied from chats and web pages bring zero-width signs and marks that turn the direction of reading; the latter can
make a title read as something else than it is.
"""

from __future__ import annotations

import re
import unicodedata

#: controls but tab and line ends, soft hyphen, zero-width space, word joiner, byte order mark, all marks of direction.
#: The joiners stay: emoji and some scripts are written with them.
_UNSEEN = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def seen(text: str) -> str:
    """``text`` without unseen signs; empty where no letter, digit, punctuation or symbol is left."""
    plain = _UNSEEN.sub("", text)
    return plain if any(unicodedata.category(sign)[0] in "LNPS" for sign in plain) else ""
