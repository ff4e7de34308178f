"""The table answers as written: for the actor, for lists, for tasks and for every route."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from tests.architecture.source import ROOT

from qiaoliang.base.access import document, queries
from qiaoliang.base.access.actor import actor_for
from qiaoliang.base.access.middleware import AccessMiddleware
from qiaoliang.base.access.roles import permissions, problems, roles
from qiaoliang.base.access.routes import officer as needs
from qiaoliang.base.organizations.models import Organization

#: Written a second time, by hand, so that a slip in the file does not prove itself: what must never be joined.
NEVER = {
    "admin": ("cases.", "audit.", "access.", "vault."),
    "security": ("cases.", "audit.", "accounts.", "organizations.", "vault.", "catalog.", "system."),
    "auditor": ("cases.", "access.", "accounts.", "organizations.", "vault.", "catalog.", "system."),
    "leader": ("cases.contact", "cases.work", "cases.approve", "cases.export"),
    "handler": (
        "cases.callback",
        "cases.withdraw",
        "cases.review",
        "cases.approve",
        "cases.decide_requests",
        "cases.grant_time",
        "cases.export",
    ),
    "dispatcher": ("cases.work", "cases.grant_time", "cases.callback", "cases.review", "cases.contact"),
    "callback": ("cases.work", "cases.approve", "cases.review"),
    "reviewer": ("cases.work", "cases.approve", "cases.callback", "cases.dispatch"),
    "data_officer": ("cases.",),
}


def test_the_file_is_sound_and_complete():
    assert problems() == []
    assert len(permissions()) == 34
    assert list(roles()) == [
        "intake", "dispatcher", "handler", "head", "supervisor", "callback", "reviewer", "leader",
        "data_officer", "admin", "security", "auditor",
    ]  # fmt: skip
    assert [key for key, role in roles().items() if role.separate] == ["admin", "security", "auditor"]
    sentences = [
        text for role in roles().values() for r in role.rights.values() for text in (r.because.zh, r.because.en)
    ]
    assert all(sentences)


@pytest.mark.parametrize(("role", "beginnings"), NEVER.items())
def test_what_a_role_must_never_have(role, beginnings):
    assert [key for key in roles()[role].rights if key.startswith(beginnings)] == []


def test_the_document_is_the_table():
    written = (ROOT / "docs" / "rights.md").read_text("utf-8")
    assert written == document.render(), "run: python -m qiaoliang.base.access.document > docs/rights.md"


def gate(view, request, **kwargs):
    """What the middleware does with a view: None lets pass."""
    middleware = AccessMiddleware(lambda request: HttpResponse())
    middleware(request)
    return middleware.process_view(request, view, (), kwargs)


def request_of(account):
    request = RequestFactory().get("/desk/x")
    request.user, request.session = account, {}
    return request


@pytest.mark.any_database
@pytest.mark.parametrize("role", roles())
def test_every_role_and_permission_answers_as_the_table_says(role, officer, place):
    account = officer("one", "lx", [role])
    actor = actor_for(account)
    others = {"own": place["lx"].pk, "below": place["lx-v"].pk, "above": place["yq"].pk}
    covers = {None: set(), "unit": {"own"}, "subtree": {"own", "below"}, "district": {"own", "below", "above"}}
    for permission in permissions():
        right = roles()[role].rights.get(permission)
        wanted = covers[right.reach if right else None]
        assert actor.may(permission) is (right is not None), permission
        assert {name for name, pk in others.items() if actor.may(permission, pk)} == wanted, permission
        listed = set(Organization.objects.filter(queries.reach(actor, permission).q("pk")).values_list("pk", flat=True))
        assert {name for name, pk in others.items() if pk in listed} == wanted, permission
        tasked = {name for name, pk in others.items() if actor.person.pk in queries.people_with(permission, pk)}
        assert tasked == wanted, permission
        view = needs(permission)(lambda request, pk=None: HttpResponse())
        if right:
            assert gate(view, request_of(account)) is None
            assert gate(view, request_of(account), pk=1) is None
            assert "岗one" in actor.why(permission)
            assert "2026-02-01" in actor.why(permission)
        else:
            with pytest.raises(PermissionDenied):
                gate(view, request_of(account))
            with pytest.raises(Http404):
                gate(view, request_of(account), pk=1)
            assert "岗one" not in actor.why(permission)


def test_an_unknown_permission_is_an_error_everywhere(officer):
    actor = actor_for(officer("one", "lx", ["head"]))
    for ask in (actor.may, lambda key: queries.reach(actor, key), needs):
        with pytest.raises(KeyError):
            ask("cases.everything")
