"""Which pages there are, who opens each, and on what: derived from the product's own routes, so a new page is in the next
gallery by itself, or stands in the list of what could not be opened."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qiaoliang.base.access.actor import Actor, actor_of_post
from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.routes import Route, needed, routes
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.catalog.models import CatalogVersion
from qiaoliang.base.organizations.models import Membership
from qiaoliang.project.demo import make
from qiaoliang.work.cases import queries, rules
from qiaoliang.work.cases.imports.models import Import
from qiaoliang.work.cases.keeping.models import Clearing
from qiaoliang.work.cases.models import Case, Letter, Receipt
from qiaoliang.work.cases.mydata import queries as wishes

#: addresses that answer a GET with something other than a page, and why
NO_PAGES = {
    "start": "leads on to the first page of one's post",
    "attachments:file": "a photo or a file, not a page",
    "imports:problems": "an Excel file",
    "access:who_may_table": "an Excel file",
    "configure:export": "the catalogue as a file",
    "configure:setup_export": "a set-up as a file",
    "imports:progress": "a part of the import's page, asked for by it while it runs",
    "publishing:feed": "an Atom feed, not a page",
    "ui:language": "the switch itself",
    "keeping:progress": "a part of the list's page, asked for by it while it is erased",
    "cases:masked_words": "asked for from a case's page; looks like the page for the contact",
}
#: pages of which the walk knows better when to open them
ELSEWHERE = ("access:account_without_factor",)
#: pages that look different to everybody: each log-in opens them
FOR_EACH = ("cases:todo",)
PUBLIC = "所有人 everybody"
RESIDENT = "群众 resident"
SETTLED = "账号安全 second factor"


@dataclass(frozen=True)
class Stop:
    """One page to be pictured: ``what`` tells apart the pages of one route."""

    route: str
    path: str
    what: str = ""

    @property
    def name(self) -> str:
        """For a file's name and as an anchor."""
        words = re.sub(r"[^a-z0-9]+", "-", f"{self.route} {self.what}".lower())
        return words.strip("-")


@dataclass
class Visit:
    """Somebody who is signed in, and the pages they open in this order."""

    role: str
    username: str = ""
    stops: list[Stop] = field(default_factory=list)


def pages() -> dict[str, Route]:
    """Every route that may answer with a page, by its name."""
    found = {route.name: route for route in routes() if _answers_get(route)}
    return {name: route for name, route in found.items() if name not in NO_PAGES}


def _answers_get(route: Route) -> bool:
    """A route that takes only POST answers 405; Django keeps the methods in the decorator's closure."""
    view: Any = route.view
    while view is not None:
        allowed = (
            inspect.getclosurevars(view).nonlocals.get("request_method_list") if inspect.isfunction(view) else None
        )
        if allowed:
            return "GET" in allowed
        view = getattr(view, "__wrapped__", None)
    return True


def officers() -> list[tuple[str, str, Actor]]:
    """(what the role is called, user name, actor) of each log-in that the demo prints, with the post that has rights."""
    held = Membership.objects.filter(end=None, post__isnull=False).select_related(
        "person__account", "post__organization"
    )
    hats: dict[str, list[Membership]] = {}
    for membership in held.order_by("pk"):
        if membership.person.account is not None:
            hats.setdefault(membership.person.account.username, []).append(membership)
    granted = set(Grant.objects.at().values_list("post_id", flat=True))
    found = []
    for show, username, _unit in make.logins():
        best = next((hat for hat in hats[username] if hat.post_id in granted), hats[username][0])
        found.append((show, username, actor_of_post(best.person, best)))
    return found


def visits() -> list[Visit]:
    """All officers with their pages: each route once, with whoever has the fewest rights of those who may open it."""
    people = officers()
    rounds = {username: Visit(show, username) for show, username, _actor in people}
    by_rights = sorted(people, key=lambda one: len(one[2].held))
    for name, route in pages().items():
        if (
            route.audience is None
            or route.audience.kind not in ("officer", "signed_in")
            or name.startswith(("mfa_", "account_", *ELSEWHERE))
        ):
            continue
        for username, stop in _stops(name, route, by_rights):
            if stop.path not in [one.path for one in rounds[username].stops]:
                rounds[username].stops.append(stop)
    return [visit for visit in rounds.values() if visit.stops]


def _stops(name: str, route: Route, people: list[tuple[str, str, Actor]]) -> Iterator[tuple[str, Stop]]:
    """Who opens the route where; nothing where nobody finds anything to open it on."""
    step = name.removeprefix("cases:step_")
    if step != name:
        yield from _step(step, route, people)
        return
    able = [one for one in people if _may(one[2], route)]
    for _show, username, actor in able:
        for path, what in _places(name, route, actor):
            yield username, Stop(name, path, f"{what} {username}".strip() if name in FOR_EACH else what)
        if name not in FOR_EACH and any(True for _ in _places(name, route, actor)):
            return


def _may(actor: Actor, route: Route) -> bool:
    rights = [one for one in needed(route.audience) if one] if route.audience else []
    return not rights or any(actor.may(one) for one in rights)


def _step(step: str, route: Route, people: list[tuple[str, str, Actor]]) -> Iterator[tuple[str, Stop]]:
    """The step's page and the case's page before it, for whoever finds a case that it fits."""
    found = who_can(step, people)
    if found is None:
        return
    username, case = found
    yield username, Stop("cases:case", f"/desk/cases/{case.pk}/", f"before {step}")
    yield username, Stop(f"cases:step_{step}", f"/desk/cases/{case.pk}/{step}")


def who_can(step: str, people: list[tuple[str, str, Actor]]) -> tuple[str, Case] | None:
    """A log-in and a case that the step fits; whoever prints first among those who may."""
    for _show, username, actor in people:
        if not any(actor.may(right) for right in rules.permissions_of(step)):
            continue
        for case in queries.visible_to(actor).filter(state__in=rules.STEPS[step].before).order_by("-pk"):
            if rules.judge(actor, step, case).allowed:
                return username, case
    return None


def _places(name: str, route: Route, actor: Actor) -> Iterator[tuple[str, str]]:
    """The addresses of a route, each with what makes it different."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", route.pattern)
    if not names:
        yield f"/{route.pattern}", ""
        return
    values = _objects(name, actor)
    if all(values.get(one) for one in names):
        yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values[part[1]]), route.pattern), ""


def _objects(name: str, actor: Actor) -> dict[str, Any]:
    """What stands for a name in an address, of what this person may see."""
    if name == "cases:case":
        return {}  # comes with the steps, in every state
    reachable = queries.visible_to(actor)
    seen = _with_contact(actor) if name == "cases:contact_of" else None
    other = Account.objects.filter(username="huangmeimin").first()
    batch = Import.objects.order_by("-pk").first()
    letter = Letter.objects.filter(case__in=reachable).order_by("-pk").first()
    clearing = Clearing.objects.order_by("-pk").first()
    wish = wishes.waiting(actor).first()
    grant = Grant.objects.at().filter(role="handler").order_by("pk").first()
    version = CatalogVersion.objects.order_by("-number").first()
    term = Membership.objects.filter(end=None, post__isnull=False).order_by("pk").first()
    return {
        "number": version and version.number,
        "table": "category",
        "key": "labour.hours",
        "membership_id": term and term.pk,
        "case_id": seen.case_id if seen else None,
        "receipt_id": seen.pk if seen else None,
        "letter_id": letter and letter.pk,
        "batch_id": batch and batch.pk,
        "clearing_id": clearing and clearing.pk,
        "erasure_id": wish and wish.pk,
        "account_id": other and other.pk,
        "grant_id": grant and grant.pk,
        "organization_id": actor.who.organization_id,
    }


def _with_contact(actor: Actor) -> Receipt | None:
    held = Receipt.objects.filter(case__in=queries.visible_to(actor), contact_id__isnull=False).select_related("case")
    return next((one for one in held.order_by("-pk")[:60] if queries.may_see_contact(actor, one.case)), None)
