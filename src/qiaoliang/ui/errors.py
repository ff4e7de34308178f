"""Error pages: what happened and what to do, inside the desk or the residents' pages. Where database or session fail
they stand alone, in both languages. The project names them as handler400 … handler500."""

from __future__ import annotations

import errno
import logging
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import OperationalError as DatabaseFault
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string

from qiaoliang.ui import navigation
from qiaoliang.ui.look import Look
from qiaoliang.ui.words import chinese

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """One page in one language."""

    title: str
    text: str
    step: str


#: status → (Chinese, English)
PAGES: dict[int, tuple[Words, Words]] = {
    400: (
        Words("这次请求没有看懂", "发来的内容不完整，或者格式不对。", "请返回上一页，检查后再提交一次。您填的内容一般还在。"),
        Words("We could not read that request", "Something was missing or in a wrong form.", "Go back, check it and send it again. What you wrote is usually still there."),
    ),
    403: (
        Words("这一页您现在打不开", "您的岗位没有这项权限，或者页面放得太久，已经过期。", "请返回后重新打开。如果工作需要，请找本单位管理员开通。"),
        Words("You may not open this page now", "Your post does not have this right, or the page was left open too long.", "Go back and open it again. If your work needs it, ask your unit's administrator."),
    ),
    404: (
        Words("没有找到这一页", "地址可能抄错了，或者内容已经撤下。", "请核对地址。要查一件诉求，请用回执上的编号和口令。"),
        Words("This page was not found", "The address may be mistyped, or the page was taken down.", "Check the address. To follow a case, use the number and the secret on your receipt."),
    ),
    405: (
        Words("这个地址不能这样打开", "它只接受从页面上提交的内容。", "请返回上一页，用页面上的按钮再试一次。"),
        Words("This address cannot be opened like that", "It only takes what a page sends to it.", "Go back and use the button on the page."),
    ),
    409: (
        Words("别人刚刚改过这一条", "您打开之后，同事先保存了。您的内容没有丢。", "请返回，看看对方改了什么，再决定怎么保存。"),
        Words("Somebody else has just changed this", "A colleague saved it after you had opened it. What you wrote is not lost.", "Go back, look at their change, then decide how to save."),
    ),
    422: (
        Words("这一步现在办不了", "内容没有保存，原来的记录也没有改动。", "请按下面的说明处理后再试一次。"),
        Words("This cannot be done now", "Nothing was saved and nothing was changed.", "Please see the note and try again."),
    ),
    413: (
        Words("发来的内容太大了", "文字或照片超过了能接收的大小。", "请减少照片张数，或换小一点的照片，再提交一次。"),
        Words("That was too large", "The text or the photos are larger than we can take.", "Send fewer or smaller photos."),
    ),
    429: (
        Words("操作太频繁了", "短时间内请求太多，先歇一歇。", "请过几分钟再试。急事请打 12345；危及生命请打 110、119、120。"),
        Words("Too many requests", "There were too many in a short time.", "Try again in a few minutes. If it is urgent call 12345; in danger call 110, 119 or 120."),
    ),
    500: (
        Words("是我们这边出了问题", "不是您操作错了。这个问题已经记在系统日志里。", "请过几分钟再试。刚才有没有提交成功，用回执编号一查就知道。"),
        Words("Something went wrong on our side", "It is not your mistake. It is written in the system's log.", "Try again in a few minutes. With your receipt number you can see whether it was received."),
    ),
    503: (
        Words("系统正在维护", "暂时打不开，已经收到的诉求都在。", "请过一会儿再来。急事请打 12345；危及生命请打 110、119、120。"),
        Words("We are down for maintenance", "Everything received so far is safe.", "Please come back in a while. If it is urgent call 12345; in danger call 110, 119 or 120."),
    ),
}  # fmt: skip


#: the same for somebody who is signed in, where their way on is another
OFFICERS: dict[int, tuple[Words, Words]] = {
    403: (
        Words("这一页您现在打不开", "您现在用的岗位没有这项权限。", "如果您还有别的岗位，请在页面上方换岗后再试。工作需要的，请找安全管理员开通。"),
        Words("You may not open this page now", "The post you act for now does not have this right.", "If you hold another post, change to it at the top and try again. If your work needs it, ask the security officer."),
    ),
    404: (
        Words("没有找到这一页", "地址可能抄错了；如果是一件诉求，它可能已经改派，或者不归您现在的岗位看。", "请从菜单进入，或在上方按编号查找。"),
        Words("This page was not found", "The address may be mistyped. If it is a case, it may have gone to another unit, or your present post does not see it.", "Use the menu, or search by its number at the top."),
    ),
    429: (
        Words("操作太频繁了", "短时间内请求太多，系统先停一停，没有保存。", "请过几分钟再试，已经填好的内容请先留着。"),
        Words("Too many requests", "There were too many in a short time; nothing was saved.", "Try again in a few minutes and keep what you have written."),
    ),
    500: (
        Words("是系统出了问题", "不是您操作错了。这个问题已经记在系统日志里。", "请过几分钟再试。刚才有没有办成，打开那件诉求看办理记录就知道；一再出现，请告诉系统管理员。"),
        Words("Something went wrong on our side", "It is not your mistake. It is written in the system's log.", "Try again in a few minutes. The case's history shows whether your step was taken. If it happens again, tell the administrator."),
    ),
}  # fmt: skip
#: a form whose protection has run out
EXPIRED = (
    Words("这一页放得太久了", "为了安全，页面过一段时间就要重新打开。刚才提交的内容没有保存。", "请重新打开刚才的页面再提交；写好的长文字在下面，可以复制。"),
    Words("This page was left open too long", "For safety a page must be opened anew after a while. What you sent was not saved.", "Open the page again and send it once more; longer texts stand below for copying."),
)  # fmt: skip


def show(
    request: HttpRequest, status: int, detail: str = "", words: tuple[Words, Words] | None = None, alone: bool = False
) -> HttpResponse:
    """The error page of ``status``; ``detail`` is a sentence about this very case, in the reader's language. Whoever is
    signed in stays in the desk with menu and log-out, a resident in the residents' pages; where not even that can be
    drawn, or ``alone`` says that it would be waited for in vain, the page stands alone."""
    shell = "" if alone else _shell(request)
    zh, en = words or (OFFICERS.get(status) if shell == "desk" else None) or PAGES[status]
    first, second = ((zh, "zh-Hans"), (en, "en")) if chinese() else ((en, "en"), (zh, "zh-Hans"))
    context = {"status": status, "detail": detail, "first": first[0], "second": second[0], "second_lang": second[1]}
    context |= {
        "typed": typed(request),
        "typed_title": "您刚才填写的内容" if second[1] == "en" else "What you had typed",
        "back": _came_from(request),
    }
    return HttpResponse(_drawn(request, shell, context), status=status)


def _drawn(request: HttpRequest, shell: str, context: dict[str, object]) -> str:
    if shell:
        try:
            return render_to_string(f"ui/error_{shell}.html", context, request=request)
        except Exception:
            log.exception("the error page was drawn without its menu")
    return render_to_string("ui/error.html", {**context, "look": Look(request)})


def _shell(request: HttpRequest) -> str:
    """Which pages the reader stands in: ``desk`` or ``resident``; empty where even that cannot be told."""
    try:
        return "desk" if navigation.slot("account", request) else "resident"
    except Exception:
        return ""


def _came_from(request: HttpRequest) -> str:
    """The path of the page of ours that led here; empty where there was none, or it is this very address."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.headers.get("Host") or (page.path == request.path and request.method == "GET"):
        return ""
    return page.path + (f"?{page.query}" if page.query else "")


#: the database does not answer, or nothing more can be written
NOT_NOW = (
    Words("系统暂时没有响应", "刚才提交的内容没有保存成功的话，就在下面；已经收到的诉求都在。", "请过几分钟再试。急事请打 12345；危及生命请打 110、119、120。"),
    Words("The system does not answer just now", "What you sent, if it was not saved, stands below. Everything received so far is safe.", "Try again in a few minutes. If it is urgent call 12345; in danger call 110, 119 or 120."),
)  # fmt: skip
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

#: a form came without any cookie of ours
NO_COOKIES = (
    Words("这张表没能送出来", "这个浏览器没有保存 Cookie，所以送不出来。什么都没有提交，您填的内容在下面。", "请在浏览器设置里允许本网站使用 Cookie，或者换一个浏览器再试；也可以打电话、到窗口来说。"),
    Words("This form could not be sent", "The browser keeps no cookies. Nothing was sent; what you wrote is below.", "Please allow this site to use cookies in its settings, or try another browser; you can also call or come to the counter."),
)  # fmt: skip
#: shorter words are quickly written again
WORTH_KEEPING = 8
#: never shown again, whatever a page calls its fields
KEPT_BACK = ("password", "secret", "code", "token", "version", "next")


def typed(request: HttpRequest) -> list[str]:
    """The longer texts of a refused form, to be copied before they are gone. Only of a form on a page of ours: somebody
    else's page could otherwise put its words under our name."""
    if request.method != "POST" or not _from_our_page(request):
        return []
    try:
        sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except (BadRequest, SuspiciousOperation, UnreadablePostError):
        return []
    return [text for name, text in sent if len(text) >= WORTH_KEEPING and not any(word in name for word in KEPT_BACK)]


def _from_our_page(request: HttpRequest) -> bool:
    """What the browser says of the page that sent a form; without TLS it names the page's origin only."""
    site = request.headers.get("Sec-Fetch-Site")
    ours = f"{request.scheme}://{request.headers.get('Host', '')}"
    return site == "same-origin" if site else request.headers.get("Origin") == ours


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400; too much data is told apart from data that makes no sense, and from a session that could not be kept
    because the database did not answer: Django calls that a bad request, too."""
    if _cannot_now(exception):
        return show(request, 503, words=NOT_NOW, alone=True)
    too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return show(request, 413 if too_big else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403; a refusal that carries a sentence shows it."""
    return show(request, 403, str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404; says nothing about what was looked for."""
    return show(request, 404)


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A 405 with its page; Django's own has no words."""
    answer = show(request, 405)
    answer.headers["Allow"] = response.headers["Allow"]
    return answer


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler429: a limit on tries."""
    return show(request, 429)


def broken(request: HttpRequest) -> HttpResponse:
    """handler500. A database that does not answer, or a disk without room, is told as such."""
    if _cannot_now(sys.exc_info()[1]):
        return show(request, 503, words=NOT_NOW, alone=True)
    return show(request, 500)


def _cannot_now(fault: BaseException | None) -> bool:
    """Whether this, or what led to it, is the database's silence or a full disk."""
    while fault is not None:
        if isinstance(fault, DatabaseFault) or (isinstance(fault, OSError) and fault.errno in NO_ROOM):
            return True
        fault = fault.__context__
    return False


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection does not fit: nearly always a page left open too long; where no cookie came at all, the
    browser keeps none."""
    return show(request, 403, words=EXPIRED if request.COOKIES else NO_COOKIES)
