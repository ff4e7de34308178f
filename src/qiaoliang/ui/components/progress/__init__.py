"""How far something long has come."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    """``value`` of ``total``; without a total it only says that work goes on. ``hx_get`` asks again every two seconds
    and replaces itself; the answer without ``hx_get`` ends that."""

    label: str
    value: int = 0
    total: int = 0
    text: str = ""
    hx_get: str = ""
