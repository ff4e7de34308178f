from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from qiaoliang.base.attachments import queries, registry, storage
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.core.audience import public


@public
@require_safe
def file(request: HttpRequest, file_id: UUID, variant: str) -> HttpResponse:
    """One variant of a file, if its owner's domain lets this request see it; else it is as if there were none."""
    row = get_object_or_404(Attachment, pk=file_id)
    if variant not in row.variants or not registry.may_read(request, row.owner_kind, row.owner_id, variant):
        raise Http404
    return _answer(row, variant)


def _answer(row: Attachment, variant: str) -> HttpResponse:
    response = HttpResponse(storage.read(row.stem, variant), content_type=_content_type(row, variant))
    shown = row.is_photo and variant != "original"
    response["Content-Disposition"] = content_disposition_header(not shown, _file_name(row, variant)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _content_type(row: Attachment, variant: str) -> str:
    if variant == "original":
        return "application/octet-stream"
    return "image/jpeg" if row.is_photo else "application/pdf"


def _file_name(row: Attachment, variant: str) -> str:
    if variant == "original":
        return queries.name_of(row) or f"original.{row.kind}"
    return "photo.jpg" if row.is_photo else "document.pdf"
