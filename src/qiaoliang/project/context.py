"""What every page's template knows."""

from __future__ import annotations

from django.http import HttpRequest

from qiaoliang.base.districts import queries


def district(request: HttpRequest) -> dict[str, object]:
    """The district's name in the reader's language."""
    return {"district_name": queries.display_name(queries.current())}
