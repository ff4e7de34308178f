"""What anybody finds: by a word, a theme, a place, in the feed, on the list of promises; and never who asked."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from pathlib import PurePath
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.base.attachments import making_files
from tests.work.cases.publishing.told import PLAN, PUBLIC, TITLE, closed, proposed, published

from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.vault import actions as vault
from qiaoliang.ui import format
from qiaoliang.work.cases.actions import submit
from qiaoliang.work.cases.publishing import queries, scan
from qiaoliang.work.cases.publishing.actions import decide
from qiaoliang.work.cases.publishing.models import Publication

ATOM = {"a": "http://www.w3.org/2005/Atom"}
#: planted in the case; none of it is found on any public page
NAME, PHONE, DOOR = "贺云屿", "13700000101", "枫林苑6栋1203室"
SPOKEN, FILE, ENTRANCE = "13700000102", "程清泽的身份证", "5栋2单元303室"
SAID = f"柳溪村老桥边的路灯忽明忽暗半个月了，电话{SPOKEN}，麻烦来看看。"


def get(address):
    return html.unescape(Client().get(address).content.decode())


def parsed(answer):
    return ElementTree.fromstring(answer)  # noqa: S314 - our own


def titles(address):
    return re.findall(r"<h3><a [^>]*>([^<]+)</a>", get(address))


@pytest.fixture
def planted(world):
    """A public answer of a case in which everything stands that could tell who asked."""
    story = closed(world, text=SAID, name=NAME, phone=PHONE, place=ENTRANCE)
    vault.correct(Who(kind="resident"), story.receipt.contact_id, name=NAME, phone=PHONE, address=DOOR)
    photo = SimpleUploadedFile(f"{FILE}.jpg", making_files.photo())
    attachments.add(Who(kind="resident"), ("case", story.id), photo)
    return story


def test_nothing_of_the_person_is_on_any_public_page(world, planted):
    made = published(planted)
    planted.case.events.filter(step="publish").get()
    markers = (NAME, PHONE, DOOR, "1203", SPOKEN, PurePath(FILE).stem, ENTRANCE, planted.code, "忽明忽暗")
    markers += (str(planted.id), str(made.pk), str(made.answer_id), "人union")
    pages = ["/", "/answers/", "/answers/?q=加班", "/answers/feed.xml", "/answers/promises/", "/answers/heard/"]
    pages += ["/answers/feed.xml?theme=labour", f"/answers/{made.slug}/"]
    said = {page: get(page) for page in pages}
    assert {page: [one for one in markers if one in text] for page, text in said.items()} == {
        page: [] for page in pages
    }
    assert all(TITLE in said[page] for page in pages if "answers/?" in page or "feed" in page or made.slug in page)
    moments = re.findall(r"\d\d:\d\d", said[f"/answers/{made.slug}/"])
    assert moments == [], "days, no hours"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"请打{SPOKEN}。", SPOKEN),
        ("请打 137-0000-0103。", "137-0000-0103"),
        (f"感谢{NAME}提出这件事。", "里面有本人留下的联系信息，请换"),
        ("住在６栋 1203室的居民反映，灯已修好。", ""),
        ("话机0000101已登记。", "里面有本人留下的联系信息，请换"),
        (f"已到{ENTRANCE}看过。", ""),
        ("柳溪村老桥边的路灯忽明忽暗半个月了，现已修好。", "是本人的原话"),
        (f"材料是{FILE}。", FILE),
    ],
)
def test_what_tells_who_asked_is_stopped_twice(world, planted, text, says):
    with pytest.raises(Refusal) as no:
        proposed(planted, text=text)
    assert (no.value.code, no.value.field, Publication.objects.count()) == ("publication.tells", "text", 0)
    assert says in str(no.value)
    made = proposed(planted)
    Publication.objects.filter(pk=made.pk).update(text=text)
    with pytest.raises(Refusal) as no:
        decide.publish(world.union_head, made.pk)
    made.refresh_from_db()
    assert (no.value.code, made.standing) == ("publication.tells", "proposed")


def test_the_case_number_in_a_title_is_stopped(planted):
    with pytest.raises(Refusal) as no:
        proposed(planted, title=f"{planted.code} 的答复")
    assert (no.value.field, planted.code in str(no.value)) == ("title", True)


def test_a_contact_put_right_after_the_proposal_is_compared_too(world, planted):
    made = proposed(planted, text="一位姓秦的秦晓棠提了意见，灯已修好。")
    vault.correct(Who(kind="resident"), planted.receipt.contact_id, name="秦晓棠", phone="", address="")
    with pytest.raises(Refusal) as no:
        decide.publish(world.union_head, made.pk)
    assert "本人留下的联系信息" in str(no.value)


def test_names_cannot_be_tried_under_a_text_that_is_never_sent(planted):
    """Whatever is said against the text says nothing of the contact, until nothing else is in the way."""
    said = set()
    for guess in (NAME, "王小军"):
        with pytest.raises(Refusal) as no:
            proposed(planted, title=f"{guess}家的灯", text=f"请打{SPOKEN}。")
        said.add((no.value.field, str(no.value)))
    ((field, words),) = said
    assert field == "text" and SPOKEN in words
    proposed(planted, title="王小军家的灯")
    assert Publication.objects.get().standing == "proposed", "what does not stand there is seen by others"


@pytest.mark.parametrize("text", ["感谢秦晓棠提出这件事。", "加班到半夜，月底一分钱也没多拿，现在补发了。"])
def test_who_raised_the_same_is_not_told_either(world, text):
    """Neither what they left nor their sentence, whichever of the cases answered together is published."""
    lead = world.story(may_publish=True).until("sign")
    other = world.story(name="秦晓棠", phone="13700000109", text="加班到半夜，月底一分钱也没多拿。")
    lead.join(other)
    for step in ("propose", "approve", "open_callback", "rate"):
        getattr(lead, step)()
    for one in (lead.case, other.case):
        with pytest.raises(Refusal) as no:
            scan.ensure_tells_nobody(one, {"text": text})
        assert (no.value.code, no.value.field) == ("publication.tells", "text")
        scan.ensure_tells_nobody(one, {"text": "一家企业补发了加班费。"})


def test_found_by_two_characters_a_theme_and_a_place(world):
    published(closed(world))
    published(
        closed(world, area_id=world.unit("lx")),
        title="路灯坏了找谁",
        text="打柳溪镇的电话就有人来修。",
        area_id=world.unit("lx"),
    )
    lamp, wages = ["路灯坏了找谁"], [TITLE]
    assert (titles("/answers/?q=路灯"), titles("/answers/?q=考勤")) == (lamp, wages)
    assert titles("/answers/?q=路灯 考勤") == [] and "没有找到这样的公开答复" in get("/answers/?q=路灯 考勤")
    assert set(titles("/answers/?theme=labour")) == {*lamp, *wages} and len(titles("/answers/?theme=women")) == 2
    assert titles(f"/answers/?place={world.unit('lx-v')}") == wages
    assert set(titles(f"/answers/?place={world.unit('lx')}")) == {*lamp, *wages}, "a town holds its villages"
    for odd in ("?q=%00", "?place=1", "?theme=%27", "?after=x", "?q=。", "?kept=1"):
        assert Client().get(f"/answers/{odd}").status_code == 200
        assert Client().get(f"/answers/promises/{odd}").status_code == 200


def test_the_newest_first_page_by_page(world, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for number in range(5):
        published(closed(world), title=f"第{number}篇")
        world.go(days=1)
    found, address = [], "/answers/?q=考勤"
    while address:
        page = get(address)
        found.append(titles(address))
        following = re.search(r'href="(\?[^"]*)" rel="next"', page)
        address = f"/answers/{following[1]}" if following else ""
    assert found == [["第4篇", "第3篇"], ["第2篇", "第1篇"], ["第0篇"]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_one_and_three(world, count, django_assert_num_queries):
    for _number in range(count):
        published(closed(world, plan=20))
    Client().get("/answers/")
    for address, queries_asked in COSTS.items():
        with django_assert_num_queries(queries_asked):
            Client().get(address)


COSTS = {"/answers/": 4, "/answers/?q=考勤": 4, "/answers/promises/": 2, "/answers/feed.xml": 2}


def test_the_feed_is_atom_with_ids_that_stay(world):
    made = published(closed(world))
    world.go(days=1)
    published(closed(world), title="第二篇", text="考勤 <b>打卡</b> 都算。")
    answer = Client().get("/answers/feed.xml?theme=labour")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8" and answer["Cache-Control"] == "no-store"
    feed = parsed(answer.content)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    own = [one.get("href") for one in feed.findall("a:link", ATOM) if one.get("rel") == "self"]
    assert own == ["http://testserver/answers/feed.xml?theme=labour"]
    entries = feed.findall("a:entry", ATOM)
    assert [one.findtext("a:title", "", ATOM) for one in entries] == ["第二篇", TITLE]
    assert entries[0].findtext("a:summary", "", ATOM) == "<p>考勤 &lt;b&gt;打卡&lt;/b&gt; 都算。</p>"
    last = entries[-1]
    assert last.findtext("a:updated", "", ATOM) == "2026-10-08T00:00:00+08:00"
    assert last.findtext("a:author/a:name", "", ATOM) == "区总工会" and PUBLIC in last.findtext("a:summary", "", ATOM)
    assert last.find("a:link", ATOM).get("href") == f"http://testserver/answers/{made.slug}/"
    again = parsed(Client().get("/answers/feed.xml").content)
    ids = [one.findtext("a:id", "", ATOM) for one in again.findall("a:entry", ATOM)]
    assert ids == [one.findtext("a:id", "", ATOM) for one in entries] and all(
        one.startswith("urn:uuid:") for one in ids
    )
    assert feed.findtext("a:id", "", ATOM) != again.findtext("a:id", "", ATOM)
    assert parsed(Client().get("/answers/feed.xml?theme=women").content).findall("a:entry", ATOM) == []


def test_a_promise_is_told_plainly(world):
    story = closed(world, plan=10)
    with pytest.raises(Refusal) as no:
        proposed(story, promise="")
    assert no.value.field == "promise"
    made = published(story)
    due = clock.today() + timedelta(days=10)
    assert "还有 10 天" in get("/answers/promises/") and PLAN in get(f"/answers/{made.slug}/")
    world.go(days=12)
    assert "没做到，已过 2 天" in get("/answers/promises/")
    story.move_promise(days=20)
    page = get("/answers/promises/")
    assert f"原定 {format.full_day(due)}。<br>单位还没有说明原因。" in page and "材料没有到齐" not in page
    with pytest.raises(Refusal) as no:
        proposed(story)
    assert no.value.field == "moved"
    published(story, moved="设计图要重新画。")
    assert "设计图要重新画。" in get("/answers/promises/")
    story.keep_promise()
    assert PLAN not in get("/answers/promises/") and f"{format.full_day(clock.today())} 做完" in get(
        "/answers/promises/?kept=on"
    )
    assert "休息室已经修好，请去看看" not in get("/answers/promises/?kept=on"), "what the person was told is theirs"


def test_promises_stand_in_order_page_by_page(world, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for days in (30, 10, 20):
        published(closed(world, plan=days), promise=f"{days}天")
    assert titles("/answers/promises/") == ["10天", "20天"]
    following = re.search(r'href="(\?[^"]*)" rel="next"', get("/answers/promises/"))[1]
    assert titles(f"/answers/promises/{following}") == ["30天"]


def test_somebody_who_writes_is_shown_what_was_answered_before(world):
    published(closed(world))
    browser = Client()
    browser.post("/report/", {"text": "厂里没有发加班费，考勤记录都在，能不能补发？", "group": ""})
    page = browser.get("/report/where").text
    assert "有人问过类似的事" in page and TITLE in page
    other = Client()
    other.post("/report/", {"text": "村口的井盖不见了，晚上很危险。", "group": ""})
    assert "有人问过类似的事" not in other.get("/report/where").text
    assert browser.post("/report/where", {"area": "", "place": ""}).url == reverse("cases:contact"), (
        "it holds nobody up"
    )


def test_near_answers_are_at_most_three_and_the_likest_first(world):
    for number in range(4):
        published(closed(world), title=f"第{number}篇")
    near = published(closed(world), title="路灯不亮找谁修", text="村里的路灯不亮，打村委会电话，三天内来修。")
    found = queries.similar("村里的路灯不亮，加班费考勤也没有补发，企业找工会")
    assert len(found) == 3 and queries.similar("村里的路灯不亮了，三天没人来修")[0].pk == near.pk
    assert queries.similar("") == queries.similar("好") == []


def test_consent_is_asked_on_the_cases_own_page(world):
    story = closed(world, may_publish=False)
    browser = world.opened(story)
    page = reverse("publishing:consent", args=[story.code])
    assert page in browser.get(f"/case/{story.code}/").text
    assert "我同意公开" in browser.get(page).text
    assert "谢谢您" in browser.post(reverse("publishing:agree", args=[story.code]), follow=True).text
    mine = browser.get(reverse("mydata:everything", args=[story.code])).text
    assert "同意公开答复" in mine and "哪个单位答的" in mine
    made = published(story)
    assert made.title in browser.get(page).text
    answer = browser.post(reverse("publishing:take_back", args=[story.code]), follow=True).text
    assert "已收回" in answer and made.title not in answer
    about = world.story()
    about.accept(accused_id=world.unit("lx"))
    assert "不用您同意" in world.opened(about).get(reverse("publishing:consent", args=[about.code])).text


def test_the_title_of_the_case_is_not_the_public_one(world):
    story = closed(world, text=SAID)
    made = published(story)
    assert submit.title_of(SAID) not in get(f"/answers/{made.slug}/")
