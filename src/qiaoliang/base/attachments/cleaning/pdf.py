"""A PDF put together anew from what its pages show. Scripts, actions, embedded files, forms and metadata stay behind."""

from __future__ import annotations

import io

import pikepdf

from qiaoliang.base.attachments.cleaning.jpeg import without_metadata
from qiaoliang.base.attachments.cleaning.result import Cleaned, Refused

MAX_PAGES = 100
#: what a page needs to be drawn (ISO 32000-1, table 30); everything else about it is dropped
PAGE_KEYS = {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Contents", "/Rotate", "/Group", "/UserUnit"}
#: what may do something or tell something, wherever it stands
DROPPED = ("/AA", "/A", "/OpenAction", "/JS", "/JavaScript", "/EF", "/AF", "/Metadata", "/PieceInfo", "/OPI", "/Ref")


def clean(data: bytes) -> Cleaned:
    """The cleaned document as ``large``; annotations (a filled form, a stamp) are drawn into the pages first."""
    try:
        with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as clean_copy:
            pages = _pages(source)
            _draw_annotations(source)
            for page in source.pages:
                _only_what_it_shows(page)
            clean_copy.pages.extend(source.pages)
            _drop_everywhere(clean_copy)
            return Cleaned({"pages": pages}, {"large": _saved(clean_copy)})
    except pikepdf.PasswordError as fault:
        raise Refused("locked") from fault
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError) as fault:
        raise Refused("broken") from fault


def _pages(source: pikepdf.Pdf) -> int:
    count = len(source.pages)
    if count == 0:
        raise Refused("broken")
    if count > MAX_PAGES:
        raise Refused("pages")
    return count


def _draw_annotations(source: pikepdf.Pdf) -> None:
    if "/AcroForm" in source.Root:
        source.generate_appearance_streams()
    source.flatten_annotations("screen")


def _only_what_it_shows(page: pikepdf.Page) -> None:
    for key in set(page.obj.keys()) - PAGE_KEYS:
        del page.obj[key]


def _drop_everywhere(document: pikepdf.Pdf) -> None:
    for thing in document.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for key in DROPPED:
            if key in thing:
                del thing[key]
        if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == "/DCTDecode":
            thing.write(without_metadata(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _saved(document: pikepdf.Pdf) -> bytes:
    document.remove_unreferenced_resources()
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, fix_metadata_version=False)
    return out.getvalue()
