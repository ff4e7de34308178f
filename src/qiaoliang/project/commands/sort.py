"""``qiaoliang sort FILE``: suggest units for messages, group what is the same matter, find what many raise. Without a server."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from qiaoliang.text.hot.issues import Issue
    from qiaoliang.text.routing.router import Router, Routing

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "编号", "序号", "留言编号", "row"),
    "title": ("title", "标题", "主题", "留言主题"),
    "text": ("text", "内容", "正文", "留言详情", "诉求内容", "tokens"),
    "label": ("label", "标签", "单位", "承办单位", "类别", "分类", "一级标签"),
    "time": ("time", "时间", "日期", "留言时间", "提交时间"),
    "place": ("place", "地点", "地址", "位置"),
    "user": ("user", "用户", "留言用户", "来信人"),
    "supporters": ("supporters", "up", "附议", "附议数", "点赞数", "赞同"),
}
_SEVERAL = re.compile(r"\s*[、,，;；/|]\s*")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_SHOWN = 20
#: work on so many messages says how far it is, in such steps, also where no person waits at a terminal
_LONG, _STEP = 100_000, 50_000
#: the largest groups get a quoted sentence; beyond them nobody looks
_QUOTED = 200
_Part = TypeVar("_Part")


#: a past decision: its row, what it says, one label
Decision = tuple[dict[str, str], str, str]


class UserError(Exception):
    """What the person gave cannot be used; the message is one sentence in both languages."""


@dataclass
class Table:
    """The messages of a file, and what was odd about them."""

    messages: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``qiaoliang sort``."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help=".csv, .xlsx or .jsonl with columns id, title, text (label, time, place, user)",
    )
    parser.add_argument("--train", type=Path, metavar="FILE", help="past decisions: the same columns with label")
    parser.add_argument(
        "--duties", type=Path, metavar="FILE", help="duty list or category tree (.csv, .xlsx, .jsonl, .json)"
    )
    parser.add_argument("--from", dest="since", metavar="D", help="hot issues from this day on, e.g. 2026-01-01")
    parser.add_argument("--to", dest="until", metavar="D", help="hot issues up to this day, itself included")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a report")
    parser.add_argument("--xlsx", type=Path, metavar="OUT", help="write the result as an Excel file as well")


def run(args: argparse.Namespace) -> int:
    """Read, route, group, find hot issues, print; exit status 2 and one sentence when the input cannot be used."""
    from qiaoliang.office.sheets import TableError

    try:
        return _run(args)
    except (TableError, UserError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"无法读写文件：{error.filename} / cannot read or write {error.filename}: {error.strerror}", file=sys.stderr
        )
        return 2


def _run(args: argparse.Namespace) -> int:
    window = _window(args)
    clock = _Clock()
    table = _read(args.file, ("text",))
    clock.done("read")
    router, routed, contradictions = _route(args, table, clock)
    groups = _groups(table)
    clock.done("groups")
    hot = _hot(table, window)
    clock.done("hot")
    result = _result(table, routed, hot, groups, clock.spent) | {"contradictions": contradictions}
    if args.xlsx:
        _write(args.xlsx, result)
        print(f"已写入 {args.xlsx} / written", file=sys.stderr)
    notes = [*table.notes, *_router_notes(router), *_contradiction_notes(contradictions)]
    for note in notes:
        print(note, file=sys.stderr)
    print(json.dumps(result, ensure_ascii=False) if args.json else _report(table, result))
    return 0


class _Clock:
    """Seconds per step; tells a person who waits at a terminal what is going on."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._last = time.perf_counter()

    def done(self, step: str) -> None:
        now = time.perf_counter()
        self.spent[step] = round(now - self._last, 3)
        self._last = now
        if sys.stderr.isatty():
            print(f"… {step} {self.spent[step]:.1f} s", file=sys.stderr)


def _told(step: str, parts: Iterable[_Part], total: int) -> Iterator[_Part]:
    """The parts as they come; every 50,000 a line says how far it is, to a person who waits and of long work."""
    told = total >= _LONG or sys.stderr.isatty()
    for done, part in enumerate(parts, 1):
        yield part
        if told and done % _STEP == 0:
            print(f"… {step} {done:,} / {total:,}", file=sys.stderr)


# -- reading -----------------------------------------------------------------------------------------------------------


def _read(path: Path, needed: Sequence[str]) -> Table:
    from qiaoliang.office.sheets import read_table

    table = Table()
    for row in read_table(path):
        values = _renamed(path, row.values, needed if not table.messages else ())
        values["id"] = values.get("id", "").strip() or f"row {row.number}"
        if row.extra:
            table.notes.append(
                f"{path.name} 第 {row.number} 行有多余的单元格，已忽略 / row {row.number}: cells beyond the header ignored"
            )
        table.messages.append(values)
    _note_repeated_ids(path, table)
    return table


def _renamed(path: Path, values: Mapping[str, str], needed: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, spellings in _COLUMNS.items():
        column = next((spelling for spelling in spellings if spelling in values), None)
        if column is not None:
            found[name] = values[column]
    missing = [name for name in needed if name not in found]
    if missing:
        have = "、".join(values)
        raise UserError(
            f"{path.name} 缺少列：{'、'.join(missing)}（现有：{have}） / {path.name} lacks columns {', '.join(missing)}"
        )
    return found


def _note_repeated_ids(path: Path, table: Table) -> None:
    seen: set[str] = set()
    twice = {m["id"] for m in table.messages if m["id"] in seen or seen.add(m["id"])}  # type: ignore[func-returns-value]
    if twice:
        few = "、".join(sorted(twice)[:5])
        table.notes.append(f"{path.name} 有重复编号：{few} / ids occur twice: {few}")


def _text(message: Mapping[str, str]) -> str:
    title, text = message.get("title", "").strip(), message.get("text", "").strip()
    return f"{title}。{text}" if title and text else title or text


def _window(args: argparse.Namespace) -> tuple[date | None, date | None]:
    since, until = (_day_given(text) for text in (args.since, args.until))
    if since and until and since > until:
        raise UserError(f"起始日期晚于截止日期：{since}、{until} / --from is later than --to")
    return since, until + timedelta(1) if until else None


def _day_given(text: str | None) -> date | None:
    found = day(text or "")
    if text and found is None:
        raise UserError(f"看不懂的日期：{text}，请写成 2026-01-31 / not a date: {text}")
    return found


def day(text: str) -> date | None:
    """The day in a text such as ``2026/1/31 9:30:00`` or ``2026年1月31日``; None when there is none that exists."""
    match = _DAY.search(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


# -- routing -----------------------------------------------------------------------------------------------------------


def _route(args: argparse.Namespace, table: Table, clock: _Clock) -> tuple[Router, list[Routing], list[dict[str, Any]]]:
    from qiaoliang.text.routing.router import Router

    router = Router(tuple(_duties(args.duties)) if args.duties else ())
    decided = _decided(_read(args.train, ("text", "label")), args.train, table.notes) if args.train else []
    decided += [] if args.train else _own_labels(table)
    texts = [_text(message) for message in table.messages]
    if decided or router.seeds:
        router.train(
            [text for _, text, _ in decided],
            [label for _, _, label in decided],
            texts[:5000] if len(decided) < 3000 else (),
        )
    clock.done("train")
    routed = list(_told("route", router.suggest(texts), len(texts)))
    clock.done("route")
    return router, routed, _contradictions(router, [message["id"] for message, _, _ in decided])


def _contradictions(router: Router, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Past decisions on messages that say the same, by their ids; one message with two labels contradicts nobody."""
    return [
        {"ids": [ids[c.first], ids[c.second]], "labels": [str(label) for label in c.labels], "alike": c.alike}
        for c in router.contradictions
        if ids[c.first] != ids[c.second]
    ]


def _own_labels(table: Table) -> list[Decision]:
    """Labels that stand beside some of the messages themselves are past decisions too."""
    labelled = [message for message in table.messages if message.get("label", "").strip()]
    if len(labelled) == len(table.messages):
        return []
    return _decided(Table(labelled), Path("FILE"), table.notes)


def _decided(table: Table, path: Path, notes: list[str]) -> list[Decision]:
    decisions: list[Decision] = []
    without = several = 0
    notes += table.notes
    for message in table.messages:
        labels = [label for label in _SEVERAL.split(message.get("label", "").strip()) if label]
        without, several = without + (not labels), several + (len(labels) > 1)
        decisions += [(message, _text(message), label) for label in labels]
    if without:
        notes.append(f"{path.name} 有 {without} 行没有标签，未用于学习 / {without} rows without label not learned from")
    if several:
        notes.append(
            f"{path.name} 有 {several} 行写了多个标签，逐个学习 / {several} rows with several labels, each learned"
        )
    return decisions


def _duties(path: Path) -> Iterable[Any]:
    from qiaoliang.office.sheets import read_table
    from qiaoliang.text.routing.duties import duties_from_rows

    try:
        if path.suffix.lower() == ".json":
            rows = json.loads(path.read_text("utf-8-sig"))
            return duties_from_rows([{str(k): str(v) for k, v in row.items()} for row in rows])
        return duties_from_rows([row.values for row in read_table(path)])
    except (ValueError, AttributeError, TypeError) as error:
        raise UserError(f"{path.name} 不是职责清单：{error} / {path.name} is not a duty list: {error}") from error


def _router_notes(router: Router) -> list[str]:
    notes = []
    if not router.labels:
        notes.append(
            "没有职责清单也没有以往决定，不建议单位；请用 --duties 或 --train / no duty list and no past decisions, so no suggestions"
        )
    if router.rare_labels:
        few = "、".join(router.rare_labels[:10])
        notes.append(f"只见过一次的标签：{few}，其建议不可靠 / labels seen once: {few}")
    return notes


def _contradiction_notes(found: Sequence[Mapping[str, Any]]) -> list[str]:
    if not found:
        return []
    few = "；".join(f"{'、'.join(c['ids'])}（{'、'.join(c['labels'])}）" for c in found[:5])
    return [f"以往决定有 {len(found)} 处互相矛盾：{few} / {len(found)} contradictions between past decisions"]


# -- groups and hot issues ---------------------------------------------------------------------------------------------


def _groups(table: Table) -> list[dict[str, Any]]:
    """Messages about the same matter, the largest group first, the largest ones with a sentence of one of them."""
    from qiaoliang.text.digest import representative
    from qiaoliang.text.matters.index import MatterIndex

    index, total = MatterIndex(), len(table.messages)
    texts = _told("groups", (_text(message) for message in table.messages), total)
    index.add_many([str(n) for n in range(total)], texts, [m.get("place", "") for m in table.messages])
    found: list[dict[str, Any]] = []
    for group in index.groups():
        mine = [table.messages[int(n)] for n in group]
        quote = representative([(m["id"], _text(m)) for m in mine]) if len(found) < _QUOTED else None
        found.append({"ids": [m["id"] for m in mine], "quote": quote.text if quote else ""})
    return found


def _hot(table: Table, window: tuple[date | None, date | None]) -> list[Issue]:
    from qiaoliang.text.hot.issues import Message, hot_issues

    messages = [
        Message(
            m["id"],
            m.get("title", ""),
            m.get("text", ""),
            day(m.get("time", "")),
            m.get("user", "").strip(),
            _count(m.get("supporters", "")),
        )
        for m in table.messages
    ]
    undated = sum(message.day is None for message in messages)
    if undated and any(window):
        table.notes.append(
            f"{undated} 条没有可读的时间，不计入热点 / {undated} messages without a readable time left out of hot issues"
        )
    return hot_issues(messages, since=window[0], until=window[1])


def _count(text: str) -> int:
    return int(text) if text.strip().isdecimal() and len(text) < 10 else 0


_TRENDS = {"new": "近期新出现", "growing": "近期增多", "steady": "持续", "fading": "近期减少", "unknown": "时间不详"}


def _why(issue: Issue) -> str:
    parts = [f"{issue.people} 人 {len(issue.ids)} 条"]
    if issue.supporters:
        parts.append(f"附议 {issue.supporters}")
    if issue.days:
        parts.append(f"历时 {issue.days} 天（{issue.first} 至 {issue.last}）")
    parts += [_TRENDS[issue.trend], f"集中在{issue.place}" if issue.place else "多地共同话题"]
    return "；".join(parts)


# -- the result --------------------------------------------------------------------------------------------------------


def _result(
    table: Table,
    routed: Sequence[Routing],
    hot: Sequence[Issue],
    groups: list[dict[str, Any]],
    timing: dict[str, float],
) -> dict[str, Any]:
    return {
        "messages": [_message(m["id"], routing) for m, routing in zip(table.messages, routed, strict=True)],
        "hot": [_issue(rank, issue) for rank, issue in enumerate(hot, 1)],
        "groups": groups,
        "timing": timing,
    }


def _message(id: str, routing: Routing) -> dict[str, Any]:
    suggestions = [{"label": str(s.label), "p": s.p, "why": list(s.why)} for s in routing.suggestions]
    found: dict[str, Any] = {"id": id, "suggestions": suggestions, "abstained": routing.abstained}
    return found | ({"note": routing.note} if routing.note else {})


def _issue(rank: int, issue: Issue) -> dict[str, Any]:
    return {
        "rank": rank,
        "ids": list(issue.ids),
        "place": issue.place,
        "matter": "、".join(issue.matter),
        "people": issue.people,
        "heat": issue.heat,
        "why": _why(issue),
        "quote": issue.quote.text if issue.quote else "",
        "kind": issue.kind,
        "trend": issue.trend,
    }


def _report(table: Table, result: Mapping[str, Any]) -> str:
    messages, lines = result["messages"], [f"共 {len(table.messages)} 条"]
    sure = sum(not m["abstained"] for m in messages)
    lines.append(f"\n一、建议单位：{sure} 条有把握，{len(messages) - sure} 条请人工判断")
    for m, row in list(zip(messages, table.messages, strict=True))[:_SHOWN]:
        lines.append(f"  {m['id']}  {_text(row)[:30]}")
        lines += [f"      {s['label']} {s['p']:.0%}  依据：{'、'.join(s['why']) or '—'}" for s in m["suggestions"]]
    lines.append(f"\n二、同一事项：{len(result['groups'])} 组")
    for g in result["groups"][:_SHOWN]:
        lines.append(f"  {len(g['ids'])} 条：{'、'.join(g['ids'][:10])}")
        lines += [f"      “{g['quote']}”"] if g["quote"] else []
    lines.append(f"\n三、热点：{len(result['hot'])} 个")
    for h in result["hot"][:_SHOWN]:
        lines += [
            f"  {h['rank']}. {h['place'] or '（多地）'}｜{h['matter']}  热度 {h['heat']:.2f}",
            f"      {h['why']}",
            f"      “{h['quote']}”",
        ]
    spent = "，".join(f"{name} {seconds:.1f}" for name, seconds in result["timing"].items())
    return "\n".join([*lines, f"\n用时（秒）：{spent}。以上为建议，由人决定。"])


def _write(path: Path, result: Mapping[str, Any]) -> None:
    from qiaoliang.office.sheets import write_xlsx

    messages = (
        [
            m["id"],
            "否" if m["abstained"] else "是",
            *(cell for s in m["suggestions"] for cell in (s["label"], s["p"], "、".join(s["why"]))),
        ]
        for m in result["messages"]
    )
    hot = (
        [
            h["rank"],
            h["place"],
            h["matter"],
            h["people"],
            len(h["ids"]),
            h["heat"],
            h["why"],
            h["quote"],
            "、".join(h["ids"]),
        ]
        for h in result["hot"]
    )
    groups = ([number, id, group["quote"]] for number, group in enumerate(result["groups"], 1) for id in group["ids"])
    write_xlsx(
        path,
        {
            "建议单位": (("编号", "有把握", "建议一", "可能性", "依据", "建议二", "可能性二", "依据二"), messages),
            "热点": (("名次", "地点", "事项", "人数", "条数", "热度", "原因", "原话", "编号"), hot),
            "同一事项": (("组", "编号", "原话"), groups),
        },
    )
