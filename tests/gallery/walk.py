"""Going through the district: residents by their own forms, officers by the plan, and what has no account."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import Browser, FilePayload

from qiaoliang.base.accounts.models import Account
from qiaoliang.base.districts.queries import current
from qiaoliang.office.sheets import write_xlsx
from qiaoliang.project.demo import make
from qiaoliang.work.cases.actions import information
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.publishing.queries import live
from tests.base.attachments import making_files
from tests.gallery.camera import Looks, Pictured, Visitor
from tests.gallery.plan import PUBLIC, RESIDENT, SETTLED, Stop, officers, visits

#: what somebody tells, with contact data in it; and something that is another body's to decide
TOLD = "厂里连着三个月每天干到晚上十点，加班费一分没给。我们想知道该怎么办，也想请人来厂里看看。我叫何小满，电话 13800000000。"
ELSEWHERE = "单位不交社保，断缴半年，请查处。"


class Walk:
    """One visit after the other; each page is pictured if it is ``wanted``."""

    def __init__(
        self, chromium: Browser, address: str, folder: Path, looks: Looks, wanted: Callable[[str, Stop], bool]
    ):
        self.chromium, self.address, self.folder, self.looks, self.wanted = chromium, address, folder, looks, wanted

    def __iter__(self) -> Iterator[Pictured]:
        yield from self._resident()
        yield from self._follows()
        yield from self._published()
        self._import()
        for visit in visits():
            stops = [stop for stop in visit.stops if self.wanted(visit.role, stop)]
            if stops:
                visitor = self._visitor()
                visitor.sign_in(visit.username, make.PASSWORD)
                yield from (visitor.picture(visit.role, stop, self.looks) for stop in stops)
                visitor.close()
        yield from self._second_factor()
        yield from self._everybody()

    def _visitor(self) -> Visitor:
        return Visitor(self.chromium, self.address, self.folder)

    def _take(self, visitor: Visitor, role: str, *stops: Stop) -> Iterator[Pictured]:
        yield from (visitor.picture(role, stop, self.looks) for stop in stops if self.wanted(role, stop))

    # -- residents

    def _resident(self) -> Iterator[Pictured]:
        """From the first page to the receipt, then the same case as it goes on."""
        visitor = self._visitor()
        page = visitor.page
        yield from self._take(visitor, RESIDENT, Stop("cases:home", "/"), Stop("cases:what", "/report/"))
        page.goto("/report/")
        page.fill("[name=text]", ELSEWHERE)
        _send(visitor)
        yield from self._take(visitor, RESIDENT, Stop("cases:elsewhere", "/report/elsewhere"))
        page.goto("/report/")
        page.fill("[name=text]", TOLD)
        _send(visitor)
        if "/report/elsewhere" in page.url:
            page.click("button[value=here]")
        page.set_input_files("[name=photos]", files=[_photo()])
        page.fill("[name=place]", "芦汀镇河埠头")
        page.click("button[name=stay]")
        page.wait_for_selector(".added")
        yield from self._take(visitor, RESIDENT, Stop("cases:where", "/report/where", "with a photo"))
        page.goto("/report/where")
        _send(visitor)
        yield from self._take(visitor, RESIDENT, Stop("cases:contact", "/report/contact"))
        page.goto("/report/contact")
        page.fill("[name=name]", "何小满")
        page.fill("[name=phone]", "13800000000")
        page.check("[name=consent]")
        _send(visitor)
        yield from self._take(visitor, RESIDENT, Stop("cases:check", "/report/check"))
        page.goto("/report/check")
        _send(visitor, "form[action$=send]")
        yield from self._take(visitor, RESIDENT, Stop("cases:receipt", "/report/receipt"))
        yield from self._asked(visitor)
        visitor.close()

    def _published(self) -> Iterator[Pictured]:
        """What anybody finds: answers, one of them, promises, figures."""
        visitor, shown = self._visitor(), live().first()
        yield from self._take(
            visitor,
            RESIDENT,
            Stop("publishing:index", "/answers/"),
            Stop("publishing:index", "/answers/?q=没有这个词", "nothing found"),
            Stop("publishing:promises", "/answers/promises/"),
            Stop("publishing:promises", "/answers/promises/?kept=on", "kept"),
            Stop("publishing:heard", "/answers/heard/"),
        )
        if shown is not None:
            yield from self._take(visitor, RESIDENT, Stop("publishing:one", f"/answers/{shown.slug}/"))
        visitor.close()

    def _asked(self, visitor: Visitor) -> Iterator[Pictured]:
        """The office has a question about what was just sent."""
        case = Case.objects.filter(text__contains="每天干到晚上十点").latest("pk")
        at = f"/case/{case.code}/"
        yield from self._take(visitor, RESIDENT, Stop("cases:follow", at, "just sent"))
        clerk = next(actor for _show, _name, actor in officers() if actor.may("cases.accept"))
        information.ask_information(clerk, case.pk, case.version, text="请问是哪一家厂？")
        steps = (
            Stop("cases:follow", at, "asked"),
            Stop("cases:reply", f"{at}reply"),
            Stop("cases:withdraw", f"{at}withdraw"),
        )
        yield from self._take(visitor, RESIDENT, *steps)

    def _follows(self) -> Iterator[Pictured]:
        """An answered case: rate it, then what is left to do when it is closed."""
        district = current()
        assert district is not None
        code, secret = district.profile["receipts"][0]
        visitor, at = self._visitor(), f"/case/{code}/"
        yield from self._take(visitor, RESIDENT, Stop("cases:open", "/case/"))
        visitor.page.goto("/case/")
        visitor.page.fill("[name=code]", code)
        visitor.page.fill("[name=secret]", secret)
        _send(visitor)
        answered = (Stop("cases:follow", at, "answered"), Stop("cases:rate", f"{at}rate"))
        yield from self._take(visitor, RESIDENT, *answered, Stop("cases:who_looked", f"{at}who-looked"))
        own = ("everything", ""), ("correct", "correct"), ("erase", "erase")
        yield from self._take(visitor, RESIDENT, *(Stop(f"mydata:{name}", f"{at}my-data/{path}") for name, path in own))
        yield from self._take(visitor, RESIDENT, Stop("publishing:consent", f"{at}publishing/"))
        visitor.page.goto(f"{at}rate")
        visitor.page.check("[name=solved][value=partly]")
        _send(visitor)
        closed = (
            Stop("cases:follow", at, "closed"),
            Stop("cases:reopen", f"{at}reopen"),
            Stop("cases:review", f"{at}review"),
        )
        yield from self._take(visitor, RESIDENT, *closed)
        visitor.close()

    # -- officers

    def _import(self) -> None:
        """A table waits for its columns to be looked at."""
        table = io.BytesIO()
        rows = [
            ["1", "路灯坏了半个月，孩子放学看不见路。", "2026/10/1 8:05"],
            ["2", "", ""],
            ["3", "小区门口积水。", "昨天"],
        ]
        write_xlsx(table, {"诉求": (["留言编号", "留言详情", "留言时间"], rows)})
        visitor = self._visitor()
        name = next(username for _show, username, actor in officers() if actor.may("cases.import"))
        visitor.sign_in(name, make.PASSWORD)
        file: FilePayload = {"name": "十月留言.xlsx", "mimeType": "", "buffer": table.getvalue()}
        visitor.page.goto("/desk/imports/")
        visitor.page.set_input_files("[name=file]", files=[file])
        _send(visitor, "form[enctype]")
        visitor.close()

    def _second_factor(self) -> Iterator[Pictured]:
        """The pages of one's own account, before and after a second factor is set up."""
        account = Account.objects.get(username="huangdandan")
        visitor = self._visitor()
        visitor.sign_in(account.username, make.PASSWORD)
        own = (
            ("account_change_password", "password"),
            ("account_logout", "logout"),
            ("account_sessions", "sessions"),
            ("account_reauthenticate", "confirm"),
        )
        yield from self._take(visitor, SETTLED, *(Stop(name, f"/account/{path}") for name, path in own))
        setting_up = (
            Stop("mfa_index", "/account/second-factor", "none"),
            Stop("mfa_activate_totp", "/account/second-factor/on"),
        )
        yield from self._take(visitor, SETTLED, *setting_up)
        TOTP.activate(account, generate_totp_secret())
        RecoveryCodes.activate(account)
        with_it = (
            ("mfa_index", "second-factor"),
            ("mfa_deactivate_totp", "second-factor/off"),
            ("mfa_view_recovery_codes", "recovery-codes"),
            ("mfa_generate_recovery_codes", "recovery-codes/new"),
            ("mfa_reauthenticate", "second-factor/confirm"),
        )
        yield from self._take(visitor, SETTLED, *(Stop(name, f"/account/{path}") for name, path in with_it))
        visitor.close()
        admin = self._visitor()
        admin.sign_in(next(name for _show, name, actor in officers() if actor.may("accounts.manage")), make.PASSWORD)
        lost = Stop("access:account_without_factor", f"/desk/accounts/{account.pk}/second-factor")
        yield from self._take(admin, SETTLED, lost)
        admin.close()
        asked = self._visitor()
        asked.sign_in(account.username, make.PASSWORD)
        yield from self._take(asked, SETTLED, Stop("mfa_authenticate", "/account/code"))
        asked.close()

    # -- everybody

    def _everybody(self) -> Iterator[Pictured]:
        visitor = self._visitor()
        yield from self._take(
            visitor,
            PUBLIC,
            Stop("account_login", "/account/login"),
            Stop("account_inactive", "/account/closed"),
            Stop("error", "/nowhere", "404"),
            *(Stop("error", f"/ui/sample/{status}", str(status)) for status in (400, 403, 429, 500)),
            Stop("ui:components", "/ui"),
            Stop("ui:sample", "/ui/sample/home"),
        )
        visitor.close()


def _send(visitor: Visitor, form: str = "main form") -> None:
    """Press the form's own button, the last one."""
    page = visitor.page
    with page.expect_navigation():
        page.locator(f"{form} .actions button").last.click()


def _photo() -> FilePayload:
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": making_files.photo()}
