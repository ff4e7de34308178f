"""The two dialects: FTS5 (external content) on SQLite, tsvector with a GIN index on PostgreSQL.

On PostgreSQL vector and question are written as literals with their positions, so that no parser of the server, whose
idea of a word depends on its locale, comes between. A vector counts 16,383 positions (documentation, chapter 12.11).
"""

from __future__ import annotations

from collections.abc import Sequence

from qiaoliang.base.search.tokens import Phrase

MOST_POSITIONS = 16_383


def fts5(phrases: Sequence[Phrase]) -> str:
    """The question in FTS5's language: ``"区妇 妇联" AND "联"*``."""
    return " AND ".join(f'"{" ".join(one.tokens)}"' + ("*" if one.open_end else "") for one in phrases)


def tsquery(phrases: Sequence[Phrase]) -> str:
    """The question as a tsquery literal: ``('区妇' <-> '妇联') & '联':*``."""
    return " & ".join(f"({_neighbours(one)})" for one in phrases)


def _neighbours(phrase: Phrase) -> str:
    last = len(phrase.tokens) - 1
    ends = [":*" if phrase.open_end and place == last else "" for place in range(last + 1)]
    return " <-> ".join(f"'{token}'{end}" for token, end in zip(phrase.tokens, ends, strict=True))


def tsvector(tokens: Sequence[str]) -> str:
    """The stream as a tsvector literal. Tokens hold letters and digits only, so there is nothing to quote."""
    return " ".join(f"'{token}':{place}" for place, token in enumerate(tokens[:MOST_POSITIONS], start=1))
