"""The pages of those who watch over the house: auditor, data officer, administrator; and everybody's notices."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction
from tests.base.desk import officer
from tests.harness.browser import DESK, PHONE, assert_accessible

from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock, ids
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs.models import Job
from qiaoliang.base.notify import actions as notify
from qiaoliang.base.vault import actions as vault

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = {"audit": "auditor", "reveals": "data_officer", "jobs": "admin", "notices": "handler"}


@transaction.atomic
def a_days_work():
    handler, case = officer("handler", "桥一"), ("case", ids.uuid7())
    contact = vault.store(handler.who, name="欧阳小桥", phone="13800001234")
    vault.reveal(handler.who, contact.pk, reason="verify", note="", subject=case)
    vault.reveal(handler.who, contact.pk, reason="other", note="电话打不通，要上门", subject=case)
    record(SYSTEM, "job.try_again", ("job", ids.uuid7()))
    Job.objects.create(kind="attachments.sweep", attempts=8, failed_at=clock.now(), error="OSError at storage.py:60")
    return handler


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_each_page_works_at_a_desk_and_on_a_phone(size, open_page, screens, live_server):
    handler, page = a_days_work(), open_page(size)
    with transaction.atomic():
        notify.tell([handler.person.pk], "unknown.kind", ("case", ids.uuid7()))
    for name, role in PAGES.items():
        reader = handler if role == "handler" else officer(role, f"人{role}")
        value = reader.client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        assert page.goto(f"/desk/{name}").status == 200, name
        assert page.locator("h1").inner_text() != "", name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert_accessible(page)
        screens(page, f"trust-{name}-{'desk' if size == DESK else 'phone'}")
