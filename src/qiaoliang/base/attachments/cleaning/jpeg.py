"""Taking the metadata out of a JPEG without decoding it (for pictures inside a PDF)."""

from __future__ import annotations

#: APP0 (JFIF) and APP14 (Adobe: which colours are meant) are needed to show the picture; EXIF, XMP and place are not
_KEPT_APPS = {0xE0, 0xEE}


def without_metadata(data: bytes) -> bytes:
    """The same picture; the bytes as they came where they do not look like a JPEG."""
    if data[:2] != b"\xff\xd8":
        return data
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4])
        if not _tells_more_than_the_picture(data[place + 1]):
            kept.append(data[place:end])
        place = end
    return b"".join(kept) + data[place:]


def _tells_more_than_the_picture(marker: int) -> bool:
    return (0xE0 <= marker <= 0xEF and marker not in _KEPT_APPS) or marker == 0xFE
