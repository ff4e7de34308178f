"""A small district for the case tests: three levels of units, people with roles, a clock that only the test moves."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import AutoField, Model
from django.db.models.base import ModelState
from django.test import Client
from tests.work.cases.fetching import rows as rows_of

from qiaoliang.base.access import actions as access
from qiaoliang.base.access.actor import Actor, actor_of_post
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.catalog import actions as catalog
from qiaoliang.base.catalog import queries as categories
from qiaoliang.base.catalog.file import SHIPPED
from qiaoliang.base.core import clock, codes
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.districts import actions as districts
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Organization, Person
from qiaoliang.base.workdays import actions as workdays
from qiaoliang.work.cases.actions import (
    accept,
    add,
    answer,
    change_helpers,
    contact,
    designate,
    direct,
    dispatch,
    explain_delay,
    extension,
    hold,
    information,
    instruct,
    merge,
    not_taken,
    note,
    promise,
    rate,
    redispatch,
    refer,
    refuse,
    remind,
    reopen,
    return_,
    review,
    sign,
    split,
    submit,
    whistle,
    withdraw,
)
from qiaoliang.work.cases.models import Case, Receipt

#: Thursday 8 October 2026, 09:00 in the district; Saturday the 10th is worked, Sunday the 11th is not.
THURSDAY = datetime(2026, 10, 8, 1, tzinfo=UTC)
BEFORE = date(2026, 1, 1)
UNITS = (
    ("yq", "云桥区", "district", "", ""),
    ("office", "诉求办理中心", "office", "yq", ""),
    ("zgh", "区总工会", "union", "yq", ""),
    ("fl", "区妇联", "women", "yq", ""),
    ("shgzb", "区委社会工作部", "social_work", "yq", ""),
    ("lx", "柳溪镇", "town", "yq", ""),
    ("lx-v", "柳溪村", "village_committee", "lx", ""),
    ("lx-gh", "柳溪镇工会", "union", "lx", "zgh"),
    ("mill", "云桥纺织厂", "enterprise", "lx", ""),
)
#: short name → unit, role; the short name is the person's name and account, too
PEOPLE = {
    "intake": ("office", "intake"),
    "intake2": ("office", "intake"),
    "dispatcher": ("office", "dispatcher"),
    "supervisor": ("office", "supervisor"),
    "callback": ("office", "callback"),
    "leader": ("yq", "leader"),
    "reviewer": ("shgzb", "reviewer"),
    "reviewer2": ("shgzb", "reviewer"),
    "union_reviewer": ("zgh", "reviewer"),
    "union": ("zgh", "handler"),
    "union2": ("zgh", "handler"),
    "union_head": ("zgh", "head"),
    "union_callback": ("zgh", "callback"),
    "women": ("fl", "handler"),
    "women_head": ("fl", "head"),
    "town": ("lx", "handler"),
    "town_head": ("lx", "head"),
    "village": ("lx-v", "handler"),
    "town_union": ("lx-gh", "handler"),
}
TEXT = "厂里连着三个月每天干到晚上十点，加班费一分没给。我们想知道该怎么办，也想请人来厂里看看。"
PHONE = "13812345678"


@dataclass
class World:
    """Units and actors by short name, and the hands of the clock."""

    units: dict[str, Organization]
    actors: dict[str, Actor]
    _stack: ExitStack = field(default_factory=ExitStack)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None

    def unit(self, code: str) -> UUID:
        return self.units[code].pk

    def go(self, **span: float) -> datetime:
        """Move the clock on by days, hours, minutes."""
        return self.at(clock.now() + timedelta(**span))

    def at(self, moment: datetime) -> datetime:
        self._stack.enter_context(clock.frozen(moment))
        return moment

    def client(self, name: str) -> Client:
        """A browser in which this officer is signed in."""
        client = Client()
        client.force_login(Account.objects.get(pk=self.actors[name].who.id))
        return client

    def opened(self, story: Story) -> Client:
        """A resident's browser in which this receipt is open."""
        client = Client()
        client.post("/case/", {"code": story.code, "secret": story.secret})
        return client

    def story(self, **words: Any) -> Story:
        """A new case and the ways it may go on."""
        return Story(self, **words)


class Story:
    """One case told step by step by the people whose part it is; every step is the product's own action."""

    def __init__(self, world: World, *, text: str = TEXT, name: str = "", phone: str = "", **words: Any) -> None:
        self.world = world
        language = words.pop("language", "zh-hans")
        who = words.pop("by", None) or Who(kind="resident")
        speaker = submit.Speaker(name=name, phone=phone, language=language)
        sent = submit.submit(who, submit.Matter(text=text, **words), speaker, secret=codes.new_secret())
        self.id, self.code, self.secret, self.receipt = sent.case.id, sent.case.code, sent.secret, sent.receipt

    @property
    def case(self) -> Case:
        (found,) = rows_of(Case, "id", self.id)
        return found

    @property
    def resident(self) -> Who:
        return Who(kind="resident", id=Receipt.objects.get(case=self.id).pk)

    def step(self, action: Any, by: str, *words: Any, **values: Any) -> Any:
        """Any action that takes an officer and a version."""
        return action(self.world.actors[by], self.id, self.case.version, *words, **values)

    def accept(self, by: str = "intake", category: str = "labour.hours", **values: Any) -> Any:
        return self.step(accept.accept, by, category=categories.category(category), **values)

    def dispatch(self, lead: str = "zgh", helpers: tuple[str, ...] = (), by: str = "dispatcher", **values: Any) -> Any:
        ids = [self.world.unit(code) for code in helpers]
        return self.step(dispatch.dispatch, by, lead_id=self.world.unit(lead), helper_ids=ids, **values)

    def sign(self, by: str = "union") -> Any:
        return self.step(sign.sign, by)

    def contact(self, by: str = "union", note: str = "电话里说了情况", message: str = "") -> Any:
        return self.step(contact.contact, by, note=note, message=message)

    def tried(self, by: str = "union", note: str = "打了两次没人接", message: str = "") -> Any:
        return self.step(contact.tried, by, note=note, message=message)

    def add(self, text: str = "昨晚又这样了。", by: str = "") -> Any:
        """What the person adds; ``by`` an officer for them."""
        if by:
            return self.step(add.add, by, text=text)
        return add.add(self.resident, self.id, text=text)

    def ask(self, by: str = "union", text: str = "请问是哪个车间？") -> Any:
        return self.step(information.ask_information, by, text=text)

    def reply(self, text: str = "织布车间。") -> Any:
        return information.reply(self.resident, self.id, text=text)

    def propose(
        self, by: str = "union", text: str = "已到厂里核实，补发加班费。", closing: str = "solved", **more: Any
    ) -> Any:
        more = {"others_text": "厂里的加班费正在补发，请看各自的工资条。"} | more
        return self.step(answer.propose_answer, by, answer.Words(text=text, closing=closing, **more))

    def approve(self, by: str = "union_head", **values: Any) -> Any:
        return self.step(answer.approve, by, **values)

    def send_back(self, by: str = "union_head", note: str = "请写明依据。") -> Any:
        return self.step(answer.send_back, by, note=note)

    def ask_return(self, by: str = "union", proposed: str = "fl") -> Any:
        values = {"reason": "not_our_duty", "text": "职责清单第三条", "proposed_id": self.world.unit(proposed)}
        return self.step(return_.ask_return, by, **values)

    def decide_return(self, agree: bool, lead: str = "", by: str = "dispatcher", **values: Any) -> Any:
        lead_id = self.world.unit(lead) if lead else None
        return self.step(return_.decide_return, by, agree=agree, lead_id=lead_id, note="按清单定", **values)

    def designate(
        self, lead: str = "fl", heard: tuple[str, ...] = ("zgh", "fl"), by: str = "dispatcher", **values: Any
    ) -> Any:
        ids = [self.world.unit(code) for code in heard]
        words = {"lead_id": self.world.unit(lead), "heard_ids": ids, "note": "都听过了"} | values
        return self.step(designate.designate, by, **words)

    def ask_extension(self, by: str = "union", amount: int | str = 3, **values: Any) -> Any:
        words = {"reason": "expert", "text": "鉴定还差三天。", "amount": Decimal(amount)} | values
        return self.step(extension.ask_extension, by, **words)

    def agree_extension(self, agree: bool = True, by: str = "union_head", note: str = "情况属实") -> Any:
        return self.step(extension.agree_extension, by, agree=agree, note=note)

    def decide_extension(self, agree: bool = True, by: str = "supervisor", **values: Any) -> Any:
        return self.step(extension.decide_extension, by, **{"agree": agree, "note": "鉴定确实要等"} | values)

    def ask_hold(self, by: str = "union", reason: str = "approval") -> Any:
        return self.step(hold.ask_hold, by, reason=reason, text="省里立项没有批下来。")

    def decide_hold(self, agree: bool = True, by: str = "supervisor", days: int = 30) -> Any:
        report_on = clock.today() + timedelta(days=days)
        return self.step(hold.decide_hold, by, agree=agree, report_on=report_on if agree else None, note="确实在外面")

    def report_hold(self, by: str = "union", days: int = 30) -> Any:
        report_on = clock.today() + timedelta(days=days)
        return self.step(hold.report_hold, by, text="材料已经补报。", report_on=report_on)

    def end_hold(self, by: str = "union") -> Any:
        return self.step(hold.end_hold, by, text="批下来了。")

    def whistle(self, *units: str, by: str = "union", **values: Any) -> Any:
        ids = [self.world.unit(code) for code in units or ("fl", "lx")]
        words = {"unit_ids": ids, "reason": "joint_site", "text": "周一上午九点在厂门口。"} | values
        return self.step(whistle.whistle, by, **words)

    def answer_whistle(self, by: str = "women", comes: bool = True, helps: bool = False) -> Any:
        return self.step(whistle.answer_whistle, by, comes=comes, helps=helps, text="按时到。")

    def attend(self, by: str = "union", helps: tuple[str, ...] = (), **seen: str) -> Any:
        """``fl="came"``: what is noted of each unit."""
        rows = {
            self.world.unit(code): whistle.Seen(attended=what, who_came="小王", helps=code in helps)
            for code, what in seen.items()
        }
        return self.step(whistle.attend, by, seen=rows, note="商定三天内整改。")

    def propose_direct(self, by: str = "intake", text: str = "可以到一楼窗口办。") -> Any:
        return self.step(direct.propose_direct, by, text=text)

    def decide_direct(self, agree: bool = True, by: str = "dispatcher") -> Any:
        return self.step(direct.decide_direct, by, agree=agree, note="看过了")

    def keep_promise(self, by: str = "union", text: str = "休息室已经修好，请去看看。") -> Any:
        return self.step(promise.keep_promise, by, text=text)

    def move_promise(self, by: str = "union_head", days: int = 20, reason: str = "材料没有到齐。") -> Any:
        owed = self.case.promises.filter(done_at=None, ended_at=None).first()
        day = (owed.due_on if owed else clock.today()) + timedelta(days=days)
        return self.step(promise.move_promise, by, due_on=day, reason=reason)

    def redispatch(self, lead: str = "fl", helpers: tuple[str, ...] = (), by: str = "dispatcher", **values: Any) -> Any:
        words = {"lead_id": self.world.unit(lead), "helper_ids": [self.world.unit(code) for code in helpers]}
        return self.step(redispatch.redispatch, by, **{**words, "note": "原单位没有人手"} | values)

    def change_helpers(self, *helpers: str, by: str = "dispatcher", **values: Any) -> Any:
        ids = [self.world.unit(code) for code in helpers]
        return self.step(change_helpers.change_helpers, by, helper_ids=ids, **values)

    def refer(self, by: str = "intake", body: str = "", **values: Any) -> Any:
        return self.step(refer.refer, by, body=body or categories.referrals()[0].code, **values)

    def propose_refusal(self, by: str = "intake", reason: str = "elsewhere") -> Any:
        return self.step(refuse.propose_refusal, by, reason=reason, message="请拨打邻区热线。")

    def decide_refusal(self, agree: bool, by: str = "intake2") -> Any:
        return self.step(refuse.decide_refusal, by, agree=agree, note="看过了")

    def remind(self, by: str = "supervisor") -> Any:
        return self.step(remind.remind, by, note="请抓紧。")

    def explain(self, by: str = "union", days: int = 3, **values: Any) -> Any:
        values = {"reason": "material", "text": "等检测结果", "until": clock.today() + timedelta(days=days)} | values
        return self.step(explain_delay.explain_delay, by, **values)

    def instruct(self, by: str = "leader", owner: str = "zgh", days: int = 5, **more: Any) -> Any:
        day = clock.today() + timedelta(days=days)
        wish = instruct.Wish("请到厂里看一看。", self.world.unit(owner), day, **more)
        return self.step(instruct.instruct, by, wish=wish)

    def report_back(self, item: Any, by: str = "union") -> Any:
        return self.step(instruct.report_back, by, instruction_id=item.pk, text="已到厂里看过。")

    def note(self, by: str = "union") -> Any:
        return self.step(note.note, by, note="备忘")

    def withdraw(self, **values: Any) -> Any:
        return withdraw.withdraw(self.resident, self.id, **values)

    def reopen(self) -> Any:
        return reopen.reopen(self.resident, self.id, text="还差一点")

    def not_taken(self, by: str = "", text: str = "打了三次电话没人接。") -> Any:
        if by:
            return self.step(not_taken.not_taken, by, text=text)
        return not_taken.not_taken(self.resident, self.id, text=text)

    def ask_review(self, by: str = "", text: str = "原因没有写清楚。") -> Any:
        if by:
            return self.step(review.ask_review, by, text=text)
        return review.ask_review(self.resident, self.id, text=text)

    def decide_review(self, outcome: str = "upheld", by: str = "reviewer", lead: str = "", **values: Any) -> Any:
        words = {"outcome": outcome, "reasons": "看了全部材料。", "lead_id": self.world.unit(lead) if lead else None}
        return self.step(review.decide_review, by, review.Decision(**words | values))

    def join(self, *others: Story, by: str = "dispatcher", reason: str = "same_matter") -> Any:
        return self.step(merge.merge, by, other_ids=[one.id for one in others], reason=reason, note="同一家厂")

    def unmerge(self, by: str = "dispatcher") -> Any:
        return self.step(merge.unmerge, by, note="不是同一件事")

    def split(self, *parts: Any, by: str = "dispatcher") -> list[Part]:
        """Each part is (pieces, values of a wish); without any, the first piece and all the rest. What came of them."""
        last = len(split.pieces_of(self.case))
        lead = self.world.unit("fl") if self.case.lead_id else None
        usual = (((0,), {"lead_id": lead}), (range(1, last) if last > 1 else (0,), {"lead_id": lead}))
        wishes = [split.Wish(pieces=tuple(pieces), **_about(values)) for pieces, values in parts or usual]
        event = self.step(split.split, by, wishes=wishes)
        return [Part(self, Case.objects.get(pk=key)) for key in event.refs["cases"]]

    def unsplit(self, by: str = "dispatcher") -> Any:
        return self.step(split.unsplit, by, note="还是一件事")

    def open_callback(self) -> Any:
        return rate.open_callback(SYSTEM, self.id)

    def not_reached(self, by: str = "callback") -> Any:
        return self.step(rate.not_reached, by, note="没人接")

    def rate(self, solved: str = "yes", by: str = "", **words: Any) -> Any:
        opinion = rate.Opinion(solved=solved, **words)
        if by:
            return rate.rate(self.world.actors[by], self.id, opinion, version=self.case.version)
        return rate.rate(self.resident, self.id, opinion)

    def until(self, step: str) -> Story:
        """Go the straight way up to and including ``step``."""
        for name in ("accept", "dispatch", "sign", "propose", "approve", "open_callback", "rate"):
            getattr(self, name)()
            if name == step:
                return self
        raise ValueError(step)


def _about(values: dict[str, Any]) -> dict[str, Any]:
    return {"category": categories.category(values.pop("category", "labour.hours")), **values}


class Part(Story):
    """One of the cases that a message became; the message's secret opens it."""

    def __init__(self, whole: Story, case: Case) -> None:
        self.world, self.secret = whole.world, whole.secret
        self.id, self.code, self.receipt = case.pk, case.code, case.receipts.get()


NO_RIGHT = "您的岗位没有这一步的权限。"


def wrong_state(label: str) -> str:
    """Why a step does not fit a case in the state called ``label``."""
    return f"这件诉求现在是“{label}”，做不了这一步。"


def told(what: str) -> list[str]:
    """The short names of those who have a notice of this kind."""
    people = Person.objects.filter(pk__in=Notice.objects.filter(kind=f"cases.{what}").values("person_id"))
    return sorted(people.values_list("account__username", flat=True))


def refused(call: Callable[[], Any], code: str, words: str) -> None:
    """The step is refused with this code and sentence, and no case, request, clock or part has changed."""
    before = _everything()
    with pytest.raises(Refusal) as refusal:
        call()
    assert (refusal.value.code, str(refusal.value)) == (code, words)
    assert _everything() == before


def _everything() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values()) for model in apps.get_app_config("cases").get_models()]


_kept: list[tuple[type[Model], list[Model]]] = []
_APPS = ("accounts", "catalog", "workdays", "districts", "organizations", "access")


@contextmanager
def opened() -> Iterator[World]:
    """The district, at THURSDAY, put in as rows: what its making leaves beside them, such as a job, no test finds."""
    with ExitStack() as stack:
        stack.enter_context(clock.frozen(THURSDAY))
        if not _kept:
            _make()
        _put_in()
        yield _world(stack)


@contextmanager
def rows() -> Iterator[None]:
    """The district's rows for the tests of one file, inside a transaction that is taken back at the end."""
    with transaction.atomic():
        with opened():
            pass
        yield
        transaction.set_rollback(True)


@contextmanager
def entered() -> Iterator[World]:
    """The district that ``rows`` put there, at THURSDAY again."""
    with ExitStack() as stack:
        stack.enter_context(clock.frozen(THURSDAY))
        yield _world(stack)


def _world(stack: ExitStack) -> World:
    return World({one.code: one for one in Organization.objects.all()}, _actors(), stack)


def _models() -> list[type[Model]]:
    return [model for name in _APPS for model in apps.get_app_config(name).get_models()]


def _make() -> None:
    """Make the district through the actions, once a process; the rows are kept, the making is taken back."""
    with transaction.atomic():
        _found()
        _kept.extend((model, list(model._default_manager.all())) for model in _models())
        transaction.set_rollback(True)


def _put_in() -> None:
    for model, rows in _kept:
        model._default_manager.all().delete()
        model._default_manager.bulk_create([_fresh(row) for row in rows], batch_size=500)


def _fresh(row: Model) -> Model:
    made = copy.copy(row)
    made._state = ModelState()
    if isinstance(row._meta.pk, AutoField):
        made.pk = None
    return made


def _found() -> None:
    workdays.load_shipped(SYSTEM)
    catalog.load(SHIPPED, SYSTEM, valid_from=datetime(2026, 1, 1, tzinfo=UTC))
    districts.found(code="yq", name="云桥区", name_en="Yunqiao", profile={"area_code": "0999"})
    organizations.found_all(
        SYSTEM,
        [
            organizations.NewOrganization(code=code, name=name, kind=kind, founded=BEFORE, territory=above, line=line)
            for code, name, kind, above, line in UNITS
        ],
    )
    units = {one.code: one for one in Organization.objects.all()}
    for name, (code, role) in PEOPLE.items():
        account = Account.objects.create(username=name)
        person = organizations.register(SYSTEM, f"人{name}", account=account)
        post = organizations.establish_post(SYSTEM, units[code], f"{name}岗")
        organizations.appoint(SYSTEM, person, post, start=BEFORE)
        access.grant(SYSTEM, post, role, start=BEFORE)


def _actors() -> dict[str, Actor]:
    held = Membership.objects.filter(post__isnull=False).select_related("person__account", "post__organization")
    return {one.person.account.username: actor_of_post(one.person, one) for one in held}
