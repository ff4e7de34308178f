"""From a text to its tasks: walks lines, sentences and clauses, joins means and purposes to their task, and says why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qiaoliang.text.days import WorkingDays
from qiaoliang.text.directives.addressees import Addressees, Owner
from qiaoliang.text.directives.assignments import Note, is_note, read_note
from qiaoliang.text.directives.classify import (
    ASKING,
    CONNECT,
    GOALS,
    TELLING,
    Reading,
    is_tangible,
    read_clause,
)
from qiaoliang.text.directives.deadlines import Anchor, find_deadline, resolve
from qiaoliang.text.directives.folding import fold
from qiaoliang.text.directives.frontmatter import document_date, document_title, document_year, opens_document
from qiaoliang.text.directives.headings import ITEM, Heading, line_heading, topic_sentences
from qiaoliang.text.directives.model import Kind, Plan, Task, Uncovered
from qiaoliang.text.directives.passages import is_indicator, is_own_step, looks_back, steers
from qiaoliang.text.directives.quantities import find_quantity
from qiaoliang.text.directives.sentences import Span, clauses, lines, sentences, trim
from qiaoliang.text.directives.tables import table_tasks
from qiaoliang.text.directives.units import Register, default_register, guess_level, speaker
from qiaoliang.text.directives.words import MENDS, WORK, opening_verb

_NARRATION = re.compile(r"^为了?[^，。]{2,40}，.*(?:决定|现将|特制定|现就)")
_NOUN_PHRASE = re.compile(
    r"^(?!以|针|围|按|根|通|结|聚|立|从|于|是|就|为|让|使|把|将|对|要|并|在)[^，的]{2,6}的新?[^，的]{2,6}$"
)
#: 确保每学期不少于两次: the measure of the task before, nothing of its own.
_HOW_OFTEN = re.compile(r"(?:确保|做到|力争)?(?:每[^，]{1,4}?)?(?:不少于|不低于|至少|不超过)[^，]{1,7}$")
#: What is left of 由…牵头 once the unit is taken out.
_DOES = re.compile(r"(?:具体|统一|共同|分别)?(?:负责|牵头|承办|主办)(?:落实|实施|办理|组织实施|推进|完成)?")
#: A clause that is nothing but a limit; a bare day tells when something was.
#: 具体指导…… spells out the task before it; 并且能够…… goes on describing its object.
_SPELT_OUT = re.compile(r"具体(?!抓好|做好)|并且?能够?|在实际工作中[^，]*争取更[好优]")
#: 发现一起，查处一起: a way of working, the task is named before it.
_EACH = re.compile(
    r"(?:做到|坚持)?(?:发现|查实|核实|接到|受理|举报)一[起例个件处]$|(?:查处|处理|处置|整改|曝光|严惩|打击|办结|解决|取缔|整治)一[起例个件处]$"
)
_UNTIL = re.compile(r"^[到至]|[前底内末]$")
#: 宣传各地转变作风，优化环境的新经验: an object that is a clause runs on over commas until 的 and its noun close it.
_RUNS_ON = re.compile(r"的(?!是)[^，的]{2,10}[。；]?$")
#: 解决看病难，上学难的问题: the same with a verb that mends, closed by a word for what is wrong.
_ILLS = re.compile(
    r"(?:[^，。；]{1,8}，){0,3}[^，。；]*的[^，。；的]{0,6}(?:问题|现象|行为|情形|情况|乱象|风气|矛盾|困难)(?:[，。；]|$)"
)
_CLOSED = re.compile(r"的[^，的]{2,10}$|(?:精神|政策|决策|方针|法律|法规|知识|成果|问题|现象|行为|乱象|困难)$")
_LONGEST_SENTENCE = 3000
_LONGEST_TAIL = 1.4  # a purpose stays with its task while it is not much longer than the task itself


@dataclass
class _Draft:
    """A task being assembled."""

    start: int
    end: int
    main_end: int
    kind: Kind
    reading: Reading
    clause_start: int
    owner: Owner
    why: list[str]
    linked: bool = False


def read_plan(
    text: str,
    *,
    title: str = "",
    day: date | None = None,
    register: Register | None = None,
    calendar: WorkingDays | None = None,
    headings: Mapping[int, int] | None = None,
    tables: Sequence[tuple[Sequence[Sequence[str]], Sequence[int]]] = (),
) -> Plan:
    """Every task, commitment, target and exhortation of an official text, and the rest with the reason it is none.

    ``title`` is used when the text itself opens with none; ``day`` is the document's date, else looked for in the text;
    ``headings`` maps the offset of a line to its heading level where the file knew it (Word styles);
    ``tables`` are its tables as rows of cells with the offset of each row's line.
    """
    folded = fold(text)
    register = register or default_register(guess_level(fold(title) + folded))
    walk = _Walk(text, folded, title, day, register, calendar, dict(headings or {}))
    for rows, offsets in tables:
        found = table_tasks(rows, offsets, register, walk.day, calendar)
        walk.tasks += found
        walk.tabled |= set(offsets)
        for row, offset in zip(rows, offsets, strict=True):
            end = offset + len("\t".join(row))
            if not any(offset <= task.start < end for task in found):
                walk._leave(Span(offset, end), "表格的标题、表头或空行" if found else "表格，没有任务和责任单位的栏目")
    return walk.plan()


class _Walk:
    def __init__(
        self,
        text: str,
        folded: str,
        title: str,
        day: date | None,
        register: Register,
        calendar: WorkingDays | None,
        styles: dict[int, int],
    ) -> None:
        self.text, self.folded, self.styles, self.calendar = text, folded, styles, calendar
        self.lines = list(lines(folded))
        own_title, self.body_from = document_title(folded, self.lines)
        self.title = text[own_title.start : own_title.end] if own_title else title
        self.day = day or document_date(folded)
        self.anchor = Anchor(self.day, document_year(fold(self.title) + "\n" + folded[:400]))
        self.speaker = speaker(folded, register, fold(self.title))
        self.people = Addressees(register)
        self.people.entitle(fold(self.title))
        self.path: dict[int, str] = {}
        self.tasks: list[Task] = []
        self.rest: list[Uncovered] = []
        self.tabled: set[int] = set()
        self.notes: list[str] = []
        self.noted = 0
        self.flowing = self.framed = self.goals = self.headed = self.past = False

    def plan(self) -> Plan:
        topics = topic_sentences(self.folded, self.lines[self.body_from :])
        if self.body_from:
            for span in self.lines[: self.body_from]:
                self._leave(span, "标题")
        for index in range(self.body_from, len(self.lines)):
            self._line(index, topics)
        self.rest.sort(key=lambda rest: rest.start)
        self.tasks.sort(key=lambda task: task.start)
        return Plan(self.title, self.day, tuple(self.tasks), tuple(self.rest), tuple(self.notes))

    def _line(self, index: int, topics: dict[int, Heading]) -> None:
        span = self.lines[index]
        if self._line_start(span) in self.tabled:
            return
        if index > self.body_from and self._next_document(index):
            return
        following = index + 1 < len(self.lines) and self.lines[index + 1].end - self.lines[index + 1].start > 20
        heading, body = line_heading(self.folded, span, following, self.styles.get(span.start))
        if heading is None and span.start in topics:
            heading = topics[span.start]
            body = heading.end + 1
        if heading is not None:
            self._enter(heading)
        elif not self.people.topic.units:
            self.people.paragraph()
        inner = trim(self.folded, body, span.end)
        if (
            heading is not None
            and heading.level < 9
            and inner.start < inner.end
            and (nested := topics.get(inner.start))
        ):
            self._enter(nested)
            inner = trim(self.folded, nested.end + 1, span.end)
        self._body(inner)

    def _next_document(self, index: int) -> bool:
        """A second speech in the same file: what the first one carried over ends here."""
        title, _ = document_title(self.folded, self.lines[index : index + 2])
        if title is None or title.start in self.styles or not opens_document(self.folded[title.start : title.end]):
            return False
        self.notes.append(f"文件里另有一篇：{self.text[title.start : title.end]}")
        self.people = Addressees(self.people.register)
        self.people.entitle(self.folded[title.start : title.end])
        self.path = {0: self.text[title.start : title.end]}
        self._leave(title, "标题")
        return True

    def _line_start(self, span: Span) -> int:
        return self.folded.rfind("\n", 0, span.start) + 1

    def _enter(self, heading: Heading) -> None:
        words = self.text[heading.start : heading.end].strip()
        self.path = {level: name for level, name in self.path.items() if level < heading.level}
        if words:
            self.path[heading.level] = words
            self._leave(Span(heading.start, heading.end), "标题")
        self.headed = opening_verb(self.folded[heading.start : heading.end]) is not None
        self.people.heading(self.folded[heading.start : heading.end], heading.level)

    def _body(self, span: Span) -> None:
        found = list(sentences(self.folded, span))
        self.flowing = self.framed = self.goals = self.past = False
        self.noted = len(self.tasks)
        for position, sentence in enumerate(found):
            rest = found[position + 1 :]
            self._sentence(sentence, rest[0] if rest else None)
            self.goals = self.goals and bool(self.tasks) and self._still_goals(sentence)

    def _still_goals(self, sentence: Span) -> bool:
        """A list of goals runs on while its sentences bring nothing but goals."""
        last = self.tasks[-1]
        listed = last.kind == "T" and last.start >= sentence.start
        return listed or self.folded[sentence.end - 1] != "。"

    def _sentence(self, span: Span, following: Span | None) -> None:
        words = self.folded[span.start : span.end]
        if is_note(words):
            self._note(span)
            return
        if len(words) > _LONGEST_SENTENCE:
            self._leave(span, f"一句超过{_LONGEST_SENTENCE}字，不作判断")
            return
        if steers(words) and not find_quantity(words):
            reading = Reading("attitude", "总的方针或指导思想", True)
            self._keep(
                _Draft(span.start, span.end - 1, span.end, "E", reading, span.start, self.people.current(words), [])
            )
            return
        _Sentence(self, span, self._is_item_head(span, following)).read()

    def _note(self, span: Span) -> None:
        """（责任单位：…） speaks for the tasks of its paragraph since the last such note."""
        note = read_note(self.folded[span.start : span.end], self.people.register)
        limit = Span(span.start + note.limit[0], span.start + note.limit[1]) if note and note.limit else None
        for number in range(self.noted, len(self.tasks)) if note else ():
            assert note is not None
            self.tasks[number] = self._noted(self.tasks[number], note, limit)
        self.noted = len(self.tasks)
        self._leave(span, "责任单位和时限的附注")

    def _noted(self, task: Task, note: Note, limit: Span | None) -> Task:
        lead = tuple(self._as_written(unit) for unit in note.lead)
        helpers = tuple(self._as_written(unit) for unit in note.helpers)
        if lead or helpers:
            task = replace(
                task, units=lead or task.units, unit_source="explicit" if lead else task.unit_source, helpers=helpers
            )
            task = replace(task, why=f"{task.why}；附注写明责任单位")
        if limit and task.deadline is None:
            found = resolve(self.folded[limit.start : limit.end], self.anchor, self.calendar)
            words = self.text[limit.start : limit.end]
            task = replace(task, deadline=words, deadline_date=found.day, why=f"{task.why}；附注的时限：{found.why}")
        return task

    def _is_item_head(self, span: Span, following: Span | None) -> bool:
        """一是加强队伍建设。… : the short opening of an item whose content follows in sentences of its own."""
        words = self.folded[span.start : span.end].rpartition("：")[2]
        marker = ITEM.match(words)
        if not marker or not following or not words.endswith("。") or len(words) > 30 or find_deadline(words):
            return False
        return not ITEM.match(self.folded[following.start : following.end]) and not words.startswith("——")

    def _as_written(self, unit: str) -> str:
        """A registered unit by its short name, any other as the document writes it."""
        at = -1 if unit in self.people.register.names else self.folded.find(unit)
        return self.text[at : at + len(unit)] if at >= 0 else unit

    def _leave(self, span: Span, why: str) -> None:
        if span.start < span.end:
            self.rest.append(Uncovered(span.start, span.end, self.text[span.start : span.end], why))

    def _keep(self, draft: _Draft, deadline: tuple[int, int] | None = None) -> None:
        note, note_at = None, 0
        if aside := re.search(r"（[^（）]{12,}）$", self.folded[draft.start : draft.end]):
            note = read_note(aside[0], self.people.register)
            note_at = draft.start + aside.start()
            draft.end = draft.start + aside.start()
        draft.main_end = min(draft.main_end, draft.end)
        folded = self.folded[draft.start : draft.end]
        limit = self._binding_deadline(folded)
        where = (draft.start + limit[0], draft.start + limit[1]) if limit else deadline
        resolved = resolve(self.folded[where[0] : where[1]], self.anchor, self.calendar) if where else None
        why = [draft.reading.why, *draft.why]
        if draft.kind != "E":
            why.append(f"单位：{draft.owner.why}")
        if resolved:
            why.append(f"时限：{resolved.why}")
        verb_at = draft.clause_start + draft.reading.at
        action = draft.reading.verb
        after = verb_at + len(action)
        target = self.text[after : draft.main_end].strip("，。；、,; ") if after < draft.main_end else ""
        self.tasks.append(
            Task(
                draft.start,
                draft.end,
                self.text[draft.start : draft.end],
                draft.kind,
                tuple(self._as_written(unit) for unit in draft.owner.units),
                draft.owner.source,
                action,
                target,
                find_quantity(folded[: limit[0]] + "，" + folded[limit[1] :] if limit else folded),
                self.text[where[0] : where[1]] if where else None,
                resolved.day if resolved else None,
                " / ".join(self.path[level] for level in sorted(self.path)),
                "；".join(part for part in why if part),
                tuple(self._as_written(unit) for unit in draft.owner.helpers),
            )
        )
        if note:
            limit_at = Span(note_at + note.limit[0], note_at + note.limit[1]) if note.limit else None
            self.tasks[-1] = self._noted(self.tasks[-1], note, limit_at)

    def _binding_deadline(self, folded: str) -> tuple[int, int] | None:
        """The first limit that comes to a day; 尽快 and its like only where no date stands."""
        first = limit = find_deadline(folded)
        while limit and resolve(folded[limit[0] : limit[1]], self.anchor, self.calendar).day is None:
            later = find_deadline(folded[limit[1] :])
            limit = (limit[1] + later[0], limit[1] + later[1]) if later else None
        return limit or first


class _Sentence:
    """One sentence: reads its clauses from left to right and assembles drafts."""

    def __init__(self, walk: _Walk, span: Span, item_head: bool) -> None:
        self.walk, self.span, self.item_head = walk, span, item_head
        words = walk.folded[span.start : span.end]
        walk.past = looks_back(words, walk.past)
        self.asks: bool | None = False if walk.past else None
        self.promised = False
        self.demand: Reading | None = None
        self.before: tuple[Reading, Owner | None, Span, int] | None = None
        self.pending: int | None = None
        self.draft: _Draft | None = None
        self.drafts: list[_Draft] = []
        self.owner: Owner | None = None

    def read(self) -> None:
        if _NARRATION.search(self.walk.folded[self.span.start : self.span.end]):
            self.asks = False
        for number, clause in enumerate(clauses(self.walk.folded, self.span)):
            self._clause(clause, number == 0)
        self._close()
        self._flush()
        self.walk.flowing = self.walk.flowing or any(draft.kind == "D" for draft in self.drafts)
        self._share_deadlines()

    def _close(self) -> None:
        """Means at the very end of an asking sentence belong to its last task."""
        if self.pending is None:
            return
        if self.demand and self.draft is None and not self.drafts and not self.item_head:
            start, self.pending = self.pending, None
            end = trim(self.walk.folded, start, self.span.end).end
            end -= self.walk.folded[end - 1] in "。；！？"
            owner = self.walk.people.current("")
            words = CONNECT.sub("", self.walk.folded[start:end])
            kind: Kind = "D" if re.match(r"(?:各?[^，]{0,8}要)?(?:为|给|向|对|与|在)(?=.{6,})", words) else "E"
            self.draft = _Draft(start, end, end, kind, self.demand, start, owner, ["只说了怎么做，没有说做什么"])
            return
        if self.draft is not None and self.pending >= self.draft.end:
            tail = trim(self.walk.folded, self.pending, self.span.end)
            self.draft.end = tail.end - (self.walk.folded[tail.end - 1] in "。；！？")
            self.pending = None
        else:
            self._leftover(self.span.end)

    def _share_deadlines(self) -> None:
        """并…于4月20日前报送: steps joined by 并 or 由 are one procedure with one time limit."""
        folded = self.walk.folded
        limits = [find_deadline(folded[d.start : d.end]) for d in self.drafts]
        for number, draft in enumerate(self.drafts):
            shared = None
            if limits[number] is None:
                for other in (number + 1, number - 1):
                    if 0 <= other < len(self.drafts) and limits[other] and self.drafts[max(number, other)].linked:
                        limit = limits[other]
                        assert limit is not None
                        shared = (self.drafts[other].start + limit[0], self.drafts[other].start + limit[1])
                        draft.why.append("时限与同句相连的一步相同")
                        break
            self.walk._keep(draft, shared)

    def _clause(self, span: Span, lead: bool) -> None:
        start = self._past_marker(span, lead)
        folded = self.walk.folded[start : span.end]
        people = self.walk.people
        if people.frame(folded):
            self._pass(span, "引出对象的话")
            self.asks = None
            return
        if self.walk.folded[span.end : span.end + 1] == "：" and people.answers(folded):
            self._pass(span, "引出对象的话")
            self.asks = None
            return
        link = CONNECT.match(folded)
        skip = link.end() if link else 0
        limit = find_deadline(folded)
        if (polite := re.match("请|希望|责成|要求|督促|委托", folded[skip:])) and people.register.at(
            folded, skip + polite.end()
        ):
            skip += polite.end()
            self.asks = True
        else:
            polite = None
        skip = max(
            skip, limit[1] if limit and limit[0] == skip and folded[limit[1] : limit[1] + 1] not in {"，", ""} else 0
        )
        owner, at = people.named_in(folded[skip:], self.asks)
        if at < 0 and polite:
            owner, at = people.address(folded[skip:]), 0
        if at < 0:
            self._statement(Reading("statement", "叙述情况"), span, start, None)
            return
        at += skip if owner or limit else 0
        if owner:
            self.owner = owner
            marker = ITEM.match(folded, at)
            if marker:
                people.item()
                at = marker.end()
        if owner and owner.helpers and at == 0 and self.draft is not None:
            self.draft.owner, self.draft.end = owner, span.end
            return
        after = self.draft is not None
        if limit and not link and limit == (0, len(folded)) and not after and _UNTIL.search(folded):
            self._means(Reading("means", "时限，属于后面的任务"), Span(start, span.end), start, owner)
            return
        if self._continues(folded, span):
            return
        reading = read_clause(
            folded[at:],
            open_asks=self.asks is not False,
            after_task=after,
            lead=lead,
            flowing=self.walk.flowing
            or self.walk.headed
            or (after and self.draft is not None and self.draft.kind == "D"),
        )
        if owner and reading.role != "task" and _DOES.fullmatch(folded[at:]):
            reading = replace(reading, role="task", verb=folded[at : at + 2], at=0, why="写明由谁来做")
        if reading.role == "purpose" and owner and owner.source == "explicit" and not owner.helpers:
            reading = replace(reading, role="task", why="另有自己的责任单位，单独成项")
        self._place(reading, Span(start, span.end), start + at, owner)
        if polite:
            self.asks = True

    def _continues(self, folded: str, span: Span) -> bool:
        """Clauses that are still the object, or the same step, of the task before them."""
        draft = self.draft
        if draft is None or draft.kind == "E" or self.pending is not None:
            return False
        step = draft.linked and re.match(r"[于在]", folded) and (first := find_deadline(folded)) and first[0] <= 1
        again = opening_verb(folded)
        same = (
            again
            and again[0] == draft.reading.verb
            and not ASKING.match(folded)
            and not (find_quantity(folded) or find_quantity(self.walk.folded[draft.start : draft.end]))
        )
        limit = find_deadline(folded)
        closing = limit and limit[0] <= 2 and len(folded) - limit[1] <= 6 and not find_quantity(folded[limit[1] :])
        noun = not again or again[0] not in WORK or folded.startswith("的", again[1] + len(again[0]))
        listed = noun and _NOUN_PHRASE.match(folded) and not ASKING.search(folded)
        told = self._object_runs_on(draft.reading.verb, span) and not _CLOSED.search(
            self.walk.folded[draft.start : draft.end]
        )
        measured = _HOW_OFTEN.match(folded)
        detail = _SPELT_OUT.match(folded) or _EACH.match(folded)
        if not (detail or measured or step or closing or listed or told or same):
            return False
        draft.end = span.end
        draft.main_end = draft.main_end if closing else span.end
        draft.why.append("承接上一分句，同一件事")
        return True

    def _object_runs_on(self, verb: str, span: Span) -> bool:
        rest = self.walk.folded[span.start : self.span.end]
        if verb in TELLING:
            return bool(_RUNS_ON.search(rest))
        return verb in MENDS and bool(_ILLS.match(rest)) and not opening_verb(self.walk.folded[span.start : span.end])

    def _past_marker(self, span: Span, lead: bool) -> int:
        found = ITEM.match(self.walk.folded, span.start, span.end)
        if not found or (found[0].endswith("、") and not lead):
            return span.start + bool(re.match("即(?!日|刻|使)", self.walk.folded[span.start : span.end]))
        self.walk.people.item()
        self.asks = None
        after = trim(self.walk.folded, found.end(), span.end)
        return after.start + bool(re.match("即(?!日|刻|使)", self.walk.folded[after.start : span.end]))

    def _place(self, reading: Reading, span: Span, core: int, owner: Owner | None) -> None:
        if self.item_head and reading.role in {"task", "attitude", "purpose"}:
            self._pass(span, "分项的标题，内容见下文")
            self.walk.flowing = True
            return
        goal = reading.role in {"statement", "frame", "means"} or (reading.role == "task" and not reading.asked)
        if self.walk.goals and goal and self._is_goal(reading, span):
            reading = replace(reading, role="target", why="目标清单中的一项")
        getattr(self, f"_{reading.role}")(reading, span, core, owner)

    def _is_goal(self, reading: Reading, span: Span) -> bool:
        words = self.walk.folded[span.start : span.end]
        return reading.why != "叙述情况" and not GOALS.search(words) and is_indicator(words)

    def _task(self, reading: Reading, span: Span, core: int, owner: Owner | None) -> None:
        folded = self.walk.folded[span.start : span.end]
        if (
            self.draft
            and self.draft.kind == "E"
            and self.draft.reading.everyone
            and not is_tangible(folded)
            and not owner
        ):
            self.draft.end = span.end
            return
        self.promised = self.promised or reading.promised
        kind: Kind = "C" if self.promised else "D"
        self.asks = True
        if reading.other and not owner:
            self.walk.people.foreign()
        if self.promised:
            named = tuple(body for body in self.walk.people.register.bodies if body in folded.partition("将")[0])
            office = self.walk.people.answering if re.search("我[局委办院所站处科中]", folded) else ()
            body = named or office or self.walk.speaker
            owner = Owner(
                body, "explicit" if body else "none", f"“{office[0]}”自称" if office else "讲话者所在的领导机关"
            )
        self._begin(kind, reading, span, core, owner or self._current(folded))

    def _current(self, folded: str) -> Owner:
        return self.walk.people.current(folded)

    def _target(self, reading: Reading, span: Span, core: int, owner: Owner | None) -> None:
        if not (self.draft or self.drafts or self.walk.tasks or self.walk.framed):
            self._statement(Reading("statement", "只有数字，没有要求的话"), span, core, owner)
            return
        self._begin("T", reading, span, core, owner or self._current(self.walk.folded[span.start : span.end]))

    def _begin(self, kind: Kind, reading: Reading, span: Span, core: int, owner: Owner) -> None:
        self._flush()
        if self.pending is not None and self.before and self._another(owner):
            first, named, where, at = self.before
            self.pending = None
            self._begin("D", first, where, at, named or owner)
            self._flush()
        start = span.start if self.pending is None else self.pending
        linked = bool(re.match(r"并|由|经", self.walk.folded[span.start : span.end]))
        self.pending = None
        self.draft = _Draft(start, span.end, span.end, kind, reading, core, owner, [], linked)

    def _another(self, owner: Owner) -> bool:
        """甲要盯紧项目，乙要争取资金: the clause before is no means when somebody else is addressed now."""
        named = self.before[1] if self.before else None
        return (
            bool(named)
            and owner.source == "explicit"
            and not owner.helpers
            and named is not None
            and (named.units != owner.units and bool(self.before and self.before[0].asked))
        )

    def _attitude(self, reading: Reading, span: Span, core: int, owner: Owner | None) -> None:
        if reading.asked or self.asks is None:
            self.asks = True
        if self.asks is False:
            self._statement(reading, span, core, owner)
        elif self.draft and self.draft.kind == "E" and self.pending is None:
            self.draft.end = span.end
        else:
            self._begin("E", reading, span, core, owner or self._current(""))

    def _means(self, reading: Reading, span: Span, core: int, owner: Owner | None) -> None:
        if reading.asked:
            self.asks, self.demand = True, reading
        if self.pending is not None and reading.verb == "发挥" and self.asks is not False:
            self._task(replace(reading, role="task", why="“发挥”：动词领起的要求"), span, core, owner)
        elif self.pending is None:
            self.pending, self.before = span.start, (reading, owner, span, core)

    def _purpose(self, reading: Reading, span: Span, core: int, owner: Owner | None) -> None:
        draft = self.draft
        if draft is not None and self.pending is not None and self.pending >= draft.end:
            draft.end, self.pending = span.end, None
            draft.why.append(reading.why)
        elif draft is None or self.pending is not None:
            self._leftover(span.start)
            self._pass(span, reading.why)
        elif draft.kind == "E" or span.end - draft.main_end <= _LONGEST_TAIL * (draft.main_end - draft.start) + 1:
            draft.end = span.end
            draft.why.append(reading.why)
        elif self._stands_alone(span, reading):
            own = replace(reading, role="task", why=f"“{reading.verb}”：有自己的对象，比前一件事还长，单独成项")
            self._task(own, span, core, owner)
        else:
            self.walk._leave(span, reading.why)

    def _stands_alone(self, span: Span, reading: Reading) -> bool:
        words = self.walk.folded[span.start : span.end]
        return self.asks is not False and is_own_step(words, reading.verb)

    def _frame(self, reading: Reading, span: Span, core: int, owner: Owner | None) -> None:
        self._pass(span, reading.why)
        self.asks, self.walk.framed = None, True
        self.walk.goals = bool(GOALS.search(self.walk.folded[span.start : span.end]))

    def _statement(self, reading: Reading, span: Span, core: int, owner: Owner | None) -> None:
        if (
            self.draft
            and not self.draft.reading.asked
            and re.match("是(?!否)", self.walk.folded[span.start : span.end])
        ):
            self.walk._leave(Span(self.draft.start, self.draft.end), "叙述情况")
            self.draft = None
        quiet = not self.drafts and self.draft is None and not self.walk.flowing
        if quiet or reading.why == "叙述情况":
            self.asks = False
        self._pass(span, reading.why)

    def _pass(self, span: Span, why: str) -> None:
        self._leftover(span.start)
        self._flush()
        self.walk._leave(span, why)

    def _leftover(self, until: int) -> None:
        """Means without a verb after them belong to the task before, else to nobody."""
        if self.pending is not None:
            span = trim(self.walk.folded, self.pending, until)
            while span.end > span.start and self.walk.folded[span.end - 1] in "，、；。：":
                span = Span(span.start, span.end - 1)
            self.walk._leave(span, "做法或条件，没有跟上任务")
            self.pending = None

    def _flush(self) -> None:
        if self.draft is not None:
            self.drafts.append(self.draft)
            self.draft = None
