"""What lies on the desks today: where six months of history left a desk empty, the people of the district put something
there now, by the product's own actions. So everybody whose log-in is printed finds work, and every step has its case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.project.demo.people import Staff
from qiaoliang.project.demo.slots import Rows
from qiaoliang.work.cases import queries, rules
from qiaoliang.work.cases.actions import (
    accept,
    answer,
    direct,
    dispatch,
    extension,
    hold,
    information,
    instruct,
    refuse,
    return_,
    review,
    submit,
    whistle,
)
from qiaoliang.work.cases.choices import Kind, State
from qiaoliang.work.cases.models import Case, Receipt
from qiaoliang.work.cases.mydata.actions import ask

#: how many of the newest cases are looked through for one that a step fits
NEWEST = 80


def lay_out(district: Rows) -> None:
    """Whatever does not fit the cases there are (a very small demo) is left out."""
    _Desks(district).lay_out()


class _Desks:
    def __init__(self, district: Rows) -> None:
        self.district, self.staff = district, Staff(district)
        self.ids = self.staff.ids
        self.used: list[Any] = []
        self.shown = {row["username"] for row in district["login"] if row.get("show")}

    def lay_out(self) -> None:
        self._questions()
        self._refusal()
        for unit in PLAIN:
            self._new_case(unit)
        self._more_time()
        self._holds()
        self._whistle()
        self._disputed()
        self._returned()
        self._step("ask_information", "handler", "fl", information.ask_information, text=QUESTION)
        self._answer_to_check()
        self._instruction()
        self._review()
        self._consents_taken_back()

    # -- who, and on what

    def _actors(self, role: str, unit: str = "") -> list[Actor]:
        """Those with the role, whose log-in is printed last: they shall find the next step on their desk."""
        found = self.staff.of(role, unit)
        return sorted(found, key=lambda actor: bool(actor.person and actor.person.account.username in self.shown))

    def _fitting(self, step: str, role: str, unit: str = "") -> Iterator[tuple[Actor, Case]]:
        """Who may take the step on which case, the newest case first; each case is for one matter only."""
        for actor in self._actors(role, unit):
            cases = queries.visible_to(actor).filter(state__in=rules.STEPS[step].before).exclude(pk__in=self.used)
            for case in cases.order_by("-pk")[:NEWEST]:
                if rules.judge(actor, step, case).allowed:
                    yield actor, case

    def _step(self, step: str, role: str, unit: str, action: Any, *words: Any, **values: Any) -> Case | None:
        """Take the step on the newest case that it fits; the case, or None where it fits none."""
        for actor, case in self._fitting(step, role, unit):
            try:
                action(actor, case.pk, case.version, *words, **values)
            except Refusal:
                continue
            self.used.append(case.pk)
            return case
        return None

    def _next(self, case: Case | None, role: str, unit: str, action: Any, **values: Any) -> None:
        """The next step on the same case, if there is one."""
        if case is not None:
            case.refresh_from_db()
            action(self._actors(role, unit)[0], case.pk, case.version, **values)

    # -- one matter each

    def _questions(self) -> None:
        """Two questions that the office can answer itself: one to be written, one to be checked."""
        for text, title, reply in QUESTIONS:
            case = submit.submit(
                Who(kind="resident"), submit.Matter(text=text, title=title, kind=Kind.QUESTION), submit.Speaker()
            ).case
            clerk = self._actors("intake")[0]
            accept.accept(clerk, case.pk, case.version, category=catalog.category("labour.hours"), kind=Kind.QUESTION)
            if reply:
                case.refresh_from_db()
                direct.propose_direct(clerk, case.pk, case.version, text=reply)

    def _refusal(self) -> None:
        matter = submit.Matter(text=ELSEWHERE, title="邻县货车夜里鸣笛")
        case = submit.submit(Who(kind="resident"), matter, submit.Speaker()).case
        clerk = self._actors("intake")[0]
        refuse.propose_refusal(clerk, case.pk, case.version, reason="elsewhere", message=OTHER_WAY)

    def _new_case(self, unit: str) -> None:
        """Told just now, assigned already, waiting to be signed for in the unit."""
        title, text, category = PLAIN[unit]
        matter = submit.Matter(text=text, title=title, area_id=self.ids[unit])
        case = submit.submit(Who(kind="resident"), matter, submit.Speaker()).case
        clerk, dispatcher = self._actors("intake")[0], self._actors("dispatcher")[0]
        accept.accept(clerk, case.pk, case.version, category=catalog.category(category), kind=Kind.HELP)
        case.refresh_from_db()
        dispatch.dispatch(dispatcher, case.pk, case.version, lead_id=self.ids[unit])

    def _more_time(self) -> None:
        """One request for more time before the supervisor, one before the head of the unit."""
        words = {"reason": "expert", "text": "鉴定机构约在下周一出结果，出来就能答复。", "amount": Decimal(2)}
        case = self._step("ask_extension", "handler", "zgh", extension.ask_extension, **words)
        self._next(case, "head", "zgh", extension.agree_extension, agree=True, note="情况属实，鉴定要等。")
        self._step("ask_extension", "handler", "zgh", extension.ask_extension, **words)

    def _holds(self) -> None:
        """One case on hold, one that its unit wants to put on hold."""
        words = {"reason": "approval", "text": "项目报省里立项，批复在省住建厅，预计一个月。"}
        case, day = self._step("ask_hold", "handler", "zzb", hold.ask_hold, **words), clock.today() + timedelta(days=20)
        self._next(case, "supervisor", "", hold.decide_hold, agree=True, report_on=day, note="确实在外面。")
        self._step("ask_hold", "handler", "fl", hold.ask_hold, **words)

    def _whistle(self) -> None:
        """The union calls the youth league and the women's federation to come and look together."""
        units = [self.ids["tqw"], self.ids["fl"]]
        text = "明天上午九点在厂门口碰头，请各带一名懂劳动合同的同志。"
        self._step("whistle", "handler", "zgh", whistle.whistle, unit_ids=units, reason="joint_site", text=text)

    def _disputed(self) -> None:
        """Two units in turn say that it is not theirs; the dispatcher names one."""
        words = {"reason": "not_our_duty", "text": "职责清单里没有这一项，请改派。"}
        case = self._step("ask_return", "handler", "zgh", return_.ask_return, proposed_id=self.ids["fl"], **words)
        granted = {"agree": True, "lead_id": self.ids["fl"], "note": "改派区妇联。"}
        self._next(case, "dispatcher", "", return_.decide_return, **granted)
        self._next(case, "handler", "fl", return_.ask_return, proposed_id=self.ids["zgh"], **words)

    def _returned(self) -> None:
        """The youth league says that a case is not theirs, for the first time."""
        words = {"reason": "not_our_duty", "text": "职责清单里没有这一项，请派给区妇联。"}
        self._step("ask_return", "handler", "tqw", return_.ask_return, proposed_id=self.ids["fl"], **words)

    def _answer_to_check(self) -> None:
        """By somebody other than the head, who checks it."""
        words = answer.Words(text=ANSWER, closing="explained", others_text=ANSWER)
        self._step("propose_answer", "handler", "zgh", answer.propose_answer, words)

    def _instruction(self) -> None:
        """Each leader asks the union about a case of their own, so that whoever logs in finds theirs first."""
        wish = instruct.Wish(WISH, self.ids["zgh"], clock.today() + timedelta(days=4))
        asked: list[Actor] = []
        for leader, case in self._fitting("instruct", "leader"):
            if leader not in asked and case.lead_id == self.ids["zgh"]:
                instruct.instruct(leader, case.pk, case.version, wish=wish)
                self.used.append(case.pk)
                asked.append(leader)

    def _review(self) -> None:
        """Somebody does not agree with an answer of the union; the reviewers have it."""
        closed = Receipt.objects.filter(case__state="closed", case__lead_id=self.ids["zgh"]).select_related("case")
        for receipt in closed.order_by("-pk")[:NEWEST]:
            who = Who(kind="resident", id=receipt.pk)
            if rules.judge(who, "ask_review", receipt.case).allowed:
                review.ask_review(who, receipt.case_id, text=DISAGREES)
                return

    def _consents_taken_back(self) -> None:
        """Two people want their contact erased: one whose case is closed, one whose case is being handled."""
        held = Receipt.objects.filter(contact_id__isnull=False, case__accused_organization=None)
        for state in (State.CLOSED, State.IN_PROGRESS):
            receipt = held.filter(case__state=state).exclude(case__in=self.used).order_by("-pk").first()
            if receipt is not None:
                ask.ask(Who(kind="resident", id=receipt.pk), receipt)


QUESTION = "请问您说的事情最近一次是哪一天？当时还有谁在场？"
QUESTIONS = (
    (
        "我在园区一家食品厂上班，厂里让我们周日也来，说下周补休。想问一下，周日上班是不是该算双倍工资，补休了还算吗？",
        "周日上班能不能补休代替加班费",
        "",
    ),
    (
        "请问入工会要带什么材料，到哪里办？我是送快递的，没有固定单位。",
        "快递员怎样加入工会",
        "带身份证就可以。工作日 9:00–17:30 到区党群服务中心一楼工会窗口，当场填表、当场发会员卡；不方便来，打窗口电话，我们上门办。",
    ),
)
ELSEWHERE = "晚上十一点以后，邻县那边的货车在省道上一直鸣笛，睡不着。货车都是邻县货场开出来的。"
OTHER_WAY = "货场在邻县，请拨打邻县的 12345，说清时间和路段；夜里鸣笛也可以当场打 110。"
#: unit → title, words, category of what has just been assigned to it
PLAIN = {
    "lt": (
        "河埠头堆了建筑垃圾",
        "镇东头河埠头上个月有人倒了两车建筑垃圾，下雨就往河里冲，洗衣服的地方也没了。请派人清走。",
        "village.environment",
    ),
    "lt02": (
        "村口小桥边路灯坏了",
        "村口小桥边的路灯坏了一盏，孩子放晚学走那里看不见路。请帮忙修一下。",
        "village.facilities",
    ),
    "tqw": (
        "实习两个月没有签协议",
        "我是大三学生，在园区一家公司实习两个月了，没有签协议，补贴也没有发。问了几次都说再等等。",
        "youth.job",
    ),
}
ANSWER = "我们今天上午到厂里看了考勤和工资表，和厂方当面谈了。加班的钱本月15日随工资一起补发，补发后请您核对；对不上，打工会窗口电话，我们再来。"
WISH = "请当面见一见写信的人，把能办的先办了，办完回话。"
DISAGREES = "答复只说已经办了，没有写钱哪一天到账，我不同意，请别的单位再看一遍。"
