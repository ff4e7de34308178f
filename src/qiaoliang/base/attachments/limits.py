"""How much is taken. Said to people in the same numbers."""

from __future__ import annotations

MEGABYTE = 1_000_000
MAX_BYTES = 10 * MEGABYTE
MAX_FILES = 9
#: one request: nine files of the largest size and the form around them
MAX_REQUEST_BYTES = MAX_FILES * MAX_BYTES + MEGABYTE
