"""Two windows of one browser, two posts: the form of the first is refused in the other's name, and done by one button."""

from datetime import timedelta

from tests.harness.browser import assert_accessible
from tests.journeys.test_entrance import district, log_in, officer  # noqa: F401  (the fixture)

from qiaoliang.base.access import actions as access
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Deputy


def test_what_was_typed_is_done_after_the_change_back(district, desk, screens):  # noqa: F811
    account, _ = officer(district, "lx", "镇长", "shiqiao", ["head"])
    colleague, _ = officer(district, "lx", "信访专干", "qingxi", ["handler"])
    second = organizations.establish_post(SYSTEM, district["yq"], "兼职督办", rank=90)
    organizations.appoint(SYSTEM, account.person, second)
    access.grant(SYSTEM, second, "supervisor")
    log_in(desk, "shiqiao")
    desk.goto("/desk/deputies")
    desk.select_option("[name=person]", str(colleague.person.pk))
    desk.fill("[name=last]", (clock.today() + timedelta(days=3)).isoformat())
    other = desk.context.new_page()
    other.goto("/desk/rights")
    other.click("details.hat summary")
    other.click("text=云桥区 兼职督办")
    other.wait_for_url("**/desk/rights")
    assert "兼职督办" in other.inner_text("main")
    desk.click("main button:has-text('指定')")
    desk.wait_for_selector("text=没有办理")
    assert_accessible(desk)
    screens(desk, "two-windows")
    assert not Deputy.objects.exists() and desk.locator("main textarea").count() == 0
    desk.click("button:has-text('并办理')")
    desk.wait_for_selector("main >> text=人qingxi")
    assert Deputy.objects.get().person == colleague.person
    assert "镇长" in desk.inner_text("details.hat summary")
