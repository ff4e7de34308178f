"""Six months of cases, told through the product's own actions with its clock set back: what a rule would refuse cannot
be in the demo. A history stops where the present begins, so the newest cases stand at every early step."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import Any

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock, codes
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.project.demo.people import Staff
from qiaoliang.project.demo.slots import Rows, Scene, Stage
from qiaoliang.work.cases import rules, terms
from qiaoliang.work.cases.actions import (
    accept,
    add,
    answer,
    contact,
    dispatch,
    explain_delay,
    information,
    instruct,
    late,
    merge,
    promise,
    rate,
    refer,
    refuse,
    remind,
    return_,
    reveal,
    review,
    sign,
    split,
    submit,
    withdraw,
)
from qiaoliang.work.cases.models import Case, Deadline, Instruction, Promise, Receipt

REGISTERS = ("hurried", "polite", "angry")
SOURCES = ("web", "web", "web", "phone", "counter", "visit")
FAMILY = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张"
#: before the first of the cases that are over since more than half a year
LONG_AGO = timedelta(days=260)
#: a second matter that some people write into the same message: what it is about, its title, their words
SECOND = (
    ("village.facilities", "路灯坏了两个月", "另外，村口那盏路灯坏了两个月，晚上黑得看不清路，也请管一管。"),
    ("village.environment", "垃圾桶满了没人收", "还有一件事，路边的垃圾桶满了好几天，没人来收。"),
)
Say = Callable[[str, str], None]


class Present(Exception):
    """The history has reached today."""


def tell(
    skeletons: list[Rows], district: Rows, anchor: datetime, span: timedelta, count: int, seed: int, say: Say
) -> list[tuple[str, str]]:
    """Tell ``count`` cases between ``anchor - span`` and ``anchor``; (code, secret) of those that wait for a rating."""
    chance = random.Random(seed)  # noqa: S311 - a seed that gives the same district again
    with clock.frozen(anchor - span):
        staff, stage = Staff(district), Stage(district)
    samples = []
    for number, (skeleton, start) in enumerate(_plots(skeletons, anchor, span, count, chance), 1):
        told = _Telling(skeleton, start, anchor, staff, stage, chance)
        told.run()
        if told.case is not None and told.waits_for_rating:
            samples.append((told.case.code, told.secret))
        if number % 100 == 0:
            say(f"已写好 {number} 件诉求", f"{number} cases told")
    return samples[::-1][:5]


def _plots(
    skeletons: list[Rows], anchor: datetime, span: timedelta, count: int, chance: random.Random
) -> Iterator[tuple[Rows, datetime]]:
    """Which skeleton when, oldest first; a tenth of them in the last two days, so that every list has something in it."""
    deck = list(skeletons)
    chance.shuffle(deck)
    back = [chance.random() ** 1.3 * span for _ in range(count * 8 // 10)]
    back += [chance.random() * timedelta(days=9) for _ in range(count - len(back) - count // 10)]
    back += [chance.random() * timedelta(days=2) for _ in range(count // 10)]
    times = sorted(_awake(anchor - ago, anchor, chance) for ago in back)
    yield from zip(cycle(deck), times, strict=False)


def _awake(moment: datetime, anchor: datetime, chance: random.Random) -> datetime:
    """Moved to an hour when people write, but not past the anchor."""
    hour = chance.choice((7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 19, 20, 21, 22))
    moved = clock.localtime(moment).replace(hour=hour, minute=chance.randint(0, 59))
    return min(moved, anchor - timedelta(minutes=chance.randint(5, 90)))


def tell_long_ago(skeletons: list[Rows], district: Rows, anchor: datetime, count: int, seed: int) -> None:
    """Tell ``count`` cases that ended more than half a year before ``anchor``: what is kept for a time only has run out."""
    chance = random.Random(seed)  # noqa: S311 - a seed that gives the same district again
    with clock.frozen(anchor - LONG_AGO):
        staff, stage = Staff(district), Stage(district)
    deck = [one for one in skeletons if one.get("outcome", "answered") == "answered" and one.get("solved") != "planned"]
    for number, skeleton in enumerate(chance.sample(deck, count)):
        at = _awake(anchor - LONG_AGO + timedelta(days=5 + 2 * number), anchor, chance)
        _Telling(skeleton, at, anchor, staff, stage, chance).run()


def tell_hot(issues: list[Rows], district: Rows, anchor: datetime, seed: int) -> None:
    """Tell what many people raise, each in their own words; the newest still wait to be accepted."""
    chance = random.Random(seed)  # noqa: S311 - a seed that gives the same district again
    with clock.frozen(anchor - timedelta(days=60)):
        staff, stage = Staff(district), Stage(district)
    for issue in issues:
        for voice in issue["voice"]:
            skeleton = {**issue, "title": voice["title"], **dict.fromkeys(REGISTERS, voice["text"])}
            del skeleton["voice"]
            at = _awake(anchor - timedelta(days=voice["days"], hours=2), anchor, chance)
            _Telling(skeleton, at, anchor, staff, stage, chance).run()


class _Telling:
    """One case from its first word on."""

    def __init__(
        self, skeleton: Rows, start: datetime, anchor: datetime, staff: Staff, stage: Stage, chance: random.Random
    ) -> None:
        self.skeleton, self.anchor, self.staff, self.chance = skeleton, anchor, staff, chance
        self.at = start
        self.scene: Scene = stage.scene(skeleton, start, chance)
        self.slow = chance.random() < 0.09
        self.case: Case | None = None
        self.secret = codes.new_secret()
        self.waits_for_rating = False
        self.first_text = ""
        self.neighbours: list[Receipt] = []
        luck = random.Random(start.isoformat())  # noqa: S311 - apart, so that the other histories stay as they are
        self.second = luck.choice(SECOND) if luck.random() < 0.04 else None

    def run(self) -> None:
        try:
            self._tell()
        except Present:
            return

    def _tell(self) -> None:
        self._submit()
        outcome = self.skeleton.get("outcome", "answered")
        steps = {"referred": self._refer, "not_accepted": self._refuse, "withdrawn": self._withdraw_early}
        steps.get(outcome, self._work)()

    # -- the steps

    def _submit(self) -> None:
        source = self.chance.choice(SOURCES)
        intake = self.staff.of("intake")
        who: Actor | Who = Who(kind="resident") if source == "web" else self.chance.choice(intake)
        register = self.chance.choice(REGISTERS)
        category = catalog.category(self.skeleton["category"])
        self.first_text = self._text(register)
        if self.second:
            self.first_text += f"\n{self.second[2]}"
        matter = submit.Matter(
            text=self.first_text,
            title=self._text("title"),
            category=category if self.chance.random() < 0.6 else None,
            kind=self.skeleton.get("kind", ""),
            place=self.scene.place,
            area_id=self.staff.ids[self.scene.village],
            source=source,
            may_publish=self.chance.random() < 0.5,
        )
        with clock.frozen(self.at):
            self.case = submit.submit(who, matter, self._speaker(), secret=self.secret).case

    def _speaker(self) -> submit.Speaker:
        if self.chance.random() < 0.25:
            return submit.Speaker()
        title = self.chance.choice(("女士", "先生", "师傅", "阿姨", "大哥", "同学"))
        number = self.chance.randint(0, 9999)
        return submit.Speaker(name=self.chance.choice(FAMILY) + title, phone=f"1990000{number:04d}")

    def _refer(self) -> None:
        self._wait(0.5, 7)
        body = self.skeleton.get("referral") or catalog.category(self.skeleton["category"]).referral or "12345"
        self._step(refer.refer, self._any("intake"), body=str(body), message=self._text("note"))

    def _refuse(self) -> None:
        self._wait(1, 6)
        reason = self.skeleton.get("reason", "repeat")
        first = self._any("intake")
        self._step(refuse.propose_refusal, first, reason=reason, message=self._text("note"))
        self._wait(0.5, 4)
        self._step(refuse.decide_refusal, self._second(first), agree=True, note="复核过，理由成立，其他渠道已写明。")
        if self.chance.random() < 0.2:
            self._wait(20, 90)
            self._as_resident(review.ask_review, text=DISAGREES)
            self._wait(40, 160)
            words = review.Decision(outcome="upheld", reasons=NOT_OURS)
            self._step(review.decide_review, self._any("reviewer"), words)

    def _withdraw_early(self) -> None:
        self._accept()
        if self.chance.random() < 0.5:
            self._dispatch()
        self._wait(3, 40)
        reason = self.chance.choice(("solved", "other_way", "mistake", "none"))
        self._as_resident(withdraw.withdraw, reason=reason, words=self._text("note"))

    def _work(self) -> None:
        self._accept()
        if self.second:
            self._split(*self.second)
        self._dispatch()
        if self.skeleton.get("return_reason"):
            self._return()
        self._sign()
        if self.skeleton.get("public") and self.chance.random() < 0.07:
            self._neighbours()
        self._contact()
        if self.skeleton.get("question"):
            self._ask()
        self._answer(self.skeleton["answer"])
        self._follow_up()

    def _accept(self) -> None:
        self._wait(0.3, 9 if self.slow else 5)
        kind = self.skeleton.get("kind", "")
        category = catalog.category(self.skeleton["category"])
        self._step(accept.accept, self._any("intake"), category=category, kind=kind)

    def _split(self, code: str, title: str, words: str) -> None:
        """What was written into the same message goes its own way: another body has it, and tells the person itself."""
        self._wait(0.2, 2)
        assert self.case is not None
        cut = split.pieces_of(self.case)
        second = [place for place, (start, _end) in enumerate(cut) if start >= len(self.first_text) - len(words)]
        wishes = [
            split.Wish(
                pieces=range(second[0]), category=catalog.category(self.skeleton["category"]), title=self._text("title")
            ),
            split.Wish(pieces=second, category=catalog.category(code), title=title),
        ]
        self._step(split.split, self._any("dispatcher"), wishes=wishes)
        self.case, other = Case.objects.filter(split__whole=self.case, split__end=None).order_by("id")
        with clock.frozen(self.at):
            refer.refer(
                self._any("intake"),
                other.pk,
                other.version,
                body="12345",
                message="这类事由热线派到街面上办，您也可以直接打电话催。",
            )

    def _dispatch(self) -> None:
        self._wait(0.3, 6)
        lead = self._lead()
        helpers = [self.staff.ids[self.scene.town]] if self.chance.random() < 0.3 and self.scene.town != lead else []
        self.lead = self._wrong(lead) if self.skeleton.get("return_reason") else lead
        ids = self.staff.ids
        self._step(dispatch.dispatch, self._any("dispatcher"), lead_id=ids[self.lead], helper_ids=helpers)

    def _return(self) -> None:
        came = self.at
        self._wait(2, 8)
        self.at = min(self.at, self._return_by(came))
        right, handler = self._lead(), self._handler()
        self._step(
            return_.ask_return,
            handler,
            reason=self.skeleton["return_reason"],
            text=self._text("return_text"),
            proposed_id=self.staff.ids[right],
        )
        self._wait(1, 7)
        granted = bool(self.skeleton.get("return_granted", True)) and right != self.lead
        note = "职责清单写得清楚，同意改派。" if granted else "事情发生在你单位职责范围内，请继续办理。"
        lead_id = self.staff.ids[right] if granted else None
        self._step(return_.decide_return, self._any("dispatcher"), agree=granted, lead_id=lead_id, note=note)
        self.lead = right if granted else self.lead

    def _return_by(self, came: datetime) -> datetime:
        """Shortly before the unit may no longer give back what it got at ``came``."""
        case = Case.objects.select_related("category").get(pk=self.case.pk if self.case else None)
        with clock.frozen(came):
            return terms.until(case, "return_request", came - timedelta(minutes=1)) - timedelta(minutes=5)

    def _sign(self) -> None:
        self._wait(0.3, 30 if self.slow else 4)
        self.handler = self._handler()
        self._step(sign.sign, self.handler)

    def _contact(self) -> None:
        """Who left a way to reach them is called, now and then in vain at first; one in eight has something to add."""
        self._wait(0.5, 12)
        receipt = Receipt.objects.get(case=self.case)
        if receipt.contact_id:
            with clock.frozen(self.at):
                reveal.reveal(self.handler, receipt.id, reason="verify", note="")
            if self.chance.random() < 0.15:
                self._step(contact.tried, self.handler, note="打了两次没人接，下班前再打。", message=IN_VAIN)
                self._wait(2, 6)
            self._step(contact.contact, self.handler, note=self.chance.choice(CALLS))
        if self.chance.random() < 0.12:
            self._wait(2, 8)
            self._as_resident(add.add, text=self.chance.choice(MORE))

    def _neighbours(self) -> None:
        """One or two others raise the same matter in words of their own; the dispatcher joins them. What many people raise
        already has no other words left, and nobody more raises it."""
        texts = [self._text(register) for register in REGISTERS if self._text(register) != self.first_text]
        if not texts:
            return
        self._wait(1, 6)
        found = []
        with clock.frozen(self.at):
            for text in texts[: self.chance.randint(1, 2)]:
                matter = submit.Matter(text=text, place=self.scene.place, area_id=self.staff.ids[self.scene.village])
                found.append(submit.submit(Who(kind="resident"), matter, self._speaker()))
        self._wait(1, 5)
        others = [one.case.id for one in found]
        self._step(merge.merge, self._any("dispatcher"), other_ids=others, reason="same_matter", note=SAME)
        self.neighbours = [one.receipt for one in found]

    def _neighbours_rate(self) -> None:
        """Each for themselves; some say nothing."""
        for receipt in self.neighbours:
            self._wait(1, 30)
            if self.chance.random() < 0.8:
                with clock.frozen(self.at):
                    rate.rate(Who(kind="resident", id=receipt.id), receipt.case_id, self._opinion())

    def _review(self) -> None:
        """The person disagrees; people of another unit look again."""
        self._wait(20, 120)
        self._as_resident(review.ask_review, text=self._text("unhappy_words") or DISAGREES)
        self._wait(40, 160)
        again = self.chance.random() < 0.35
        lead = self.staff.ids[self.lead] if again else None
        words = review.Decision(outcome="rework" if again else "upheld", reasons=REVIEWED[again], lead_id=lead)
        self._step(review.decide_review, self._any("reviewer"), words)
        if again:
            self._answer(self.skeleton.get("rework_answer") or self.skeleton["answer"])
            self._wait(5, 60)
            self._as_resident(
                rate.rate, rate.Opinion(contacted=True, solved="partly", words=self._text("rating_words"))
            )

    def _ask(self) -> None:
        self._wait(1, 10)
        self._step(information.ask_information, self.handler, text=self._text("question"))
        self._wait(4, 50)
        with clock.frozen(self.at):
            assert self.case is not None
            information.reply(self._resident(), self.case.id, text=self._text("reply"))

    def _answer(self, text: str) -> None:
        self._wait(12, 260 if self.slow else 60)
        if self.slow:
            self._run_late()
        planned = None
        if self.skeleton.get("solved") == "planned":
            planned = clock.localtime(self.at + timedelta(days=self.chance.choice((14, 21, 45, 60, 90)))).date()
        words = answer.Words(
            text=self.scene.fill(text),
            closing=self.skeleton.get("solved", "solved"),
            public_text=self._text("public"),
            planned_for=planned,
            others_text=self._text("public") if self.neighbours else "",
        )
        self._step(answer.propose_answer, self.handler, words)
        head = self.staff.head_over(self.lead, self.handler)
        assert head is not None
        self._wait(0.5, 7)
        if self.chance.random() < 0.07:
            self._step(answer.send_back, head, note="请把依据写清楚，再写明下一步找谁，让人看得明白。")
            self._wait(1, 6)
            self._step(answer.propose_answer, self.handler, words)
            self._wait(0.5, 5)
        self._step(answer.approve, head)

    def _run_late(self) -> None:
        """What happens to a case that is slow: a supervisor asks, the unit says why, a leader steps in."""
        assert self.case is not None
        with clock.frozen(self.at):
            if not Case.objects.get(pk=self.case.pk).is_late:
                return
        if self.chance.random() < 0.3:
            self._step(remind.remind, self._any("supervisor"), note="超期了，请单位负责人过问，今天说明情况。")
            self._wait(2, 6)
        if self.chance.random() < 0.55:
            reason, text = self.chance.choice(DELAYS)
            until = clock.localtime(self.at + timedelta(days=self.chance.randint(3, 9))).date()
            self._step(explain_delay.explain_delay, self.handler, reason=reason, text=text, until=until)
        asked = self._ask_by_leader() if self.chance.random() < 0.5 else None
        self._wait(24, 200)
        if asked is not None and self.chance.random() < 0.7:
            text = "已到现场看过，和诉求人当面说清了，按批示的日子办。"
            self._step(instruct.report_back, self.handler, instruction_id=asked.pk, text=text)

    def _ask_by_leader(self) -> Instruction:
        due = clock.localtime(self.at + timedelta(days=self.chance.randint(3, 6))).date()
        wish = instruct.Wish(self.chance.choice(WISHES), self.staff.ids[self.lead], due)
        self._step(instruct.instruct, self._any("leader"), wish=wish)
        return Instruction.objects.filter(case=self.case).latest("written_at", "id")

    def _follow_up(self) -> None:
        self.waits_for_rating = True
        self._wait(2, 20)
        caller = self._caller()
        self._open_callback(caller)
        self._wait(3, 90)
        if self.skeleton.get("rework_words"):
            self._not_solved()
            return
        self.waits_for_rating = False
        if caller is not None and self.chance.random() < 0.22:
            self._step(rate.not_reached, caller, note="电话没有人接。")
            self._wait(20, 40)
            self._step(rate.not_reached, caller, note="第二次，仍没有人接。")
            self.at += timedelta(days=9)
            self._now()
            with clock.frozen(self.at):
                assert self.case is not None
                rate.close_silent(self.case.id)
            if self.skeleton.get("solved") == "planned":
                self._keep_promise()
            return
        self._rate(self._opinion(), caller)
        self._neighbours_rate()
        if self.skeleton.get("solved") == "explained" and self.chance.random() < 0.15:
            self._review()
        if self.skeleton.get("solved") == "planned" and self.chance.random() < 0.9:
            self._keep_promise()

    def _keep_promise(self) -> None:
        """Some days before or after its day, sometimes moved before; to everybody who raised the matter."""
        assert self.case is not None
        owed = Promise.objects.get(case=self.case, done_at=None, ended_at=None)
        day = owed.due_on
        if self.chance.random() < 0.35:
            day += timedelta(days=20)
            head = self.staff.head_over(self.lead, self.handler)
            assert head is not None
            self._wait(12, 90)
            self._step(promise.move_promise, head, due_on=day, reason="材料还没有到齐，施工要往后排。")
        day += timedelta(days=self.chance.randint(-6, 3))
        self.at = max(self.at, datetime.combine(day, time(10, 30), clock.ZONE))
        text = "已经做完，请您去现场看看。有问题到社区服务站说一声。"
        self._step(promise.keep_promise, self.handler, text=text)
        for case in Case.objects.filter(pk__in=[one.case_id for one in self.neighbours], promises__done_at=None):
            if case.promises.filter(done_at=None, ended_at=None).exists():
                with clock.frozen(self.at):
                    promise.keep_promise(self.handler, case.pk, case.version, text=text)

    def _not_solved(self) -> None:
        words = self._text("rework_words")
        self._as_resident(rate.rate, rate.Opinion(contacted=True, solved="no", satisfied="no", words=words))
        self._wait(5, 20)
        self._answer(self.skeleton.get("rework_answer") or self.skeleton["answer"])
        self._wait(5, 60)
        self.waits_for_rating = False
        self._as_resident(
            rate.rate, rate.Opinion(contacted=True, solved="yes", satisfied="partly", words=self._text("rating_words"))
        )

    def _open_callback(self, caller: Actor | None) -> None:
        """By the callback officer; by the clock where the case office handled the matter itself."""
        if caller is not None:
            self._step(rate.open_callback, caller)
            return
        assert self.case is not None
        with clock.frozen(self.at):
            rate.open_callback(SYSTEM, self.case.id)

    def _rate(self, opinion: rate.Opinion, caller: Actor | None) -> None:
        if caller is None or self.chance.random() < 0.6:
            self._as_resident(rate.rate, opinion)
        else:
            self._now()
            with clock.frozen(self.at):
                assert self.case is not None
                rate.rate(caller, self.case.id, opinion)

    def _opinion(self) -> rate.Opinion:
        solved = {"explained": "partly", "planned": "partly"}.get(self.skeleton.get("solved", ""), "yes")
        satisfied = self.chance.choices(("yes", "partly", "no", ""), (60, 22, 8, 10))[0]
        pleased = satisfied in ("yes", "")
        words = self._text("rating_words") if pleased else self._text("unhappy_words") or self._text("rating_words")
        return rate.Opinion(contacted=self.chance.random() < 0.93, solved=solved, satisfied=satisfied, words=words)

    # -- helpers

    def _text(self, name: str) -> str:
        return self.scene.fill(str(self.skeleton.get(name, "")))

    def _wait(self, least: float, most: float) -> None:
        """Some hours later, at an hour when offices work."""
        self.at += timedelta(hours=self.chance.uniform(least, most))
        local = clock.localtime(self.at)
        if not 8 <= local.hour < 18:
            local = (local + timedelta(days=local.hour >= 18)).replace(hour=8, minute=self.chance.randint(35, 59))
        while local.weekday() > 4 and self.chance.random() < 0.9:
            local += timedelta(days=1)
        self.at = local
        self._now()

    def _now(self) -> None:
        self._climb(min(self.at, self.anchor))
        if self.at >= self.anchor:
            raise Present

    def _climb(self, until: datetime) -> None:
        """What the worker would have done meanwhile: each rung of the ladder at its own moment."""
        live = Deadline.objects.filter(case=self.case, ended_at=None, case__stopped_at=None)
        while self.case is not None:
            due = live.filter(rung_at__lt=until).order_by("rung_at").first()
            if due is None or due.rung_at is None:
                return
            with clock.frozen(due.rung_at + timedelta(seconds=30)):
                late.climb(due.pk)

    def _step(self, action: Any, actor: Actor, *words: Any, **values: Any) -> None:
        self._now()
        assert self.case is not None
        with clock.frozen(self.at):
            version = Case.objects.values_list("version", flat=True).get(pk=self.case.pk)
            action(actor, self.case.id, version, *words, **values)
        self.at += timedelta(minutes=1)

    def _as_resident(self, action: Any, *words: Any, **values: Any) -> None:
        self._now()
        assert self.case is not None
        with clock.frozen(self.at):
            action(self._resident(), self.case.id, *words, **values)

    def _resident(self) -> Who:
        return Who(kind="resident", id=Receipt.objects.get(case=self.case).id)

    def _any(self, role: str) -> Actor:
        return self.chance.choice(self.staff.of(role))

    def _second(self, first: Actor) -> Actor:
        """Somebody else who may decide what ``first`` proposed."""
        return next(actor for actor in self.staff.of("intake") if actor.person != first.person)

    def _caller(self) -> Actor | None:
        """A callback officer outside the units that handled the case."""
        case = Case.objects.get(pk=self.case.pk) if self.case else None
        free = [
            actor for actor in self.staff.of("callback") if case and rules.judge(actor, "open_callback", case).allowed
        ]
        return self.chance.choice(free) if free else None

    def _handler(self) -> Actor:
        return self.chance.choice(self.staff.of("handler", self.lead))

    def _lead(self) -> str:
        kind = catalog.category(self.skeleton["category"]).lead
        return self.staff.unit_for(kind, self.scene.village, self.scene.town) or "zgh"

    def _wrong(self, right: str) -> str:
        wanted = self.skeleton.get("return_unit", "")
        wrong = self.staff.unit_for(wanted, self.scene.village, self.scene.town) if wanted else None
        return wrong if wrong and wrong != right else "zgh" if right != "zgh" else "tqw"


DELAYS = (
    ("material", "要等检测结果，出来就答复。"),
    ("others", "要和住建、城管一起看现场，已约好时间。"),
    ("complex", "几家说法不一样，还要再核实一次。"),
    ("person", "诉求人出差，约好回来当面谈。"),
    ("staff", "手上同时有好几件，今天起专人办。"),
    ("ours", "是我们抓得不紧，马上办。"),
)
WISHES = (
    "请单位主要负责人到现场看一看，把群众最急的先办了，办完回话。",
    "这件事拖得久了，请说清卡在哪里、谁来办、哪天办完。",
    "请当面向诉求人说明情况，能办的马上办，一时办不了的讲清道理。",
)
CALLS = (
    "电话里核实了情况，本人说的和写的一致，约好办完再联系。",
    "和本人通了电话，讲清了要去哪里看、大概几天，她同意。",
    "上门见到本人，看了现场，拍了两张照片放在材料里。",
    "联系上了，本人希望不要声张，已记下，现场只说例行走访。",
)
IN_VAIN = "今天给您打过电话，没有打通。我们下班前再打，您也可以在这里补充情况。"
MORE = (
    "昨天晚上又是这样，到十点多才停，隔壁邻居也听见了。",
    "补充一下：我问过旁边几户，情况都一样，你们来的时候可以一起看。",
    "这两天好一点了，但还没有完全解决，请继续跟一下。",
)
SAME = "地点、时间、说的事都对得上，一并办理，分别答复。"
DISAGREES = "我不同意这个结果，理由没有说到点子上，请换别的单位的人再看一遍。"
REVIEWED = {
    False: "调看了承办单位的全部材料，和本人核对了经过。依据用得对，能做的已经做了，答复也写明了下一步，结果维持。",
    True: "调看材料后发现，有一个时段没有核实，答复里的依据也没有写全。请承办单位补查清楚，重新答复。",
}
NOT_OURS = "核对了职责清单和受理范围，这件事确实要由别的机关定，原来的理由成立，其他途径写得清楚。"
