"""公开答复: two persons and the one who asked let an answer out; whichever of them takes it back, it is gone at once."""

from __future__ import annotations

import re
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from tests.work.cases import world as worlds
from tests.work.cases.keeping.conftest import officers  # noqa: F401 - a fixture
from tests.work.cases.publishing.told import PUBLIC, TITLE, closed, proposed, published

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.notify.models import Notice
from qiaoliang.work.cases.actions import archive, reopen
from qiaoliang.work.cases.models import Case, Receipt
from qiaoliang.work.cases.mydata.actions.ask import ask
from qiaoliang.work.cases.publishing import queries
from qiaoliang.work.cases.publishing.actions import consent, decide, end
from qiaoliang.work.cases.publishing.choices import Standing
from qiaoliang.work.cases.publishing.models import Publication

PHONE = "13700000101"


@pytest.fixture
def story(world):
    return closed(world, name="贺云屿", phone=PHONE)


def refused(call, code):
    """The refusal of this code; neither a public text nor the case has changed."""
    before = _rows()
    with pytest.raises(Refusal) as no:
        call()
    assert (no.value.code, _rows()) == (code, before)
    return str(no.value)


def _rows():
    return list(Publication.objects.order_by("pk").values()), list(Case.objects.order_by("pk").values())


def everywhere(words=TITLE):
    """Where a stranger finds these words: list, search, feed, promises."""
    browser = Client()
    places = ["/answers/", "/answers/?q=加班", "/answers/feed.xml", "/answers/?theme=labour"]
    return [place for place in places if words in browser.get(place).content.decode()]


def test_two_persons_publish_and_everybody_finds_it(world, story):
    made = proposed(story)
    assert everywhere() == [] and Client().get(f"/answers/{made.slug}/").status_code == 404
    told = Notice.objects.filter(kind="publication.proposed").values_list("person_id", flat=True)
    assert set(told) == {world.supervisor.person.pk, world.union_head.person.pk}
    decide.publish(world.union_head, made.pk)
    assert len(everywhere()) == 4 and PUBLIC in Client().get(f"/answers/{made.slug}/").text
    assert list(
        Notice.objects.filter(done_at=None, kind__startswith="publication").values_list("kind", "person_id")
    ) == [("publication.published", world.union.person.pk)]
    steps = AuditEvent.objects.filter(object_id=story.id, action__contains="publ").order_by("pk")
    assert list(steps.values_list("action", flat=True)) == ["cases.propose_publication", "cases.publish"]
    page = world.opened(story).get(f"/case/{story.code}/").text
    assert "公开了一篇答复，看不出是您" in page and "提请公开答复" not in page


def test_who_wrote_it_does_not_let_it_out(world, story):
    made = proposed(story, by="union_head")
    assert refused(lambda: decide.publish(world.union_head, made.pk), "publication.same") == (
        "这一篇是您写的，要由另一个人核对。"
    )
    for who in ("union", "women_head", "intake"):
        refused(partial(decide.publish, world.actors[who], made.pk), "cases.publish")
    decide.publish(world.supervisor, made.pk)
    refused(lambda: decide.publish(world.supervisor, made.pk), "publication.decided")


def test_only_whoever_had_the_work_proposes(world, story):
    for who in ("women", "intake", "supervisor", "leader", "town"):
        assert refused(partial(proposed, story, by=who), "cases.propose_publication") == worlds.NO_RIGHT
    proposed(story)
    assert "已有一篇在等人核对" in refused(lambda: proposed(story, by="union2"), "publication.waits")


def test_nothing_is_proposed_that_may_not_be_public(world):
    told = {
        "本人没有同意公开答复。": closed(world, may_publish=False),
        "这一类诉求的答复不公开。": closed_in(world, "women.violence"),
        worlds.wrong_state("办理中"): world.story(may_publish=True).until("sign"),
    }
    for words, story in told.items():
        assert refused(partial(proposed, story), "cases.propose_publication") == words
    about = world.story(may_publish=True)
    about.accept(accused_id=world.unit("lx"))
    for name in ("dispatch", "sign", "propose", "approve", "open_callback", "rate"):
        getattr(about, name)()
    assert "一律不公开" in refused(lambda: proposed(about), "cases.propose_publication")


def closed_in(world, category):
    story = world.story(may_publish=True)
    story.accept(category=category)
    for name in ("dispatch", "sign", "propose", "approve", "open_callback", "rate"):
        getattr(story, name)()
    return story


def test_a_refused_text_comes_back_with_its_reason(world, story):
    made = proposed(story)
    refused(lambda: decide.refuse(world.union_head, made.pk, reason=" "), "publication.reason")
    decide.refuse(world.union_head, made.pk, reason="写明找哪个窗口。")
    made.refresh_from_db()
    assert (made.standing, everywhere()) == (Standing.REFUSED, [])
    page = world.client("union").get(reverse("publishing:of_case", args=[story.id])).text
    assert "写明找哪个窗口。" in page and "提请公开" in page
    assert "写明找哪个窗口。" not in world.opened(story).get(f"/case/{story.code}/").text
    assert TITLE in world.client("union").get(reverse("publishing:write", args=[story.id])).text, "typed once"


def test_taken_back_it_is_gone_at_once_and_to_agree_anew_brings_nothing_back(world, story):
    made = published(story)
    consent.take_back(story.resident, story.receipt)
    made.refresh_from_db()
    assert (everywhere(), made.standing) == ([], Standing.RECALLED)
    assert Client().get(f"/answers/{made.slug}/").status_code == 404
    refused(lambda: proposed(story), "cases.propose_publication")
    refused(lambda: consent.take_back(story.resident, story.receipt), "cases.take_back_publication")
    consent.agree(story.resident, story.receipt)
    refused(lambda: consent.agree(story.resident, story.receipt), "cases.agree_publication")
    assert everywhere() == []
    assert published(story).slug != made.slug and len(everywhere()) == 4
    given = story.case.events.filter(step="agree_publication").get().refs["consents"]
    assert given == {"publish": str(catalog.consent("publish").pk)}


def test_a_proposal_that_waits_goes_with_the_consent(world, story):
    made = proposed(story)
    consent.take_back(story.resident, story.receipt)
    refused(lambda: decide.publish(world.union_head, made.pk), "publication.decided")
    assert not Notice.objects.filter(kind="publication.proposed", done_at=None).exists()


def test_nobody_else_agrees_for_the_person(world, story):
    other = world.story()
    for who in (other.resident, world.union, Who(kind="resident")):
        refused(partial(consent.take_back, who, story.receipt), "cases.take_back_publication")
    browser = world.opened(other)
    for name in ("consent", "agree", "take_back"):
        assert browser.post(reverse(f"publishing:{name}", args=[story.code])).status_code in (404, 405)


def test_the_office_takes_it_down_with_a_reason(world, story):
    made = published(story)
    page = reverse("publishing:take_down", args=[story.id])
    assert world.client("union").post(page, {"reason": "说错了"}).status_code == 404
    assert world.client("union_head").post(page, {"reason": ""}).status_code == 422
    assert len(everywhere()) == 4
    world.client("union_head").post(page, {"reason": "窗口搬了"})
    made.refresh_from_db()
    assert (everywhere(), made.standing, made.reason) == ([], Standing.TAKEN_DOWN, "窗口搬了")
    refused(lambda: end.take_down(world.supervisor, story.id, reason="再撤"), "publication.none")


def test_a_case_taken_up_again_shows_nothing_until_it_is_answered_anew(world, story):
    made = published(story)
    reopen.reopen(story.resident, story.id, text="还差一个月的没有补。")
    assert everywhere() == []
    for name in ("propose", "approve", "open_callback", "rate"):
        getattr(story, name)()
    assert everywhere() == [], "the text tells of the first answer"
    newer = published(story, title="加班费没有补齐怎么办")
    made.refresh_from_db()
    assert (made.standing, newer.slug, newer.published_on) == (Standing.REPLACED, made.slug, made.published_on)
    assert everywhere() == [] and len(everywhere("加班费没有补齐怎么办")) == 4


def test_a_review_hides_it_while_it_lasts(world, story):
    published(story)
    story.ask_review()
    assert everywhere() == []
    story.decide_review("upheld")
    assert len(everywhere()) == 4


def test_a_newer_answer_is_not_let_out_with_an_older_text(world, story):
    made = proposed(story)
    reopen.reopen(story.resident, story.id, text="还差一个月的没有补。")
    for name in ("propose", "approve", "open_callback", "rate"):
        getattr(story, name)()
    refused(lambda: decide.publish(world.union_head, made.pk), "publication.old")


def test_a_category_closed_to_the_public_takes_its_answers_along(world, story, monkeypatch):
    published(story)
    rows = catalog.categories()
    hours = next(one for one in rows if one.code == "labour.hours")
    monkeypatch.setattr(hours, "public", False)
    assert everywhere() == []


def test_who_asks_to_be_erased_takes_it_along(officers):  # noqa: F811
    story = closed(officers, name="贺云屿", phone=PHONE)
    made = published(story)
    ask(story.resident, story.receipt)
    made.refresh_from_db()
    assert (everywhere(), made.standing, story.case.may_publish) == ([], Standing.RECALLED, False)


def parts_of(world):
    """A message whose first part is answered and public, and that part's public text."""
    words = {"name": "贺云屿", "phone": PHONE, "may_publish": True, "area_id": world.unit("lx-v")}
    whole = world.story(text="织布车间的加班费三个月没发。女职工休息室漏水。", **words).until("accept")
    one, _other = whole.split()
    for name in ("dispatch", "sign", "propose", "approve", "open_callback", "rate"):
        getattr(one, name)()
    return whole, one, published(one)


def test_the_consent_that_went_with_a_message_to_its_parts_is_taken_back_of_them_too(world):
    whole, one, made = parts_of(world)
    browser, page = world.opened(whole), reverse("publishing:consent", args=[whole.code])
    assert len(everywhere()) == 4 and TITLE in browser.get(page).text, "the message's page tells of its parts"
    answer = browser.post(reverse("publishing:take_back", args=[whole.code]), follow=True).text
    made.refresh_from_db()
    assert "不再公开任何内容" in answer and TITLE not in answer
    assert (everywhere(), made.standing, Case.objects.filter(may_publish=True).count()) == ([], Standing.RECALLED, 0)
    taken = [part.case.events.get(step="take_back_publication").by_kind for part in (whole, one)]
    assert taken == ["resident", "resident"]
    refused(lambda: proposed(one), "cases.propose_publication")
    assert "请到那一件的页面上说" in browser.get(page).text
    refused(lambda: consent.agree(whole.resident, whole.receipt), "cases.agree_publication")
    consent.agree(one.resident, one.receipt)
    published(one)
    assert TITLE in browser.get(page).text
    consent.take_back(whole.resident, whole.receipt)
    assert everywhere() == []


def test_each_part_is_taken_back_by_itself(world):
    _whole, one, _made = parts_of(world)
    consent.take_back(one.resident, one.receipt)
    assert everywhere() == []
    assert Case.objects.filter(may_publish=True).count() == 2, "the message and its other part"


@pytest.mark.parametrize("asked", ["of the message", "of its other part"])
def test_who_asks_to_be_erased_takes_along_what_is_public_of_every_part(officers, asked):  # noqa: F811
    whole, one, made = parts_of(officers)
    ask(whole.resident, whole.receipt if asked == "of the message" else other_part(whole, one))
    made.refresh_from_db()
    assert (everywhere(), made.standing, Case.objects.filter(may_publish=True).count()) == ([], Standing.RECALLED, 0)


def other_part(whole, one):
    return Receipt.objects.filter(whole=whole.receipt).exclude(pk=one.receipt.pk).get()


def test_it_outlives_the_words_of_the_case_but_not_the_consent(world, story):
    made, waits = published(story), closed(world)
    proposed(waits)
    archive.archive(story.id)
    archive.archive(waits.id)
    assert len(everywhere()) == 4 and story.case.text == ""
    assert list(waits.case.publications.values_list("standing", "text")) == [(Standing.CLOSED, "")]
    consent.take_back(story.resident, story.receipt)
    assert everywhere() == [] and Client().get(f"/answers/{made.slug}/").status_code == 404


def test_the_office_publishes_what_it_answered_itself(world):
    story = world.story(may_publish=True)
    story.accept(kind="question")
    for name in ("propose_direct", "decide_direct", "open_callback", "rate"):
        getattr(story, name)()
    refused(lambda: proposed(story, by="union", area_id=None), "cases.propose_publication")
    made = proposed(story, by="intake", area_id=None)
    refused(lambda: decide.publish(world.dispatcher, made.pk), "cases.publish")
    decide.publish(world.supervisor, made.pk)
    assert str(queries.by_slug(made.slug).organization) == "诉求办理中心" and len(everywhere()) == 4


def test_the_place_is_the_village_the_town_or_nothing(world, story):
    assert [str(one) for one in queries.place_choices(story.case)] == ["柳溪镇", "柳溪村"]
    refused(lambda: proposed(story, area_id=world.unit("mill")), "publication.place")
    made = published(story, area_id=None)
    assert "柳溪" not in Client().get(f"/answers/{made.slug}/").text
    factory = closed(world, area_id=world.unit("mill"))
    assert [str(one) for one in queries.place_choices(factory.case)] == ["柳溪镇"]


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(world, story):
    page, browser = reverse("publishing:write", args=[story.id]), world.client("union")
    typed = {"title": TITLE, "text": f"请打{PHONE}问。", "area": str(world.unit("lx-v"))}
    answer = browser.post(page, typed)
    assert (answer.status_code, f"请打{PHONE}问。" in answer.text) == (422, True)
    assert f"这里可能看得出是谁：{PHONE}" in answer.text and not Publication.objects.exists()
    assert browser.post(page, typed | {"text": ""}).status_code == 422
    assert browser.post(page, typed | {"text": PUBLIC}, follow=True).status_code == 200
    check = reverse("publishing:check", args=[story.id])
    head = world.client("union_head")
    assert head.get(check, follow=True).status_code == 200
    read = {"text": Publication.objects.get().pk}
    assert head.post(check, read | {"agree": "no", "reason": ""}).status_code == 422
    assert "已公开" in head.post(check, read | {"agree": "yes"}, follow=True).text and len(everywhere()) == 4


def test_nobody_lets_a_text_out_that_they_have_not_read(world, story):
    first, check, head = proposed(story), reverse("publishing:check", args=[story.id]), world.client("union_head")
    read = re.search(r'name="text" value="([^"]+)"', head.get(check, follow=True).text)[1]
    assert read == str(first.pk)
    decide.refuse(world.supervisor, first.pk, reason="再短一些。")
    second = proposed(story, text="工会核对考勤后，企业已经补发。")
    for typed in ({"agree": "yes", "text": read}, {"agree": "yes"}, {"agree": "no", "reason": "不行", "text": read}):
        answer = head.post(check, typed, follow=True).text
        second.refresh_from_db()
        assert "又送来了另一篇" in answer and second.text in answer
        assert (second.standing, everywhere()) == (Standing.PROPOSED, [])
    head.post(check, {"agree": "yes", "text": second.pk})
    assert len(everywhere()) == 4


def test_who_may_not_read_the_case_does_not_get_to_its_public_text(world, story):
    proposed(story)
    for who in ("women", "town"):
        assert world.client(who).get(reverse("publishing:of_case", args=[story.id])).status_code == 404
        assert TITLE not in world.client(who).get(reverse("publishing:every")).text
    assert TITLE in world.client("supervisor").get(reverse("publishing:every")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_at_the_desk_costs_the_same_for_one_and_three(world, count, django_assert_max_num_queries):
    for _number in range(count):
        proposed(closed(world))
    browser = world.client("union_head")
    browser.get(reverse("publishing:every"))
    with django_assert_max_num_queries(30) as asked:
        browser.get(reverse("publishing:every"))
    assert len(asked) == LIST_COSTS


LIST_COSTS = 6
