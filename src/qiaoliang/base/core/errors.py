"""How an action says no: a clear sentence in the user's language that says what to do."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An action was not done and nothing was changed.

    ``message`` is a translated sentence for the person; ``code`` is stable, for tests and the API;
    ``field`` names the form field it is about, if any.
    """

    def __init__(self, message: Any, *, code: str, field: str | None = None) -> None:
        super().__init__(code)
        self.message, self.code, self.field = message, code, field

    def __str__(self) -> str:
        return str(self.message)


class Stale(Refusal):
    """Somebody else changed the record first; ``theirs`` lets the page show both texts."""

    def __init__(self, message: Any, *, theirs: Any = None) -> None:
        super().__init__(message, code="stale")
        self.theirs = theirs
