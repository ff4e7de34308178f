"""How this reader sees the pages: language, 关怀版, menus. The context processor ``look`` gives it to every template."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from qiaoliang.ui import navigation

ELDER_COOKIE = "elder"
KEYS_COOKIE = "keys"


class Look:
    """Read lazily: a page without a menu asks no permission and counts nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def elder(self) -> bool:
        return self._request.COOKIES.get(ELDER_COOKIE) == "1"

    @property
    def keys_off(self) -> bool:
        return self._request.COOKIES.get(KEYS_COOKIE) == "0"

    @property
    def classes(self) -> str:
        return "elder" if self.elder else ""

    @property
    def english(self) -> bool:
        return (get_language() or "").startswith("en")

    @property
    def lang(self) -> str:
        """For the html element; Han glyphs come out Japanese without the script."""
        return "en" if self.english else "zh-Hans"

    @property
    def here(self) -> str:
        """Where to come back to after a switch. A POST's page is not asked for again by GET: go to its path."""
        return self._request.get_full_path() if self._request.method == "GET" else self._request.path

    @property
    def demo(self) -> bool:
        return getattr(settings, "MODE", "") == "demo"

    @cached_property
    def resident_menu(self) -> tuple[navigation.Entry, ...]:
        return navigation.entries(self._request, "resident")

    @cached_property
    def desk_menu(self) -> tuple[navigation.Entry, ...]:
        return navigation.entries(self._request, "desk")

    @cached_property
    def places(self) -> dict[str, str]:
        """What changes from page to page in stretches that stay: where to come back to, what was searched for, the name."""
        return {
            "here": self.here,
            "typed": self._request.GET.get("q", ""),
            "name": self.account.name if self.account else "",
        }

    @cached_property
    def desk_places(self) -> dict[str, str]:
        """The same, with how much waits at each entry of the menu, by its key."""
        return self.places | {entry.item.key: entry.shown_count for entry in self.desk_menu if entry.waits}

    @property
    def desk_bar(self) -> tuple[navigation.Entry, ...]:
        """At most four; who watches over the house has none that is marked for the bar, and finds the first of the menu."""
        return tuple(entry for entry in self.desk_menu if entry.item.bar)[:4] or self.desk_menu[:3]

    @property
    def desk_more(self) -> tuple[navigation.Entry, ...]:
        """What stands behind "more" on a phone: the entries that the bar has no room for."""
        shown = self.desk_bar
        return tuple(entry for entry in self.desk_menu if entry not in shown)

    @cached_property
    def unread(self) -> int:
        return navigation.slot("unread", self._request) or 0

    @cached_property
    def notices(self) -> str:
        return navigation.slot("notices", self._request) or ""

    @cached_property
    def search(self) -> str:
        return navigation.slot("search", self._request) or ""

    @cached_property
    def hats(self) -> navigation.Hats | None:
        return navigation.slot("hats", self._request)  # type: ignore[no-any-return]

    @cached_property
    def account(self) -> navigation.Account | None:
        return navigation.slot("account", self._request)  # type: ignore[no-any-return]


def look(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"look": Look(request)}
