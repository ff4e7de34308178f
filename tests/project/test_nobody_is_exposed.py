"""Nobody is exposed: first everything that could leak is planted, then every page is read by every reader.

Who may find what stands in ``exposure.toml``. A new address is walked as soon as it is in the URL map."""

from __future__ import annotations

import html
import io
import logging
import re
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.architecture.test_routes import LISTED
from tests.base.accounts import keys
from tests.base.attachments import making_files
from tests.project.test_pages_speak_one_language import WATCHERS, appoint
from tests.work.cases import world as worlds
from tests.work.cases.publishing.told import closed, published

from qiaoliang.base.access import actions as access
from qiaoliang.base.access.actor import actor_of_post
from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.routes import Route, needed, routes
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.core import clock, codes
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.drafts import actions as drafts
from qiaoliang.base.notify.outside.actions import arrange
from qiaoliang.base.notify.outside.models import Channel
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Post
from qiaoliang.office.sheets import write_xlsx
from qiaoliang.work.cases.actions import answer, count, instruct, note, remind, reopen, return_, submit
from qiaoliang.work.cases.briefs.actions.write import write
from qiaoliang.work.cases.imports.models import Import
from qiaoliang.work.cases.keeping.actions import decide
from qiaoliang.work.cases.keeping.choices import What
from qiaoliang.work.cases.keeping.models import Clearing, Line
from qiaoliang.work.cases.models import Letter
from qiaoliang.work.cases.mydata.actions.ask import ask
from qiaoliang.work.cases.rules import DESK_STEPS, judge

TABLE = tomllib.loads(Path(__file__).with_name("exposure.toml").read_text(encoding="utf-8"))
MARKERS: dict[str, str] = TABLE["markers"]
READERS: dict[str, dict[str, Any]] = TABLE["readers"]
#: reader → (unit, role) of those whom the cases' world does not have
ALSO = {"town_intake": ("lx", "intake"), "village_callback": ("lx-v", "callback")}
RESIDENTS = ("requester", "other_requester", "stranger")


class House:
    """Both cases, a table and a form with every marker in its place."""

    def __init__(self, world: worlds.World) -> None:
        self.world = world
        appoint(world)
        self._also()
        self.a, self.b = self._a(), self._b()
        self.passkey = keys.passkey(Account.objects.get(username="union"))
        self.batch = self._import()
        self.clearing = self._clearing()
        self.wish_a, self.wish_b = (ask(Who(kind="resident"), one.receipt) for one in (self.a, self.b))
        count.count_new()
        self.brief = write()
        self.slug = published(closed(world)).slug
        self.channel = arrange.keep(SYSTEM, Channel(kind="mail"), name="区邮件", settings={"site": "x"}, secrets={})
        held = Membership.objects.filter(post__isnull=False).select_related("person__account", "post__organization")
        self.rights = {one.person.account.username: actor_of_post(one.person, one) for one in held}
        self.browsers = {name: self._browser(name) for name in READERS}

    def _also(self) -> None:
        for name, (unit, role) in ALSO.items():
            account = Account.objects.create(username=name)
            person = organizations.register(SYSTEM, f"人{name}", account=account)
            post = organizations.establish_post(SYSTEM, self.world.units[unit], f"{name}岗")
            organizations.appoint(SYSTEM, person, post, start=worlds.BEFORE)
            access.grant(SYSTEM, post, role, start=worlds.BEFORE)

    def _a(self) -> worlds.Story:
        """Through every step at which somebody writes words, up to being handled again."""
        m = MARKERS
        said = f"{m['words_a']}半个月了，我叫{m['text_name']}，电话{m['text_phone']}。"
        story = _told(
            self.world,
            said,
            submit.Speaker(name=m["name"], phone=m["phone"], address=m["address"] + "6栋1203室"),
            m["place"],
        )
        photo = SimpleUploadedFile(f"{m['file_name']}.jpg", making_files.photo())
        attachments.add(Who(kind="resident"), ("case", story.id), photo)
        story.accept(title=f"路灯 {m['title']}", note=f"打过{m['accept_note']}")
        story.dispatch()
        story.sign()
        reason = {"reason": "not_our_duty", "text": f"问过{m['return_reason']}", "proposed_id": self.world.unit("fl")}
        story.step(return_.ask_return, "union", **reason)
        story.step(return_.decide_return, "dispatcher", agree=False, note=f"问过{m['return_decision']}")
        story.contact(note=f"打了{m['contact_note']}", message=f"有事打{m['contact_message']}")
        story.ask(text=f"您是{m['question']}吗？")
        story.reply(text=f"不是，是{m['reply']}")
        words = answer.Words(text=f"请打{m['answer']}", public_text=f"热线{m['public_answer']}", closing="solved")
        story.step(answer.propose_answer, "union", words)
        story.send_back(note=f"不要写{m['sent_back']}")
        story.step(answer.propose_answer, "union", words)
        story.approve()
        wish = instruct.Wish(f"请打{m['instruction']}", self.world.unit("zgh"), clock.today() + timedelta(days=5))
        told = story.step(instruct.instruct, "leader", wish=wish)
        story.rate("partly", words=f"没人打{m['rating']}")
        story.ask_review(text=f"该打{m['review']}")
        story.decide_review(reasons=f"打过{m['review_reasons']}")
        reopen.reopen(story.resident, story.id, text=f"还是打{m['reopen']}")
        story.step(instruct.report_back, "union", instruction_id=told.pk, text=f"打了{m['report']}")
        story.step(remind.remind, "supervisor", note=f"请打{m['reminder']}")
        story.explain(text=f"等{m['delay']}回话")
        story.step(note.note, "union", note=f"记下{m['own_note']}")
        drafts.keep(self.world.union.person.pk, f"cases:{story.id}:note", {"note": [f"写一半，打{m['desk_draft']}"]})
        return story

    def _b(self) -> worlds.Story:
        m = MARKERS
        said = f"{m['words_b']}，打我{m['text_b']}"
        story = _told(self.world, said, submit.Speaker(name="吕嘉宁", phone=m["contact_b"]), "")
        story.accept(accused_id=self.world.unit("lx"))
        story.dispatch()
        story.sign()
        return story

    def _import(self) -> Import:
        table = io.BytesIO()
        rows = [["留言1", f"{MARKERS['import_name']}", f"井盖坏了，打{MARKERS['import_text']}", "2026/10/1 8:05"]]
        write_xlsx(table, {"诉求": (["留言编号", "留言用户", "留言详情", "留言时间"], rows)})
        self.world.client("intake").post("/desk/imports/", {"file": SimpleUploadedFile("t.xlsx", table.getvalue())})
        return Import.objects.get()

    def _clearing(self) -> Clearing:
        """Both cases on a list of what is to be erased, put forward by the data officer."""
        made = Clearing.objects.create(records_before=clock.now())
        for story in (self.a, self.b):
            Line.objects.create(clearing=made, case=story.case, what=What.WORDS, free_at=clock.now())
        officer = Membership.objects.select_related("post__organization").get(person__account__username="data_officer")
        return decide.put_forward(actor_of_post(officer.person, officer), made.pk)

    def _browser(self, name: str) -> Client:
        client = Client()
        if name not in RESIDENTS:
            client.force_login(Account.objects.get(username=name))
        if name == "requester":
            client.post("/case/", {"code": self.a.code, "secret": self.a.secret})
        if name == "other_requester":
            other = self.world.story(text="别的事情一件。")
            client.post("/case/", {"code": other.code, "secret": other.secret})
            client.post("/report/", {"text": f"井盖坏了，打{MARKERS['draft']}", "group": ""})
        return client

    def lets_in(self, name: str, route: Route) -> bool:
        """Whether the gate lets this reader's rights in; what they then may see is the page's own question. Officers need
        not walk where everybody reads the same, nor all of them through the pages of their own account."""
        kind, wanted = route.audience.kind, [one for one in needed(route.audience) if one]
        if name in RESIDENTS:
            return kind in ("public", "resident")
        if kind == "officer":
            return any(self.rights[name].may(one) for one in wanted)
        return "file_id" in route.pattern or (kind == "signed_in" and (":" in route.name or name == "union"))

    def addresses(self, name: str, route: Route, everywhere: bool) -> Iterator[str]:
        """The route with everything that is there in its place; of the steps one cannot take, one page stands for all."""
        names = re.findall(r"<(?:\w+:)?(\w+)>", route.pattern)
        step = route.name.removeprefix("cases:step_")
        for story in (self.a, self.b) if {"case_id", "code", "receipt_id", "erasure_id"} & set(names) else (self.a,):
            if not everywhere and step in DESK_STEPS[:-1] and not judge(self.rights[name], step, story.case).allowed:
                continue
            there = self.there(story)
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(there[part[1]]), route.pattern)  # noqa: B023

    def there(self, story: worlds.Story) -> dict[str, Any]:
        """What stands for a name in an address. A new name fails here, so that it is thought of."""
        return {
            "case_id": story.id,
            "code": story.code,
            "receipt_id": story.receipt.pk,
            "file_id": Attachment.objects.get().pk,
            "variant": "large",
            "batch_id": self.batch.pk,
            "clearing_id": self.clearing.pk,
            "erasure_id": (self.wish_b if story is self.b else self.wish_a).pk,
            "export_id": self.batch.pk,  # nobody's: a table is read by whoever took it alone
            "view_id": self.batch.pk,  # nobody's, too: a view is one's own or the unit's
            "brief_id": self.brief.pk,
            "channel_id": self.channel.pk,
            "listed": "every",
            "kind": "pdf",
            "way": "wecom",
            "account_id": Account.objects.get(username="union").pk,
            "membership_id": Membership.objects.get(person__account__username="union").pk,
            "grant_id": Grant.objects.order_by("pk")[0].pk,
            "organization_id": self.world.unit("zgh"),
            "letter_id": Letter.objects.order_by("pk")[0].pk,
            "name": "home",
            "pk": self.passkey.pk,
            "slug": self.slug,
            "post_id": Post.objects.order_by("pk")[0].pk,
            "alias_id": self.passkey.user_id,
            "number": 1,
            "table": "category",
            "key": "labour.wages",
        }


def _told(world: worlds.World, said: str, speaker: submit.Speaker, place: str) -> worlds.Story:
    story = worlds.Story.__new__(worlds.Story)
    sent = submit.submit(
        Who(kind="resident"), submit.Matter(text=said, place=place), speaker, secret=codes.new_secret()
    )
    story.world, story.id, story.code = world, sent.case.id, sent.case.code
    story.secret, story.receipt = sent.secret, sent.receipt
    return story


def said_by(answered: HttpResponse) -> str:
    """All a browser is told: the page, every header and cookie."""
    body = b"".join(answered.streaming_content) if answered.streaming else answered.content
    if body.startswith(b"PK"):  # a table: what is in it, unpacked
        packed = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(packed.read(name) for name in packed.namelist())
    return html.unescape(
        f"{body.decode(errors='replace')}\n{answered.serialize_headers().decode()}\n{answered.cookies}"
    )


#: what a page shows outside itself: its title, and the addresses it leads to
OUTSIDE = re.compile(r'(?:href|src|action|formaction|hx-get|hx-post)="([^"]*)"|<title>(.*?)</title>', re.DOTALL)


@pytest.fixture
def house(db, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")  # thousands are turned away, each with its traceback
    with worlds.opened() as world:
        yield House(world)


@pytest.mark.any_database
@pytest.mark.parametrize(
    "everywhere",
    [pytest.param(False, id="where-rights-let-in"), pytest.param(True, id="everywhere", marks=pytest.mark.long)],
)
def test_every_reader_finds_exactly_what_is_theirs_to_read(house, everywhere):
    """The long run also walks to where one has no right and is turned away by the gate that all routes share."""
    markers = MARKERS | {"code_a": house.a.code, "code_b": house.b.code}
    pages = [route for route in routes() if "GET" in LISTED[route.name or f"/{route.pattern}"]["methods"]]
    found: dict[str, dict[str, str]] = {name: {} for name in READERS}
    outside: dict[str, tuple[str, str]] = {}
    for name, client in house.browsers.items():
        open_to = [route for route in pages if everywhere or house.lets_in(name, route)]
        for address in [one for route in open_to for one in house.addresses(name, route, everywhere)]:
            answered = client.get(address)
            assert answered.status_code < 500, address
            text = said_by(answered)
            text = (
                text.replace(house.b.code, "") if f"/case/{house.b.code}" in address else text
            )  # what one typed comes back
            if name != "requester":
                text = text.replace(house.a.code, "") if f"/case/{house.a.code}" in address else text
            found[name] |= {one: address for one, marker in markers.items() if marker in text}
            parts = " ".join("".join(one) for one in OUTSIDE.findall(text))
            outside |= {
                one: (name, address)
                for one, marker in MARKERS.items()
                if marker and marker in parts and "words" not in one
            }
    assert outside == {}, "in a title or an address of a page"
    for name, reader in READERS.items():
        leaked = {one: at for one, at in found[name].items() if one not in reader["finds"]}
        missing = set(reader["finds"]) - set(found[name])
        assert (leaked, missing) == ({}, set()), f"{name}: {reader['what']}"


def test_every_marker_is_planted_and_every_role_reads():
    roles = {role for _unit, role in [*worlds.PEOPLE.values(), *ALSO.values()]} | set(WATCHERS)
    reading = {dict(worlds.PEOPLE | ALSO).get(name, ("", name))[1] for name in READERS if name not in RESIDENTS}
    assert reading == roles
    assert {one for reader in READERS.values() for one in reader["finds"]} <= set(MARKERS)
