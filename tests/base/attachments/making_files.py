"""Files for the tests, made here: honest ones and bad ones."""

from __future__ import annotations

import io
import zipfile
import zlib

import pikepdf
import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PLACE = b"SECRET-PLACE"


def upload(data: bytes, name: str = "file.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/whatever")


def photo(kind: str = "JPEG", size: tuple[int, int] = (600, 400), shade: int = 90, turned: bool = False) -> bytes:
    """A photo with EXIF that tells the place; ``turned`` says that the camera was held upright."""
    image, out = Image.new("RGB", size, (shade, 120, 60)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8825)[29] = "2026:11:23"
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    image.save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def clear_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (100, 50), (255, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def png_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A picture of 900 million pixels in under 200 KB."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + width // 8)) for _ in range(height)) + packer.flush()
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([1, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(data: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", data)
    return out.getvalue()


def pdf(pages: int = 2) -> bytes:
    """A document with everything that a cleaned one must not have."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(300, 400))
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('SCRIPT')")
        document.Root.OpenAction = document.make_indirect(script)
        document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", script]))
        document.attachments["evil.exe"] = b"EMBEDDED"
        page = document.pages[0]
        page.obj.AA = pikepdf.Dictionary(O=script)
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="LAUNCHED.exe")
        page.obj.Annots = document.make_indirect(
            pikepdf.Array([_link(document, launch), _link(document, script), _stamp(document)])
        )
        page.obj.Contents = document.make_stream(b"q 200 0 0 200 50 50 cm /Photo Do Q")
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=_picture(document)))
        document.docinfo["/Author"] = "AUTHOR-NAME"
        with document.open_metadata() as meta:
            meta["dc:creator"] = ["AUTHOR-NAME"]
        out = io.BytesIO()
        document.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _link(document: pikepdf.Pdf, action: pikepdf.Dictionary) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 50, 50], A=action)


def _stamp(document: pikepdf.Pdf) -> pikepdf.Dictionary:
    """A visible annotation: what it shows must stay."""
    form = document.make_stream(b"0 0 40 40 re f % STAMP-IS-DRAWN")
    form.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 40, 40]})
    shown = pikepdf.Dictionary(N=form)
    rect = [100, 100, 140, 140]
    return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=rect, F=4, AP=shown)


def _picture(document: pikepdf.Pdf) -> pikepdf.Stream:
    picture = document.make_stream(b"")
    picture.write(photo(), filter=pikepdf.Name.DCTDecode)
    facts = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 600, "/Height": 400}
    picture.update({**facts, "/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8})
    return picture


def locked_pdf() -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def pdf_bomb(gigabytes: int = 4) -> bytes:
    """A document whose object table unpacks to gigabytes."""
    packed = _zeros(gigabytes * 1024)
    body = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    place = len(body)
    body += b"5 0 obj\n<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    return body + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % place


def _zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros, compressed once and repeated: after a full flush the next block stands alone."""
    packer = zlib.compressobj(9)
    packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = ((megabytes << 20) % 65521 << 16) | 1  # Adler-32 of zeros
    return b"\x78\xda" + block * megabytes + b"\x03\x00" + checksum.to_bytes(4)
