"""Every page speaks one language: in Chinese no English word, in English no Han character, apart from what people wrote."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.architecture.test_routes import LISTED
from tests.base.accounts import keys
from tests.base.attachments import making_files
from tests.project.visible import texts
from tests.work.cases import world as worlds

from qiaoliang.base.access import actions as access
from qiaoliang.base.access.models import Grant
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.catalog.models import CatalogVersion
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import steady, worker
from qiaoliang.base.notify.outside.models import Channel, Message
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Post
from qiaoliang.office.sheets import write_xlsx
from qiaoliang.work.cases import jobs
from qiaoliang.work.cases.actions import count
from qiaoliang.work.cases.briefs.actions.write import write
from qiaoliang.work.cases.bulk import queries as batches
from qiaoliang.work.cases.exports import queries
from qiaoliang.work.cases.exports.models import Export
from qiaoliang.work.cases.imports.models import Import
from qiaoliang.work.cases.keeping.actions.clear import clear
from qiaoliang.work.cases.keeping.actions.notice import notice
from qiaoliang.work.cases.keeping.models import Clearing, Line
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Letter
from qiaoliang.work.cases.mydata.models import Erasure
from qiaoliang.work.cases.publishing.models import Publication, Quarter
from qiaoliang.work.cases.rules import DESK_STEPS
from qiaoliang.work.cases.saved.models import View
from qiaoliang.work.cases.sorting.choices import Trend, What
from qiaoliang.work.cases.sorting.models import Accuracy, Alike, Issue, Suggestion

#: not pages: a file, a table, the way on after log-in
NO_PAGES = {
    "access:who_may_table",
    "attachments:file",
    "briefs:paper",
    "bulk:refused",
    "cases:answer_paper",
    "cases:dispatch_paper",
    "cases:letter_paper",
    "configure:export",
    "configure:setup_export",
    "imports:problems",
    "mfa_login_webauthn",
    "publishing:feed",
    "start",
}
#: words that are the same in Chinese
SAME = {
    "Atom",
    "HEIC",
    "JPG",
    "JPEG",
    "PDF",
    "PNG",
    "UTF",
    "toml",
    "TOTP",
    "WPS",
    "Excel",
    "xlsx",
    "csv",
    "Word",
    "Qiaoliang",
    "SQLite",
    "PostgreSQL",
}
WORD = re.compile(r"[A-Za-z]{3,}")
HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]+")
#: who watches over the system, beside the people of the cases' world
WATCHERS = ("admin", "security", "auditor", "data_officer")
PASSWORD = "春风又绿江南岸 2026"
LANGUAGES = ["zh-hans", "en"]
#: user names, which stand alone
NAMES = {*worlds.PEOPLE, *WATCHERS}
#: what the units, people and posts of the test's district are called, what they wrote, and codes made by chance
TABLE = ("留言编号", "留言详情", "留言时间")
SENTENCES = (
    "已到厂里核实，补发加班费。", "请问是哪个车间？", "请写明依据。", "职责清单第三条", "按清单定", "请拨打邻区热线。", "看过了",
    "鉴定还差三天。", "情况属实", "鉴定确实要等", "省里立项没有批下来。", "确实在外面", "材料已经补报。", "批下来了。",
    "周一上午九点在厂门口。", "按时到。", "商定三天内整改。", "小王", "都听过了", "可以到一楼窗口办。", "请抓紧。", "备忘", "等检测结果", "请到厂里看一看。", "已到厂里看过。", "没人接", "电话里说了情况", "原因没有写清楚。", "看了全部材料。", "织布车间。", "何小满", "何**", "路灯坏了半个月。",
    "同一家厂", "不是同一件事", "厂里的加班费正在补发，请看各自的工资条。", "加班费", "工资条",
    *TABLE,
)  # fmt: skip
UNIT_NAMES = sorted((name for _code, name, *_rest in worlds.UNITS), key=len, reverse=True)
#: a case's code, a secret or one-time password, an app's secret, the end of an audit hash, a kind of job, a file's name, this
#: server, a command as it is typed, a folder, a setting
CHANCE = (
    r"\b[0-9A-Z]{10}\b", r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", r"\b[0-9a-f]{6}\b",
    r"^[A-Z2-7]{32}$", r"^[a-z]+\.[a-z_]+$", r"\b[a-z]\.(?:jpg|pdf)$",
    r"http://testserver/\S*", r"^(?:qiaoliang|chmod|timedatectl) [ -~]+$", r"/[\w.-]+/[\w./-]+", r"QIAOLIANG_\w+(?:=[ -~]*)?",
)  # fmt: skip
#: in the audit log a reason from the catalogue stands as its code;
#: sentences of the law behind a term stay as the catalogue gives them; the sign between names is shown as it is
ALSO = (
    r"\b(?:elsewhere|expert|not_our_duty|approval|joint_site|material)$",
    r"(?<=^Source: ).+",
    r"(?<=^Several names with )、",
)
GIVEN = re.compile(
    "|".join(
        [
            *map(re.escape, SENTENCES),
            *UNIT_NAMES,
            r"人[a-z_]+\d?",
            r"[a-z_]+\d?岗",
            *CHANCE,
            *ALSO,
        ]
    )
)
#: what a matter is about, in the reader's own words
TEXT = {"zh-hans": worlds.TEXT, "en": "The mill made us stay until ten every evening and paid nothing."}


def strange(page: str, language: str) -> list[str]:
    """The texts of a page that are not in its language, once what people gave and chance made is taken out."""
    return [text for text in texts(page) if text not in NAMES and is_strange(GIVEN.sub("", text), language)]


def is_strange(text: str, language: str) -> bool:
    if language == "en":
        return bool(HAN.search(text))
    return any(word not in SAME for word in WORD.findall(text))


@dataclass
class House:
    """A district at work, with somebody for every page."""

    world: worlds.World
    language: str

    def browser(self, name: str = "") -> Client:
        """Somebody's browser in the language of the test; without a name a resident's."""
        client = Client()
        if name:
            client.force_login(Account.objects.get(username=name))
        client.cookies["django_language"] = self.language
        return client

    def story(self, **words: Any) -> worlds.Story:
        return self.world.story(text=TEXT[self.language], language=self.language, **words)

    def opened(self, story: worlds.Story) -> Client:
        """A resident's browser with this receipt open."""
        client = self.browser()
        client.post("/case/", {"code": story.code, "secret": story.secret})
        return client


@pytest.fixture
def house(db, language):
    with worlds.opened() as world:
        appoint(world)
        yield House(world, language)


def appoint(world: worlds.World) -> None:
    """Also those who watch over the system, and somebody whose account they look at."""
    Account.objects.create(username="u1")
    for role in WATCHERS:
        account = Account.objects.create(username=role)
        person = organizations.register(SYSTEM, f"人{role}", account=account)
        post = organizations.establish_post(SYSTEM, world.units["yq"], f"{role}岗")
        organizations.appoint(SYSTEM, person, post, start=worlds.BEFORE)
        access.grant(SYSTEM, post, role, start=worlds.BEFORE)


#: pages without an object → who opens them
PLAIN = {
    "access:account_new": "admin",
    "access:accounts": "admin",
    "access:accounts_import": "admin",
    "access:deputies": "union",
    "access:factors": "security",
    "access:grant_new": "security",
    "access:grants": "security",
    "access:grants_wanted": "security",
    "access:roles": "security",
    "access:organizations": "admin",
    "access:rights": "union",
    "access:who_may": "auditor",
    "account_change_password": "union",
    "account_inactive": "",
    "account_login": "",
    "account_logout": "union",
    "account_reauthenticate": "union",
    "account_sessions": "union",
    "audit:events": "auditor",
    "cases:answered_late": "supervisor",
    "cases:by_unit": "supervisor",
    "cases:calendar": "union",
    "cases:done": "union",
    "cases:every": "dispatcher",
    "cases:home": "",
    "cases:instructions": "leader",
    "cases:intake": "intake",
    "cases:letters": "supervisor",
    "cases:open": "",
    "cases:overdue": "supervisor",
    "cases:overview": "supervisor",
    "cases:promises": "union",
    "cases:soon": "supervisor",
    "cases:started": "intake",
    "cases:todo": "union",
    "cases:units": "dispatcher",
    "cases:what": "",
    "configure:catalog": "admin",
    "configure:holidays": "admin",
    "configure:holidays_load": "admin",
    "configure:import": "admin",
    "configure:versions": "admin",
    "exports:every": "supervisor",
    "health:check": "admin",
    "imports:every": "intake",
    "keeping:every": "data_officer",
    "jobs:list": "admin",
    "mfa_index": "union",
    "mydata:every": "data_officer",
    "notify:list": "union",
    "sorting:accuracy": "supervisor",
    "sorting:hot": "leader",
    "vault:reveals": "data_officer",
}


def merged(story: worlds.Story) -> None:
    """Let it follow another case, and something happen there."""
    lead = story.world.story(text=story.case.text, language=story.receipt.language).until("dispatch")
    lead.join(story)
    lead.sign()


def passed_on(story: worlds.Story) -> None:
    """Let another body have had its time."""
    story.refer()
    story.world.go(days=20)


def planned(story: worlds.Story) -> None:
    """Let it be answered with a plan."""
    story.until("sign").propose(closing="planned", planned_for=clock.today() + timedelta(days=40))
    story.approve()


#: step → how far the case has come, who opens the step's page
STEPS: dict[str, tuple[Callable[[worlds.Story], Any], str]] = {
    "accept": (lambda story: story, "intake"),
    "dispatch": (lambda story: story.until("accept"), "dispatcher"),
    "sign": (lambda story: story.until("dispatch"), "union"),
    "propose_answer": (lambda story: story.until("sign"), "union"),
    "approve": (lambda story: story.until("propose"), "union_head"),
    "send_back": (lambda story: story.until("propose"), "union_head"),
    "decide_refusal": (lambda story: story.propose_refusal(), "intake2"),
    "decide_return": (lambda story: story.until("sign").ask_return(), "dispatcher"),
    "decide_review": (lambda story: story.until("rate").ask_review(), "reviewer"),
    "rate": (lambda story: story.until("open_callback"), "callback"),
    "keep_promise": (lambda story: planned(story), "union"),
    "move_promise": (lambda story: planned(story), "union_head"),
    "not_reached": (lambda story: story.until("open_callback"), "callback"),
    "contact": (lambda story: story.until("sign"), "union"),
    "ask_extension": (lambda story: story.until("sign"), "union"),
    "agree_extension": (lambda story: story.until("sign").ask_extension(), "union_head"),
    "decide_extension": (lambda story: (story.until("sign").ask_extension(), story.agree_extension()), "supervisor"),
    "ask_hold": (lambda story: story.until("sign"), "union"),
    "decide_hold": (lambda story: story.until("sign").ask_hold(), "supervisor"),
    "report_hold": (lambda story: (story.until("sign").ask_hold(), story.decide_hold()), "union"),
    "end_hold": (lambda story: (story.until("sign").ask_hold(), story.decide_hold(), story.report_hold()), "union"),
    "whistle": (lambda story: story.until("sign"), "union"),
    "answer_whistle": (lambda story: story.until("sign").whistle(), "women"),
    "attend": (lambda story: (story.until("sign").whistle(), story.attend(lx="came", helps=("lx",))), "union"),
    "designate": (lambda story: dispute(story), "dispatcher"),
    "propose_direct": (lambda story: story.accept(kind="question"), "intake"),
    "decide_direct": (lambda story: (story.accept(kind="question"), story.propose_direct()), "dispatcher"),
    "reply": (lambda story: story.until("sign").ask(), "union"),
    "add": (lambda story: story.until("sign"), "union"),
    "ask_information": (lambda story: story.until("sign"), "union"),
    "ask_return": (lambda story: story.until("sign"), "union"),
    "join": (lambda story: story.until("sign"), "dispatcher"),
    "not_taken": (lambda story: passed_on(story), "intake"),
    "split": (lambda story: story.until("accept"), "dispatcher"),
    "unsplit": (lambda story: story.until("accept").split(), "dispatcher"),
    "unmerge": (lambda story: merged(story), "dispatcher"),
    "refer": (lambda story: story, "intake"),
    "propose_refusal": (lambda story: story, "intake"),
    "redispatch": (lambda story: story.until("sign"), "dispatcher"),
    "change_helpers": (lambda story: story.until("sign"), "dispatcher"),
    "ask_review": (lambda story: story.until("rate"), "union_head"),
    "remind": (lambda story: story.until("sign"), "supervisor"),
    "withdraw": (lambda story: story.until("sign"), "intake"),
    "explain_delay": (lambda story: story.until("sign").remind(), "union"),
    "instruct": (lambda story: story.until("sign"), "leader"),
    "report_back": (lambda story: story.until("sign").instruct(), "union"),
    "note": (lambda story: story.until("sign"), "union"),
}


def dispute(story: worlds.Story) -> None:
    """A second unit wants to give it back."""
    story.until("sign").ask_return()
    story.decide_return(True, "fl")
    story.ask_return(by="women", proposed="lx")


def plain_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    for name, who in PLAIN.items():
        yield name, house.browser(who).get(reverse(name))


def case_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    """A case before every step, and each step's page: as it is, sent empty, and to somebody who came too late."""
    closed = house.story()
    closed.accept()
    closed.dispatch(helpers=("fl",))
    for name in ("sign", "propose", "approve", "open_callback", "rate"):
        getattr(closed, name)()
    for step in DESK_STEPS:
        told, who = STEPS[step]
        story = house.story(name="何小满", phone=worlds.PHONE)
        told(story)
        client, name = house.browser(who), f"cases:step_{step}"
        yield name, client.get(reverse(name, args=[story.id]))
        yield "cases:case", client.get(reverse("cases:case", args=[story.id]))
        yield "cases:follow", house.opened(story).get(reverse("cases:follow", args=[story.code]))
        yield name, client.get(reverse(name, args=[closed.id]))
        yield name, client.post(reverse(name, args=[story.id]), {"version": story.case.version}, follow=True)


def supervision_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    """A case that has climbed the whole ladder, one explained, one instructed, one answered late; the letters and lists."""
    silent, explained, answered = (house.story().until("sign") for _ in range(3))
    answered.instruct(days=1)
    house.world.go(days=20)
    house.story()
    jobs.run_out()
    explained.explain()
    answered.propose()
    answered.approve()
    soon = house.story().until("sign")
    soon.report_back(soon.instruct())
    house.world.go(days=5)
    supervisor = house.browser("supervisor")
    for name in ("overdue", "soon", "answered_late", "letters", "instructions", "by_unit", "calendar"):
        yield f"cases:{name}", supervisor.get(reverse(f"cases:{name}"))
    yield "cases:overdue", supervisor.get("/desk/supervision/?category=labour&rung=unexplained&sort=town")
    count.count_new()
    yield "cases:overview", supervisor.get("/desk/overview?months=12")
    asked = "category=none&town=none&source=phone&since=2026-01-01&until=2026-12-31&stage=hold&why=none&matter=other"
    yield "cases:every", supervisor.get(f"/desk/cases/?{asked}&open=on&overdue=on&answered_since=2026-01-01")
    yield "cases:every", supervisor.get("/desk/cases/?since=2026-02-01&until=2026-01-01&unit=9999")
    yield "cases:calendar", house.browser("union").get("/desk/calendar?day=2026-10-10")
    yield "cases:calendar", house.browser("union").get("/desk/calendar?month=2027-01")
    for story in (silent, explained, answered, soon):
        yield "cases:case", supervisor.get(reverse("cases:case", args=[story.id]))
        yield "cases:follow", house.opened(story).get(reverse("cases:follow", args=[story.code]))
    for letter in Letter.objects.all():
        yield "cases:letter", supervisor.get(reverse("cases:letter", args=[letter.pk]))
    yield "notify:list", house.browser("leader").get("/desk/notices")


def contact_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    story = house.story(name="何小满", phone=worlds.PHONE).until("sign")
    address = reverse("cases:contact_of", args=[story.id, story.receipt.pk])
    yield "cases:contact_of", house.browser("union").get(address)
    yield "cases:contact_of", house.browser("union").post(address)
    yield "cases:contact_of", house.browser("union").post(address, {"reason": "verify"})
    written = house.story(name="何小满", phone=worlds.PHONE, place=worlds.PHONE).until("sign")
    address = reverse("cases:masked_words", args=[written.id])
    yield "cases:case", house.browser("union").get(reverse("cases:case", args=[written.id]))
    yield "cases:masked_words", house.browser("union").get(address)
    yield "cases:masked_words", house.browser("union").post(address, {"reason": "verify"})
    yield "cases:who_looked", house.opened(written).get(reverse("cases:who_looked", args=[written.code]))
    yield "cases:who_looked", house.opened(story).get(reverse("cases:who_looked", args=[story.code]))
    house.world.go(hours=14)
    house.browser("union").post(address, {"reason": "verify"})
    yield "vault:reveals", house.browser("data_officer").get(reverse("vault:reveals"))
    yield "vault:reveals", house.browser("data_officer").get(reverse("vault:reveals") + "?days=7")


def resident_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    asked = house.story().until("sign")
    asked.ask()
    rated = house.story().until("open_callback")
    closed = house.story().until("rate")
    passed, adding = house.story(), house.story().until("sign")
    passed_on(passed)
    for story, name in (
        (asked, "cases:reply"),
        (adding, "cases:add"),
        (asked, "cases:withdraw"),
        (rated, "cases:rate"),
        (closed, "cases:reopen"),
        (closed, "cases:review"),
        (closed, "cases:who_looked"),
        (passed, "cases:not_taken"),
        (closed, "cases:follow"),
    ):
        client, address = house.opened(story), reverse(name, args=[story.code])
        yield name, client.get(address)
        if name in ("cases:reply", "cases:add", "cases:rate", "cases:reopen", "cases:review", "cases:not_taken"):
            yield name, client.post(address, follow=True)
            yield name, client.post(address, {"text": worlds.PHONE, "words": worlds.PHONE}, follow=True)
    settled, told = house.story(), house.story().until("sign")
    dispute(settled)
    settled.designate("lx", ("fl", "lx"))
    told.ask_extension()
    told.agree_extension()
    told.decide_extension()
    direct = house.story()
    direct.accept(kind="question")
    direct.propose_direct()
    direct.decide_direct()
    for story in (settled, told, direct):
        yield "cases:follow", house.opened(story).get(reverse("cases:follow", args=[story.code]))
        yield "cases:case", house.browser("supervisor").get(reverse("cases:case", args=[story.id]))
    referred, refused, withdrawn = house.story(), house.story(), house.story()
    referred.refer()
    refused.propose_refusal()
    refused.decide_refusal(True)
    withdrawn.withdraw(reason="", words="")
    for story in (referred, refused, withdrawn):
        yield "cases:follow", house.opened(story).get(reverse("cases:follow", args=[story.code]))
        yield "cases:case", house.browser("supervisor").get(reverse("cases:case", args=[story.id]))


def report_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    client = house.browser()
    yield "cases:what", client.post("/report/", {"text": ""})
    client.post("/report/", {"text": TEXT[house.language], "group": "labour"})
    yield "cases:home", client.get("/")
    photo = SimpleUploadedFile("a.jpg", making_files.photo())
    client.post("/report/where", {"photos": [photo], "place": worlds.PHONE, "area": "", "stay": "1"})
    yield "cases:where", client.get("/report/where")
    broken = SimpleUploadedFile("b.pdf", b"not a pdf")
    yield "cases:where", client.post("/report/where", {"photos": [broken], "place": "x" * 200})
    yield "cases:contact", client.get("/report/contact")
    yield "cases:contact", client.post("/report/contact", {"name": "何小满", "phone": "1"})
    yield "cases:check", client.get("/report/check")
    yield "cases:check", client.post("/report/take-out", {"take": "all"}, follow=True)
    client.post("/report/send")
    yield "cases:receipt", client.get("/report/receipt")
    yield "cases:open", client.post("/case/", {"code": "x", "secret": ""})
    client.post(
        "/report/", {"text": "单位不交社保，断缴半年，请查处。 My employer pays no social insurance.", "group": ""}
    )
    yield "cases:elsewhere", client.get("/report/elsewhere")


def access_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    admin, security = house.browser("admin"), house.browser("security")
    account = Account.objects.get(username="u1")
    for name in ("access:account", "access:account_close"):
        yield name, admin.get(reverse(name, args=[account.pk]))
    yield "access:account_close", admin.post(reverse("access:account_close", args=[account.pk]))
    yield "access:account_reset", admin.post(reverse("access:account_reset", args=[account.pk]))
    yield "access:account_new", admin.post(reverse("access:account_new"))
    yield "access:grant_new", security.get(reverse("access:grant_new") + "?q=women")
    yield "access:grant_new", security.post(reverse("access:grant_new") + "?q=women")
    grant = Grant.objects.filter(role="handler").first()
    yield "access:grant_end", security.get(reverse("access:grant_end", args=[grant.pk]))
    yield "access:grant_end", security.post(reverse("access:grant_end", args=[grant.pk]))
    table = SimpleUploadedFile(
        "a.csv", "姓名,单位,岗位,角色,用户名\n何小满,柳溪镇,备忘,handler,何小满\n何小满,柳溪镇,,,\n".encode("gb18030")
    )
    yield "access:accounts_import", admin.post(reverse("access:accounts_import"), {"file": table})
    yield "access:accounts_import_begin", admin.post(reverse("access:accounts_import_begin"))
    yield "access:accounts_import_begin", admin.post(reverse("access:accounts_import_begin"), {"skip_bad": "on"})
    yield "access:accounts_import_begin", admin.post(reverse("access:accounts_import_begin"), follow=True)
    head, deputies = house.browser("union_head"), reverse("access:deputies")
    held = Membership.objects.get(person__account__username="union")
    today = clock.today()
    form = {"membership": held.pk, "person": house.world.union2.person.pk, "start": today, "last": today}
    yield "access:deputies", head.post(deputies)
    yield "access:deputies", head.post(deputies, form, follow=True)
    yield "access:deputies", head.post(deputies, form)
    deputy = house.browser("union2")
    deputy.post(reverse("access:hat"), {"post": held.post_id})
    yield "access:rights", deputy.get(reverse("access:rights"))
    yield "notify:list", deputy.get(reverse("notify:list"))
    end = reverse("access:deputy_end", args=[held.deputies.get().pk])
    for _twice in range(2):
        yield "access:deputy_end", head.post(end, follow=True)
    story = house.story().until("sign")
    leave = reverse("access:leave", args=[Membership.objects.get(person=story.case.handler_id).pk])
    yield "access:leave", admin.get(leave)
    yield "access:leave", admin.post(leave)
    yield "access:leave", admin.post(leave, {"reason": "备忘"}, follow=True)
    yield "cases:case", house.browser("union2").get(reverse("cases:case", args=[story.id]))
    yield "notify:list", house.browser("union2").get(reverse("notify:list"))
    unit = house.world.units["lx"]
    yield "access:organization", admin.get(reverse("access:organization", args=[unit.pk]))
    yield "audit:events", house.browser("auditor").get(reverse("audit:events"))


def unit_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    """Units, posts and terms: entered, changed, moved, ended; on another day."""
    admin, unit = house.browser("admin"), house.world.units["lx-v"]
    post = Post.objects.filter(organization=unit).first()
    below = {name: [unit.pk] for name in ("unit_rename", "unit_move", "unit_end", "unit_alias", "post_new")}
    ways = below | {name: [post.pk] for name in ("post_change", "post_end", "appoint")} | {"unit_new": []}
    for name, args in ways.items():
        address = reverse(f"access:{name}", args=args)
        yield f"access:{name}", admin.get(address + "?q=x")
        yield f"access:{name}", admin.post(address, {"on": "2020-01-01", "start": "x", "name": ""})
    wish = {"successor": "lx", "on": clock.today().isoformat(), "reason": "备忘"}
    house.story().until("sign")
    for code in ("lx-v", "zgh"):
        yield "access:unit_end", admin.post(reverse("access:unit_end", args=[house.world.unit(code)]), wish)
    organizations.rename(SYSTEM, unit, unit.name, short_name="备忘", on=clock.today() + timedelta(days=3))
    organizations.add_alias(SYSTEM, unit, "备忘")
    setup = reverse("configure:setup")
    yield "configure:setup", admin.get(setup)
    added = '[[unit]]\ncode = "n1"\nname = "备忘"\nkind = "town"\n[[unit]]\ncode = "lx"\nname = "备忘"\nkind = "town"\n'
    added += '[[post]]\nunit = "n1"\ntitle = "备忘"\nroles = ["handler"]\n'
    for content in (b"x", b"a = 1", b"", added.encode()):
        yield "configure:setup", admin.post(setup, {"file": SimpleUploadedFile("a.toml", content)})
    yield "access:organizations", admin.post(setup, {"text": added, "save": "1"}, follow=True)
    yield "access:grants_wanted", house.browser("security").get(reverse("access:grants_wanted"))
    yield "access:grants", house.browser("security").get(reverse("access:grants"))
    for on in ("", "?on=2026-09-01", "?on=1999-01-01"):
        yield "access:organization", admin.get(reverse("access:organization", args=[unit.pk]) + on)
        yield "access:organizations", admin.get(reverse("access:organizations") + on)


def catalog_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    """Every part of the catalogue, an entry of each, what a change does, and its version."""
    admin = house.browser("admin")
    for table, key in (
        ("category", "labour.wages"), ("clock", "normal"), ("step", "normal/answer"), ("duty", "union.rights"), ("rung", "half"),
        ("template", "submitted"), ("reason", "not_accepted/court"), ("referral", "110"), ("consent", "contact"),
    ):  # fmt: skip
        yield "configure:catalog", admin.get(reverse("configure:catalog") + f"?table={table}")
        yield "configure:edit", admin.get(reverse("configure:edit", args=[table, key]))
        yield "configure:edit", admin.post(reverse("configure:edit", args=[table, key]))
    for table in ("category", "clock", "duty", "rung", "reason", "referral"):
        yield "configure:new", admin.get(reverse("configure:new", args=[table]))
    yield "configure:new", admin.get(reverse("configure:new", args=["category"]) + "?base=labour")
    step = reverse("configure:edit", args=["step", "normal/answer"])
    term = {"v_amount": "9", "v_unit": "d", "v_counts_from": "dispatched", "v_source": "3", "v_certainty": "confirmed"}
    seen = re.search(r'name="seen" value="([^"]+)"', admin.get(step).text)
    assert seen
    sent = term | {"seen": seen[1], "recounts": "open", "why": "3", "start": "2026-10-20"}
    house.story().until("sign")
    yield "configure:edit", admin.post(step, sent)
    admin.post(step, sent | {"save": "1"})
    yield "configure:edit", admin.post(step, sent | {"v_amount": "8"})
    yield "configure:catalog", admin.get(reverse("configure:catalog"))
    number = CatalogVersion.objects.latest("number").number
    for name in ("version", "take_back"):
        yield f"configure:{name}", admin.get(reverse(f"configure:{name}", args=[number]))
    yield "configure:take_back", admin.post(reverse("configure:take_back", args=[number]), {"why": "3"}, follow=True)
    withdraw = reverse("configure:withdraw", args=["duty", "union.rights"])
    yield "configure:withdraw", admin.get(withdraw)
    yield "configure:withdraw", admin.get(reverse("configure:withdraw", args=["category", "labour"]))


def import_catalog_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    admin, address = house.browser("admin"), reverse("configure:import")
    text = admin.get(reverse("configure:export")).text.replace('half"\nname = "', 'half"\nname = "1')
    yield "configure:import", admin.post(address)
    yield "configure:import", admin.post(address, {"text": text, "recounts": "open", "why": "3"})
    yield "configure:import", admin.post(address, {"text": text, "recounts": "open", "why": "3", "save": "1"})


def holiday_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    admin, enter = house.browser("admin"), reverse("configure:holidays_load")
    yield "configure:holidays_load", admin.post(enter)
    notice = "关于2027年部分节假日安排的通知\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。"
    look = admin.post(enter, {"notice": notice})
    yield "configure:holidays_load", look
    admin.post(enter, {"notice": notice, "save": "1"})
    yield "configure:holidays", admin.get(reverse("configure:holidays") + "?year=2027")


def factor_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    """The second factor: set up, looked at, asked for at the log-in, switched off."""
    account = Account.objects.get(username="u1")
    account.set_password(PASSWORD)
    account.save()
    client = house.browser()
    yield "account_login", client.post("/account/login", {"login": "u1", "password": "wrong"})
    client.post("/account/login", {"login": "u1", "password": PASSWORD})
    yield "mfa_activate_totp", client.get(reverse("mfa_activate_totp"))
    yield "mfa_activate_totp", client.post(reverse("mfa_activate_totp"), {"code": "1"})
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    admin, security = house.browser("admin"), house.browser("security")
    lost = reverse("access:account_without_factor", args=[account.pk])
    yield "access:account_without_factor", admin.get(lost)
    yield "access:account_without_factor", admin.post(lost)
    yield "access:account_without_factor", admin.post(lost, {"reason": "备忘"}, follow=True)
    yield "access:factors", security.get(reverse("access:factors"))
    decide = reverse("access:factor_decide", args=[account.removals.get().pk])
    for _twice in range(2):
        yield "access:factor_decide", security.post(decide, {"decision": "decline"}, follow=True)
    yield "notify:list", admin.get(reverse("notify:list"))
    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"):
        yield name, client.get(reverse(name))
    yield "mfa_reauthenticate", client.get(reverse("mfa_reauthenticate"))
    address = reverse("access:account_without_factor", args=[account.pk])
    yield "access:account_without_factor", house.browser("admin").get(address)
    other = house.browser()
    yield "mfa_authenticate", other.post("/account/login", {"login": "u1", "password": PASSWORD}, follow=True)
    yield from passkey_pages(client, account)


def passkey_pages(client: Client, account: Account) -> Iterator[tuple[str, HttpResponse]]:
    """Under the site's name, where browsers allow them, and under another address."""
    made, named = keys.passkey(account, "备忘"), {"host": "localhost"}
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        yield name, client.get(reverse(name, args=[made.pk]))
    yield "mfa_edit_webauthn", client.post(reverse("mfa_edit_webauthn", args=[made.pk]), {"name": " "})
    for name in ("mfa_add_webauthn", "mfa_index", "mfa_reauthenticate_webauthn"):
        yield name, client.get(reverse(name), headers=named)
    yield "mfa_add_webauthn", client.post(reverse("mfa_add_webauthn"), {"credential": "1"}, headers=named)
    other = Client(headers=named)
    other.cookies["django_language"] = client.cookies["django_language"].value
    yield "account_login", other.post("/account/login/passkey", {"credential": "1"}, follow=True)
    for host in ("localhost", "127.0.0.1"):
        entering = {"login": "u1", "password": PASSWORD}
        yield "mfa_authenticate", other.post("/account/login", entering, follow=True, headers={"host": host})


def import_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    client = house.browser("intake")
    yield "imports:every", client.post("/desk/imports/")
    table = io.BytesIO()
    write_xlsx(table, {"诉求": ([*TABLE], [["1", "路灯坏了半个月。", "2026/10/1 8:05"], ["2", "", ""]])})
    client.post("/desk/imports/", {"file": SimpleUploadedFile("t.xlsx", table.getvalue())})
    batch = Import.objects.get()
    yield "imports:one", client.get(reverse("imports:one", args=[batch.pk]))
    client.post(reverse("imports:start", args=[batch.pk]), {"skip_bad": "on"})
    yield "imports:one", client.get(reverse("imports:one", args=[batch.pk]))
    yield "imports:progress", client.get(reverse("imports:progress", args=[batch.pk]))
    yield "imports:every", client.get("/desk/imports/")
    yield "jobs:list", house.browser("admin").get("/desk/jobs")


def keeping_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    """A list that waits, is put forward, is being erased, is done; another that is dropped; a clock that leapt."""
    officer, leader = house.browser("data_officer"), house.browser("leader")
    over = house.story(name="何小满", phone=worlds.PHONE).until("rate")
    look_away(house, days=200)
    notice()
    yield "keeping:every", officer.get(reverse("keeping:every"))
    vouched = officer.post(reverse("keeping:clock"), follow=True)
    yield "keeping:every", vouched
    yield "keeping:one", officer.post(reverse("keeping:look"), follow=True)
    made = Clearing.objects.get()
    assert made.lines.filter(case=over.id).exists()
    address, drop = (reverse(f"keeping:{name}", args=[made.pk]) for name in ("one", "drop"))
    yield "keeping:drop", officer.post(drop, {"reason": ""})
    yield "keeping:one", leader.post(drop, {"reason": "看过了"}, follow=True)
    officer.post(reverse("keeping:look"))
    made = Clearing.objects.get(dropped_at=None)
    yield "keeping:one", officer.post(reverse("keeping:put_forward", args=[made.pk]), follow=True)
    address = reverse("keeping:one", args=[made.pk])
    yield "keeping:one", leader.get(address)
    yield "keeping:one", leader.post(reverse("keeping:confirm", args=[made.pk]), follow=True)
    yield "keeping:progress", leader.get(reverse("keeping:progress", args=[made.pk]))
    clear(made.pk)
    Line.objects.filter(clearing=made).update(skipped="owed")
    yield "keeping:one", leader.get(address)
    yield "keeping:every", leader.get(reverse("keeping:every"))
    yield "keeping:drop", leader.get(reverse("keeping:drop", args=[made.pk]), follow=True)
    yield "notify:list", leader.get("/desk/notices")


def my_data_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    """One's own data before and after each answer to the wish to be erased."""
    officer, leader = house.browser("data_officer"), house.browser("leader")
    for story, agree in (
        (house.story(name="何小满", phone=worlds.PHONE).until("rate"), "no"),
        (house.story(name="何小满", phone=worlds.PHONE).until("sign"), "yes"),
    ):
        mine = house.opened(story)
        own, correct, erase = (
            reverse(f"mydata:{name}", args=[story.code]) for name in ("everything", "correct", "erase")
        )
        yield "mydata:everything", mine.get(own)
        yield "mydata:correct", mine.get(correct)
        yield "mydata:correct", mine.post(correct, {"name": "", "phone": "", "address": ""})
        yield (
            "mydata:everything",
            mine.post(correct, {"name": "何小满", "phone": worlds.PHONE, "address": ""}, follow=True),
        )
        yield "mydata:erase", mine.get(erase)
        yield "mydata:everything", mine.post(erase, follow=True)
        yield "mydata:everything", mine.post(erase, follow=True)
        page = reverse("mydata:one", args=[Erasure.objects.order_by("-id")[0].pk])
        yield "notify:list", officer.get("/desk/notices")
        yield "mydata:every", officer.get(reverse("mydata:every"))
        yield "mydata:one", officer.get(page)
        yield "mydata:one", officer.post(page, {"agree": "no"})
        yield "mydata:one", officer.post(page, {"agree": agree, "reason": "备忘"}, follow=True)
        yield "notify:list", leader.get("/desk/notices")
        yield "mydata:one", leader.get(page)
        yield "mydata:one", leader.post(page, {"agree": agree, "reason": "备忘"}, follow=True)
        yield "mydata:every", leader.get(reverse("mydata:every"))
        yield "mydata:everything", mine.get(own)
        yield "mydata:everything", mine.get(correct, follow=True)


def publishing_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    """A public answer with a promise: proposed, sent back, proposed anew, let out, moved, kept, taken down."""
    anybody, union, head = house.browser(), house.browser("union"), house.browser("union_head")
    words = {"zh-hans": ("标题", "另写的一段", "修好"), "en": ("Title", "A text of its own", "Repaired")}[
        house.language
    ]
    yield "publishing:index", anybody.get("/answers/")
    yield "publishing:promises", anybody.get("/answers/promises/")
    yield "publishing:heard", anybody.get("/answers/heard/")
    story = house.story(area_id=house.world.unit("lx-v"))
    planned(story)
    story.open_callback()
    story.rate()
    mine = house.opened(story)
    own, agree, back = (reverse(f"publishing:{name}", args=[story.code]) for name in ("consent", "agree", "take_back"))
    case, write, check, down = (
        reverse(f"publishing:{name}", args=[story.id]) for name in ("of_case", "write", "check", "take_down")
    )
    yield "publishing:of_case", union.get(write, follow=True)
    yield "publishing:consent", mine.get(own)
    yield "publishing:consent", mine.post(agree, follow=True)
    yield "publishing:consent", mine.post(agree, follow=True)
    yield "publishing:write", union.get(write)
    yield "publishing:write", union.post(write, {"title": worlds.PHONE, "text": worlds.PHONE, "promise": words[2]})
    yield "publishing:write", union.post(write, {})
    typed = {"title": words[0], "text": words[1], "promise": words[2], "area": str(house.world.unit("lx-v"))}
    yield "publishing:of_case", union.post(write, typed, follow=True)
    yield "notify:list", head.get("/desk/notices")
    yield "publishing:every", head.get(reverse("publishing:every"))
    yield "publishing:of_case", head.post(check, {"agree": "yes"}, follow=True)
    read = {"text": Publication.objects.get(standing="proposed").pk}
    yield "publishing:check", head.post(check, read | {"agree": "no"})
    yield "publishing:of_case", head.post(check, read | {"agree": "no", "reason": words[1]}, follow=True)
    yield "notify:list", union.get("/desk/notices")
    union.post(write, typed)
    read = {"text": Publication.objects.get(standing="proposed").pk}
    yield "publishing:of_case", head.post(check, read | {"agree": "yes"}, follow=True)
    yield "publishing:check", head.get(check, follow=True)
    slug = Publication.objects.get(standing="published").slug
    for moved in (False, True):
        if moved:
            story.move_promise()
        for name, args in (("index", ()), ("one", (slug,)), ("promises", ())):
            yield f"publishing:{name}", anybody.get(reverse(f"publishing:{name}", args=args))
    story.keep_promise()
    yield "publishing:promises", anybody.get("/answers/promises/?kept=on")
    yield "publishing:one", anybody.get(reverse("publishing:one", args=[slug]))
    yield "publishing:index", anybody.get("/answers/?q=0")
    yield "publishing:index", anybody.get("/answers/?q=.")
    yield "publishing:consent", mine.get(own)
    yield "publishing:take_down", head.get(down, follow=True)
    yield "publishing:take_down", head.post(down, {"reason": ""})
    yield "publishing:of_case", head.post(down, {"reason": words[1]}, follow=True)
    yield "publishing:every", head.get(reverse("publishing:every"))
    yield "publishing:consent", mine.post(back, follow=True)
    yield "publishing:of_case", union.get(case)
    figures = {"asked": 12, "answered": 11, "solved_n": 10, "solved": 9}
    rows = {"labour": figures, "women": dict.fromkeys(figures), "": figures}
    Quarter.objects.create(first=date(2026, 7, 1), figures={"whole": figures, "questions": figures, "themes": rows})
    yield "publishing:heard", anybody.get("/answers/heard/")


def look_away(house: House, days: int) -> None:
    """The server is off for so long; then its clock runs on evenly."""
    steady.look()
    house.world.go(days=days)
    for _ in range(4):
        steady.look()
        house.world.go(hours=1)


def sorting_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    """Suggestions with and without words of the case, the same matter, an issue of each kind, and how good it all is."""
    first, story = house.story(), house.story()
    offered = {What.CATEGORY: ["labour.hours", "labour.wages"], What.LEAD: [str(house.world.unit("zgh"))]}
    for what, values in offered.items():
        why = [["加班费"]] if what == What.CATEGORY else []
        Suggestion.objects.create(case_id=story.id, what=what, offered=values, why=why, experience=len(values) - 1)
    Alike.objects.create(case_id=story.id, other_id=first.id, share=0.9, words=["加班费"])
    yield "cases:step_accept", house.browser("intake").get(f"/desk/cases/{story.id}/accept")
    for one in (first, story):
        one.accept()
    dispatcher = house.browser("dispatcher")
    yield "cases:step_dispatch", dispatcher.get(f"/desk/cases/{story.id}/dispatch")
    yield "cases:case", dispatcher.get(f"/desk/cases/{story.id}/")
    yield "cases:step_join", dispatcher.get(f"/desk/cases/{story.id}/join?with={first.id}")
    for rank, trend in enumerate(Trend, 1):
        about = {"category": "labour.hours", "place": "云桥纺织厂"} if rank % 2 else {"words": ["加班费", "工资条"]}
        counts = {"count": 12, "recent": 9, "before": 2, "weeks": [1] * 12}
        days = {"first": clock.today(), "last": clock.today(), "since": clock.today()}
        issue = Issue.objects.create(rank=rank, trend=trend, **about, **counts, **days)
    leader = house.browser("leader")
    yield "sorting:hot", leader.get("/desk/hot")
    yield "sorting:hot", house.browser("union").get("/desk/hot")
    yield "cases:every", leader.get(f"/desk/cases/?among=issue:{issue.pk}")
    yield "cases:overview", leader.get("/desk/overview")
    figures = {"decided": 9, "said": 8, "first": 6, "among": 7, "beginner": 3}
    Accuracy.objects.create(what=What.CATEGORY, month=clock.today().replace(day=1), **figures)
    yield "sorting:accuracy", house.browser("admin").get("/desk/suggestions")


def brief_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    leader, brief = house.browser("leader"), write()
    assert brief is not None
    yield "briefs:every", leader.get(reverse("briefs:every"))
    yield "briefs:one", leader.get(reverse("briefs:one", args=[brief.pk]))


def outside_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    """Every kind of way out, empty and filled wrongly; mail without a server; messages that failed; one's own choice."""
    admin, union, ways = house.browser("admin"), house.browser("union"), reverse("outside:ways")
    yield "outside:ways", union.get(ways)
    yield "outside:channels", admin.get(reverse("outside:channels"))
    for kind in ("mail", "sms", "wecom", "dingtalk", "feishu"):
        yield "outside:new", admin.get(reverse("outside:new", args=[kind]))
        yield (
            "outside:new",
            admin.post(reverse("outside:new", args=[kind]), {"host": "x y", "sender": "x", "unit": "0"}),
        )
    typed = {
        "name": "1",
        "site": "https://1.cn",
        "host": "127.0.0.1",
        "port": 1,
        "security": "none",
        "sender": "1@1.cn",
    }
    yield "outside:one", admin.post(reverse("outside:new", args=["mail"]), typed, follow=True)
    channel = Channel.objects.get()
    yield "outside:test", admin.post(reverse("outside:test", args=[channel.pk]), {"to": ""})
    for outcome in ("waiting", "sent", "failed", "unknown"):
        Message.objects.create(channel=channel, person_id=house.world.union.person.pk, outcome=outcome)
    yield "outside:channels", admin.get(reverse("outside:channels"))
    yield "outside:channels", admin.get(reverse("outside:channels") + "?show=failed")
    yield "outside:ways", union.post(ways, {"by_mail": "on", "mail": "1", "quiet_from": "1", "rhythm": ""})
    yield "outside:channels", admin.post(reverse("outside:close", args=[channel.pk]), follow=True)


def export_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    client = house.browser("supervisor")
    for listed in LISTS:
        yield "exports:new", client.get(reverse("exports:new", args=[listed]))
    yield "exports:new", client.post(reverse("exports:new", args=["every"]) + "?q=0", {"format": "csv"})
    queries.AT_ONCE, usual = 0, queries.AT_ONCE
    client.post(reverse("exports:new", args=["every"]), {"format": "csv"})
    queries.AT_ONCE = usual
    yield "exports:every", client.get(reverse("exports:every"))
    export = Export.objects.get()
    yield "exports:progress", client.get(reverse("exports:progress", args=[export.pk]))
    worker.run_all()
    yield "exports:every", client.get(reverse("exports:every"))


def saved_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    head = house.browser("union_head")
    yield "cases:columns", head.get(reverse("cases:columns", args=["every"]))
    new = reverse("saved:new", args=["every"]) + "?state=in_progress&sort=due"
    yield "saved:new", head.get(new)
    yield "saved:new", head.post(new, {"name": ""})
    shown = head.post(new, {"name": "1", "shared": "on", "begins": "on"}, follow=True)
    yield "cases:every", shown
    view = View.objects.get()
    yield "saved:one", head.get(reverse("saved:one", args=[view.pk]))
    yield "saved:one", head.get(reverse("saved:one", args=[view.pk]) + "?sort=-due")
    yield "saved:one", house.browser("union").get(reverse("saved:one", args=[view.pk]))
    yield "saved:every", head.get(reverse("saved:every"))
    yield "cases:every", head.get(f"/desk/cases/?view={view.pk}&category=9")
    yield "saved:drop", head.post(reverse("saved:drop", args=[view.pk]), follow=True)
    yield "saved:every", head.get(reverse("saved:every"))
    yield "saved:restore", head.post(reverse("saved:restore", args=[view.pk]), follow=True)


def bulk_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    stories = [house.story().until("accept") for _ in range(2)]
    yield (
        "bulk:chosen",
        house.browser("union").post(reverse("bulk:chosen", args=["every"]), {"step": "sign"}, follow=True),
    )
    dispatcher, supervisor = house.browser("dispatcher"), house.browser("supervisor")
    rows = [f"{one.id}~{one.case.version}" for one in stories]
    stories[1].dispatch()
    for step, client, typed in (
        ("dispatch", dispatcher, {"lead": "zgh", "note": ""}),
        ("remind", supervisor, {"note": "0"}),
    ):
        begun = client.post(reverse("bulk:chosen", args=["every"]), {"step": step, "row": rows}, follow=True)
        yield "bulk:one", begun
        path = begun.redirect_chain[-1][0]
        if step == "remind":
            yield "bulk:one", client.post(path, {"note": ""})
            batches.AT_ONCE, usual = 0, batches.AT_ONCE
            yield "bulk:one", client.post(path, typed, follow=True)
            batches.AT_ONCE = usual
            yield "bulk:progress", client.get(f"{path}progress")
        else:
            yield "bulk:one", client.post(path, typed, follow=True)
            yield "bulk:undo", client.post(f"{path}undo", follow=True)


PAGES = (
    plain_pages,
    case_pages,
    supervision_pages,
    contact_pages,
    resident_pages,
    report_pages,
    publishing_pages,
    sorting_pages,
    saved_pages,
    bulk_pages,
    access_pages,
    unit_pages,
    catalog_pages,
    import_catalog_pages,
    holiday_pages,
    factor_pages,
    import_pages,
    keeping_pages,
    my_data_pages,
    brief_pages,
    export_pages,
    outside_pages,
)


@pytest.mark.any_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_the_readers_language_alone(house, language):
    found: dict[str, str] = {}
    seen = set()
    for name, answer in (one for pages in PAGES for one in pages(house)):
        assert answer.status_code in (200, 409, 422), name
        found |= dict.fromkeys(strange(answer.text, language), name)
        seen |= {name} if answer.status_code == 200 else set()
    assert found == {}
    assert {name for name, route in LISTED.items() if "GET" in route["methods"]} - seen == NO_PAGES


@pytest.mark.parametrize(
    ("html", "language", "left"),
    [
        ('<html lang="zh-Hans"><p>已办结 Closed</p><b lang="en">English</b><i title="Open">开</i>', "zh-hans", ["已办结 Closed", "Open"]),
        ('<html lang="zh-Hans"><p>PDF 文件</p><script>let a</script><kbd>Enter</kbd><br><p>人union 签收</p>', "zh-hans", []),
        ('<html lang="en"><p>Closed 已办结</p><p>With: 区总工会</p><button lang="zh-Hans">中文</button>', "en", ["Closed 已办结"]),
    ],
)  # fmt: skip
def test_what_is_strange_is_found(html, language, left):
    assert strange(html, language) == left
