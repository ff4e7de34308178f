"""Everything held on one person with one case, in sections: the page, the table and the JSON file say the same."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.choices import Terms
from qiaoliang.base.catalog.models import Consent
from qiaoliang.base.core import clock
from qiaoliang.base.vault import queries as vault
from qiaoliang.base.vault.models import Contact
from qiaoliang.ui import format
from qiaoliang.work.cases.models import Case, Receipt
from qiaoliang.work.cases.mydata import queries
from qiaoliang.work.cases.mydata.choices import Standing
from qiaoliang.work.cases.mydata.models import Erasure

#: a table program takes a cell that begins so for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Section:
    """``key`` names it in the JSON file; ``rows`` are (what, the words)."""

    key: str
    title: str
    rows: tuple[tuple[str, str], ...]

    @property
    def facts(self) -> list[dict[str, str]]:
        return [{"label": label, "value": value} for label, value in self.rows]


@dataclass(frozen=True)
class Agreement:
    """A consent as it was given: which text, in which edition, when, and the text itself."""

    name: str
    edition: str
    at: str
    text: str


def details_of(receipt: Receipt) -> vault.Details:
    """The person's own contact in clear; empty where none was left or it is erased."""
    contact = Contact.objects.filter(pk=receipt.contact_id, erased_at=None).first() if receipt.contact_id else None
    return vault.opened(contact) if contact else vault.Details("", "", "")


def agreements(case: Case) -> list[Agreement]:
    """What the person agreed to when they sent the case or later, each text version as it stood then."""
    events = case.events.filter(step__in=("submit", "split_off", "agree_publication")).order_by("id")
    given = {text: event.at for event in events for text in (event.refs.get("consents") or {}).values()}
    rows = Consent.objects.in_bulk(list(given)).values()
    return [
        Agreement(row.name, row.edition, format.full_day(given[str(row.pk)]), row.text)
        for row in sorted(rows, key=lambda one: one.place)
    ]


def sections(receipt: Receipt, case: Case, page: dict[str, Any]) -> list[Section]:
    """``page`` is the case's page as this person reads it: nothing that stands there is more than they may know."""
    contact = details_of(receipt)
    found = [
        Section("contact", _("How to reach you"), _contact(contact)),
        Section("case", _("Your case"), _case(case, page)),
        Section("files", _("Photos and files"), tuple((one["name"], one["size"]) for one in page["photos"])),
        Section("course", _("What has happened"), tuple((one["when"], _step(one)) for one in page["events"])),
        Section("answers", _("Answers"), tuple((one["at"], str(one["text"])) for one in page.get("answers", ()))),
        Section("promises", _("What we promised"), tuple(_promises(page.get("promises", ())))),
        Section("ratings", _("What you said about it"), tuple(_ratings(page.get("ratings", ())))),
        Section("reviews", _("Reviews"), tuple(_reviews(page.get("reviews", ())))),
        Section("consents", _("What you agreed to"), tuple(_agreed(one) for one in agreements(case))),
        Section("looked", _("Who looked at your contact"), tuple(_looked(receipt, case))),
        Section("requests", _("What you asked about your data"), tuple(request(one) for one in queries.of(receipt))),
        Section("kept", _("How long it is kept"), kept()),
    ]
    return [one for one in found if one.rows]


def as_json(code: str, found: list[Section]) -> str:
    """One object: each section a list of ``what`` and ``words``."""
    whole = {"case": code, "made_at": clock.localtime(clock.now()).isoformat(timespec="seconds")}
    parts = {one.key: [{"what": what, "words": words} for what, words in one.rows] for one in found}
    return json.dumps(whole | {"data": parts}, ensure_ascii=False, indent=2)


def as_csv(found: list[Section]) -> str:
    """Three columns, with the mark by which table programs know UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    table = csv.writer(out)
    table.writerow([_("Part"), _("What"), _("Words")])
    for one in found:
        table.writerows([one.title, _plain(what), _plain(words)] for what, words in one.rows)
    return out.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _contact(contact: vault.Details) -> tuple[tuple[str, str], ...]:
    rows = ((_("Name"), contact.name), (_("Phone"), contact.phone), (_("Address"), contact.address))
    return tuple(row for row in rows if row[1])


def _case(case: Case, page: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    shown = page["case"]
    rows = (
        (_("Number"), shown["code"]),
        (_("Received"), shown["received"]),
        (_("How it stands"), page["standing"]["tag"]["label"]),
        (_("What you wrote"), shown["text"]),
        (_("Place"), " ".join(filter(None, (str(case.area or ""), case.place)))),
        (_("May the answer be published?"), _("Yes") if case.may_publish else _("No")),
    )
    return tuple((what, str(words)) for what, words in rows if words)


def _step(one: dict[str, Any]) -> str:
    parts = (one["title"], one["who"], one.get("quote", ""), one.get("text", ""))
    return " · ".join(str(part) for part in parts if part)


def _promises(found: Any) -> Any:
    for one in found:
        yield one["due"], " · ".join(filter(None, (one["unit"], str(one["tag"]["label"]), str(one["done"]))))


def _ratings(found: Any) -> Any:
    for one in found:
        said = " · ".join(f"{fact['label']} {fact['value']}" for fact in one["facts"])
        yield one["title"], " · ".join(filter(None, (said, str(one["words"]))))


def _reviews(found: Any) -> Any:
    for one in found:
        mine = str(one["text"]) if one.get("mine") else ""
        yield one["title"], " · ".join(filter(None, (mine, str(one["outcome"] or ""), str(one["reasons"] or ""))))


def _agreed(one: Agreement) -> tuple[str, str]:
    return one.name, _("text of %(edition)s, agreed %(at)s") % {"edition": one.edition, "at": one.at}


def _looked(receipt: Receipt, case: Case) -> Any:
    for line in vault.reveals_of([receipt.contact_id] if receipt.contact_id else [], case.id):
        yield format.full_day(line.at), line.sentence


def request(one: Erasure) -> tuple[str, str]:
    """When it was asked, and how it stands: by when it is decided, or what came of it."""
    if one.standing in (Standing.OPEN, Standing.AGREED):
        words = _("Erase my contact: being looked at, decided by %(day)s") % {"day": format.full_day(one.due_at)}
    elif one.standing == Standing.ERASED:
        words = _("Erase my contact: erased")
    else:
        words = _("Erase my contact: not erased, because: %(reason)s") % {"reason": one.reason}
    return format.full_day(one.created_at), words


def kept() -> tuple[tuple[str, str], ...]:
    """The terms of the catalogue, counted from the day on which nothing is owed."""
    return tuple(_term(code) for code in (Terms.KEEP_CONTACT, Terms.KEEP_TEXT, Terms.KEEP_LOGS))


def _term(code: str) -> tuple[str, str]:
    term = catalog.term(code)
    n = int(term.amount)
    return term.label, ngettext("%(n)s month after it is over", "%(n)s months after it is over", n) % {"n": n}
