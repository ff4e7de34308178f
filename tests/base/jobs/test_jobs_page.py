from __future__ import annotations

import pytest
from tests.base.desk import officer

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.jobs import queries
from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.jobs.models import Job

pytestmark = pytest.mark.django_db
PAGE = "/desk/jobs"


def given_up() -> Job:
    return Job.objects.create(kind="jobs.sweep", attempts=8, failed_at=clock.now(), error="ValueError at x.py:1")


def test_only_the_administrator_sees_and_restarts_what_was_given_up(client):
    job, admin, handler = given_up(), officer("admin", "桥三"), officer("handler", "桥一")
    assert client.get(PAGE).status_code == 302
    assert handler.client.get(PAGE).status_code == 403
    assert handler.client.post(f"{PAGE}/again", {"job": job.pk}).status_code == 403
    assert "ValueError at x.py:1" in admin.client.get(PAGE).content.decode()
    assert admin.client.get(f"{PAGE}/again").status_code == 405
    first = admin.client.post(f"{PAGE}/again", {"job": job.pk}, follow=True).content.decode()
    second = admin.client.post(f"{PAGE}/again", {"job": job.pk}, follow=True).content.decode()
    assert ("已重新启动" in first, "已不在" in second) == (True, True)
    assert AuditEvent.objects.filter(action="job.try_again", actor_id=admin.account.pk).count() == 1
    assert queries.given_up().count() == 0


@pytest.mark.parametrize("job", ["", "x", "0198c1a2-0000-7000-8000-000000000001"])
def test_a_job_that_is_not_there(job):
    assert officer("admin").client.post(f"{PAGE}/again", {"job": job}).status_code == 404


def test_what_waits_and_what_goes_wrong_is_counted():
    assert queries.problems() == []
    enqueue("jobs.sweep", {})
    given_up()
    text = officer("admin").client.get(PAGE).content.decode()
    assert (text.count("清理已完成的后台任务"), text.count("jobs.sweep")) == (2, 0)
    Job.objects.update(run_after=clock.now() - 2 * queries.LATE)
    enqueue("nobody.knows", {})
    assert [line.split()[0] for line in queries.problems()] == ["1", "1", "Nothing"]
