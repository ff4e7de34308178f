"""公文: 22 lines of 28 characters, headings, signs and numbers as GB/T 9704-2012 wants them, in Word and in PDF."""

import io
import zipfile
from datetime import date

import pikepdf
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from qiaoliang.office.official import (
    Grid,
    Official,
    day,
    headed,
    mark_size,
    number,
    paragraphs,
    sign_indent,
    title_lines,
    width,
)
from qiaoliang.office.pdf import official_pdf
from qiaoliang.office.word import write_official


def told(*body, **more):
    return Official(
        **{"mark": "云桥区诉求办理中心", "title": "关于督办的通知", "number": "督〔2026〕3号", "to": "区总工会",
           "sign": "云桥区诉求办理中心", "day": date(2026, 10, 9), **more, "body": body}
    )  # fmt: skip


def pages(*body):
    with pikepdf.open(io.BytesIO(official_pdf(told(*body)))) as made:
        return len(made.pages)


def word(document):
    out = io.BytesIO()
    write_official(out, document)
    return out


def test_a_page_of_the_pdf_holds_22_lines_of_28_characters():
    line = "桥" * 26  # with the indent of two
    one = next(count for count in range(1, 40) if pages(*[line] * count) == 2)
    assert pages(*[line] * (one + 21)) == 2 and pages(*[line] * (one + 22)) == 3
    assert pages(*[line] * (one + 19), line + "桥") == 2 and pages(*[line] * (one + 20), line + "桥") == 3


def test_the_word_file_is_set_by_exact_pitches_in_named_fonts_with_numbered_pages():
    document = told(
        "一、基本情况", "（一）原由。织布车间每天干到晚上十点。", "1.收到时间是10月8日。",
        Grid(("单位", "收到"), (("区总工会", "12"),), caption="办理情况"),
        copies="区总工会负责人", attachments=("办理过程", "原答复"), note="联系电话见系统", urgency="特急",
    )  # fmt: skip
    made = word(document)
    opened = Document(made)
    section = opened.sections[0]
    measured = [
        round(one.mm) for one in (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    ]
    assert (round(section.page_width.mm), measured) == (210, [37, 28, 26, 35])
    by_text = {line.text: line for line in opened.paragraphs}
    fonts = [
        by_text[text]
        .runs[0]
        ._element.rPr.rFonts.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia")
        for text in ("云桥区诉求办理中心", "关于督办的通知", "一、基本情况", "1.收到时间是10月8日。", "特急")
    ]
    assert fonts[2:] == ["黑体", "仿宋_GB2312", "黑体"] and fonts[1] == "方正小标宋简体"
    head = by_text["（一）原由。织布车间每天干到晚上十点。"].runs
    assert [run.text for run in head] == ["（一）原由。", "织布车间每天干到晚上十点。"]
    body = by_text["1.收到时间是10月8日。"]
    assert (body.paragraph_format.line_spacing.pt, body.runs[0].font.size.pt) == (28.95, 16)
    assert by_text["　　　2.原答复"] and by_text["附件：1.办理过程"] and by_text["（联系电话见系统）"]
    assert [cell.text for cell in opened.tables[0].rows[1].cells] == ["区总工会", "12"]
    assert opened.tables[-1].rows[0].cells[0].text == "抄送：区总工会负责人。"
    with zipfile.ZipFile(made) as package:
        xml = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    assert 'w:spacing w:val="-5"' in xml["word/document.xml"] and "docGrid" not in xml["word/document.xml"]
    assert "evenAndOddHeaders" in xml["word/settings.xml"] and " PAGE " in "".join(xml.values())
    assert not [name for name in xml if "font" in name.lower() and "fontTable" not in name]


def test_a_short_letter_keeps_to_one_page():
    letter = told(*["桥" * 100] * 2, "要求办到：11月30日。", compact=True, copies="区总工会负责人")
    with pikepdf.open(io.BytesIO(official_pdf(letter))) as made:
        assert len(made.pages) == 1


def test_both_kinds_of_file_carry_every_letter_and_a_brief_has_its_issue():
    brief = told("正文。", issue="第3期", number="")
    lines = [line.text for line in Document(word(brief)).paragraphs]
    assert "第3期" in lines and "云桥区诉求办理中心\t2026年10月9日" in lines and "督〔2026〕3号" not in lines
    with pikepdf.open(io.BytesIO(official_pdf(brief))) as made:
        assert str(made.docinfo["/Title"]) == "关于督办的通知"
        fonts = {str(one.BaseFont).split("+")[1] for page in made.pages for one in page.Resources.Font.values()}
    assert fonts == {"NotoSerifSC-Regular-Identity-H"} or all("Noto" in one for one in fonts)


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        ("一、基本情况", (1, "一、基本情况", "")),
        ("二、要求。三天内办结。", (1, "二、要求。", "三天内办结。")),
        ("（十二）期限", (2, "（十二）期限", "")),
        ("（三）地点：榆东社区。", (2, "（三）地点：", "榆东社区。")),
        ("1.第一件", (3, "", "1.第一件")),
        ("（1）其一", (4, "", "（1）其一")),
        ("一天、两天", (0, "", "一天、两天")),
    ],
)
def test_headings_are_known_by_their_numbers(text, is_):
    assert headed(text) == is_


def test_days_numbers_and_places_are_written_as_offices_do():
    assert (day(date(2026, 3, 9)), number("督", 2026, 3)) == ("2026年3月9日", "督〔2026〕3号")
    assert sign_indent("云桥区诉求办理中心", "2026年10月9日") == 2.75  # nine characters over six and a half
    assert (mark_size("区工会"), mark_size("云桥区人民来访接待和群众诉求办理中心")) == (42, 24.5)
    assert paragraphs("　　第一段\n\n  第二段 ") == ("第一段", "第二段")


@settings(deadline=None)
@given(st.text(alphabet="关于督办编号的和，《》通知A1", min_size=1, max_size=90))
def test_a_title_breaks_into_lines_without_losing_a_letter_(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(0 < width(line) <= 20 for line in lines) or not title


def test_a_number_in_a_title_stays_whole():
    assert title_lines("关于办理编号46RC2R55SF诉求的通知") == ("关于办理编号46RC2R55SF诉求的通知",)
    assert title_lines("关于督办编号46RC2R55SF等五件诉求和落实区领导批示的通知") == (
        "关于督办编号46RC2R55SF等五件诉求和", "落实区领导批示的通知",
    )  # fmt: skip


@settings(deadline=None, max_examples=20)
@given(st.text(min_size=0, max_size=60))
def test_any_text_becomes_a_file(text):
    document = told(*paragraphs(text), to=text[:5].strip(), note=text[:10].strip())
    assert official_pdf(document).startswith(b"%PDF")
    assert word(document).getvalue().startswith(b"PK")
