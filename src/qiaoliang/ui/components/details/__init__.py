"""Something more for those who ask: opens and closes without JavaScript."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    """``text`` or ``content`` (from ``uiblock``) is inside."""

    summary: str
    text: str = ""
    content: str = ""
    icon: str = ""
    open: bool = False
