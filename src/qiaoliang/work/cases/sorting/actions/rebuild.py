"""Making everything learned anew from the cases as they are: what has been erased is in no file any more."""

from __future__ import annotations

from qiaoliang.base.core import remembered
from qiaoliang.work.cases.sorting import matters, shelf
from qiaoliang.work.cases.sorting.actions.read import suggest_again
from qiaoliang.work.cases.sorting.actions.train import train
from qiaoliang.work.cases.sorting.choices import What


def rebuild() -> None:
    """Both models, the index of matters, and what is suggested for cases that wait."""
    with shelf.alone(), remembered.still():
        for what in What:
            train(what)
    matters.forget()
    suggest_again()
