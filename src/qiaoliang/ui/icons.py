"""Our icons: strokes on a 24 grid, inlined so that a page needs no second request and prints them."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

#: name → path data. Round caps and joins, one stroke width, no fill; a dot is a stroke of length zero.
PATHS: dict[str, str] = {
    "activity": "M5 21V4M5 5c5-3 9 3 14 0v9c-5 3-9-3-14 0",
    "alert": "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17h0",
    "arrow-left": "M20 12H4M10 6l-6 6 6 6",
    "arrow-right": "M4 12h16M14 6l6 6-6 6",
    "bell": "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4",
    "book": "M12 6.5C9.5 4.6 6.5 4.3 3.5 4.800v13.500c3-.5 6-.2 8.5 1.7 2.5-1.9 5.5-2.2 8.5-1.700V4.800c-3-.5-6-.2-8.5 1.700zM12 6.500V20",
    "bridge": "M2.5 17C5 9 19 9 21.5 17M2 17h20M7.5 12.700V17M12 11v6M16.5 12.700V17",
    "calendar": "M4 6h16v14H4zM4 10.500h16M8.5 3.500V8M15.5 3.500V8",
    "camera": "M3.5 8h4l1.8-3h5.400l1.8 3h4v11.500h-17zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7",
    "chart": "M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6",
    "check": "M4.5 12.5 10 18 19.5 7",
    "check-circle": "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M8 12.300l3 3 5-6",
    "chevron-down": "M6 9.500l6 6 6-6",
    "chevron-left": "M14.5 6l-6 6 6 6",
    "chevron-right": "M9.5 6l6 6-6 6",
    "circle": "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17",
    "clock": "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M12 7.500V12l3.2 2",
    "close": "M6 6l12 12M18 6 6 18",
    "copy": "M9 9h11v11H9zM15 9V4H4v11h5",
    "download": "M12 4v11M7 10.500l5 5 5-5M4.5 20h15",
    "elder": "M2.5 19 8 5l5.5 14M4.6 14h6.800M18 8v8M14.5 12h7",
    "elder-off": "M2.5 19 8 5l5.5 14M4.6 14h6.800M14.5 12h7",
    "external": "M13.5 4.500h6v6M19.5 4.5 11 13M9 5.500H4.500v14h14V15",
    "eye": "M2.5 12C6.5 5 17.5 5 21.5 12 17.5 19 6.5 19 2.5 12M12 9.200a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 1 0 0-5.6",
    "eye-off": "M4 4l16 16M9.5 6.900C14.3 5.9 19 7.8 21.5 12c-.7 1.2-1.6 2.2-2.7 3M15.5 16.800C10.7 18.5 5.2 17 2.5 12c.8-1.4 1.9-2.5 3.2-3.400M10 10.200a2.7 2.7 0 0 0 3.8 3.8",
    "file": "M6 3.500h8l4.5 4.500v12.500H6zM14 3.500V8h4.500M9 12.500h6M9 16h6",
    "filter": "M3.5 5.500h17L14 13v6.500l-4-2V13z",
    "flag": "M5.5 21V4h12l-2 4 2 4h-12",
    "globe": "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M3.5 12h17M12 3.500c-5 5-5 12 0 17M12 3.500c5 5 5 12 0 17",
    "hat": "M7.5 14.500c-.5-10 9.5-10 9 0M2.5 15.500c5 3.5 14 3.5 19 0",
    "heart": "M12 20C-1 12 5 2.5 12 8c7-5.5 13 4 0 12",
    "home": "M3.5 11.5 12 4l8.5 7.500M6 9.500V20h12V9.500M10 20v-5.500h4V20",
    "image": "M3.5 5h17v14h-17zM3.5 16l5-5 4 4 3-3 5 5M15.5 8.800h0",
    "inbox": "M4 13.5 6.5 5h11l2.5 8.500V19H4zM4 13.500h5a3 3 0 0 0 6 0h5",
    "info": "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M12 11v5.500M12 7.800h0",
    "key": "M8 11.500a4 4 0 1 0 0 8 4 4 0 1 0 0-8M11 12.500l8.5-8.500M16 7.500l3 3",
    "link": "M10 14.500a4 4 0 0 0 5.7 0l3.5-3.500a4 4 0 0 0-5.7-5.700L12 6.800M14 9.500a4 4 0 0 0-5.7 0L4.8 13a4 4 0 0 0 5.7 5.700l1.5-1.5",
    "list": "M8.5 6.500h12M8.5 12h12M8.5 17.500h12M4 6.500h0M4 12h0M4 17.500h0",
    "lock": "M5 11h14v9.500H5zM8 11V8a4 4 0 0 1 8 0v3",
    "logout": "M10 4H4.500v16H10M15 7.500l4.5 4.5-4.5 4.500M19 12H9.5",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "merge": "M6 4v3.500c0 4 6 4.5 6 8V20M18 4v3.500c0 4-6 4.5-6 8M8.5 17l3.5 3.5 3.5-3.5",
    "message": "M4 5h16v11.500h-9L6.5 20.500v-4H4z",
    "minus": "M5 12h14",
    "more": "M5 12h0M12 12h0M19 12h0",
    "paperclip": "M19 11.500l-7 7a4.5 4.5 0 0 1-6.4-6.400l7.7-7.600a3 3 0 0 1 4.3 4.200l-7.5 7.500a1.5 1.5 0 0 1-2.1-2.100l6.5-6.6",
    "pause": "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M10 9v6M14 9v6",
    "pen": "M4 20l1-4.500L16 4.500l3.5 3.500L8.5 19zM13.5 7l3.5 3.5",
    "phone": "M5 4h4l1.5 4.5-2.3 1.700a12 12 0 0 0 5.6 5.600l1.7-2.300L20 15v4c-9 2-17-6-15-15",
    "pin": "M12 21c-8-8-7-17 0-17s8 9 0 17M12 8a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V3.500h10V9M7 17H4V9h16v8h-3M7 14h10v6.500H7z",
    "qr": "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.500v2.500M20 14v0M14 20h2M19.5 17v3M7 7h0M17 7h0M7 17h0",
    "question": "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M9.5 9.700c.3-3.2 5-3 5 0 0 2-2.5 2-2.5 4.300M12 16.700h0",
    "refresh": "M19.5 5v4.500H15M19 9.500A7.5 7.5 0 1 0 19.5 14",
    "reply": "M9.5 6 4 11.5 9.5 17M4.5 11.500H14c4 0 6 2.5 6 7",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13M15.5 15.5 20.5 20.5",
    "send": "M3.5 11.5 20.5 4 14 20.500l-3-7zM11 13.500l4-4",
    "shield": "M12 3.5 4.5 6v6c0 4.5 3.5 7.3 7.5 9 4-1.7 7.5-4.5 7.5-9V6zM8.8 12.200l2.3 2.3 4.2-4.8",
    "sliders": "M4 8h9M17 8h3M4 16h3M11 16h9M15 6v4M9 14v4",
    "split": "M12 20v-5c0-3.5-6-4-6-8V4M12 15c0-3.5 6-4 6-8V4M3.5 6.5 6 4l2.5 2.500M15.5 6.5 18 4l2.5 2.5",
    "star": "M12 3.500l2.6 5.6 6 .7-4.4 4.2 1.2 6.1-5.4-3-5.4 3 1.2-6.100L3.4 9.800l6-.7z",
    "trash": "M4 6.500h16M9 6.500V4h6v2.500M6 6.500l1 14h10l1-14M10 10.500v6M14 10.500v6",
    "undo": "M8 5 3.5 9.5 8 14M4 9.500h10a5.5 5.5 0 0 1 0 11H9",
    "unit": "M5 20.500V4h9v16.500M14 9.500h5v11M3 20.500h18M8 8h3M8 12h3M8 16h3M16.5 13h0M16.5 16.500h0",
    "upload": "M12 16V5M7 9.500l5-5 5 5M4.5 20h15",
    "user": "M12 4a4 4 0 1 0 0 8 4 4 0 1 0 0-8M4.5 20.500c0-7.5 15-7.5 15 0",
    "users": "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7M2.5 19.500c0-6.5 13-6.5 13 0M15.5 5.300a3.5 3.5 0 0 1 0 6.400M17.5 14.500c2.5.6 4 2.3 4 5",
    "wallet": "M4 6.500h14v3M4 6.500V19h16V9.500H5.500M16.5 14.300h0",
}


@cache
def svg(name: str, label: str = "") -> SafeString:
    """The icon as inline SVG; KeyError for an icon we do not have."""
    shape = mark_safe(f'<path d="{PATHS[name]}"/>')  # noqa: S308 - our own constant
    if label:
        return format_html('<svg class="i" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, shape)
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', shape)
