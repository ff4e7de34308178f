"""All that belongs to a case and that its page at the desk shows, newest first where time orders it. Each is one query."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from qiaoliang.base.asking import written
from qiaoliang.work.cases.choices import RequestKind, RequestState
from qiaoliang.work.cases.models import (
    Answer,
    Assignment,
    Attendance,
    Case,
    Deadline,
    Event,
    Letter,
    Merge,
    Promise,
    Rating,
    Receipt,
    Request,
    Review,
)

Row = TypeVar("Row", bound=Model)


def receipts(case: Case) -> list[Receipt]:
    """Who raised it, each with its ratings; two queries."""
    found = _of(case, _receipts)
    given: dict[UUID, list[Rating]] = {}
    for rating in written.of_ids(_ratings, [one.pk for one in found]):
        given.setdefault(rating.receipt_id, []).append(rating)
    for one in found:
        written.hold(one, "ratings", given.get(one.pk, []))
    return found


def parts(case: Case) -> list[Assignment]:
    """The units that have it now, the lead first."""
    return _of(case, _parts)


def events(case: Case) -> list[Event]:
    return _of(case, _events)


def answers(case: Case) -> list[Answer]:
    return _of(case, _answers)


def deadlines(case: Case) -> list[Deadline]:
    return _of(case, _deadlines)


def promises(case: Case) -> list[Promise]:
    return _of(case, _promises)


def reviews(case: Case) -> list[Review]:
    return _of(case, _reviews)


def letters(case: Case) -> list[Letter]:
    return _of(case, _letters)


def followed(case: Case) -> list[Merge]:
    """The case that it follows, and those that follow it, now."""
    return written.rows(_followed, case.pk, case.pk)


def hold_requests(case: Case) -> None:
    """Fetch its requests, and who was called to sit together, once for all that look at them; two queries."""
    written.hold(case, "requests", _of(case, _requests))
    written.hold(case, "attendances", _of(case, _attendances))


def open_requests(case: Case) -> list[Request]:
    """Those not decided yet."""
    return [one for one in case.requests.all() if one.state == RequestState.OPEN]


def hold_of(case: Case) -> Request | None:
    """The hold under which the clock stands still now."""
    holds = (one for one in case.requests.all() if (one.kind, one.state) == (RequestKind.HOLD, RequestState.GRANTED))
    return next((one for one in holds if one.ended_at is None), None)


def sittings(case: Case) -> list[tuple[Request, list[Attendance]]]:
    """The times units were called together or heard, newest first."""
    called: dict[UUID, list[Attendance]] = {}
    for one in case.attendances.all():
        called.setdefault(one.request_id, []).append(one)
    return [(one, called[one.pk]) for one in reversed(case.requests.all()) if one.pk in called]


def _of(case: Case, make: written.Make[Row]) -> list[Row]:
    rows = written.rows(make, case.pk)
    for row in rows:
        row.case = case  # type: ignore[attr-defined]
    return rows


def _receipts(case: UUID) -> QuerySet[Receipt]:
    return Receipt.objects.filter(case=case).order_by("id")


def _ratings(*receipts: UUID) -> QuerySet[Rating]:
    return Rating.objects.filter(receipt__in=receipts).order_by("id")


def _parts(case: UUID) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(case=case, end=None)
    return rows.select_related("organization", "signed_by").order_by("-part")


def _events(case: UUID) -> QuerySet[Event]:
    return Event.objects.filter(case=case).select_related("person", "organization").order_by("-id")


def _answers(case: UUID) -> QuerySet[Answer]:
    return Answer.objects.filter(case=case).select_related("organization").order_by("-round")


def _deadlines(case: UUID) -> QuerySet[Deadline]:
    return Deadline.objects.filter(case=case).order_by("-start")


def _promises(case: UUID) -> QuerySet[Promise]:
    return Promise.objects.filter(case=case).select_related("organization").order_by("-id")


def _reviews(case: UUID) -> QuerySet[Review]:
    return Review.objects.filter(case=case).select_related("organization").order_by("-id")


def _letters(case: UUID) -> QuerySet[Letter]:
    return Letter.objects.filter(case=case).order_by("-id")


def _followed(case: UUID, lead: UUID) -> QuerySet[Merge]:
    rows = Merge.objects.filter(Q(case=case) | Q(lead=lead), end=None)
    return rows.select_related("case", "lead").order_by("id")


def _requests(case: UUID) -> QuerySet[Request]:
    rows = Request.objects.filter(case=case).order_by("id")
    return rows.select_related("person", "organization", "proposed", "decided_by", "agreed_by")


def _attendances(case: UUID) -> QuerySet[Attendance]:
    return Attendance.objects.filter(case=case).select_related("organization", "noted_by", "replied_by").order_by("id")
