"""文书: letters, assignments and answers as Word and PDF, worded by the catalogue, masked as on the page."""

import io

import pikepdf
from docx import Document

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.catalog import actions as loading
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.file import SHIPPED
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.work.cases.actions import late
from qiaoliang.work.cases.models import Letter


def word(response):
    assert response.status_code == 200, response.status_code
    return [line.text for line in Document(io.BytesIO(response.content)).paragraphs if line.text]


def test_an_assignment_says_what_is_asked_of_whom_by_when_and_masks_as_the_page_does(world):
    story = world.story(text="织布车间天天加班，请打13700000102。", name="程清泽").until("sign")
    address = f"/desk/cases/{story.id}/dispatch"
    assert f'href="{address}.docx"' in world.client("union").get(f"/desk/cases/{story.id}/").text
    made = world.client("union").get(f"{address}.docx")
    assert made["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E6%B4%BE%E5%8D%95%20")
    lines = word(made)
    assert lines[:4] == [
        "云桥区诉求办理中心",
        f"编号 {story.code}",
        f"关于办理编号{story.code}诉求的通知",
        "区总工会：",
    ]
    assert "织布车间天天加班，请打〔电话〕。" in lines and "（二）分类：劳动权益 / 加班与休假" in lines
    assert not [line for line in lines if "137" in line or "程清泽" in line]
    pdf = world.client("union").get(f"{address}.pdf")
    with pikepdf.open(io.BytesIO(pdf.content)) as opened:
        assert len(opened.pages) >= 1
    assert pdf["Content-Type"] == "application/pdf"
    assert world.client("women").get(f"{address}.docx").status_code == 404
    assert world.client("union").get(f"{address}.doc").status_code == 404
    events = AuditEvent.objects.filter(action="cases.paper", object_id=story.id)
    assert [event.refs for event in events.order_by("id")] == [
        {"paper": "dispatch", "format": "docx"},
        {"paper": "dispatch", "format": "pdf"},
    ]


def test_a_supervision_letter_has_its_number_and_goes_to_the_unit_with_a_copy_to_its_head(world):
    story = world.story().until("sign")
    world.go(days=18)
    late.climb_all()
    letter = Letter.objects.get(case=story.id)
    lines = word(world.client("union").get(f"/desk/letters/{letter.pk}/paper.docx"))
    assert lines[1:4] == ["督〔2026〕1号", "关于督办区总工会承办的", f"编号{story.code}诉求的通知"]
    assert any(f"编号 {story.code} 由区总工会承办" in line for line in lines)
    assert world.client("women").get(f"/desk/letters/{letter.pk}/paper.docx").status_code == 404
    english = world.client("union")
    english.cookies["django_language"] = "en"
    assert word(english.get(f"/desk/letters/{letter.pk}/paper.docx")) == lines


def test_an_answer_comes_out_once_it_went_out_and_the_unit_signs_it(world):
    story = world.story().until("sign")
    assert world.client("union").get(f"/desk/cases/{story.id}/answers/1.docx").status_code == 404
    story.propose(text="一、已补发加班费。\n二、问题请打13700000110。")
    assert world.client("union").get(f"/desk/cases/{story.id}/answers/1.docx").status_code == 404
    story.approve()
    lines = word(world.client("union").get(f"/desk/cases/{story.id}/answers/1.docx"))
    assert lines[0] == lines[-2] == "区总工会" and "一、已补发加班费。" in lines
    assert "二、问题请打〔电话〕。" in word(world.client("supervisor").get(f"/desk/cases/{story.id}/answers/1.docx"))


def test_the_district_words_its_papers_itself(world, tmp_path):
    text = SHIPPED.read_text(encoding="utf-8").replace("{district}诉求办理中心", "{district}群众诉求受理办公室")
    own = tmp_path / "catalog.toml"
    own.write_text(text, encoding="utf-8")
    loading.load(own, SYSTEM, clock.now())
    story = world.story().until("sign")
    assert word(world.client("union").get(f"/desk/cases/{story.id}/dispatch.docx"))[0] == "云桥区群众诉求受理办公室"
    assert catalog.template("paper_office", "zh", district="云桥区") == "云桥区群众诉求受理办公室"
