"""Time limits in official Chinese: finding them in a clause and turning them into a day.

Conventions, each told in ``why``: "X前" and "X底前" of a period end with the period's last day; a named day ends with
itself; a month or day without a year is the next one after the document's date; "N日内" counts from the day after the
document (民法典 art. 201–202); the second ten days of a month (中旬) end on the 20th. A limit tied to an event, a
recurrence, or nothing measurable has no day: the answer is None with the reason.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from qiaoliang.text.days import Weekdays, WorkingDays, add_working_days
from qiaoliang.text.directives.festivals import FESTIVALS, festival_day
from qiaoliang.text.directives.numerals import NUMBER, number


@dataclass(frozen=True)
class Resolved:
    """The last day of a time limit, or None, and how it was found."""

    day: date | None
    why: str


@dataclass(frozen=True)
class Anchor:
    """What a time limit is measured from: a full date, or only the year the document speaks of."""

    day: date | None = None
    year: int | None = None

    @property
    def known_year(self) -> int | None:
        return self.day.year if self.day else self.year


class _Unknown(Exception):
    """No day can be named; the message says why."""


_N = rf"(?:{NUMBER})"
_YEAR = r"(?:(?:19|20)\d\d年|[一二]〇?[〇零〇一二三四五六七八九]{3}年|二[〇零][〇零一二三四五六七八九]{2}年|今年|本年|当年|明年|次年|后年|翌年)"
_BY = r"(?:以前|之前|之内|以内|前|内)"
_MONTH = r"(?:(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?|本月|当月|下个?月|次月)"
_DAY = r"(?:[0-3]?\d|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
_QUARTER = r"(?:(?:第?[一二三四1-4]|前[一二三]|本|下)个?季度)"
_PART = r"(?:上半年|下半年|上半月|下半月|[上中下]旬|年底|年末|年终|年中|年初|月底|月末|月中|月初|季度?末|末|底|初)"
_HOURS = r"(?:\d{1,2}[时点](?:\d{1,2}分|半)?|下班)"
_WEEK = r"(?:(?:本|这|下|下下)个?(?:周|星期)(?:[一二三四五六日天]|末|内)?|(?:周|星期)[一二三四五六日天])"
_FESTIVAL = "(?:" + "|".join(sorted(FESTIVALS, key=len, reverse=True)) + ")"
_SPAN = rf"(?:{_N}|半|数)个?(?:半)?(?:工作日|小时|天|日|周|星期|月|季度|年)(?:时间)?"
#: A span everybody knows the bounds of but the document: 本学期末, 寒假期间, 本届任期内.
_TERM = (
    r"(?:(?:(?:本|这|下|新|每)?个?(?:学期|学年)(?:末|底|内|中|初|结束前|开学前)|(?:寒假|暑假|寒暑假|假期|节假日|节日)(?:期间|前|内|结束前))"
    rf"|{_FESTIVAL}(?:假期)?期间|(?:本届(?:政府|党委|班子|“?两委”?|人大|委员会)?)?任期(?:之内|以内|内|届满前))"
)
_ASIDE = r"(?:（[^（）]{1,16}）)?"
_DATE = (
    rf"(?:{_YEAR}?{_MONTH}{_DAY}|{_YEAR}?{_MONTH}(?:{_PART})?|{_YEAR}?{_QUARTER}(?:{_PART})?|{_YEAR}(?:{_PART})?|"
    rf"(?:本|全)?年(?:底|末|终)|月底|月末)"
)

#: Phrases tried in order at each place; the longest match wins.
_PHRASES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:即日起|从?{_DATE})(?:开始)?(?:到|至|—|-|~)+{_DATE}{_ASIDE}{_BY}?",
        rf"(?:截[至止]到?|不[迟晚]于|最[迟晚](?:于|在)?|到|至|力争|于|在)?{_DATE}{_ASIDE}{_HOURS}?{_BY}",
        rf"(?:截[至止]到?|不[迟晚]于|最[迟晚](?:于|在)?|力争到|到|至){_DATE}{_ASIDE}{_HOURS}?",
        rf"{_YEAR}?{_MONTH}(?:{_DAY}|[底末]|[上中下]旬)",
        rf"{_YEAR}(?:、{_YEAR})+",
        r"按(?:年度|季度|季|月|旬|周)(?![期次全])",
        rf"(?:在|于)?{_TERM}",
        rf"{_YEAR}{_MONTH}",
        rf"{_YEAR}?{_QUARTER}(?:末|底|内)?",
        rf"{_YEAR}?(?:上半年|下半年|年底|年末)(?:{_BY})?",
        r"(?:今年|明年|年度|本年度|全年|年)(?:底前|底|末前|末|之?内|以内|度内)",
        r"(?:本年度|今年|本年|明年|全年)(?!以来|来|开局)",
        rf"{_YEAR}?{_MONTH}{_DAY}(?:起|开始)",
        r"年中前",
        r"(?:本|当)?月(?:底前|末前|底|末|之?内)",
        rf"{_WEEK}(?:{_HOURS})?(?:{_BY})?",
        rf"(?:(?:接到|收到|自|从|在)[^，。；]{{0,16}}?(?:之日)?(?:起|后)|会后|会议结束后|之日起)?的?{_SPAN}(?:之内|以内|内)",
        rf"(?:今天|今日|明天|明日|后天|次日|翌日|当天|当日|今晚)(?:{_HOURS})?(?:{_BY})?",
        rf"(?:每(?:年|季度|季|半年|月|周|日|天|星期|个月))(?:{_MONTH})?(?:{_DAY}|[上中下]旬|[初底末]|[一二三四五六日天])?{_ASIDE}{_BY}?",
        rf"(?:{_YEAR})?{_FESTIVAL}(?:假期)?(?:期间)?(?:节)?(?:以前|之前|前)",
        r"(?:19|20)\d\d(?:年)?(?:—|-|~|至|到)+(?:19|20)?\d\d年",
        rf"{_YEAR}(?:{_BY})?",
        r"“?十[一二三四五六七八九]五”?(?:规划)?(?:期间|时期|末期?|期末)",
        r"(?:20)?[xX×*]{2,4}年[xX×*]{1,2}月(?:[xX×*]{1,2}日)?(?:底?前)?",
        r"即日起|即刻起|长期坚持|长期|常年(?=[开坚组保实提设举接值对向面])|立即|马上|尽快|尽早|近期|最近|适时|择机|第一时间|限期|按期(?!限)|如期",
        r"[^，。；、\s]{0,10}(?:会议|全会|大会|两会|党代会|换届|汛期?|供暖季|开学|入冬|投产|节|节日|收割|春耕)(?:召开)?(?:之前|以前|前)(?!检查|准备|排查|巡查|演练|培训)",
        r"[^，。；、\s]{0,4}本次[^，。；、\s]{1,12}(?:换届|会议)",
    )
)


def find_deadline(folded: str) -> tuple[int, int] | None:
    """The first time limit of a clause as (start, end), or None. ``folded`` comes from ``fold``."""
    bare = _NAMES.sub(lambda name: "\0" * len(name[0]), folded)
    return next((span for found in _CANDIDATE.finditer(bare) if (span := _grown(bare, found.start()))), None)


_NAMES = re.compile(r"《[^》]*》|“(?!十)[^”]*”")
_CANDIDATE = re.compile(
    r"(?<![\d.])(?=\d)|(?<![一二三四五六七八九十百千〇])(?=[一二两三四五六七八九十百半数]个?(?:年|月|周|星期|季度|天|日|工作日|小时|半月|十|[〇零]|[一二三四五六七八九](?:月|日|天|个|季)))|"
    rf"(?=今|明[年天日]|后[年天]|翌|本|当|次|下个?(?:周|月|星期|季度|半年|旬)|这周|上半|全年|年[内底末度中终]|月[内底末]|每|到|至|截|不[迟晚]于|最|"
    rf"即日|即刻|立即|马上|尽快|尽早|近期|会后|会议结束后|接到|收到|自|从|于|在|第|前[一二三]|周[一-日天]|星期|{_FESTIVAL}|力争|“?十.五|适时|择机|限期|第一时间|"
    r"常年|按|寒假|暑假|寒暑假|假期|节假日|节日|任期|学期|学年|新学|这学|长期坚持|按期|如期|全国两会|[区县市省][^，。；、]{0,6}(?:会|换届)|[汛节开入供投换召党])"
)
_HARD = re.compile(
    r"前$|内$|底|末|止|迟于|晚于|起|旬|半年|季度|期间|今年|全年|每|到|至|最近|近期|长期|立即|马上|尽快|届|当天|当日|月.{1,3}[日号]$|年.{1,3}月份?$|[xX×]|第一时间|适时|择机|年内|20\d\d年$|常年|^按|[本这下]个?(?:周|星期)[一二三四五六日天]$|学[期年][初中]$"
)


def _grown(folded: str, at: int) -> tuple[int, int] | None:
    ends = [found.end() for pattern in _PHRASES if (found := pattern.match(folded, at))]
    end = max(ends, default=at)
    phrase = folded[at:end]
    if end <= at or not _HARD.search(phrase) or _is_not_a_limit(folded, at, end):
        return None
    at += len(re.match(r"(?:力争|确保)?[于在从]?", folded[at:])[0])  # type: ignore[index]
    return at, end


def _is_not_a_limit(folded: str, start: int, end: int) -> bool:
    """Time words that name something instead of limiting it: 三年行动, 2025年度报告, 每年, 今年以来, 近期目标, 年内生."""
    if folded.startswith("是", end) and re.fullmatch(_YEAR, folded[start:end]):
        return True  # 今年是……之年
    if re.fullmatch(rf"{_YEAR}", folded[start:end]) and (
        (start and folded[start - 1] not in "，到至争于在保\0") or re.match(r"[\u4e00-\u9fff]{0,2}工作", folded[end:])
    ):
        return True
    after, phrase = folded[end : end + 4], folded[start:end]
    if not phrase.endswith("前") and re.match(
        r"行动|计划|规划|工作(?:报告|要点|会议)|以来|来[，的]|度(?!内)|级|后|第|政府|开局|实现了|制(?![定订作])|期[^间末]|目标",
        after,
    ):
        return True
    if re.match(r"的(?!前|时|情)", after) and not phrase.endswith(("前", "内", "底", "末")):
        return True
    if re.fullmatch(
        r"(?:在|到|至|于|自)?(?:前|内)|(?:在|于)?(?:每(?:年|日|天|个月|周|月|季|季度))|到.{0,12}会|前[一二三]季度?以来",
        phrase,
    ):
        return True
    return bool(re.search(r"(?:过去|去年|上年|近|历经|用了)$", folded[max(0, start - 2) : start]))


def resolve(phrase: str, anchor: Anchor, calendar: WorkingDays | None = None) -> Resolved:
    """The day a time limit ends.

    ``phrase`` is folded text as found by ``find_deadline``. Without a calendar, or with a provisional one, a term in
    working days has no day, only an estimate in ``why``.
    """
    clean = re.sub(r"\s|（[^（）]*）", "", phrase)
    try:
        for pattern, rule in _RULES:
            if found := re.search(pattern, clean):
                return rule(found, anchor, calendar)
    except _Unknown as reason:
        return Resolved(None, str(reason))
    except ValueError:
        return Resolved(None, f"“{phrase}”不是存在的日子")
    return Resolved(None, f"“{phrase}”没有可换算的日子")


def _day(anchor: Anchor) -> date:
    if anchor.day is None:
        raise _Unknown("文件日期不明，请用 --date 给出")
    return anchor.day


def _year(word: str | None, anchor: Anchor) -> int | None:
    """Year of a year word; None when the phrase names none."""
    if not word:
        return None
    if word[0] in "12１２" and word[1:4].isdigit():
        return int(word[:4])
    if word[0] in "一二":
        return int("".join(str("〇一二三四五六七八九".index("〇" if c == "零" else c)) for c in word[:4]))
    known = anchor.known_year
    if known is None:
        raise _Unknown("文件年份不明，请用 --date 给出日期")
    return known + {"今": 0, "本": 0, "当": 0, "全": 0, "年": 0, "明": 1, "次": 1, "翌": 1, "后": 2}.get(word[0], 0)


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _shifted(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _coming(make: Callable[[int], date], stated: int | None, anchor: Anchor, label: str) -> Resolved:
    """A day whose year may be missing: the next one on or after the document's date."""
    if stated is not None:
        return Resolved(make(stated), f"{label}，年份为{stated}")
    known = anchor.known_year
    if known is None:
        raise _Unknown("文件年份不明，请用 --date 给出日期")
    day = make(known)
    if anchor.day and day < anchor.day:
        return Resolved(make(known + 1), f"{label}；{known}年的这一天已过，取下一年")
    return Resolved(day, f"{label}，按文件年份{known}")


def _month_number(word: str, anchor: Anchor) -> tuple[int | None, int]:
    """(year offset already applied or None, month) of 6月, 本月, 下月."""
    if word[0] in "本当":
        day = _day(anchor)
        return day.year, day.month
    if word[0] in "下次":
        following = _shifted(_day(anchor).replace(day=1), 1)
        return following.year, following.month
    return None, number(word.split("月")[0])


def _by_date(found: re.Match[str], anchor: Anchor, _: WorkingDays | None) -> Resolved:
    year = _year(found["year"], anchor)
    implied, month = _month_number(found["month"], anchor)
    day = number(found["day"][:-1])
    return _coming(lambda y: date(y, month, day), year or implied, anchor, f"{month}月{day}日")


def _by_month(found: re.Match[str], anchor: Anchor, _: WorkingDays | None) -> Resolved:
    year = _year(found["year"], anchor)
    implied, month = _month_number(found["month"], anchor)
    part = found["part"] or ""
    if part in {"初", "月初"}:
        raise _Unknown("“月初”没有确定的日子")
    if part in {"中", "月中"}:
        return _coming(lambda y: date(y, month, 15), year or implied, anchor, f"{month}月中按15日")
    if part == "上旬":
        return _coming(lambda y: date(y, month, 10), year or implied, anchor, f"{month}月上旬止于10日")
    if part == "中旬":
        return _coming(lambda y: date(y, month, 20), year or implied, anchor, f"{month}月中旬止于20日")
    return _coming(lambda y: _last(y, month), year or implied, anchor, f"{month}月的最后一天")


def _this_month(found: re.Match[str], anchor: Anchor, _: WorkingDays | None) -> Resolved:
    day = _day(anchor)
    return Resolved(_last(day.year, day.month), f"文件日期{day}所在月的最后一天")


def _by_quarter(found: re.Match[str], anchor: Anchor, _: WorkingDays | None) -> Resolved:
    word, year = found["quarter"], _year(found["year"], anchor)
    if "初" in found.string[found.end("quarter") : found.end("quarter") + 1]:
        raise _Unknown("“季度初”没有确定的日子")
    if word[0] in "本下":
        day = _day(anchor)
        start = _shifted(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * (word[0] == "下"))
        return Resolved(_last(start.year, start.month + 2), f"{start.year}年第{(start.month + 2) // 3}季度的最后一天")
    quarter = number(re.sub(r"[第前个季度]", "", word))
    return _coming(lambda y: _last(y, quarter * 3), year, anchor, f"第{quarter}季度的最后一天")


def _by_half(found: re.Match[str], anchor: Anchor, _: WorkingDays | None) -> Resolved:
    month = 6 if found["half"] in {"上半年", "年中"} else 12
    return _coming(lambda y: _last(y, month), _year(found["year"], anchor), anchor, f"{found['half']}止于{month}月底")


def _by_year(found: re.Match[str], anchor: Anchor, _: WorkingDays | None) -> Resolved:
    year = _year(found["year"] or "今年", anchor)
    assert year is not None
    return Resolved(date(year, 12, 31), f"{year}年的最后一天")


def _by_year_range(found: re.Match[str], anchor: Anchor, _: WorkingDays | None) -> Resolved:
    year = int(found["last"]) if len(found["last"]) == 4 else int(found[0][:2] + found["last"])
    return Resolved(date(year, 12, 31), f"止于{year}年的最后一天")


def _by_week(found: re.Match[str], anchor: Anchor, _: WorkingDays | None) -> Resolved:
    day = _day(anchor)
    monday = day - timedelta(days=day.weekday())
    which, weekday = found["which"] or "", found["weekday"] or ""
    target = "一二三四五六日".index("日" if weekday in {"天", ""} else weekday)
    if not which:
        ahead = day + timedelta(days=(target - day.weekday()) % 7)
        return Resolved(ahead, f"文件日期{day}起的第一个星期{weekday}")
    weeks = {"本": 0, "这": 0, "下": 1, "下下": 2}[which]
    last = monday + timedelta(days=7 * weeks + target)
    return Resolved(last, f"文件日期{day}所在周{f'之后第{weeks}周' if weeks else ''}的星期{'一二三四五六日'[target]}")


def _by_term(found: re.Match[str], anchor: Anchor, calendar: WorkingDays | None) -> Resolved:
    if re.search(r"接到|收到|申请|受理|登记|当事|投诉|反映|通过|批准|验收|发生|结束后(?<!会议结束后)", found.string):
        raise _Unknown("期限从某一事件起算，事件的日期不在文件里")
    start, unit, half = _day(anchor), found["unit"], bool(found["half"])
    count = 0 if found["count"] == "半" else number(found["count"])
    return _TERMS[unit](start, count, half or found["count"] == "半", calendar)


def _working_term(start: date, count: int, _: bool, calendar: WorkingDays | None) -> Resolved:
    estimate = add_working_days(start, count, calendar or Weekdays())
    if calendar is None or calendar.provisional:
        why = f"{start}后第{count}个工作日，只按星期一至星期五推算为{estimate}（暂定）；以国务院公布的安排为准，需要工作日历"
        return Resolved(None, why)
    return Resolved(estimate, f"{start}后第{count}个工作日（按工作日历）")


def _plain_days(start: date, count: int, half: bool, _: WorkingDays | None) -> Resolved:
    if half:
        raise _Unknown("“半天”没有确定的日子")
    return Resolved(start + timedelta(days=count), f"{start}的次日起算，第{count}日")


def _hours(start: date, count: int, _half: bool, _: WorkingDays | None) -> Resolved:
    return Resolved(start + timedelta(days=count // 24), f"{start}起{count}小时")


def _weeks(start: date, count: int, _half: bool, _: WorkingDays | None) -> Resolved:
    return Resolved(start + timedelta(weeks=count), f"{start}起{count}周")


def _months(start: date, count: int, half: bool, _: WorkingDays | None) -> Resolved:
    day = _shifted(start, count) + timedelta(days=15 * half)
    return Resolved(day, f"{start}起{f'{count}个月' if count else ''}{'半个月按15日' if half else ''}")


def _quarters(start: date, count: int, half: bool, calendar: WorkingDays | None) -> Resolved:
    return _months(start, 3 * count, half, calendar)


def _years(start: date, count: int, half: bool, _: WorkingDays | None) -> Resolved:
    return Resolved(
        _shifted(start, 12 * count + 6 * half), f"{start}起{f'{count}年' if count else ''}{'半年' if half else ''}"
    )


_TERMS: dict[str, Callable[[date, int, bool, WorkingDays | None], Resolved]] = {
    "工作日": _working_term,
    "小时": _hours,
    "天": _plain_days,
    "日": _plain_days,
    "周": _weeks,
    "星期": _weeks,
    "月": _months,
    "季度": _quarters,
    "年": _years,
}


def _by_near_day(found: re.Match[str], anchor: Anchor, _: WorkingDays | None) -> Resolved:
    days = {"今": 0, "明": 1, "后": 2, "次": 1, "翌": 1}[found[0][0]]
    start = _day(anchor)
    return Resolved(start + timedelta(days=days), f"文件日期{start}的{'当天' if not days else f'后{days}天'}")


def _by_festival(found: re.Match[str], anchor: Anchor, _: WorkingDays | None) -> Resolved:
    name, stated = found["festival"], _year(found["year"], anchor)

    def make(year: int) -> date:
        day = festival_day(name, year)
        if day is None:
            raise _Unknown(f"没有{year}年“{name}”的公历日期")
        return day

    return _coming(make, stated, anchor, f"{name}当天")


def _recurring(found: re.Match[str], *_: object) -> Resolved:
    raise _Unknown("每期重复，没有单一的截止日")


def _unknown(reason: str) -> Callable[[re.Match[str], Anchor, WorkingDays | None], Resolved]:
    def rule(found: re.Match[str], *_: object) -> Resolved:
        raise _Unknown(reason)

    return rule


def _plan_end(found: re.Match[str], *_: object) -> Resolved:
    number_of_plan = number(found["plan"])
    if not found["end"]:
        raise _Unknown("规划期间跨数年，没有写明截止日")
    year = 2020 + 5 * (number_of_plan - 13)
    return Resolved(date(year, 12, 31), f"“{found['plan']}五”规划止于{year}年")


_G_YEAR = rf"(?P<year>{_YEAR})?"
_RULES: tuple[tuple[str, Callable[[re.Match[str], Anchor, WorkingDays | None], Resolved]], ...] = (
    (r"[xX×*]{2}", _unknown("日期是占位符")),
    (r"^每|每(?:年|季|半年|月|周|日|天|星期)", _recurring),
    (r"^(?!.*(?:到|至)).*(?:起|开始)$", _unknown("只写明开始，没有截止日")),
    (r"长期|持续|常年|常态", _unknown("长期任务，没有截止日")),
    (r"^按(?:年|季|月|旬|周)", _recurring),
    (r"学[期年](?!制)|假期?期间|假(?:前|内|结束前)|节日?期间|节假日", _unknown("学期和假期的起止不在文件里")),
    (r"任期", _unknown("任期的起止不在文件里")),
    (rf"{_YEAR}、", _unknown("写了几个年份，各有所指")),
    (
        rf"(?P<count>{_N}|半)个?(?P<half>半)?(?P<unit>工作日|小时|天|日|周|星期|月|季度|年)(?:时间)?(?:之内|以内|内)",
        _by_term,
    ),
    (r"(?:20|19)?\d\d年?(?:—|-|~|至|到)+(?P<last>(?:20|19)?\d\d)年", _by_year_range),
    (rf"{_G_YEAR}(?P<month>{_MONTH})(?P<day>{_DAY})(?!.*(?:到|至|—|-|~))", _by_date),
    (rf"(?:到|至|—|-|~)+{_G_YEAR}(?P<month>{_MONTH})(?P<day>{_DAY})", _by_date),
    (rf"(?:到|至|—|-|~)+{_G_YEAR}(?P<month>{_MONTH})(?P<part>[上中下]旬|[底末初中])?", _by_month),
    (rf"{_G_YEAR}(?P<month>{_MONTH})(?P<part>[上中下]旬|[底末初中])?", _by_month),
    (rf"{_G_YEAR}(?P<quarter>{_QUARTER})", _by_quarter),
    (rf"{_G_YEAR}(?P<half>上半年|下半年|年中)", _by_half),
    (r"年初|月初", _unknown("“初”没有确定的日子")),
    (rf"{_G_YEAR}{_FESTIVAL.replace('(?:', '(?P<festival>', 1)}(?:节)?(?:假期)?(?:以前|之前|前)", _by_festival),
    (r"“?(?P<plan>十[一二三四五六七八九])五”?(?:规划)?(?:期间|时期|(?P<end>末|期末))", _plan_end),
    (
        r"换届|会议|全会|大会|两会|党代会|汛|供暖|开学|入冬|投产|节前|节日|收割|春耕",
        _unknown("期限系于一件事，事情的日期不在文件里"),
    ),
    (r"(?P<which>本|这|下下|下)个?(?:周|星期)(?P<weekday>[一二三四五六日天])?", _by_week),
    (r"(?P<which>)(?:周|星期)(?P<weekday>[一二三四五六日天])", _by_week),
    (r"今[天日晚]|[明后]天|明日|次日|翌日", _by_near_day),
    (r"当[天日]", _unknown("“当天”从所指事件起算，事件的日期不在文件里")),
    (r"(?:本|当)?月(?:底|末|之?内)", _this_month),
    (rf"(?P<year>{_YEAR}|全年|本年度|年度|年)(?:年?(?:底|末|终|之?内))?", _by_year),
    (r"即日起|即刻起", _unknown("只写明开始，没有截止日")),
    (r"", _unknown("时限没有写成可换算的日子")),
)
