"""The catalogue on pages: its lists, an entry changed with a look at what that does, its versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiaoliang.base.access.navigation import actor_of, key_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.catalog import actions, queries, rows
from qiaoliang.base.catalog.file import Key, Values
from qiaoliang.base.catalog.models import CatalogVersion
from qiaoliang.base.catalog.rows import Held
from qiaoliang.base.catalog.schema import Table
from qiaoliang.base.configure import drafting, labels, lists
from qiaoliang.base.configure.forms.entry import EntryForm, NewForm, WhyForm, WithdrawForm, put
from qiaoliang.base.configure.reading import reads
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal, Stale
from qiaoliang.ui.pages import flash, page

MAY = "catalog.configure"


@officer(MAY)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One table of the catalogue as it was written last."""
    name = request.GET.get("table", "")
    name = name if name in labels.TABS else "category"
    return page(request, "configure/catalog.html", lists.index(name, rows.held()))


@officer(MAY)
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first."""
    return page(request, "configure/versions.html", lists.versions(key_of(request)))


@officer(MAY)
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """What a version changed, who made it and why."""
    return page(request, "configure/version.html", lists.version(_version(number)))


@officer(MAY)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a version that does not hold yet."""
    found, form = _version(number), WhyForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(actor_of(request).who, found, why=form.cleaned_data["why"])
        except Refusal as no:
            form.refuse(no)
        else:
            flash(request, _("Version %(number)d is withdrawn. Nothing has changed.") % {"number": number})
            return redirect("configure:versions")
    context = {"form": form, "title": _("Withdraw version %(number)d?") % {"number": number}}
    return page(request, "configure/why.html", context, 422 if form.errors else 200)


@officer(MAY)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, table: str, key: str) -> HttpResponse:
    """Change one entry: write, look at what it does and for whom, save as a version."""
    rule, held = _table(table), rows.held()
    found = _key(rule, key)
    if found not in held:
        return _gone(request, rule, found)
    heading = {"heading": labels.said(labels.entry(found, held[found].values))}
    return _written(request, rule, found, held[found].values, held, heading)


@officer(MAY)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, table: str) -> HttpResponse:
    """Another entry; of categories and clocks first what it begins from."""
    rule, held = _table(table), rows.held()
    if table not in drafting.OPEN:
        raise Http404
    heading = {"heading": _("New: %(what)s") % {"what": labels.ONE[table]}, "back": _list_of(table)}
    if table not in ("category", "clock"):
        code = drafting.new_code(rule, _entries(held))
        return _written(request, rule, (table, ("", code) if table == "reason" else (code,)), None, held, heading)
    begun = NewForm(request.GET if "base" in request.GET else None, table=rule, entries=_entries(held))
    if not begun.is_valid():
        return page(request, "configure/new.html", {"form": begun, **heading}, 422 if begun.errors else 200)
    base = begun.cleaned_data["base"]
    code = drafting.new_code(rule, _entries(held), base if table == "category" else "")
    return _written(request, rule, (table, (code,)), None, held, heading, base=base)


@officer(MAY)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, table: str, key: str) -> HttpResponse:
    """End an entry: cases that have it keep it, nobody can choose it any more."""
    rule, held = _table(table), rows.held()
    found = _key(rule, key)
    if table not in drafting.OPEN:
        raise Http404
    if found not in held:
        return _gone(request, rule, found)
    seen = str(held[found].row.pk)
    form = WithdrawForm(*sent(request), initial={"seen": seen})
    context: dict[str, Any] = {
        "form": form,
        "what": labels.ONE[table],
        "heading": labels.said(labels.entry(found, held[found].values)),
        "back": _list_of(table),
        "planned": lists.planned(),
    }
    try:
        edits = drafting.withdrawal(found, held)
        context |= shown(actions.proposed(edits), recounts=False, valid_from=None)
    except Refusal as no:
        return page(request, "configure/refused.html", {**context, "says": lists.sentences(no)}, 422)
    if request.method == "POST" and form.is_valid():
        try:
            who, was = actor_of(request).who, {found: _row(form.cleaned_data["seen"])}
            done = actions.change(who, edits, seen=was, why=form.cleaned_data["why"], valid_from=form.valid_from)
            return saved(request, done, _list_of(table))
        except Refusal as no:
            if isinstance(no, Stale):
                form.add_error(None, _("Somebody else has changed it since you opened it. Below is how it is now."))
            else:
                form.refuse(no)
            put(form, "seen", seen)
    return page(request, "configure/withdraw.html", context, 422 if form.errors else 200)


def _gone(request: HttpRequest, rule: Table, key: Key) -> HttpResponse:
    """What somebody has withdrawn meanwhile is said; what never was is not there."""
    was = queries.history.get().last(rule.model, **dict(zip(rule.model.KEY, key[1], strict=True)))
    if was is None:
        raise Http404
    says = [_("This has been withdrawn. The list of versions says by whom and why.")]
    label = str(getattr(was, "name", "")) or str(labels.ONE[rule.name])
    context = {"heading": labels.said(label), "what": labels.ONE[rule.name], "back": _list_of(rule.name), "says": says}
    return page(request, "configure/refused.html", context, 409)


def _written(
    request: HttpRequest,
    rule: Table,
    key: Key,
    values: Values | None,
    held: dict[Key, Held],
    context: dict[str, Any],
    base: str = "",
) -> HttpResponse:
    """The form, then the look at what it does, then the saving; what was typed goes along all the way."""
    row = held.get(key)
    begun = {"seen": str(row.row.pk) if row else ""}
    form = EntryForm(*sent(request), table=rule, key=key, values=values, entries=_entries(held), initial=begun)
    context |= lists.entry(rule, key, held) | {"form": form, "back": _list_of(rule.name), "planned": lists.planned()}
    if request.method != "POST" or not form.is_valid() or "back" in request.POST:
        return page(request, "configure/entry.html", context, 422 if form.errors else 200)
    mine, edits = _edits(rule, key, form, held, base)
    seen = {mine: _row(form.cleaned_data["seen"])}
    recounts = form.cleaned_data.get("recounts") == "open"
    try:
        if "save" in request.POST:
            why, who = form.cleaned_data["why"], actor_of(request).who
            done = actions.change(who, edits, seen=seen, why=why, valid_from=form.valid_from, recounts=recounts)
            return saved(request, done, _list_of(rule.name))
        actions.check_seen(seen, held)
        actions.check_start(queries.planned(), form.valid_from or clock.now())
        differences = actions.proposed(edits)
        if not differences:
            raise Refusal(_("Nothing is changed. Change something, or go back."), code="catalog-same")
        context |= shown(differences, recounts=recounts, valid_from=form.valid_from)
    except Stale as stale:
        return _both(request, context, stale, form, rule, mine)
    except Refusal as no:
        for says in lists.sentences(no):
            form.add_error(no.field if no.field in form.fields else None, says)
        return page(request, "configure/entry.html", context, 422)
    return page(
        request, "configure/preview.html", context | {"typed": typed(request), "reads": reads(rule, form.edited())}
    )


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with: its words and files; nothing where the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """All that a form was sent with, to be sent again from the look at it."""
    left_out = ("csrfmiddlewaretoken", "save", "back")
    return [(name, one) for name, many in request.POST.lists() if name not in left_out for one in many]


def _both(
    request: HttpRequest, context: dict[str, Any], stale: Stale, form: EntryForm, rule: Table, key: Key
) -> HttpResponse:
    """Somebody else was quicker: theirs beside one's own, which is still in the form."""
    now = rows.held().get(key)
    if now is None:
        return _gone(request, rule, key)
    mine = form.edited()
    form.add_error(None, str(stale))
    put(form, "seen", str(now.row.pk))
    context["theirs_columns"] = [
        {"label": _("What"), "prime": True},
        {"label": _("Saved by now")},
        {"label": _("Yours")},
    ]
    context["theirs"] = [
        {
            "cells": [
                labels.column(rule.name, name),
                labels.shown(rule.name, name, now.values[name]),
                labels.shown(rule.name, name, mine[name]),
            ]
        }
        for name in form.columns
        if now.values[name] != mine[name]
    ]
    return page(request, "configure/entry.html", context, 409)


def _edits(rule: Table, key: Key, form: EntryForm, held: dict[Key, Held], base: str) -> tuple[Key, actions.Edits]:
    """(the entry's key, all that its saving changes)."""
    values = form.edited()
    if key in held:
        return key, {key: values}
    values["code"] = key[1][-1]
    if rule.name == "reason":
        key = (rule.name, (values["list"], key[1][-1]))
    more = drafting.copied(base, key[1][0], held) if rule.name == "clock" else {}
    return key, {key: values, **more}


def shown(differences: list[actions.Difference], *, recounts: bool, valid_from: datetime | None) -> dict[str, Any]:
    """What changes, for whom and from when."""
    return {
        "differences": drafting.rows_of(differences),
        "effects": drafting.effects(differences, recounts=recounts, valid_from=valid_from),
        "start": drafting.holds_from(valid_from, clock.today()),
    }


def saved(request: HttpRequest, done: actions.Changes, there: str) -> HttpResponse:
    """Say which version it became, on the page ``there``."""
    start = done.valid_from if done.valid_from and done.valid_from > clock.now() else None
    words = {"number": done.version, "from": drafting.holds_from(start, clock.today())}
    flash(request, _("Saved as version %(number)d. It holds from: %(from)s.") % words)
    return redirect(there)


def _list_of(table: str) -> str:
    return f"{reverse('configure:catalog')}?table={'clock' if table == 'step' else table}"


def _table(name: str) -> Table:
    rule = labels.table_of(name)
    if rule is None or name not in (*labels.TABS, "step"):
        raise Http404
    return rule


def _key(rule: Table, text: str) -> Key:
    parts = tuple(text.split("/"))
    if len(parts) != (2 if rule.name in ("step", "reason") else 1):
        raise Http404
    return rule.name, parts


def _entries(held: dict[Key, Held]) -> dict[Key, Values]:
    return {key: one.values for key, one in held.items()}


def _row(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _version(number: int) -> CatalogVersion:
    found = queries.versions().filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise Http404
    return found
