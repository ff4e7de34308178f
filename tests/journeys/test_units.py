"""The administrator merges a unit in a real browser: found by typing, looked at first, and looked at again as it was."""

from datetime import date

from tests.harness.browser import assert_accessible
from tests.journeys.test_entrance import district, log_in, officer  # noqa: F401  (the fixture)

from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Organization, Person


def test_a_unit_is_entered_staffed_renamed_and_merged(district, desk, phone, screens):  # noqa: F811
    officer(district, "yq", "系统管理员", "xitong", ["admin"])
    officer(district, "lx", "镇长", "shiqiao", ["head"])
    log_in(desk, "xitong")
    desk.goto("/desk/organizations")
    desk.click("text=新建单位")
    desk.fill("[name=name]", "柳溪镇青山村村民委员会")
    desk.fill("[name=short_name]", "青山村")
    desk.select_option("[name=kind]", "village_committee")
    desk.fill("[name=code]", "lx-qs")
    desk.fill("[name=territory]", "柳溪")
    desk.wait_for_selector("[role=option]")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    assert_accessible(desk)
    screens(desk, "units-1-new")
    desk.click("main button[type=submit]")
    assert "接下来设岗位" in desk.inner_text("main")
    village = Organization.objects.get(code="lx-qs")
    desk.click("text=新设岗位")
    desk.fill("[name=title]", "主任")
    desk.click("main button[type=submit]")
    desk.click("main >> text=任人")
    desk.fill("main [name=q]", "林")
    desk.press("main [name=q]", "Enter")
    desk.fill("main [name=name]", "林晓桥")
    assert_accessible(desk)
    screens(desk, "units-2-appoint")
    desk.click("main form[method=post] button[type=submit]")
    assert "林晓桥" in desk.inner_text("main")
    assert_accessible(desk)
    screens(desk, "units-3-unit")
    town = f"/desk/organizations/{district['lx'].pk}"
    organizations.rename(SYSTEM, district["lx"], "柳溪街道办事处", short_name="柳溪街道", kind="street")
    desk.goto(f"{town}/end")
    desk.fill("[name=successor]", "云桥区")
    desk.fill("[name=reason]", "区编〔2026〕12 号")
    desk.click("main button[type=submit]")
    assert "青山村 → 云桥区" in desk.inner_text("main")
    assert_accessible(desk)
    screens(desk, "units-4-merge")
    desk.click("text=确定撤销")
    desk.wait_for_url(f"**{town}")
    assert "由这个单位承接" in desk.inner_text("main")
    log_in(phone, "xitong")
    phone.goto(f"{town}?on={date(2024, 5, 1).isoformat()}")
    assert "柳溪镇" in phone.inner_text("h1")
    assert_accessible(phone)
    screens(phone, "units-5-as-it-was")
    assert Membership.objects.at().filter(person=Person.objects.get(name="林晓桥"), post__organization=village).exists()
