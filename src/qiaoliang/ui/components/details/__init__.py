"""Something more for those who ask: opens and closes without JavaScript."""

from __future__ import annotations

from collections.abc import Hashable

from qiaoliang.ui.contract import Contract


class Props(Contract):
    """``text`` or ``content`` (from ``uiblock``) is inside."""

    summary: str
    text: str = ""
    content: str = ""
    icon: str = ""
    open: bool = False

    placed = ("summary", "content")

    @property
    def drawn_from(self) -> Hashable:
        """A plain text gets its line breaks while it is drawn."""
        return None if self.text else super().drawn_from
