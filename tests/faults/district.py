"""A tiny district for the fault tests: somebody for every right, a case at every step, a resident who holds receipts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.test import Client

from qiaoliang.base.access import actions as access
from qiaoliang.base.access.actor import Actor, actor_of_post
from qiaoliang.base.access.roles import roles
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.catalog import actions as catalog
from qiaoliang.base.catalog import queries as categories
from qiaoliang.base.catalog.file import SHIPPED
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.districts import actions as districts
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Organization
from qiaoliang.base.workdays import actions as workdays
from qiaoliang.work.cases import rules
from qiaoliang.work.cases.actions import (
    accept,
    answer,
    direct,
    dispatch,
    extension,
    hold,
    information,
    instruct,
    merge,
    rate,
    refer,
    refuse,
    remind,
    return_,
    review,
    sign,
    split,
    submit,
    whistle,
)
from qiaoliang.work.cases.models import Case, Receipt

START = date(2026, 1, 1)
UNITS = (
    ("yq", "云桥区", "district", ""),
    ("office", "诉求办理中心", "office", "yq"),
    ("zgh", "区总工会", "union", "yq"),
    ("fl", "区妇联", "women", "yq"),
    ("lx", "柳溪镇", "town", "yq"),
    ("sgb", "区委社会工作部", "social_work", "yq"),
)
#: role → its unit: who leads the cases, and who took no part in any; all others sit in the case office
SEATS = {"handler": "zgh", "head": "zgh", "reviewer": "sgb"}
#: two people of another unit, so that it can take a case, or be called
ELSEWHERE = {"women": "handler", "women_head": "head"}
TEXT = "厂里连着三个月每天干到晚上十点，加班费一分没给，想请人来厂里看看。"
#: the other matter of who raises two at once
MORE = "村口的路灯也坏了半个月，晚上看不见路。"


def found() -> None:
    """Calendar, categories and units: as much as a resident needs to be heard."""
    workdays.load_shipped(SYSTEM)
    catalog.load(SHIPPED, SYSTEM, valid_from=datetime(2026, 1, 1, tzinfo=UTC))
    districts.found(code="yq", name="云桥区", name_en="Yunqiao", profile={"area_code": "0999"})
    rows = [
        organizations.NewOrganization(code=code, name=name, kind=kind, founded=START, territory=above)
        for code, name, kind, above in UNITS
    ]
    organizations.found_all(SYSTEM, rows)


def staff() -> dict[str, Actor]:
    """Two people for every role, each with an account named after it: "intake" and "intake2"."""
    units = {one.code: one for one in Organization.objects.all()}
    for role in roles():
        for name in (role, f"{role}2"):
            account = Account.objects.create(username=name)
            person = organizations.register(SYSTEM, f"人{name}", account=account)
            post = organizations.establish_post(SYSTEM, units[SEATS.get(role, "office")], f"{name}岗")
            organizations.appoint(SYSTEM, person, post, start=START)
            access.grant(SYSTEM, post, role, start=START)
    for name, role in ELSEWHERE.items():
        account = Account.objects.create(username=name)
        person = organizations.register(SYSTEM, f"人{name}", account=account)
        post = organizations.establish_post(SYSTEM, units["fl"], f"{name}岗")
        organizations.appoint(SYSTEM, person, post, start=START)
        access.grant(SYSTEM, post, role, start=START)
    held = Membership.objects.filter(post__isnull=False).select_related("person__account", "post__organization")
    return {one.person.account.username: actor_of_post(one.person, one) for one in held}


@dataclass
class District:
    """Everybody by account name, and the cases by how far they have come."""

    actors: dict[str, Actor]
    cases: dict[str, UUID] = field(default_factory=dict)
    _ready: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def opened(cls) -> District:
        found()
        made = cls(staff())
        for stage in STAGES:
            made.cases[stage] = made._case(stage)
        return made

    def client(self, name: str = "", **options: Any) -> Client:
        """A browser, signed in as ``name`` where one is given."""
        client = Client(**options)
        if name:
            client.force_login(Account.objects.get(username=name))
        return client

    def case(self, stage: str) -> Case:
        return Case.objects.get(pk=self.cases[stage])

    def receipt(self, stage: str) -> Receipt:
        return Receipt.objects.get(case=self.cases[stage])

    def may(self, permission: str) -> str:
        """An account that has ``permission``."""
        return next(name for name, actor in self.actors.items() if actor.may(permission))

    def ready_for(self, step: str) -> tuple[str, str]:
        """(account, stage) where the step may be taken now; every step of the desk has one."""
        if step not in self._ready:
            self._ready[step] = next(
                (name, stage)
                for stage in STAGES
                for name, actor in self.actors.items()
                if rules.judge(actor, step, self.case(stage)).allowed
            )
        return self._ready[step]

    def take(self, action: Any, by: str, stage: str | UUID, *words: Any, **values: Any) -> Any:
        """An officer's action on the case as it is now."""
        case_id = self.cases.get(stage, stage) if isinstance(stage, str) else stage
        return action(self.actors[by], case_id, Case.objects.get(pk=case_id).version, *words, **values)

    def _case(self, stage: str) -> UUID:
        matter = submit.Matter(text=f"{stage}：{TEXT}{MORE}" if "split" in STAGES[stage] else f"{stage}：{TEXT}")
        speaker = submit.Speaker(name="桥一", phone="13812345678")
        case_id = submit.submit(Who(kind="resident"), matter, speaker).case.id
        for step in STAGES[stage].split():
            getattr(self, f"_{step}")(case_id)
        return case_id

    def _accept(self, case: UUID) -> None:
        self.take(accept.accept, "intake", case, category=categories.category("labour.hours"))

    def _dispatch(self, case: UUID) -> None:
        self.take(dispatch.dispatch, "dispatcher", case, lead_id=Organization.objects.get(code="zgh").pk)

    def _sign(self, case: UUID) -> None:
        self.take(sign.sign, "handler", case)

    def _propose(self, case: UUID) -> None:
        self.take(answer.propose_answer, "handler", case, answer.Words(text="已到厂里核实。", closing="solved"))

    def _plan(self, case: UUID) -> None:
        day = clock.today() + timedelta(days=90)
        words = answer.Words(text="已列入明年的改造计划。", closing="planned", planned_for=day)
        self.take(answer.propose_answer, "handler", case, words)

    def _approve(self, case: UUID) -> None:
        self.take(answer.approve, "head", case)

    def _callback(self, case: UUID) -> None:
        rate.open_callback(SYSTEM, case)

    def _ask(self, case: UUID) -> None:
        self.take(information.ask_information, "handler", case, text="请问是哪个车间？")

    def _return(self, case: UUID) -> None:
        other = Organization.objects.get(code="fl").pk
        self.take(return_.ask_return, "handler", case, reason="not_our_duty", text="职责清单第三条", proposed_id=other)

    def _remind(self, case: UUID) -> None:
        self.take(remind.remind, "supervisor", case, note="请抓紧。")

    def _instruct(self, case: UUID) -> None:
        wish = instruct.Wish("请到厂里看一看。", Organization.objects.get(code="zgh").pk, clock.today())
        self.take(instruct.instruct, "leader", case, wish)

    def _return_again(self, case: UUID) -> None:
        self._return(case)
        other = Organization.objects.get(code="fl").pk
        self.take(return_.decide_return, "dispatcher", case, agree=True, lead_id=other, note="按清单")
        values = {
            "reason": "not_our_duty",
            "text": "职责清单第一条",
            "proposed_id": Organization.objects.get(code="zgh").pk,
        }
        self.take(return_.ask_return, "women", case, **values)

    def _extend(self, case: UUID) -> None:
        values = {"reason": "expert", "text": "还差鉴定", "amount": Decimal(2)}
        self.take(extension.ask_extension, "handler", case, **values)

    def _agree(self, case: UUID) -> None:
        self.take(extension.agree_extension, "head", case, agree=True)

    def _ask_hold(self, case: UUID) -> None:
        self.take(hold.ask_hold, "handler", case, reason="approval", text="等立项")

    def _hold(self, case: UUID) -> None:
        self.take(hold.decide_hold, "supervisor", case, agree=True, note="确实在外面")

    def _whistle(self, case: UUID) -> None:
        units = [Organization.objects.get(code="fl").pk]
        self.take(whistle.whistle, "handler", case, unit_ids=units, reason="decision", text="周一上午九点")

    def _accept_question(self, case: UUID) -> None:
        self.take(accept.accept, "intake", case, category=categories.category("labour.hours"), kind="question")

    def _direct(self, case: UUID) -> None:
        self.take(direct.propose_direct, "intake", case, text="可以到窗口办。")

    def _rate(self, case: UUID) -> None:
        rate.rate(self._person(case), case, rate.Opinion(contacted=True, solved="partly", satisfied="no"))

    def _contest(self, case: UUID) -> None:
        self.take(review.ask_review, "head", case, text="加班费当天就补了，有签收单。")

    def _merge(self, case: UUID) -> None:
        self.take(merge.merge, "dispatcher", self._case("working"), other_ids=[case], reason="same_matter")

    def _refer(self, case: UUID) -> None:
        """So long ago that nobody took it on."""
        self.take(refer.refer, "intake", case, body=categories.referrals()[0].code)
        Case.objects.filter(pk=case).update(ended_at=clock.now() - timedelta(days=90))

    def _split(self, case: UUID) -> None:
        cut = range(len(split.pieces_of(Case.objects.get(pk=case))))
        hours = categories.category("labour.hours")
        wishes = [split.Wish(pieces=(0,), category=hours), split.Wish(pieces=tuple(cut[1:]), category=hours)]
        self.take(split.split, "dispatcher", case, wishes=wishes)

    def _person(self, case: UUID) -> Who:
        return Who(kind="resident", id=Receipt.objects.get(case=case).id)

    def _refuse(self, case: UUID) -> None:
        self.take(refuse.propose_refusal, "intake", case, reason="elsewhere", message="请拨打邻区热线。")


#: how far a case has come → the steps to there
STAGES = {
    "submitted": "",
    "refusal": "refuse",
    "accepted": "accept",
    "dispatched": "accept dispatch",
    "working": "accept dispatch sign",
    "returned": "accept dispatch sign return",
    "reminded": "accept dispatch sign remind",
    "instructed": "accept dispatch sign instruct",
    "asked": "accept dispatch sign ask",
    "extending": "accept dispatch sign extend",
    "agreed": "accept dispatch sign extend agree",
    "hold_asked": "accept dispatch sign ask_hold",
    "held": "accept dispatch sign ask_hold hold",
    "whistled": "accept dispatch sign whistle",
    "disputed": "accept dispatch return_again",
    "question": "accept_question",
    "direct": "accept_question direct",
    "proposed": "accept dispatch sign propose",
    "answered": "accept dispatch sign propose approve",
    "promised": "accept dispatch sign plan approve",
    "callback": "accept dispatch sign propose approve callback",
    "rated": "accept dispatch sign propose approve callback rate",
    "reviewed": "accept dispatch sign propose approve callback rate contest",
    "merged": "accept dispatch sign merge",
    "referred": "accept refer",
    "split": "accept split",
}
