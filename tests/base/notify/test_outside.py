"""Messages outside: together, once, not in quiet hours, tried again, seen by the administrator; no word of a person in them."""

import base64
import hashlib
import hmac
import socket
from datetime import UTC, datetime, time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from tests.base.notify.servers import Smtp, Web, certificate, running
from tests.project.test_pages_speak_one_language import appoint
from tests.work.cases import world as worlds

from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import worker
from qiaoliang.base.jobs.models import Job
from qiaoliang.base.notify import actions as notify
from qiaoliang.base.notify import queries as notices
from qiaoliang.base.notify.outside import queries, sealing
from qiaoliang.base.notify.outside.actions import arrange
from qiaoliang.base.notify.outside.actions.gather import gather
from qiaoliang.base.notify.outside.actions.send import TryAgain, again, send, trial
from qiaoliang.base.notify.outside.adapters import in_words
from qiaoliang.base.notify.outside.adapters.http import is_allowed
from qiaoliang.base.notify.outside.models import Channel, Message, Way

TOLD = {
    "by_mail": True,
    "by_sms": False,
    "rhythm": "soon",
    "quiet_from": time(20),
    "quiet_to": time(7, 30),
    "rest": True,
}


@pytest.fixture(scope="module")
def _rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), worlds.rows():
        yield


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("cert"))


@pytest.fixture
def world(_rows, db):
    with worlds.entered() as made:
        yield made


@pytest.fixture
def smtp(pem, monkeypatch):
    monkeypatch.setenv("QIAOLIANG_MAIL_CA", str(pem[1]))
    with running(Smtp(pem[0])) as server:
        yield server


@pytest.fixture
def web(monkeypatch):
    with running(Web()) as server:
        monkeypatch.setenv("QIAOLIANG_WEBHOOK_HOSTS", f"127.0.0.1:{server.port}")
        yield server


def mail(server, typed="rightpass", security="starttls"):
    settings = {"host": "127.0.0.1", "port": str(server.port), "security": security, "user": "desk",
                "sender": "desk@yunqiao.example", "site": "https://yunqiao.example"}  # fmt: skip
    return arrange.keep(SYSTEM, Channel(kind="mail"), name="区邮件", settings=settings, secrets={"password": typed})


def robot(world, server, kind, path="/robot?access_token=k"):
    settings = {"site": "https://yunqiao.example", "rhythm": "soon"}
    secrets = {"address": f"http://127.0.0.1:{server.port}{path}", "secret": "SECx"}
    return arrange.keep(
        SYSTEM,
        Channel(kind=kind),
        name="总工会群",
        settings=settings,
        secrets=secrets,
        organization_id=world.unit("zgh"),
    )


def chosen(world, who="union", address="he@yunqiao.example", **told):
    return arrange.choose(
        world.actors[who].who, world.actors[who].person.pk, mail=address, sms="13800000009", told=TOLD | told
    )


def settle_in(world):
    """Let the gathering's minute of grace and the five minutes pass."""
    world.go(minutes=6)


def test_what_comes_together_goes_as_one_mail_with_numbers_and_a_link_and_never_twice(world, smtp):
    mail(smtp)
    chosen(world)
    first = world.story(text="织布车间天天加班，打13700000102。", name="程清泽", phone=worlds.PHONE).until("dispatch")
    second = world.story().until("dispatch")
    assert gather() == 0
    settle_in(world)
    assert (gather(), gather()) == (1, 0)
    worker.run_all()
    assert Message.objects.get().outcome == "sent"
    letter = smtp.letters[0]
    assert (str(letter["From"]), str(letter["To"]), len(smtp.letters)) == (
        "desk@yunqiao.example",
        "he@yunqiao.example",
        1,
    )
    assert letter["Subject"] == "诉求工作台有 2 条新消息"
    body = letter.get_content()
    assert body.splitlines() == [
        f"· {first.code} 派给本单位，请签收",
        f"· {second.code} 派给本单位，请签收",
        "请打开查看：https://yunqiao.example/desk/notices",
    ]
    assert not [word for word in ("137", "程清泽", "织布", worlds.PHONE) if word in letter.as_string() + body]
    third = world.story().until("dispatch")
    settle_in(world)
    assert gather() == 1
    third.sign()  # it is settled before the message leaves
    worker.run_all()
    assert len(smtp.letters) == 1 and Message.objects.filter(outcome="sent").count() == 2


def test_quiet_hours_days_of_rest_rhythms_and_what_was_read(world, smtp):
    mail(smtp)
    way = chosen(world)
    world.at(datetime(2026, 10, 8, 11, 59, tzinfo=UTC))  # 19:59
    world.story().until("dispatch")
    settle_in(world)  # 20:05
    assert gather() == 0
    world.at(datetime(2026, 10, 8, 23, 29, tzinfo=UTC))  # 7:29 the next morning
    assert gather() == 0
    world.go(minutes=1)
    assert gather() == 1
    world.at(datetime(2026, 10, 10, 16, tzinfo=UTC))  # the worked Saturday is over; on Sunday nobody works
    world.story().until("dispatch")
    world.at(datetime(2026, 10, 11, 3, tzinfo=UTC))
    assert gather() == 0
    Way.objects.update(rest=False, rhythm="hourly")
    assert gather() == 1
    Way.objects.update(rhythm="daily")
    world.at(datetime(2026, 10, 12, 1, tzinfo=UTC))
    world.story().until("dispatch")
    world.go(hours=8)
    assert gather() == 0
    world.at(datetime(2026, 10, 13, 0, 30, tzinfo=UTC))
    notify.mark_read(way.person_id)
    assert gather() == 0
    assert [queries.is_within(time(hour), time(20), time(7, 30)) for hour in (19, 20, 0, 7, 8)] == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_a_server_that_is_away_is_tried_again_later_and_each_message_arrives_once(world, smtp):
    mail(smtp)
    chosen(world)
    smtp.answers["MAIL"] = "451 later"
    world.story().until("dispatch")
    settle_in(world)
    gather()
    worker.run_all()
    message, job = Message.objects.get(), Job.objects.get(kind="outside.send")
    assert (message.outcome, message.attempts, message.why, job.attempts) == ("waiting", 1, "SMTP 451", 1)
    assert worker.run_all() == 0  # put off
    smtp.answers.clear()
    world.go(seconds=11)
    worker.run_all()
    message.refresh_from_db()
    assert (message.outcome, message.attempts, message.why, len(smtp.letters)) == ("sent", 2, "", 1)
    send(message.pk)
    assert len(smtp.letters) == 1
    assert smtp.letters[0]["Message-ID"] == f"<{message.pk}@yunqiao.example>"


def test_a_message_cut_off_while_it_left_is_shown_and_goes_again_only_when_somebody_says_so(world, smtp):
    mail(smtp)
    chosen(world)
    world.story().until("dispatch")
    settle_in(world)
    gather()
    message = Message.objects.get()
    Message.objects.update(started_at=clock.now(), attempts=1)  # the worker was killed here
    worker.run_all()
    message.refresh_from_db()
    assert (message.outcome, smtp.letters) == ("unknown", [])
    again(world.supervisor.who, message.pk)
    worker.run_all()
    assert len(smtp.letters) == 1
    with pytest.raises(Refusal):
        again(world.supervisor.who, message.pk)


def test_a_fault_that_will_stay_ends_at_once_and_six_tries_are_the_most(world, smtp):
    channel = mail(smtp, typed="wrong")
    assert trial(SYSTEM, channel, "he@yunqiao.example") == (False, "SMTP 535\nwrong")
    chosen(world)
    world.story().until("dispatch")
    settle_in(world)
    gather()
    worker.run_all()
    assert list(Message.objects.values_list("outcome", "attempts", "why")) == [("failed", 1, "SMTP 535")]
    Message.objects.update(outcome="waiting", started_at=None, attempts=5)
    smtp.answers["EHLO"] = smtp.answers["HELO"] = "421 closing"
    send(Message.objects.get().pk)  # the sixth
    assert Message.objects.get().outcome == "failed"
    Message.objects.update(outcome="waiting", started_at=None, attempts=4)
    with pytest.raises(TryAgain):
        send(Message.objects.get().pk)


def test_a_server_that_is_not_there_is_told_in_the_readers_language(world, smtp):
    with socket.socket() as taken:  # nobody listens there
        taken.bind(("127.0.0.1", 0))
        smtp.port = taken.getsockname()[1]
        went, answer = trial(SYSTEM, mail(smtp), "he@yunqiao.example")
    assert not went and answer.startswith("这个地址和端口没有服务应答。请核对地址、端口，看看服务开了没有。\n")
    assert (in_words("ConnectionRefusedError"), in_words("HTTP 503")) == (answer.split("\n")[0], "HTTP 503")


def test_a_server_with_a_certificate_nobody_vouches_for_gets_no_password(world, smtp, monkeypatch):
    channel = mail(smtp)
    monkeypatch.delenv("QIAOLIANG_MAIL_CA")
    went, answer = trial(SYSTEM, channel, "he@yunqiao.example")
    assert (went, smtp.secret, smtp.letters) == (False, [], []) and answer.startswith("服务器的证书这里不认可。\n")
    monkeypatch.setenv("QIAOLIANG_MAIL_CA", "/nowhere.pem")
    assert trial(SYSTEM, channel, "he@yunqiao.example")[0] is False


def signed(key, message):
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def test_robots_are_spoken_to_as_their_services_say_with_numbers_alone(world, web):
    story = world.story(text="织布车间天天加班。")
    for kind in ("wecom", "dingtalk", "feishu"):
        robot(world, web, kind)
    story.until("dispatch")
    settle_in(world)
    assert (gather(), gather()) == (3, 0)
    worker.run_all()
    assert set(Message.objects.values_list("outcome", flat=True)) == {"sent"}
    text = f"诉求工作台有 1 条新消息\n· {story.code}\n请打开查看：https://yunqiao.example/desk/notices"
    dingtalk, feishu, wecom = sorted(web.posts, key=lambda one: ("sign" not in one[0], "sign" not in one[2]))
    moment = clock.now().timestamp()
    query = parse_qs(urlsplit(dingtalk[0]).query)
    assert query == {
        "access_token": ["k"], "timestamp": [str(round(moment * 1000))],
        "sign": [signed("SECx", f"{round(moment * 1000)}\nSECx")],
    }  # fmt: skip
    assert dingtalk[2] == wecom[2] == {"msgtype": "text", "text": {"content": text}}
    assert feishu[2] == {
        "msg_type": "text", "content": {"text": text}, "timestamp": str(round(moment)),
        "sign": signed(f"{round(moment)}\nSECx", ""),
    }  # fmt: skip
    assert wecom[0] == feishu[0] == "/robot?access_token=k"


def test_what_a_robot_answers_decides_and_no_redirect_is_followed(world, web):
    channel = robot(world, web, "dingtalk")
    web.answer = (200, {}, '{"errcode": 310000, "errmsg": "sign not match"}')
    assert trial(SYSTEM, channel, "") == (False, 'errcode 310000\n{"errcode": 310000, "errmsg": "sign not match"}')
    web.answer = (302, {"Location": f"http://127.0.0.1:{web.port}/elsewhere"}, "")
    assert trial(SYSTEM, channel, "")[1].startswith("HTTP 302") and len(web.posts) == 2
    web.answer = (200, {}, '{"errcode": 130101}')  # too many in a minute: later
    world.story().until("dispatch")
    settle_in(world)
    gather()
    worker.run_all()
    assert Message.objects.get().outcome == "waiting"
    arrange.close(SYSTEM, channel)
    world.go(minutes=1)
    worker.run_all()
    message = Message.objects.get()
    assert (message.outcome, message.why, bytes(Channel.objects.get().sealed)) == ("failed", "channel closed", b"")


def test_a_text_message_says_how_many_and_where_and_carries_its_key(world, web):
    settings = {"site": "https://yunqiao.example", "success": "OK"}
    secrets = {"address": f"http://127.0.0.1:{web.port}/sms", "secret": "s"}
    arrange.keep(SYSTEM, Channel(kind="sms"), name="短信", settings=settings, secrets=secrets)
    chosen(world, by_mail=False, by_sms=True)
    web.answer = (200, {}, '{"result": "OK"}')
    world.story().until("dispatch")
    settle_in(world)
    gather()
    worker.run_all()
    message = Message.objects.get()
    text = "诉求工作台有 1 条新消息：https://yunqiao.example/desk/notices"
    ((path, headers, body),) = web.posts
    assert (path, body) == ("/sms", {"phone": "13800000009", "text": text, "key": str(message.pk)})
    assert headers["X-Signature"] == signed("s", f"13800000009\n{text}\n{message.pk}")
    web.answer = (200, {}, '{"result": "NO"}')
    assert trial(SYSTEM, message.channel, "13800000009")[0] is False


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", True),
        ("https://oapi.dingtalk.com/robot/send?access_token=1", True),
        ("https://open.feishu.cn:443/open-apis/bot/v2/hook/1", True),
        ("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", False),
        ("https://qyapi.weixin.qq.com:8443/", False),
        ("https://qyapi.weixin.qq.com.evil.example/", False),
        ("https://qyapi.weixin.qq.com@169.254.169.254/", False),
        ("https://evil.example\\@qyapi.weixin.qq.com/", False),
        ("http://127.0.0.1/", False),
        ("http://169.254.169.254/latest/meta-data/", False),
        ("https://[::1]/", False),
        ("http://gateway.intranet/sms", True),
        ("http://gateway.intranet:8080/sms", False),
        ("https://other.intranet:8443/sms", True),
        ("file:///etc/passwd", False),
        ("https://oapi.dingtalk.com:x/", False),
        ("", False),
    ],
)
def test_messages_go_to_hosts_that_are_known_or_named_by_whoever_runs_the_server(address, allowed, monkeypatch):
    monkeypatch.setenv("QIAOLIANG_WEBHOOK_HOSTS", "gateway.intranet, other.intranet:8443")
    assert is_allowed(address) is allowed


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("随便写的", "outside.address"),
        ("https://", "outside.address"),
        ("", "outside.address"),
        ("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", "outside.plain"),
        ("https://evil.example/x", "outside.host"),
        ("http://evil.example/x", "outside.host"),
    ],
)
def test_an_address_that_is_refused_says_what_is_the_matter_with_it(world, address, code):
    with pytest.raises(Refusal) as no:
        arrange.keep(SYSTEM, Channel(kind="wecom"), name="总工会群", settings={}, secrets={"address": address})
    assert (no.value.code, no.value.field, Channel.objects.count()) == (code, "address", 0)
    assert ("https://" in str(no.value)) is (code != "outside.host")


def test_the_administrator_sets_it_up_in_the_browser_and_no_secret_comes_back(world, web, smtp):
    appoint(world)
    admin = worlds.Client()
    admin.force_login(Account.objects.get(username="admin"))
    typed = {"name": "区邮件", "site": "https://yunqiao.example", "host": "127.0.0.1", "port": smtp.port,
             "security": "starttls", "user": "desk", "password": "rightpass", "sender": "desk@yunqiao.example"}  # fmt: skip
    bad = admin.post("/desk/channels/new/mail", typed | {"host": "http://x y", "sender": "x"})
    assert (
        bad.status_code == 422
        and "只写服务器的名称" in bad.text
        and "没有 @" in bad.text
        and "rightpass" not in bad.text
    )
    page = admin.post("/desk/channels/new/mail", typed, follow=True)
    channel = Channel.objects.get()
    assert "已经保存过。不改就空着" in page.text and "rightpass" not in page.text
    assert b"rightpass" not in bytes(channel.sealed)
    admin.post(f"/desk/channels/{channel.pk}/", typed | {"password": "", "name": "邮件"})
    channel.refresh_from_db()
    assert (channel.name, sealing.secrets(channel)) == ("邮件", {"password": "rightpass"})
    tested = admin.post(f"/desk/channels/{channel.pk}/test", {"to": "he@yunqiao.example"})
    assert "测试消息发出了" in tested.text and len(smtp.letters) == 1
    assert "已经有一个了" in admin.post("/desk/channels/new/mail", typed).text
    robot_typed = {"name": "群", "site": "https://yunqiao.example", "unit": "区总工会", "rhythm": "hourly"}
    evil = admin.post("/desk/channels/new/feishu", robot_typed | {"address": "http://169.254.169.254/"})
    assert evil.status_code == 422 and "消息只能发往已知的服务" in evil.text
    made = admin.post("/desk/channels/new/feishu", robot_typed | {"address": f"http://127.0.0.1:{web.port}/h", "secret": "k"}, follow=True)  # fmt: skip
    assert "没有对着真实服务试过" in made.text and f":{web.port}/h" not in made.text
    listed = admin.get("/desk/channels/").text
    assert "邮件" in listed and "飞书群机器人" in listed
    actions = list(
        AuditEvent.objects.filter(action__startswith="outside.").order_by("id").values_list("action", flat=True)
    )
    assert actions == ["outside.add", "outside.change", "outside.trial", "outside.add"]
    assert "rightpass" not in str(list(AuditEvent.objects.values()))
    for who in ("supervisor", "union"):
        assert world.client(who).get("/desk/channels/").status_code == 403


def test_failed_messages_are_seen_with_why_and_sent_again_by_a_click(world, smtp):
    mail(smtp, typed="wrong")
    chosen(world)
    world.story().until("dispatch")
    settle_in(world)
    gather()
    worker.run_all()
    appoint(world)
    admin = worlds.Client()
    admin.force_login(Account.objects.get(username="admin"))
    page = admin.get("/desk/channels/?show=failed").text
    message = Message.objects.get()
    assert "SMTP 535（试了 1 次）" in page and "人union" in page and "he@yunqiao.example" not in page
    admin.post("/desk/channels/again", {"message": str(message.pk)})
    message.refresh_from_db()
    assert message.outcome == "waiting"
    assert "不在没发出的里面" in admin.post("/desk/channels/again", {"message": str(message.pk)}, follow=True).text


def test_everybody_chooses_for_themselves_and_what_stands_unread_is_not_sent_after_the_fact(world, smtp):
    world.story().until("dispatch")
    union = world.client("union")
    assert "还没有设置邮件和短信" in union.get("/desk/notices/ways").text
    mail(smtp)
    told = {"by_mail": "on", "mail": "", "rhythm": "soon", "quiet_from": "22:00", "quiet_to": "06:00"}
    refused = union.post("/desk/notices/ways", told)
    assert refused.status_code == 422 and "请写发到哪里" in refused.text
    for name in ("quiet_from", "quiet_to"):
        half = union.post("/desk/notices/ways", told | {"mail": "he@yunqiao.example", name: ""})
        assert half.status_code == 422 and "两个时间都要填" in half.text and not Way.objects.exists()
    kept = union.post("/desk/notices/ways", told | {"mail": "he@yunqiao.example"}, follow=True)
    assert "保存了" in kept.text and 'value="he@yunqiao.example"' in kept.text and "我的手机号" not in kept.text
    way = Way.objects.get()
    assert (way.person_id, way.mail, way.rest, way.quiet_from) == (world.union.person.pk, True, False, time(22))
    assert b"he@" not in bytes(way.sealed)
    settle_in(world)
    assert (gather(), notices.unread_count(way.person_id) > 0) == (0, True)
    assert AuditEvent.objects.get(action="outside.choose").fields == ["mail"]
    union.post("/desk/notices/ways", {"rhythm": "soon", "mail": ""})
    world.story().until("dispatch")
    settle_in(world)
    assert gather() == 0 and sealing.secrets(Way.objects.get())["mail"] == ""


def test_the_questions_of_a_look_do_not_grow_with_people_who_want_nothing(world, smtp, django_assert_max_num_queries):
    mail(smtp)
    for who in ("union", "union2", "women"):
        chosen(world, who, by_mail=False)
    with django_assert_max_num_queries(4):
        assert gather() == 0
    with transaction.atomic():
        assert queries.way_of(world.town.person.pk).mail is False
