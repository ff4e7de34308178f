"""The brief as a document: the catalogue's sentences, tables by unit and theme, what is more than usual, overdue, promised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import translation

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.districts import queries as districts
from qiaoliang.base.organizations.models import Organization
from qiaoliang.office.official import Grid, Official, day
from qiaoliang.ui import format
from qiaoliang.work.cases import papers
from qiaoliang.work.cases.briefs.models import Brief
from qiaoliang.work.cases.papers import HAN, Paper
from qiaoliang.work.cases.suppress import LEAST, rest

ASKED, STANDING = ("收到", "答复", "按期"), ("未答复", "超期")
HIDDEN = "＊"
TOGETHER = "其余合计"
#: why figures of people are missing, said once
WHY = (
    f"收到、答复不足 {LEAST} 件的不单列，相减能推算出来的也不单列，都并在“{TOGETHER}”里；"
    f"只有一项不公布的，那一项写作 {HIDDEN}，数也在“{TOGETHER}”里。"
)
CONDUCT = "反映单位和个人作风的不在其中。"
#: heads the column of case numbers
NUMBER = "编号"
NOBODY = "诉求办理中心"


def brief(item: Brief) -> Paper:
    """Read from what was kept; units and themes are called as they are called now."""
    with translation.override(HAN):
        return Paper(f"诉求办理简报 {item.first.year}年第{item.issue}期", _official(item))


def _official(item: Brief) -> Official:
    district = districts.current()
    name = district.name if district else ""
    days = {"first": day(item.first), "last": day(item.last).removeprefix(f"{item.first.year}年")}
    whole = item.figures["all"]
    opening = catalog.template(
        "brief_opening",
        HAN,
        district=name,
        **days,
        **{key: whole[key] for key in ("asked", "answered", "open", "late")},
        in_time=format.share(whole["in_time"], whole["answered"]),
    )
    return Official(
        mark="诉求办理简报",
        issue=f"第{item.issue}期",
        title=catalog.template("brief_title", HAN, **days),
        body=(opening, *_body(item)),
        sign=papers.office(),
        day=clock.localtime(item.created_at).date(),
        copies=catalog.template("brief_copies", HAN, district=name),
        printed_by=papers.office(),
    )


def _body(item: Brief) -> Iterator[str | Grid]:
    figures, counted = item.figures, clock.localtime(item.created_at)
    units, themes = _units(figures), {key: _theme(key) for key in figures["theme"]}
    order, called = list(units), {**units, "": NOBODY}
    by_unit = _people("单位", figures["unit"], figures["all"], called, order)
    by_theme = _people("分类", figures["theme"], figures["all"], themes, list(themes))
    yield "一、各单位办理情况"
    yield by_unit
    yield f"截至{counted.month}月{counted.day}日{counted:%H:%M}，各单位手里还没有答复的和超期的："
    yield _work(figures["unit"], called, order)
    yield f"注：{WHY if Grid in map(type, (by_unit, by_theme)) else ''}{CONDUCT}"
    yield "二、群众反映的事"
    yield by_theme
    yield "三、比往常多的事"
    yield from [_more(one) for one in figures["more"]] or ["这一周没有明显增多的事。"]
    yield "四、超期还没有答复的"
    yield from _overdue(figures, units)
    yield "五、答应了还没有办完的"
    yield from _promised(figures["promises"], units)


def _units(figures: Mapping[str, Any]) -> dict[str, str]:
    """id → name of every unit that is named, in the order of the directory."""
    promised = figures["promises"]
    ids = {*figures["unit"], *promised["over"], *promised["soon"], *(one["unit"] for one in figures["overdue"])} - {""}
    return {str(one.pk): str(one) for one in Organization.objects.filter(pk__in=ids).order_by("code")}


def _theme(code: str) -> str:
    try:
        return catalog.category(code).label if code else "还没有分类"
    except Refusal:
        return code


def _people(
    head: str,
    table: Mapping[str, Mapping[str, Any]],
    whole: Mapping[str, int],
    names: Mapping[str, str],
    order: Iterable[str],
) -> Grid | str:
    """Received and answered by group; what is too few to stand alone is one row."""
    keys = [key for key in _in(order, table) if table[key]["asked"] != 0 or table[key]["answered"] != 0]
    alone = [key for key in keys if not _says_nothing(table[key])]
    if not alone:
        return f"这一周收到、答复的，分到各{head}件数太少，不单列。" if keys else "这一周没有收到，也没有答复。"
    rows = [(names.get(key, key), *_cells(table[key])) for key in alone]
    if len(alone) < len(keys):
        rows.append((TOGETHER, *_cells(_together(table, whole))))
    return Grid((head, *ASKED), tuple(rows), widths=(12, 4, 4, 7))


def _work(table: Mapping[str, Mapping[str, Any]], names: Mapping[str, str], order: Iterable[str]) -> Grid | str:
    """What is open and late at each unit: its work, so all of it is shown."""
    rows = tuple(
        (names.get(key, key), *(str(table[key][name]) for name in ("open", "late")))
        for key in _in(order, table)
        if table[key]["open"] or table[key]["late"]
    )
    return Grid(("单位", *STANDING), rows, widths=(17, 5, 5)) if rows else "没有还没答复的。"


def _in(order: Iterable[str], table: Mapping[str, Any]) -> list[str]:
    """The keys of a table in this order, what has no unit or theme last."""
    return [key for key in dict.fromkeys((*order, "")) if key in table]


def _says_nothing(figures: Mapping[str, Any]) -> bool:
    """Whether something of it is not shown and nothing else is there to show."""
    said = (figures["asked"], figures["answered"])
    return None in said and not any(said)


def _together(table: Mapping[str, Mapping[str, Any]], whole: Mapping[str, int]) -> dict[str, Any]:
    """What the groups that are shown leave of the whole."""
    asked, answered = (rest(whole[name], [one[name] or 0 for one in table.values()]) for name in ("asked", "answered"))
    in_time = whole["in_time"] - sum(one["in_time"] or 0 for one in table.values())
    return {"asked": asked, "answered": answered, "in_time": in_time}


def _cells(figures: Mapping[str, Any]) -> tuple[str, ...]:
    asked, answered = ((HIDDEN if figures[name] is None else str(figures[name])) for name in ("asked", "answered"))
    share = HIDDEN if figures["answered"] is None else format.share(figures["in_time"], figures["answered"])
    return (asked, answered, share)


def _more(one: Mapping[str, Any]) -> str:
    before = f"前四周平均 {one['before']} 件" if one["before"] is not None else f"前四周平均不到 {LEAST} 件"
    return f"{_theme(one['category'])}：{one['now']} 件，{before}。"


def _overdue(figures: Mapping[str, Any], units: Mapping[str, str]) -> Iterator[str | Grid]:
    late = figures["overdue"]
    if not late:
        yield "没有超期的。"
        return
    if figures["all"]["late"] > len(late):
        yield f"超期最久的 {len(late)} 件："
    rows = tuple((one["code"], units.get(one["unit"], NOBODY), _days(one["days"])) for one in late)
    yield Grid((NUMBER, "承办单位", "超期"), rows, widths=(8, 13, 5))


def _days(days: int) -> str:
    return f"{days} 天" if days else "不到 1 天"


def _promised(promised: Mapping[str, Any], units: Mapping[str, str]) -> Iterator[str]:
    if not promised["open"]:
        yield "没有。"
        return
    yield f"写进答复、还没有办完的共 {promised['open']} 件。"
    for words, counted in (("过了日子的", promised["over"]), ("下周到日子的", promised["soon"])):
        if counted:
            named = "、".join(f"{name} {counted[key]} 件" for key, name in units.items() if key in counted)
            yield f"{words}：{named}。"
