"""Every route says who may come in and by which method; a new one fails until routes.toml lists it."""

import inspect
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_http_methods

from qiaoliang.base.access.routes import Audience, Settling, needed, officer, public
from qiaoliang.project.urls import urlpatterns

LISTED = tomllib.loads(Path(__file__).with_name("routes.toml").read_text(encoding="utf-8"))


def walk(
    patterns: list[URLPattern | URLResolver], names: str = "", where: str = "/"
) -> Iterator[tuple[str, URLPattern]]:
    """(full name, pattern) of every route below ``patterns``; a route without a name is called by its address."""
    for pattern in patterns:
        address = where + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from walk(pattern.url_patterns, inner, address)
        else:
            yield (f"{names}{pattern.name}" if pattern.name else address), pattern


def declared(pattern: URLPattern) -> dict[str, object]:
    """What the view says of itself: audience with its permissions ("officer cases.list"), and methods."""
    view = pattern.callback
    audience = getattr(view, "audience", None)
    return {"audience": audience and words(audience), "methods": methods(view)}


def words(audience: Audience) -> str:
    """The audience in one line; "settling" stands for: also before the account is settled."""
    parts = [audience.kind, *filter(None, needed(audience)), "settling" if isinstance(audience, Settling) else ""]
    return " ".join(part for part in parts if part)


def methods(view: Any) -> list[str]:
    """The methods a view answers: those of its class, or of Django's decorators (require_safe …); ANY without one."""
    if hasattr(view, "view_class"):
        return [name.upper() for name in ("get", "post", "put", "delete") if hasattr(view.view_class, name)]
    while view is not None:
        allowed = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if allowed:
            return sorted(set(allowed) - {"HEAD", "OPTIONS"})
        view = getattr(view, "__wrapped__", None)
    return ["ANY"]


def differences(patterns: list[URLPattern | URLResolver], listed: dict[str, dict[str, object]]) -> list[str]:
    """One line for each route that is not what the list says, is not in the list, or is only there."""
    routes = list(walk(patterns))
    found = {name: declared(pattern) for name, pattern in routes}
    twice = [f"{name}: two routes of one name" for name in found if sum(name == other for other, _ in routes) > 1]
    silent = [f"{name}: says no audience" for name, says in found.items() if not says["audience"]]
    wrong = [f"{name}: {says}, listed {listed.get(name)}" for name, says in found.items() if says != listed.get(name)]
    return twice + silent + wrong + [f"{name}: listed, but gone" for name in sorted(set(listed) - set(found))]


def test_every_route_has_the_audience_that_is_listed():
    assert differences(urlpatterns, LISTED) == []
    assert list(LISTED) == sorted(LISTED)


def view(audience=None, *allowed):
    """A view as the decorators leave it."""

    @require_http_methods(allowed)
    def answer(request):
        return HttpResponse()

    return audience(answer) if audience else answer


LIST = {
    "desk:case": {"audience": "officer cases.read", "methods": ["GET", "POST"]},
    "home": {"audience": "public", "methods": ["GET"]},
}


@pytest.mark.parametrize(
    ("home", "case", "complaint"),
    [
        (view(public, "GET"), view(officer("cases.read"), "POST", "GET"), None),
        (view(public, "GET"), view(), "desk:case: says no audience"),
        (view(public, "GET"), view(public, "GET", "POST"), "desk:case: {'audience': 'public'"),
        (view(public, "GET", "POST"), view(officer("cases.read"), "GET", "POST"), "home: {'audience': 'public'"),
    ],
)
def test_a_route_that_differs_is_named(home, case, complaint):
    routes = [path("", home, name="home"), path("desk/", include(([path("case/<int:n>", case, name="case")], "desk")))]
    found = differences(routes, LIST)
    assert found == [] if complaint is None else found[0].startswith(complaint)


def test_an_unlisted_a_double_and_a_lost_route_are_named():
    door = view(public, "GET")
    found = differences([path("", door, name="home"), path("x", door, name="home"), path("y", door)], LIST)
    assert [line.split(", listed")[0] for line in found] == [
        "home: two routes of one name",
        "/y: {'audience': 'public', 'methods': ['GET']}",
        "desk:case: listed, but gone",
    ]
