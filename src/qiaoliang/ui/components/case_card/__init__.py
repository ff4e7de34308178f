"""One case in a list: state, what it is about, where and with whom, until when, and the one next thing."""

from __future__ import annotations

from qiaoliang.ui.components.state_tag import Props as State
from qiaoliang.ui.contract import Contract


class Props(Contract):
    """``meta`` are short texts (number, kind, place, received); ``due`` with ``late`` or ``soon``; ``next`` says what
    comes next. The whole card opens ``href``. ``level`` is the heading's level on the page."""

    title: str
    href: str
    state: State
    meta: tuple[str, ...] | list[str] = ()
    due: str = ""
    late: bool = False
    soon: bool = False
    next: str = ""
    unread: bool = False
