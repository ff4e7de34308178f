"""A photo decoded and encoded anew, so that nothing of the file but its picture is left: no EXIF, no place, no names."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from qiaoliang.base.attachments.cleaning.result import Cleaned, Refused

#: 64 million pixels: a phone's 50 megapixel sensor passes, a bomb of 30,000 by 30,000 does not
MAX_PIXELS = 64_000_000
LARGE, SMALL = 2048, 400
_FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "heic": ("HEIF",)}


def clean(kind: str, data: bytes) -> Cleaned:
    """Two JPEGs without metadata, upright, at most 2048 and 400 pixels on the longer side."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit, below, is checked before anything is decoded
    if kind == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS[kind]) as image:
            return _made_anew(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, ZeroDivisionError) as fault:
        raise Refused("broken") from fault


def _made_anew(image: Image.Image) -> Cleaned:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise Refused("pixels")
    image.draft("RGB", (LARGE, LARGE))
    image.load()
    upright = ImageOps.exif_transpose(image)
    if upright.width * width < upright.height * width and width > height:
        width, height = height, width
    plain = _flat(_common_colours(upright))
    return Cleaned(
        {"width": width, "height": height}, {"large": _jpeg(plain, LARGE, 85), "small": _jpeg(plain, SMALL, 78)}
    )


def _common_colours(image: Image.Image) -> Image.Image:
    """In sRGB, because the profile does not come along; as it is where the profile cannot be read."""
    profile: Any = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        return changed or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _flat(image: Image.Image) -> Image.Image:
    """On white, in red, green and blue."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return image.convert("RGB")


def _jpeg(image: Image.Image, longest: int, quality: int) -> bytes:
    copy = image.copy()
    copy.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    copy.info.clear()
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
