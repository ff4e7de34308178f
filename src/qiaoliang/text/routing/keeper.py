"""A router that goes on learning: each decision counts at once, and all of them are learned again in the background.

A step learned at once is rough; learning everything again is exact, but takes seconds to minutes. So the keeper answers with the
router it has, trains another one in a thread once enough decisions came, gives it what was decided meanwhile, and changes over.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Sequence
from threading import Lock, Thread
from typing import NamedTuple

from qiaoliang.text.routing.router import Router, Routing

_LOG = logging.getLogger(__name__)


class Decided(NamedTuple):
    """What a person decided about a message; a later one with the same ``id`` replaces it."""

    id: str
    text: str
    label: str


class Keeper:
    """Answers, takes decisions, and trains again by itself; safe to use from several threads.

    ``after`` decisions, and ``share`` of those learned thoroughly, must have come since the last training before the next one begins.
    """

    def __init__(
        self, router: Router, decided: Iterable[Decided] = (), *, after: int = 100, share: float = 0.05
    ) -> None:
        self._router, self._after, self._share = router, after, share
        self._decided = {one.id: one for one in decided}
        self._thorough = len(self._decided) if router.trained_on else 0
        self._waiting: list[Decided] = []
        self._tried = 0
        self._lock = Lock()
        self._thread: Thread | None = None
        self.error: Exception | None = None

    @property
    def router(self) -> Router:
        """The router that answers now, for saving it; do not change it."""
        return self._router

    @property
    def waiting(self) -> int:
        """Decisions that were learned at once but not thoroughly yet."""
        return len(self._waiting)

    @property
    def training(self) -> bool:
        return self._thread is not None

    def suggest(self, texts: Sequence[str]) -> list[Routing]:
        """A routing for each text by everything decided so far."""
        with self._lock:
            return list(self._router.suggest(texts))

    def decide(self, decided: Decided) -> None:
        """Learn one decision now; begins to learn all again when enough came."""
        with self._lock:
            self._router.learn(decided.text, decided.label)
            self._decided[decided.id] = decided
            self._waiting.append(decided)
            enough = max(self._after, math.ceil(self._share * self._thorough))
            if self._thread is None and len(self._waiting) - self._tried >= enough:
                self._begin()

    def wait(self) -> None:
        """Return when no training is running."""
        while thread := self._thread:
            thread.join()

    def _begin(self) -> None:
        taken, known = list(self._decided.values()), len(self._waiting)
        self._thread = Thread(target=self._train, args=(taken, known), name="router training", daemon=True)
        self._thread.start()

    def _train(self, decided: Sequence[Decided], known: int) -> None:
        fresh = Router(self._router.duties)
        error: Exception | None = None
        try:
            fresh.train([one.text for one in decided], [one.label for one in decided])
        except Exception as found:
            _LOG.exception("training the router failed; the one before goes on answering")
            error = found
        with self._lock:
            self.error, self._thread = error, None
            self._tried = known if error else 0
            if error is None:
                self._waiting = self._waiting[known:]
                for one in self._waiting:
                    fresh.learn(one.text, one.label)
                self._router, self._thorough = fresh, len(decided)
