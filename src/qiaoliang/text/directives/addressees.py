"""Who a clause speaks to, and what carries over: headings, 对X工作来说, a subject named once, items that go back to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qiaoliang.text.directives.model import Source
from qiaoliang.text.directives.units import Mention, Register, joined
from qiaoliang.text.directives.words import opening_verb


@dataclass(frozen=True)
class Owner:
    """Units with their source and the words that name them."""

    units: tuple[str, ...] = ()
    source: Source = "none"
    why: str = "没有写明由谁来做"
    helpers: tuple[str, ...] = ()


NOBODY = Owner()
_TOPIC_FRAME = re.compile(
    r"^(?:对于?|关于|就|在|从)?(?:做好)?([^，。]{1,16}?)(?:来说|而言|来讲|方面)$|^关于([^，。]{1,16})$"
)
_ASKS_AFTER = re.compile(
    r"^(?:的?(?:同志|干部|负责同志|主要负责同志|主要负责人)?)(?:既?要|还要|也要|更要|应|须|必须|务必|请(?=于|在|按|将|把|认真|结合|对照|及时|抓紧|尽快)|需|负责|牵头|配合|协助|分别|具体|于(?=\d|每|本|下|年|月)|实行|要|都要|均要|按|以|把|将|$)"
)
_LEAD = re.compile(r"^由(.+?)(?:牵头|负责|会同|综合|汇总|统一|具体|组织)")
#: 学籍核对由教务处负责: the matter first, whoever does it after 由.
_DONE_BY = re.compile(r"[^，。由]{2,24}(?<![自理缘])由(?=[^，]{2,24}?(?:负责|牵头|承担|承办|主办|组织|办理|落实|完成))")
_HELPS = re.compile(r"(?:要|应|须)?(?:密切|积极|全力|主动|做好)?(?:配合|协助|协同|参与)(?:$|工作$)")
_OWN = re.compile(r"(?:组织|干部|队伍|机关|阵地|会|工作|改革)[^，。]{0,12}(?:建设|成果|队伍)$")
_ROW = re.compile(r"((?:[一-鿿]{2,6}、)+[一-鿿]{2,6}?)(?:等(?:有关|相关)?)?部门(?!要?求)")
_EDGE = re.compile(r"[、和及与，]|以及|同")


@dataclass
class Addressees:
    """Carries the owner from clause to clause; scopes end with the heading, paragraph or item they belong to."""

    register: Register
    document: Owner = NOBODY
    section: Owner = NOBODY
    topic: Owner = NOBODY
    subject: Owner = NOBODY
    before_items: Owner | None = None
    answering: tuple[str, ...] = ()
    sections: dict[int, Owner] = field(default_factory=dict)

    def heading(self, words: str, level: int) -> None:
        """A new heading ends what was named under its elder sisters."""
        self.sections = {k: owner for k, owner in self.sections.items() if k < level}
        if found := self._names(words):
            self.sections[level] = Owner(found, "inherited", f"标题“{words[:16]}”")
        self.section = next((self.sections[k] for k in sorted(self.sections, reverse=True)), NOBODY)
        self.topic = self.subject = NOBODY
        self.before_items = None

    def paragraph(self) -> None:
        self.subject, self.before_items = NOBODY, None

    def answers(self, clause: str) -> bool:
        """市发改委： names who speaks of 我委 from here on."""
        mention = self.register.at(clause, 0)
        if mention and mention.end == len(clause):
            self.answering = mention.units
            return True
        return False

    def foreign(self) -> None:
        """Somebody no register knows is the subject now: nobody named before it is meant any more."""
        self.subject = self.topic = NOBODY

    def item(self) -> None:
        """一是 / 二要: back to whoever was addressed before the first item."""
        if self.before_items is None:
            self.before_items = self.subject
        self.subject = self.before_items

    def frame(self, clause: str) -> bool:
        """True when a clause is 对X工作来说 or 关于X: it names whom the next sentences address."""
        found = _TOPIC_FRAME.match(clause)
        units = self._names(found[1] or found[2] or "") if found else ()
        if not found or not units:
            return False
        self.topic, self.subject = Owner(units, "inherited", f"“{clause}”以下"), NOBODY
        return True

    def entitle(self, title: str) -> None:
        """The title addresses a unit when it names exactly one line of work (宣传工作会议, not 群团暨党建工作座谈会)."""
        words = [line for line in self.register.lines if line in title]
        units = {self.register.lines[line] for line in words if re.search(rf"{line}.{{0,4}}(?:工作|战线|系统)", title)}
        if (
            len({self.register.lines[line] for line in words}) == 1
            and len(units) == 1
            and len(only := units.pop()) == 1
        ):
            self.document = Owner(only, "inherited", f"标题“{title[:20]}”")

    def _names(self, words: str) -> tuple[str, ...]:
        """Units a heading or frame addresses: it opens with one, or its lines of work come to the same units."""
        if (mention := self.register.at(words, 0)) and len(mention.units) and not words[mention.end :].startswith("是"):
            return mention.units
        bare = len(words) < 5 and (words in self.register.lines or opening_verb(words) is None)
        lines = {line.units for line in self.register.lines_in(words + ("工作" if bare else ""))}
        return next(iter(lines)) if len(lines) == 1 else ()

    def named_in(self, clause: str, asks: bool | None) -> tuple[Owner | None, int]:
        """(owner, where the rest begins) when a clause opens with its subject; (None, 0) otherwise, -1 for what a unit is or did."""
        if lead := _LEAD.match(clause):
            mentions, _ = self._series(lead[1], 0)
            if mentions:
                return self._become(Owner(joined(mentions), "explicit", f"“{lead[0]}”")), 0
        if clause.startswith("由"):
            mentions, end = self._series(clause, 1)
            if mentions and not re.match(r"组成|构成|产生|[转变改]", clause[end:]):
                return self._become(Owner(joined(mentions), "explicit", f"“{clause[:end]}”")), end
        if (by := _DONE_BY.match(clause)) and not opening_verb(clause[: by.end() - 1]):
            mentions, end = self._series(clause, by.end())
            if mentions and re.match(
                r"(?:共同|分别|统一|具体)?(?:负责|牵头|承担|承办|主办|组织|办理|落实|完成)", clause[end:]
            ):
                return self._become(Owner(joined(mentions), "explicit", f"“由{clause[by.end() : end]}”")), end
        if clause.startswith("会同") and self.subject.units:
            mentions, end = self._series(clause, 2)
            if mentions:
                return self._help(mentions), end
        mentions, end = self._series(clause, 0)
        rest = clause[end:]
        if not mentions:
            return self._line_as_subject(clause)
        if _HELPS.match(rest) and self.subject.units:
            return self._help(mentions), 0
        bare = asks is not False and (opening_verb(rest) is not None)
        if (
            not _ASKS_AFTER.match(rest)
            and not bare
            and not re.search(r"[要须应]", rest[:24])
            and not re.match(r"(?:一|二|三|四)?(?:是)?要|一是", rest)
        ):
            return None, -1
        return self._become(Owner(joined(mentions), "explicit", f"“{clause[:end]}”是主语")), end

    def address(self, clause: str) -> Owner | None:
        """请各镇书记…: whoever is politely addressed, whatever follows the name."""
        mentions, end = self._series(clause, 0)
        return self._become(Owner(joined(mentions), "explicit", f"“请{clause[:end]}”")) if mentions else None

    def _help(self, mentions: list[Mention]) -> Owner:
        helpers = tuple(unit for unit in joined(mentions) if unit not in self.subject.units)
        both = (*self.subject.helpers, *helpers)
        return self._become(
            Owner(self.subject.units, self.subject.source, self.subject.why, tuple(dict.fromkeys(both)))
        )

    def _line_as_subject(self, clause: str) -> tuple[Owner | None, int]:
        """宣传思想工作必须…: the line of work is the subject and carries on."""
        line = self.register.line_at(clause[:16])
        if line and line.start <= 2 and re.match(r"(?:必须|要|应|务必)", clause[line.end :]):
            self.topic = Owner(line.units, "inherited", f"“{line.word}”")
            if not self.document.units:
                self.document = Owner(line.units, "inherited", f"全文说的是“{line.word}”")
        return None, 0

    def _become(self, owner: Owner) -> Owner:
        self.subject = Owner(owner.units, "inherited", f"承前：{owner.why}", owner.helpers)
        return owner

    def _lines_in_a_row(self, clause: str, at: int) -> tuple[list[Mention], int]:
        """公安、交通等部门: lines of work in a row, named with one 部门 at their end; all of them known, or none."""
        row = _ROW.match(clause, at)
        names = [self.register.names.get(f"{line}部门") for line in row[1].split("、")] if row else []
        if not row or not all(names):
            return [], at
        return [Mention(at, row.end(), units, row[0]) for units in names if units], row.end()

    def _series(self, clause: str, at: int) -> tuple[list[Mention], int]:
        found, end = self._lines_in_a_row(clause, at)
        return (found, end) if found else self._series_of_names(clause, at)

    def _series_of_names(self, clause: str, at: int) -> tuple[list[Mention], int]:
        found: list[Mention] = []
        qualifier = re.compile(r"(?:每名|每个|全体|各级|各|[县区市]、?[乡镇街道]*(?:两|三)级)").match(clause, at)
        start = (
            qualifier.end()
            if qualifier and self.register.at(clause, qualifier.end()) and not self._collective(clause, at)
            else at
        )
        while mention := self.register.at(clause, start):
            found.append(mention)
            edge = _EDGE.match(clause, mention.end)
            if not edge or not self.register.at(clause, edge.end()):
                break
            start = edge.end()
        end = found[-1].end if found else at
        tail = re.compile(r"(?:机关)?(?:干部|工作人员|组织|同志)").match(clause, end) if found else None
        return found, tail.end() if tail else end

    def _collective(self, clause: str, at: int) -> bool:
        mention = self.register.at(clause, at)
        return bool(mention) and not any(unit in self.register.names for unit in mention.units)  # type: ignore[union-attr]

    def current(self, clause: str) -> Owner:
        """Who does a clause that names nobody as its subject."""
        if _OWN.search(clause) and not self.subject.units and (own := self._own(clause)):
            return own
        if (
            _OWN.search(clause)
            and self.subject.units
            and not set(joined(self._own_mentions(clause))) <= set(self.topic.units or ("",))
        ):
            own = self._own(clause)
            if own and not self.topic.units:
                return own
        for owner in (self.subject, self.topic, self.section, self.document):
            if owner.units:
                return owner
        return NOBODY

    def _own_mentions(self, clause: str) -> list[Mention]:
        return [
            m
            for m in self.register.mentions(clause)
            if re.match(r"(?:会|组织|干部|队伍|机关|工作|阵地|建设)", clause[m.end :])
            or m.word.endswith(("组织", "干部"))
        ]

    def _own(self, clause: str) -> Owner | None:
        """加强妇联组织建设: the organisations whose own building is asked for."""
        mentions = self._own_mentions(clause)
        return Owner(joined(mentions), "inherited", f"说的是“{mentions[0].word}”自身的事") if mentions else None
