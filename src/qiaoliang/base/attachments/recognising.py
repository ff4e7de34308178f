"""What a file is, by its first bytes. A name or a declared type is never believed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import puremagic
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.attachments.choices import Kind
from qiaoliang.base.core.errors import Refusal

#: the brands of HEIF that hold HEVC pictures (ISO/IEC 23008-12, annex B); AVIF and video have others
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OTHERS = {
    "video": _("a video"),
    "audio": _("a sound recording"),
    "archive": _("an archive"),
    "office": _("an Office document; save it as PDF first"),
    "image": _("a picture of another kind"),
    "program": _("a program"),
    "page": _("a web page"),
    "": _("something we do not know"),
}
_ARCHIVES = {".rar", ".7z", ".gz", ".tar", ".bz2", ".xz", ".cab"}
_OFFICE = {".doc", ".xls", ".ppt", ".wps", ".rtf"}
_PROGRAMS = {".exe", ".dll", ".elf", ".msi", ".class", ".sh"}


def recognise(data: bytes) -> Kind:
    """The kind, or a Refusal that says what the file is instead and what is taken."""
    if not data:
        raise Refusal(_("The file is empty. Choose it again."), code="empty", field="file")
    kind = _signature(data)
    if kind is None:
        message = _("This is %(what)s. Only photos (JPEG, PNG, WebP, HEIC) and PDF documents are taken.")
        raise Refusal(message % {"what": _what_else(data)}, code="kind", field="file")
    if _is_two_things(kind, data):
        message = _("This file is two things at once. Take a screenshot or save it anew, then add that one.")
        raise Refusal(message, code="polyglot", field="file")
    return kind


def _signature(data: bytes) -> Kind | None:
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return Kind.HEIC
    return Kind.PDF if data.startswith(b"%PDF-") else None


def _is_two_things(kind: Kind, data: bytes) -> bool:
    """An archive behind a photo, a PDF or a page inside its head: harmless for us, not for whoever opens the original.

    Bytes behind a photo alone mean nothing: many phones keep a second picture or a short film there.
    """
    head = data[:4096].lower()
    if zipfile.is_zipfile(io.BytesIO(data)):
        return True
    if any(mark in head for mark in (b"<script", b"<html", b"<?php", b"<svg", b"<!doctype html")):
        return True
    return kind != Kind.PDF and b"%pdf-" in head[:1024]


def _what_else(data: bytes) -> Any:
    if data[:1024].lstrip().lower().startswith((b"<!doctype html", b"<html", b"<svg", b"<script")):
        return _OTHERS["page"]
    if data.startswith(b"PK"):
        return _OTHERS["office" if b"[Content_Types].xml" in data[:4096] or b"mimetype" in data[:64] else "archive"]
    try:
        matches = puremagic.magic_string(data)
    except (puremagic.PureError, ValueError):
        return _OTHERS[""]
    return _OTHERS[next((group for match in matches[:3] if (group := _group(match))), "")]


def _group(match: Any) -> str:
    for group, extensions in (("office", _OFFICE), ("archive", _ARCHIVES), ("program", _PROGRAMS)):
        if match.extension in extensions:
            return group
    family = match.mime_type.split("/")[0]
    return family if family in ("video", "audio", "image") else ""
