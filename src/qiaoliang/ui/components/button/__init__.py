"""A button, or a link that looks like one. One primary button a page; danger only for what cannot be undone."""

from __future__ import annotations

from typing import Literal

from qiaoliang.ui.contract import Contract


class Props(Contract):
    """``href`` makes it a link. ``busy`` is shown while the form is under way. ``key`` is its key at the desk.
    ``does``: print this page; such a button shows only where scripts run."""

    label: str
    kind: Literal["primary", "secondary", "quiet", "danger"] = "primary"
    type: Literal["submit", "button"] = "submit"
    href: str = ""
    name: str = ""
    value: str = ""
    form: str = ""
    formaction: str = ""
    icon: str = ""
    icon_after: str = ""
    wide: bool = False
    disabled: bool = False
    busy: str = ""
    key: str = ""
    described_by: str = ""
    does: Literal["", "print"] = ""
    hx_get: str = ""
    hx_post: str = ""
    hx_target: str = ""
    hx_swap: str = ""

    placed = ("label", "href", "formaction", "value", "hx_get", "hx_post")
