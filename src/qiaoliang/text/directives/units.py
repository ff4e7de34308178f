"""Who is meant: a register of units with their other names, found in a text and never guessed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from qiaoliang.text.directives.words import opening_verb

LEVELS = {"区": "district", "县": "county", "市": "city", "省": "province"}


class RegisterError(ValueError):
    """A register file that cannot be read; the message is for the user."""


@dataclass(frozen=True)
class Mention:
    """Units named at one place. ``alone`` is False for a collective or an office outside the register."""

    start: int
    end: int
    units: tuple[str, ...]
    word: str


#: An office nobody registered, by the end of its name and what follows: 教研部要, 图书馆、信息中心负责.
_ROOM = re.compile(
    r"(?:[\u4e00-\u9fff]{1,6}?(?:(?<![干全内外局])部|(?<![到好之各事关])处|科|(?<!重)中心)|"
    r"[\u4e00-\u9fff]{0,6}?(?:图书馆|文化馆|档案馆|办公室|教研室|督导组|检查组))"
    r"(?=(?:、[\u4e00-\u9fff]{2,8})?(?:要(?!求|素)|应当|须|务必|负责|牵头))"
)


@dataclass(frozen=True)
class Register:
    """Names, aliases and lines of work of one level; ``bodies`` are the Party committee and the government themselves."""

    level: str
    bodies: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, tuple[str, ...]]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(re.escape(word) for word in sorted(self.names, key=len, reverse=True)))

    @cached_property
    def _line(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in sorted(self.lines, key=len, reverse=True))
        return re.compile(rf"({words})(?:工作|战线|系统|方面|部门|组织|干部|人才)")

    def at(self, folded: str, start: int) -> Mention | None:
        """The unit whose name begins exactly here: a collective, a registered unit, or an office by its form."""
        prefix = re.compile(rf"(?:我|全|本)?{self.level}(?!委|政府)|省|市|我[区县市省]").match(folded, start)
        for at in (start, prefix.end() if prefix else start):
            if (found := self._pattern.match(folded, at)) and not _GOES_ON.match(folded, found.end()):
                return Mention(start, found.end(), self.names[found[0]], found[0])
        found = _COLLECTIVE.match(folded, start) or _OFFICE.match(folded, start) or _ROOM.match(folded, start)
        if found and (verb := opening_verb(found[0])) and verb[0]:
            rest = len(found[0]) - verb[1] - len(verb[0])
            if rest > 4 or (rest > 2 and verb[0] in _FOUNDS):
                return None  # 建设服务中心, 成立工作专班 are tasks, no offices
        return Mention(start, found.end(), (found[0],), found[0]) if found else None

    def line_at(self, folded: str) -> Mention | None:
        """The first line of work named (纪检工作, 宣传战线)."""
        found = self._line.search(folded)
        return Mention(found.start(), found.end(), self.lines[found[1]], found[0]) if found else None

    def lines_in(self, folded: str) -> list[Mention]:
        return [Mention(f.start(), f.end(), self.lines[f[1]], f[0]) for f in self._line.finditer(folded)]

    def mentions(self, folded: str) -> list[Mention]:
        """Registered units anywhere in a text."""
        return [Mention(f.start(), f.end(), self.names[f[0]], f[0]) for f in self._pattern.finditer(folded)]


_FOUNDS = frozenset({"成立", "组建", "组成", "建立", "设立", "建设", "新设", "撤销"})
_GOES_ON = re.compile(r"(?:员|长|书记|主任|主席|会精神|换届|改革|改联)")
_TAIL = r"(?:部门|单位|组织|机构|街道|乡镇|镇街|镇|乡|村|社区|县区|区县|县|市|区|园区|企业|学校|校|年级|班级|科室|处室|股室|站所|院系|支部|党委|党组|党组织|工会|协会|群团组织|党委（党组）|党工委|服务站|工作站)"
_COLLECTIVE = re.compile(
    rf"(?:各级党委、政府|各级党委和政府|各级党委政府|各级党组织|各基层党组织|各级领导干部|各牵头单位|各责任单位|各成员单位|"
    rf"(?:各级|各)[^，。；：、（）要须应将把在负牵]{{0,8}}?{_TAIL}(?:（[^）]{{1,6}}）)?(?:、(?:各级?)?[^，。；、要须应]{{0,4}}{_TAIL}(?:（[^）]{{1,6}}）)?)*"
    rf"(?:群团组织|群团服务站|群团工作站|党组织|党委|党工委|服务站|总工会|工会|团工委|团委|妇联|残联|科协|司法所|派出所)?)"
)
_OFFICE = re.compile(
    r"(?:[区县市省州]|全[区县市])?[\u4e00-\u9fff]{0,8}?(?<!全)(?:督查组|领导小组(?:办公室)?|专班|指挥部|工作专班|管委会|委员会|办公室|街道办事处|街道办|镇政府|乡政府|镇党委|乡党委|服务中心|工作组|党支部|村委会|居委会)(?![建的])"
)


def _row(words: Iterable[str], units: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {word.replace("(", "（").replace(")", "）"): units for word in words}


def parse_register(data: Mapping[str, Any]) -> Register:
    """A register from its TOML tables; RegisterError tells which entry is wrong."""
    names: dict[str, tuple[str, ...]] = {}
    lines: dict[str, tuple[str, ...]] = {}
    try:
        for kind in ("unit", "group", "collective"):
            for entry in data.get(kind, ()):
                units = tuple(entry["members"]) if kind == "group" else (str(entry["name"]),)
                names |= _row((entry["name"], *entry.get("aliases", ())), units)
                lines |= _row(entry.get("lines", ()), units)
        level, bodies = str(data["level"]), tuple(data.get("bodies", ()))
    except (KeyError, TypeError, AttributeError) as error:
        raise RegisterError(f"名录缺少或写错了一项：{error}") from error
    if not names:
        raise RegisterError("名录里没有单位（[[unit]] name = …）")
    return Register(level, bodies, names, lines)


def load_register(path: Path) -> Register:
    """A register file; RegisterError when it is missing, not TOML, or incomplete."""
    try:
        return parse_register(tomllib.loads(path.read_text("utf-8-sig")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RegisterError(f"读不了名录 {path.name}：{error}") from error


def default_register(level: str) -> Register:
    """The register shipped for 区, 县, 市 or 省."""
    name = f"{LEVELS[level]}.toml"
    return parse_register(tomllib.loads((files("qiaoliang.text.registers") / name).read_text("utf-8")))


def guess_level(folded: str) -> str:
    """The level a document speaks for, from 区委, 全县, 我市 …; 区 when it says nothing."""
    bare = re.sub(r"自治区", "省", folded)
    counts = {level: len(re.findall(rf"(?:全|我|本){level}|{level}(?:委(?!员)|政府|直|级)", bare)) for level in LEVELS}
    return max(counts, key=lambda level: (counts[level], -"区县市省".index(level)))


def speaker(folded: str, register: Register, title: str) -> tuple[str, ...]:
    """The body whose words these are: the committee or government the document itself names most; empty if it names none."""
    if re.search(r"政府工作报告|政府常务会议|县长办公会|区长办公会|市长办公会", title + folded[:200]):
        return (f"{register.level}政府",)
    counts = {body: folded.count(body) for body in register.bodies}
    best = max(counts, key=lambda body: counts[body], default="")
    return (best,) if best and counts[best] else ()


def joined(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit for mention in mentions for unit in mention.units))
