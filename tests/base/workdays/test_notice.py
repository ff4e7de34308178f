"""The notice's text is read as it stands, and refused where it disagrees with the calendar."""

from __future__ import annotations

import pytest

from qiaoliang.base.workdays import notice

#: invented: no arrangement of 2027 is announced
TEXT = """\
关于2027年部分节假日安排的通知
国办发明电〔2026〕 99 号

　　一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。2026年12月26日（周六）上班。
　　二、春节：2月5日（农历除夕、周五）至13日（农历正月初八、周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。
　　三、清明节：4月5日（周一）放假，与周末连休。
　　四、国庆节、中秋节：10月1日（星期五）至7日（星期四）放假，共7天。10月9日（星期六）上班。
"""


def test_a_notice_is_read():
    found = notice.read(TEXT)
    assert found.problems == ()
    (year,) = found.years
    assert (year.year, year.number, year.certainty, year.announced) == (
        2027,
        "国办发明电〔2026〕99号",
        "confirmed",
        True,
    )
    worked = [day.date.isoformat() for day in year.days if day.kind == "workday"]
    assert worked == ["2026-12-26", "2027-01-31", "2027-02-14", "2027-10-09"]
    off = {name: [day.date.isoformat() for day in year.days if day.kind == "holiday" and day.name == name] for name in
           ("元旦", "春节", "清明节", "国庆节、中秋节")}  # fmt: skip
    assert off["元旦"] == ["2026-12-31", "2027-01-01", "2027-01-02"]
    assert (len(off["春节"]), off["春节"][0], off["春节"][-1]) == (9, "2027-02-05", "2027-02-13")
    assert off["清明节"] == ["2027-04-05"]
    assert len(off["国庆节、中秋节"]) == 7


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("4月5日（周一）", "4月5日（周二）", "2027-04-05 是周一"),
        ("共9天", "共8天", "写的是共 8 天，数出来是 9 天"),
        ("10月9日（星期六）", "10月8日（星期五）", "2027-10-08 不是周六或周日"),
        ("4月5日（周一）", "4月31日", "没有“4月31日”这一天"),
        ("4月5日（周一）放假", "另行安排放假", "看不出从哪天放到哪天"),
        ("至13日（农历正月初八、周六）", "至1日", "先后不对"),
        ("10月9日（星期六）", "2月14日（周日）", "2027-02-14 写了两次"),
        ("关于2027年部分节假日安排", "关于放假", "粘贴通知全文"),
        ("一、元旦", "元旦", ""),
    ],
)
def test_a_slip_is_found(old: str, new: str, sentence: str):
    assert old in TEXT
    found = notice.read(TEXT.replace(old, new))
    if not sentence:
        assert "元旦" not in {day.name for year in found.years for day in year.days}
        return
    assert found.years == () or found.problems
    assert any(sentence in problem and " / " in problem for problem in found.problems), found.problems
