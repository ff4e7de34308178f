"""The stylesheets: light, readable, for old browsers; and words in both languages."""

import gzip
import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import qiaoliang.ui

HOME = Path(qiaoliang.ui.__file__).parent
STATIC = HOME / "static" / "ui"
RESIDENT = (STATIC / "resident.css").read_text("utf-8")
LIMITS = {
    "resident.css": 10_000,
    "desk.css": 20_000,
    "resident.js": 3_000,
    "desk.js": 4_000,
    "keys.js": 3_000,
    "pick.js": 3_200,
}


@pytest.mark.parametrize(("name", "limit"), sorted(LIMITS.items()))
def test_a_file_stays_light(name, limit):
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= limit


#: what Chromium 80 or Safari 13 would drop or trip over, with the first version of the two that has it
MODERN_CSS = [
    r"^[^(]*:focus-visible(?!\))",  # 86, 15.4; inside :not() the whole rule is dropped, which leaves the outline
    r"\b(?:margin|padding|border|inset)-(?:inline|block)\b(?!-)",  # 87, 14.1
    r"(?:row|column)-gap",  # in a flex row 84, 14.1
    r"\d(?:d|s|l)v[hw]\b",  # 108, 15.4
    r"overflow(?:-[xy])?: clip",  # 90, 16
    r"(?:^|[;{ ])(?:translate|rotate|scale):",  # 104, 14.1
    r"@media[^{]*[<>]",  # ranges: 104, 16.4
    r"@property|@scope|@starting-style",
    r"\b(?:oklch|oklab|lab|lch|hwb)\(",
    r"\brgba?\([^,)]+ [^,)]+\)",  # without commas: 65, 12.1, but the old WebViews of some vendors not
    r"inset-(?:inline|block)",
    r"content-visibility",
    r":(?:user-invalid|user-valid|modal|popover-open|dir)\b",
    r"\bsubgrid\b",
    r"image-set\(",
]
#: the same of scripts
MODERN_JS = [
    r"\?\.(?!\d)",  # optional chaining: 80, 13.1
    r"\?\?",  # 80, 13.1
    r"(?:\|\||&&|\?\?)=",  # 85, 14
    r"\.(?:replaceAll|at|findLast|findLastIndex|replaceChildren|toSorted|toReversed|with)\(",  # 85 to 110
    r"\b(?:structuredClone|queueMicrotask|AggregateError|WeakRef|ResizeObserver)\b",
    r"Promise\.any|Object\.hasOwn|crypto\.randomUUID|AbortSignal\.(?:timeout|any)",
    r"\(\?<[=!]",  # lookbehind: 62, 16.4
    r"Intl\.(?:ListFormat|DisplayNames|Segmenter|RelativeTimeFormat)",
    r"\.requestSubmit\(|\.showModal\(|\.showPicker\(|\.checkVisibility\(",
    r"\bimport\b|\bexport\b|\bawait\b",
    r"^\s*(?:static\s+)?#\w+",  # private fields: 74, 14.1
    r"\d_\d",  # 75, 13: numeric separators
    r"new Array\(.*\)\.fill\(.*\)\.flat",
    r"matchMedia\([^)]*\)\.addEventListener",  # 39, 14
]


@pytest.mark.parametrize("modern", MODERN_CSS)
def test_no_rule_of_the_residents_is_newer_than_chromium_80_and_safari_13(modern):
    assert [line for line in RESIDENT.splitlines() if re.search(modern, line)] == []


@pytest.mark.parametrize("modern", MODERN_JS)
def test_no_line_of_the_residents_script_is_newer(modern):
    script = (STATIC / "resident.js").read_text("utf-8")
    assert [line for line in script.splitlines() if re.search(modern, line)] == []


@pytest.mark.parametrize(
    ("modern", "line"),
    [
        (MODERN_CSS[0], "a:focus-visible { outline: 0; }"),
        (MODERN_CSS[1], "  margin-inline: 1rem;"),
        (MODERN_CSS[3], "min-height: 100dvh"),
        (MODERN_CSS[6], "@media (width < 30em) {"),
        (MODERN_JS[0], "var a = b?.c;"),
        (MODERN_JS[2], "a ||= b"),
        (MODERN_JS[3], "text.replaceAll('a', 'b')"),
        (MODERN_JS[6], "/(?<=a)b/"),
    ],
)
def test_the_list_finds_what_it_is_for(modern, line):
    assert re.search(modern, line)
    assert not re.search(modern, ":focus:not(:focus-visible) { outline: 0; } a ? .5 : 1; padding-left: 1px")


def test_residents_pages_use_no_element_or_attribute_of_newer_browsers():
    pages = [*(HOME / "templates" / "ui").glob("[_br]*.html"), *HOME.glob("components/*/template.html")]
    pages += (HOME.parent / "work" / "cases" / "templates" / "cases" / "resident").glob("*.html")
    assert len(pages) > 40
    newer = re.compile(r"<dialog|\spopover|\sinert\b|<search\b|\scommandfor|type=\"(?:week|month)\"")
    assert [page.name for page in pages if newer.search(page.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "modern",
    [
        r":has\(",
        r":is\(",
        r":where\(",
        r"@layer",
        r"@container",
        r"\binset:",
        r"[^-]gap:",
        r"aspect-ratio",
        r"clamp\(",
        r"color-mix",
        r"&\s*[.:\[]",
    ],
)
def test_the_residents_stylesheet_knows_only_what_old_browsers_know(modern):
    assert re.findall(modern, RESIDENT) == []


def colours(block):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


def luminance(colour):
    colour = colour.lstrip("#")
    colour = "".join(c * 2 for c in colour) if len(colour) == 3 else colour
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    assert round(contrast("#000", "#ffffff"), 1) == 21
    assert round(contrast("#777777", "#fff"), 2) == 4.48


LIGHT = colours(RESIDENT.split("@media (prefers-color-scheme: dark)")[0])
DARK = LIGHT | colours(RESIDENT.split("@media (prefers-color-scheme: dark)")[1].split("/* ---- base")[0])
TEXT = [(ink, paper) for ink in ("ink", "ink-2", "ink-3", "bridge", "act") for paper in ("paper", "surface", "sunk")]
TEXT += [(tone, f"{tone}-soft") for tone in ("neutral", "new", "wait", "rate", "done", "act", "bridge")]
TEXT += [
    ("on-bridge", "bridge"),
    ("on-deep", "deep"),
    ("on-deep-2", "deep"),
    ("ink", "bridge-soft"),
    ("ink-2", "bridge-soft"),
    ("ink", "wait-soft"),
]
SHAPES = [("line-2", "surface"), ("line-2", "paper"), ("chart-2", "surface"), ("focus", "paper"), ("focus", "surface")]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_shapes_stand_out(theme):
    weak = [(a, b, round(contrast(theme[a], theme[b]), 2)) for a, b in TEXT if contrast(theme[a], theme[b]) < 4.5]
    weak += [(a, b, round(contrast(theme[a], theme[b]), 2)) for a, b in SHAPES if contrast(theme[a], theme[b]) < 3]
    weak += [("white", "act-fill")] if contrast("#fff", theme["act-fill"]) < 4.5 else []
    assert weak == []


def messages():
    """Every msgid of the app: (singular, plural or None)."""
    found = set()
    for path in HOME.rglob("*.html"):
        source = templatize(path.read_text("utf-8"), origin=str(path))
        found |= set(_of(source))
    for path in HOME.rglob("*.py"):
        found |= set(_of(path.read_text("utf-8")))
    return found


def _of(source):
    keywords = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "gettext_noop": None}
    for _line, function, found, _comments in extract_python(io.BytesIO(source.encode()), keywords, [], {}):
        yield tuple(found[:2]) if function == "ngettext" else (found if isinstance(found, str) else found[0], None)


def test_every_word_has_its_chinese():
    with (HOME / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        catalog = read_po(file)
    wanted = {singular for singular, _plural in messages()}
    assert len(wanted) > 40
    assert sorted(m for m in wanted if m not in catalog or not catalog[m].string) == []
