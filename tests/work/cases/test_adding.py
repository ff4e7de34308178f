"""What the person adds without being asked: words and photos join the case, whoever has it is told, nothing moves."""

from datetime import timedelta

from tests.base.attachments.making_files import photo, upload
from tests.work.cases.world import NO_RIGHT, refused, told, wrong_state

from qiaoliang.base.attachments import queries as stored
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.core import clock
from qiaoliang.base.notify.models import Notice
from qiaoliang.work.cases.actions import staged
from qiaoliang.work.cases.models import Event

MORE = "昨晚又停水了，从八点到十一点。"


def test_whoever_has_it_is_told_in_every_state_and_no_date_moves(world):
    story = world.story()
    had = []
    for step in (None, "accept", "dispatch", "sign", "propose"):
        if step:
            getattr(story, step)()
        Notice.objects.all().delete()
        due, before = story.case.due_at, story.case.state
        event = story.add(f"{MORE}{step}")
        assert (event.message, event.to_state, story.case.due_at, story.case.state) == (event.message, "", due, before)
        had.append((before, told("added")))
    assert had == [
        ("submitted", ["intake", "intake2"]),
        ("accepted", ["dispatcher"]),
        ("dispatched", ["union", "union2"]),
        ("in_progress", ["union"]),
        ("pending_approval", ["union"]),
    ]
    story.approve()
    refused(story.add, "cases.add", wrong_state("已答复"))


def test_the_unit_takes_it_down_for_them_and_nobody_else_does(world):
    story = world.story().until("sign")
    refused(lambda: story.add(by="women"), "cases.add", NO_RIGHT)
    refused(lambda: story.add(by="intake"), "cases.add", NO_RIGHT)
    story.ask()
    refused(story.add, "cases.add", "问诉求人的问题还没有回答。")
    story.reply()
    address = f"/desk/cases/{story.id}/add"
    page = world.client("union").post(address, {"text": MORE, "version": story.case.version}, follow=True)
    assert MORE in page.text and Event.objects.get(step="add").person == world.union.person
    assert world.client("women").get(address).status_code == 404


def test_pressed_twice_it_is_added_once(world):
    story = world.story().until("sign")
    first = story.add(MORE)
    assert story.add(MORE) == first
    story.note()
    assert story.add(MORE) != first


def test_photos_wait_beside_the_words_and_go_with_them(world):
    story = world.story().until("sign")
    client, address = world.opened(story), f"/case/{story.code}/add"
    page = client.post(address, {"text": MORE, "stay": "1", "photos": [upload(photo(), "一.jpg")]})
    [one] = page.context["photos"]
    assert page.status_code == 200 and MORE in page.text
    assert client.get(one["href"]).status_code == 200
    assert world.opened(world.story()).get(one["href"]).status_code == 404
    assert world.client("union").get(one["href"]).status_code == 404
    page = client.post(address, {"text": MORE, "remove": one["id"]})
    assert page.context["photos"] == [] and MORE in page.text
    page = client.post(address, {"text": "", "photos": [upload(photo(), "二.jpg")]})
    assert page.status_code == 422 and len(page.context["photos"]) == 1
    page = client.post(address, {"text": MORE}, follow=True)
    assert "谢谢您，收到了。" in page.text and "附 1 个照片或文件" in page.text
    assert len(stored.of([("case", story.id)])[story.id]) == 1
    assert Attachment.objects.exclude(owner_kind="case").count() == 0
    assert "附 1 个照片或文件" in world.client("union").get(f"/desk/cases/{story.id}/").text


def test_a_photo_goes_with_a_reply_too(world):
    story = world.story().until("sign")
    story.ask()
    client = world.opened(story)
    client.post(f"/case/{story.code}/reply", {"text": "见照片。", "photos": [upload(photo(), "一.jpg")]})
    [file] = stored.of([("case", story.id)])[story.id]
    event = Event.objects.get(step="reply")
    assert event.refs == {"files": 1, "which": [str(file.pk)]}
    shown = client.get(f"/case/{story.code}/").context["events"]
    assert [[one["name"] for one in line["files"]] for line in shown if line["files"]] == [["一.jpg"]]


def test_a_case_holds_so_many_files_and_says_so_with_the_words_kept(world, monkeypatch):
    monkeypatch.setattr(staged, "MOST", 1)
    story = world.story().until("sign")
    client, address = world.opened(story), f"/case/{story.code}/add"
    client.post(address, {"text": MORE, "photos": [upload(photo(), "一.jpg")]})
    page = client.post(address, {"text": "还有一张。", "photos": [upload(photo(shade=9), "二.jpg")]})
    assert "这件事已有 1 个照片或文件，最多 1 个。" in page.text and "还有一张。" in page.text
    assert len(page.context["photos"]) == 1


def test_what_was_never_sent_is_forgotten(world):
    story = world.story().until("sign")
    client = world.opened(story)
    client.post(f"/case/{story.code}/add", {"text": "", "photos": [upload(photo(), "一.jpg")]})
    assert staged.forget_expired() == 0
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert staged.forget_expired() == 1
    assert not Attachment.objects.exists()


def test_an_officer_takes_a_case_in_with_photos_that_wait_beside_the_form(world):
    client, address = world.client("intake"), "/desk/cases/new"
    page = client.post(
        address, {"text": "井盖坏了", "source": "counter", "stay": "1", "photos": [upload(photo(), "一.jpg")]}
    )
    [one] = page.context["photos"]
    assert page.status_code == 200 and "井盖坏了" in page.text
    assert client.get(one["href"]).status_code == 200
    assert world.client("intake2").get(one["href"]).status_code == 404
    page = client.post(address, {"text": "井盖坏了", "source": "counter"})
    case_id = page.context["case_id"]
    [kept] = Attachment.objects.all()
    assert (kept.owner_kind, str(kept.owner_id)) == ("case", case_id)


def test_photos_go_with_the_draft_that_is_thrown_away_and_not_into_the_next_persons_case(world):
    client, address = world.client("intake"), "/desk/cases/new"
    client.post(address, {"text": "井盖坏了", "source": "counter", "stay": "1", "photos": [upload(photo(), "一.jpg")]})
    assert Attachment.objects.filter(owner_kind="intake").count() == 1
    client.post(address, {"text": "井盖坏了", "keep": "1"})
    assert Attachment.objects.filter(owner_kind="intake").count() == 1
    client.post(address, {"drop": "1"})
    assert not Attachment.objects.exists()
