"""The pages of the gallery itself: plain HTML beside the pictures, to click through with nothing but a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from tests.gallery.camera import Pictured, Shot

STYLE = """:root{color-scheme:light;font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif}
body{margin:0 auto;padding:1rem 1.5rem 4rem;max-width:92rem;background:#f4f4f1;color:#1c1c1a}
h1{font-size:1.6rem;margin:.5rem 0}h2{margin:2.5rem 0 .75rem;font-size:1.25rem}a{color:#0b4f55}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(12rem,1fr));gap:1rem}
.card{background:#fff;border:1px solid #d9d9d2;border-radius:.5rem;padding:.5rem;text-decoration:none;color:inherit;display:block}
.card div{height:16rem;overflow:hidden;border:1px solid #eee}.card img{width:100%;display:block}
.card b{display:block;margin-top:.5rem}.card small,.quiet{color:#5a5a55}.bad{color:#a12a1c}
figure{margin:0;background:#fff;border:1px solid #d9d9d2;border-radius:.5rem;padding:.75rem}figure img{max-width:100%;display:block;border:1px solid #ddd}
.pair{display:grid;grid-template-columns:minmax(0,390px) minmax(0,1fr);gap:1rem;align-items:start;margin-bottom:1rem}
nav{display:flex;gap:1.5rem;flex-wrap:wrap}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0}"""


def write(folder: Path, pictured: Sequence[Pictured], missing: Mapping[str, str], no_pages: Mapping[str, str]) -> Path:
    """All pages; the path of the first one. ``missing``: route → why there is no picture of it."""
    shown = [one for one in pictured if one.shots]
    for before, one, after in zip([None, *shown], shown, [*shown[1:], None], strict=False):
        (folder / f"{one.stop.name}.html").write_text(_one(one, before, after), "utf-8")
    failed = [one for one in pictured if one.failed]
    index = folder / "index.html"
    index.write_text(_index(shown, failed, missing, no_pages), "utf-8")
    return index


def _index(
    shown: Sequence[Pictured], failed: Sequence[Pictured], missing: Mapping[str, str], no_pages: Mapping[str, str]
) -> str:
    shots = sum(len(one.shots) for one in shown)
    parts = [
        "<h1>桥梁 · 页面图册 Gallery</h1>",
        f"<p>{len(shown)} 个页面，{shots} 张图 · {len(shown)} pages, {shots} pictures. "
        '<a href="#missing">没能打开的页面 not opened</a> · <a href="#troubles">量出来的毛病 measured troubles</a></p>',
        "<nav>"
        + "".join(f'<a href="#{escape(role)}">{escape(role)}</a>' for role in dict.fromkeys(one.role for one in shown))
        + "</nav>",
    ]
    for role, group in groupby(shown, key=lambda one: one.role):
        parts.append(f'<h2 id="{escape(role)}">{escape(role)}</h2><div class="grid">{"".join(map(_card, group))}</div>')
    return _page("桥梁 · 页面图册 Gallery", "".join([*parts, _missing(failed, missing, no_pages), _troubles(shown)]))


def _card(one: Pictured) -> str:
    bad = sum(len(shot.troubles) for shot in one.shots)
    count = f' <span class="bad">{bad}</span>' if bad else ""
    return (
        f'<a class="card" href="{one.stop.name}.html"><div><img loading="lazy" src="{one.shots[0].file}" alt=""></div>'
        f"<b>{escape(one.title)}{count}</b><small>{escape(one.stop.route)} {escape(one.stop.what)}</small></a>"
    )


def _missing(failed: Sequence[Pictured], missing: Mapping[str, str], no_pages: Mapping[str, str]) -> str:
    rows = [(one.role, f"{one.stop.route} {one.stop.what}", one.failed) for one in failed]
    rows += [("", route, why) for route, why in missing.items()]
    cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table>{cells}</table>" if rows else "<p>没有。每个页面都打开了。None: every page was opened.</p>"
    others = "".join(f"<li>{escape(route)}: {escape(why)}</li>" for route, why in no_pages.items())
    return f'<h2 id="missing">没能打开的页面 Not opened</h2>{table}<h3>不是页面 Addresses that are no pages</h3><ul>{others}</ul>'


def _troubles(shown: Sequence[Pictured]) -> str:
    lines = "".join(
        f'<tr><td><a href="{one.stop.name}.html">{escape(one.title)}</a></td><td>{escape(shot.label)}</td><td>{escape(line)}</td></tr>'
        for one in shown
        for shot in one.shots
        for line in shot.troubles
    )
    return f'<h2 id="troubles">量出来的毛病 Measured troubles</h2><table>{lines}</table>' if lines else ""


def _one(one: Pictured, before: Pictured | None, after: Pictured | None) -> str:
    links = [
        ("图册 gallery", "index.html"),
        *(
            (f"{arrow} {other.title}", f"{other.stop.name}.html")
            for arrow, other in (("←", before), ("→", after))
            if other
        ),
    ]
    nav = "<nav>" + "".join(f'<a href="{href}">{escape(text)}</a>' for text, href in links) + "</nav>"
    pairs = groupby(one.shots, key=lambda shot: (shot.language, shot.look))
    body = "".join(f'<div class="pair">{"".join(map(_figure, shots))}</div>' for _look, shots in pairs)
    head = f'<h1>{escape(one.title)}</h1><p class="quiet">{escape(one.role)} · {escape(one.stop.route)} {escape(one.stop.what)}</p>'
    return _page(one.title, nav + head + body + nav)


def _figure(shot: Shot) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in shot.troubles)
    said = f'<ul class="bad">{lines}</ul>' if lines else ""
    return f'<figure><a href="{shot.file}"><img loading="lazy" src="{shot.file}" alt="{escape(shot.label)}"></a><figcaption>{escape(shot.label)}{said}</figcaption></figure>'


def _page(title: str, body: str) -> str:
    return f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{STYLE}</style><body>{body}</body></html>'
