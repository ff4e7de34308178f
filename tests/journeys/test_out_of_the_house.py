"""What leaves the house: a list as a table, a letter as Word, messages set up by the administrator and chosen by each."""

from __future__ import annotations

import pytest
from django.conf import settings
from tests.harness.browser import DESK, PHONE, assert_accessible
from tests.project.test_pages_speak_one_language import appoint
from tests.work.cases import world as worlds

from qiaoliang.work.cases.actions import late
from qiaoliang.work.cases.briefs.actions.write import write
from qiaoliang.work.cases.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)


def enter(page, client, live_server):
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])


def looked_at(page, screens, name):
    """At a desk and on a phone."""
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        screens(page, f"out-{name}-{width}")
    assert_accessible(page)


def test_a_list_a_letter_and_a_brief_are_taken_and_messages_are_set_up(open_page, screens, live_server):
    with worlds.opened() as world:
        appoint(world)
        story = world.story().until("sign")
        world.go(days=18)
        late.climb_all()
        letter, brief = Letter.objects.get(case=story.id), write()
        page = open_page(DESK)
        enter(page, world.client("supervisor"), live_server)
        page.goto("/desk/cases/?state=in_progress")
        page.get_by_role("link", name="导出", exact=True).click()
        page.get_by_label("纯文本表格（.csv）").check()
        looked_at(page, screens, "export")
        with page.expect_download() as download:
            page.get_by_role("button", name="导出表格").click()
        lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 2 and lines[1].startswith(f'"{story.code}"')
        page.goto("/desk/exports/")
        looked_at(page, screens, "exports")
        page.goto(f"/desk/letters/{letter.pk}/")
        with page.expect_download() as download:
            page.get_by_role("link", name="Word").click()
        assert download.value.suggested_filename == "督〔2026〕1号.docx"
        assert download.value.path().read_bytes().startswith(b"PK")
        page.goto(f"/desk/briefs/{brief.pk}/")
        looked_at(page, screens, "brief")
        admin = worlds.Client()
        admin.force_login(worlds.Account.objects.get(username="admin"))
        enter(page, admin, live_server)
        for name in ("", "new/mail", "new/dingtalk"):
            page.goto(f"/desk/channels/{name}")
            looked_at(page, screens, f"channels-{name.replace('/', '-')}")
        page.goto("/desk/channels/new/mail")
        for label, value in (("名称", "区邮件"), ("邮件服务器", "127.0.0.1"), ("发件人邮箱", "desk@yunqiao.example")):
            page.get_by_label(label, exact=True).fill(value)
        page.get_by_role("button", name="保存").click()
        page.get_by_text("请发一条测试消息，看看通不通").wait_for()
        looked_at(page, screens, "channel")
        enter(page, world.client("union"), live_server)
        page.goto("/desk/notices/")
        page.goto("/desk/notices/ways")
        looked_at(page, screens, "ways")
