"""Which hat acted, from the choice in the header to the auditor's page."""

from datetime import timedelta

import pytest
from django.test import Client

from qiaoliang.base.access import actions as access
from qiaoliang.base.access import deputies
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership


@pytest.fixture
def auditor(world):
    account = Account.objects.create(username="auditor")
    post = organizations.establish_post(SYSTEM, world.units["yq"], "审计岗")
    organizations.appoint(SYSTEM, organizations.register(SYSTEM, "人审计", account=account), post)
    access.grant(SYSTEM, post, "auditor")
    client = Client()
    client.force_login(account)
    return client


def test_the_chosen_post_stands_in_history_and_audit(world, auditor):
    second = organizations.establish_post(SYSTEM, world.units["fl"], "兼职岗")
    access.grant(SYSTEM, second, "handler")
    organizations.appoint(SYSTEM, world.union.person, second)
    first = Membership.objects.get(person=world.union.person, post__title="union岗").post
    theirs, ours = world.story(), world.story()
    for story, lead in ((theirs, "fl"), (ours, "zgh")):
        story.accept()
        story.dispatch(lead)
    client = world.client("union")

    def sign(story):
        return client.post(f"/desk/cases/{story.id}/sign", {"version": story.case.version}).status_code

    assert sign(theirs) == 404
    client.post("/desk/hat", {"post": str(second.pk)})
    assert (sign(ours), sign(theirs)) == (404, 302)
    client.post("/desk/hat", {"post": str(first.pk)})
    assert sign(ours) == 302
    for story, post, unit in ((theirs, second, "fl"), (ours, first, "zgh")):
        row = AuditEvent.objects.get(action="cases.sign", object_id=story.id)
        assert (row.actor_id, row.post_id, row.organization_id, "stands_for" in row.refs) == (
            world.union.who.id,
            post.pk,
            world.unit(unit),
            False,
        )
        assert story.case.events.get(step="sign").organization_id == world.unit(unit)
        shown = auditor.get(f"/desk/audit?record={story.id}&action=cases.sign").text
        assert "人union" in shown and f"{post}" in shown


def test_a_lent_hat_is_named_with_its_holder_and_is_gone_when_the_days_are_over(world, auditor):
    head = Membership.objects.get(person=world.union_head.person)
    day = clock.today()
    deputies.name(world.union_head, head, world.union2.person, start=day, end=day + timedelta(days=2))
    now, later = world.story().until("propose"), world.story().until("propose")
    client = world.client("union2")
    assert (
        client.post(f"/desk/cases/{now.id}/approve", {"version": now.case.version, "text": "厂里已补发。"}).status_code
        == 404
    )
    client.post("/desk/hat", {"post": str(head.post_id)})
    assert (
        client.post(f"/desk/cases/{now.id}/approve", {"version": now.case.version, "text": "厂里已补发。"}).status_code
        == 302
    )
    row = AuditEvent.objects.get(action="cases.approve", object_id=now.id)
    assert (row.post_id, row.refs["stands_for"]) == (head.post_id, str(world.union_head.person.pk))
    assert "（代人union_head）" in auditor.get(f"/desk/audit?record={now.id}").text
    world.go(hours=48)
    client = world.client("union2")
    client.post("/desk/hat", {"post": str(head.post_id)})
    assert (
        client.post(
            f"/desk/cases/{later.id}/approve", {"version": later.case.version, "text": "厂里已补发。"}
        ).status_code
        == 404
    )
