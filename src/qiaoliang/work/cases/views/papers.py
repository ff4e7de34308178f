"""文书: letters, assignments and answers as Word and PDF, for those who may read the case."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.base.core.env import setting
from qiaoliang.office.pdf import official_pdf
from qiaoliang.office.word import write_official
from qiaoliang.work.cases import masking, papers, queries
from qiaoliang.work.cases.actions.paper import paper
from qiaoliang.work.cases.models import Answer, Case, Letter
from qiaoliang.work.cases.papers import Paper

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@officer("cases.read")
@require_GET
def letter(request: HttpRequest, letter_id: UUID, kind: str) -> HttpResponse:
    """催办单、督办单."""
    found = Letter.objects.select_related("case", "organization", "person", "deadline").filter(pk=letter_id).first()
    if found is None or not queries.visible_to(request.actor).filter(pk=found.case_id).exists():  # type: ignore[attr-defined]
        raise Http404
    return sent(request, found.case, "letter", kind, papers.letter(found))


@officer("cases.read")
@require_GET
def dispatch(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """派单."""
    found = _load(request, case_id)
    lead = papers.lead_of(found)
    if lead is None:
        raise Http404
    made = papers.dispatch(found, lead, papers.helpers_of(found), _eyes(request))
    return sent(request, found, "dispatch", kind, made)


@officer("cases.read")
@require_GET
def answer(request: HttpRequest, case_id: UUID, number: int, kind: str) -> HttpResponse:
    """答复 of a round that went out."""
    found = _load(request, case_id)
    item = found.answers.filter(round=number, approved_at__isnull=False).select_related("organization").first()
    if item is None:
        raise Http404
    return sent(request, found, "answer", kind, papers.answer(found, item, _eyes(request)))


def sent(request: HttpRequest, case: Case, what: str, kind: str, made: Paper) -> HttpResponse:
    """The paper as something to keep; that it left is written down."""
    if kind not in TYPES:
        raise Http404
    data = file(made, kind)
    paper(request.actor, case, what, kind)  # type: ignore[attr-defined]
    return attached(data, f"{made.name}.{kind}", kind)


def file(made: Paper, kind: str) -> bytes:
    """The bytes of a Word or PDF file."""
    if kind == "pdf":
        own = setting("FONT_DIR")
        return official_pdf(made.told, [Path(own)] if own else [])
    out = io.BytesIO()
    write_official(out, made.told)
    return out.getvalue()


def attached(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep, under its Chinese name."""
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


def of_case(case: Case, answers: list[Answer]) -> list[dict[str, str]]:
    """The papers of a case, for its page: what they are called and where their files are."""
    rows = [(_("Assignment"), "cases:dispatch_paper", [case.pk])] if case.lead_id else []
    rows += [
        (_("Answer, round %(n)s") % {"n": one.round}, "cases:answer_paper", [case.pk, one.round])
        for one in answers
        if one.approved_at
    ]
    return [
        {"label": label, "word": reverse(name, args=[*args, "docx"]), "pdf": reverse(name, args=[*args, "pdf"])}
        for label, name, args in rows
    ]


def _load(request: HttpRequest, case_id: UUID) -> Case:
    try:
        return queries.load(request.actor, case_id)  # type: ignore[attr-defined]
    except Case.DoesNotExist as missing:
        raise Http404 from missing


def _eyes(request: HttpRequest) -> masking.Reader:
    return masking.reader(request.actor)  # type: ignore[attr-defined]
