"""拆单: a message with several matters goes on as several cases that keep its day, its dates, its secret and its silence."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.work.cases.promises import Promises
from tests.work.cases.world import NO_RIGHT, PHONE, refused, told, wrong_state

from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.attachments import queries as stored
from qiaoliang.base.attachments import storage
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Stale
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.work.cases import masking, queries, supervision
from qiaoliang.work.cases.actions import count, split
from qiaoliang.work.cases.models import Case, Deadline, Rating, Tally

WORDS = "织布车间的加班费三个月没发。女职工休息室漏水，打电话13912345678没有人管。工会的人还收了钱才肯说话。"
#: 0 wages, 1 the leak, 2 nobody answers, 3 the conduct of the union
WAGES, LEAK, CALL, CONDUCT = (0,), (1,), (2,), (3,)
SEVERAL = (((0, 1, 2), {}), (CONDUCT, {}))


def message(world, **words):
    return world.story(text=WORDS, phone=PHONE, **words)


def photo(story, shade=120):
    data = BytesIO()
    Image.new("RGB", (40, 30), (shade, 90, 60)).save(data, "JPEG")
    upload = SimpleUploadedFile("宿舍.jpg", data.getvalue(), "image/jpeg")
    return attachments.add(SYSTEM, ("case", story.id), upload)


def page(world, story):
    return world.opened(story).get(f"/case/{story.code}/")


def test_the_text_is_dealt_out_by_sentence_and_nothing_masked_is_cut(world):
    story = message(world)
    cut = [WORDS[start:end] for start, end in split.pieces_of(story.case)]
    assert cut == [
        "织布车间的加班费三个月没发。",
        "女职工休息室漏水，",
        "打电话13912345678没有人管。",
        "工会的人还收了钱才肯说话。",
    ]


def test_each_part_has_its_number_unit_and_answer_and_keeps_the_day_and_the_date(world):
    story = message(world).until("accept")
    received = story.case.received_at
    world.go(hours=3)
    to_dispatch = story.case.deadlines.get(step="dispatch", ended_at=None)
    for name in ("intake", "union", "supervisor", "leader"):
        refused(lambda name=name: story.split(by=name), "cases.split", NO_RIGHT)
    wages, leak = story.split(
        ((0, 3), {}), ((1, 2), {"category": "labour.contract", "lead_id": world.unit("fl"), "title": "休息室漏水"})
    )
    assert (story.case.state, story.case.lead, story.case.ended_at) == ("split", None, clock.now())
    assert not story.case.deadlines.filter(ended_at=None).exists()
    assert (wages.case.state, leak.case.state, leak.case.lead.code) == ("accepted", "dispatched", "fl")
    assert len({story.code, wages.code, leak.code}) == 3
    assert {one.case.received_at for one in (wages, leak)} == {received}
    assert wages.case.deadlines.get().due_at == to_dispatch.due_at == wages.case.due_at
    assert wages.case.text == "织布车间的加班费三个月没发。工会的人还收了钱才肯说话。"
    assert (leak.case.text, leak.case.title) == ("女职工休息室漏水，打电话13912345678没有人管。", "休息室漏水")
    assert (leak.case.category.code, wages.case.title) == ("labour.contract", "织布车间的加班费三个月没发")
    refused(lambda: story.dispatch(), "cases.dispatch", wrong_state("拆开办理"))
    leak.sign(by="women")
    leak.propose(by="women")
    leak.approve(by="women_head")
    leak.open_callback()
    leak.rate("yes")
    wages.dispatch()
    wages.sign()
    wages.propose()
    wages.approve()
    wages.open_callback()
    wages.rate("no")
    assert (wages.case.state, leak.case.state, story.case.state) == ("rework", "closed", "split")
    assert set(Rating.objects.values_list("receipt__case__code", "solved")) == {(wages.code, "no"), (leak.code, "yes")}


@pytest.mark.parametrize("last", [None, "dispatch", "sign"])
def test_a_date_that_runs_goes_with_every_part_and_undoing_gives_all_of_it_back(world, last):
    story = message(world)
    story = story.until(last) if last else story
    before = Case.objects.values().get(pk=story.id)
    clocks = set(story.case.deadlines.filter(ended_at=None).values_list("step", "due_at", "first_due_at"))
    units = set(story.case.assignments.filter(end=None).values_list("organization__code", "part", "signed_at"))
    world.go(hours=2)
    if last:
        words = "这件诉求已经派给了单位，拆开的每一件都要现在写明交给谁。"
        refused(lambda: story.split(*SEVERAL), "cases.split.lead", words)
    parts = story.split()
    for one in parts if last else ():
        answer = one.case.deadlines.get(step="answer")
        assert (answer.due_at, one.case.due_at, one.case.first_due_at) == (
            before["due_at"],
            before["due_at"],
            before["first_due_at"],
        )
        assert (one.case.state, one.case.lead.code) == ("dispatched", "fl")
    assert told("split") == (["union", "union2"] if last else [])
    assert not queries.visible_to(world.union).filter(pk__in=[story.id, *(one.id for one in parts)]).exists()
    refused(lambda: story.unsplit(by="intake"), "cases.unsplit", NO_RIGHT)
    event = story.unsplit()
    after = Case.objects.values().get(pk=story.id)
    same = set(before) - {"version", "happened_at"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert set(story.case.deadlines.filter(ended_at=None).values_list("step", "due_at", "first_due_at")) == clocks
    assert set(story.case.assignments.filter(end=None).values_list("organization__code", "part", "signed_at")) == units
    assert "又合成一件来办" in event.message
    for one in parts:
        assert (one.case.state, one.case.lead, one.case.receipts.get().contact_id) == ("rejoined", None, None)
        assert not one.case.deadlines.filter(ended_at=None).exists()
        assert story.code in page(world, one).text
    assert told("rejoined") == (["women", "women_head"] if last else [])
    story.split()  # and may be split once more


def test_a_late_clock_stays_late_in_the_parts(world):
    story = message(world).until("accept")
    world.go(days=9)
    assert story.case.is_late
    one, two = story.split()
    assert one.case.is_late and two.case.is_late
    assert Deadline.objects.get(case=story.id, step="dispatch").is_late
    assert set(supervision.overdue(Case.objects.all())) == {one.case, two.case}


def test_what_has_begun_is_not_undone(world):
    story = message(world).until("accept")
    one, _two = story.split()
    one.dispatch()
    words = f"{one.code} 已经开始办，不能再合回去。"
    refused(story.unsplit, "cases.unsplit", words)
    other = message(world).until("sign")
    part, _ = other.split()
    part.sign(by="women")
    refused(other.unsplit, "cases.unsplit", f"{part.code} 已经开始办，不能再合回去。")


def test_the_person_sees_what_it_became_and_one_secret_opens_all(world, client):
    story = message(world).until("accept")
    one, two = story.split(((0, 1, 2), {"title": "加班费和休息室"}), (CONDUCT, {"title": "工会的人"}))
    shown = page(world, story)
    for words in ("您说的是几件事", "您的话分成了这几件", "加班费和休息室", "工会的人", one.code, two.code):
        assert words in shown.text, words
    assert not any(shown.context["may"].values())
    browser = world.opened(story)
    for part in (one, two):
        assert (
            "10月8日" in browser.get(f"/case/{part.code}/").text
            and story.code in browser.get(f"/case/{part.code}/").text
        )
    assert client.get(f"/case/{one.code}/").status_code == 302
    client.post("/case/", {"code": one.code, "secret": story.secret})  # with the number of a part, too
    assert client.get(f"/case/{two.code}/").status_code == client.get(f"/case/{story.code}/").status_code == 200
    stranger = world.story()
    assert client.post("/case/", {"code": one.code, "secret": stranger.secret}).status_code == 422
    assert client.get(f"/case/{stranger.code}/").status_code == 302
    one.withdraw()
    assert (one.case.state, two.case.state) == ("withdrawn", "accepted")
    inner = two.case.version
    third = world.opened(two).get(f"/case/{two.code}/withdraw")
    assert third.status_code == 200 and two.case.version == inner


def test_a_unit_complained_of_sees_its_wages_case_and_never_the_words_about_itself(world):
    story = message(world, accused_id=world.unit("zgh"))
    photo_of_it = photo(story)
    story.accept()
    lost = "诉求人反映的是区总工会的作风问题。请在说这件事的那一件里写明它。"
    refused(lambda: story.split(*SEVERAL), "cases.split.accused_lost", lost)
    accused = {"accused_id": world.unit("zgh")}
    shared = "这一项说的是单位的作风问题，只能放在那一件里；放进别的，那个单位会看到。"
    refused(lambda: story.split(((0, 1, 2, 3), {}), (CONDUCT, accused)), "cases.split.shared", shared)
    with_photo = {"files": [photo_of_it.pk]}
    refused(lambda: story.split(((0, 1, 2), with_photo), (CONDUCT, accused | with_photo)), "cases.split.shared", shared)
    wages, conduct = story.split(((0, 1, 2), {}), (CONDUCT, {**accused, **with_photo}))
    wages.dispatch()
    seen = set(queries.visible_to(world.union))
    assert seen == {wages.case}
    client = world.client("union")
    desk = client.get(f"/desk/cases/{wages.id}/").text
    assert "收了钱" not in desk and "工会的人" not in desk and story.code in desk
    assert (
        client.get(f"/desk/cases/{story.id}/").status_code
        == client.get(f"/desk/cases/{conduct.id}/").status_code
        == 404
    )
    barred = "这件诉求反映的就是这个单位的作风问题，它不能参与办理。请另选单位，一般选它的上级。"
    refused(lambda: conduct.dispatch("zgh"), "cases.accused", barred)
    assert not stored.of([("case", wages.id)])[wages.id]
    assert len(stored.of([("case", conduct.id)])[conduct.id]) == 1
    assert queries.usual_lead(conduct.case) != world.units["zgh"]


def test_a_message_about_two_units_is_closed_to_both_and_opens_again_when_put_together(world):
    story = message(world).until("accept")
    parts = story.split(((0, 1, 2), {"accused_id": world.unit("fl")}), (CONDUCT, {"accused_id": world.unit("zgh")}))
    assert story.case.accused_organization.code == "fl"
    everywhere = world.supervisor
    assert {story.case, *(one.case for one in parts)} <= set(queries.visible_to(everywhere))
    taken_in = world.story(by=world.dispatcher)
    Case.objects.filter(pk__in=[story.id, taken_in.id]).update(intake_organization=world.unit("zgh"))
    assert story.case not in queries.visible_to(world.union_callback)
    assert taken_in.case in queries.visible_to(world.union_callback)
    story.unsplit()
    assert story.case.accused_organization is None and story.case in queries.visible_to(world.union_callback)
    own = "这样会把您自己的单位也挡在外面。请由上级单位来拆。"
    wish = {"accused_id": world.unit("office")}
    refused(lambda: story.split(((0, 1, 2), {}), (CONDUCT, wish)), "cases.split.accused", own)


def test_masked_words_stay_masked_and_the_contact_goes_with_every_part(world):
    story = message(world).until("accept")
    one, two = story.split(((0, 3), {}), ((1, 2), {}))
    assert "13912345678" not in masking.plain(two.case, "text") and "〔电话〕" in masking.plain(two.case, "text")
    assert {one.receipt.contact_id, two.receipt.contact_id} == {story.receipt.contact_id} != {None}
    found = set(queries.by_phone(world.intake, PHONE))
    assert found == {story.case, one.case, two.case}
    assert set(queries.by_phone(world.intake, "13912345678")) == {story.case, two.case}
    assert two.case in queries.matching(Case.objects.all(), "休息室漏水")
    assert one.case not in queries.matching(Case.objects.all(), "休息室漏水")


def test_a_photo_is_copied_to_the_parts_it_is_chosen_for(world):
    story = message(world)
    mine, left = photo(story), photo(story, 20)
    story.accept()
    parts = story.split(((0, 1, 2), {"files": [mine.pk]}), (CONDUCT, {"files": [mine.pk]}))
    for part in parts:
        (row,) = stored.of([("case", part.id)])[part.id]
        assert storage.read(row.stem, "original") == storage.read(mine.stem, "original")
        assert (stored.name_of(row), row.stem != mine.stem) == ("宿舍.jpg", True)
        assert world.opened(part).get(f"/file/{row.pk}/large").status_code in (200, 404)
    assert [one.pk for one in stored.of([("case", story.id)])[story.id]] == [mine.pk, left.pk]
    story.unsplit()
    assert not any(stored.of([("case", part.id) for part in parts]).values())
    assert len(stored.of([("case", story.id)])[story.id]) == 2


def test_a_message_counts_as_its_parts_and_once_when_put_together(world):
    def asked():
        count.count_new()
        return Tally.objects.filter(axis="all").values_list("asked", "open").get()

    story = message(world).until("accept")
    assert asked() == (1, 1)
    story.split()
    assert asked() == (2, 2)
    story.unsplit()
    assert asked() == (1, 1)


def test_what_cannot_be_split_says_why(world):
    lead, other = world.story().until("sign"), world.story()
    lead.join(other)
    refused(lead.split, "cases.split", "别人的诉求已经并进这一件。请先把它们拿出来；拆开以后还可以再并。")
    refused(other.split, "cases.split", wrong_state("合并办理"))
    asked = world.story().until("sign")
    asked.ask()
    refused(asked.split, "cases.split", "请先了结还没有定的这一项：请诉求人补充。")
    again = world.story().until("rate")
    refused(again.split, "cases.split", wrong_state("已办结"))
    story = message(world)
    refused(
        lambda: story.split(((0, 1, 2), {}), ((1,), {})),
        "cases.split.left_out",
        "这一句还没有放进哪一件：工会的人还收了钱才肯说话。",
    )
    refused(lambda: story.split((range(4), {})), "cases.split.parts", "一次拆成两件到 4 件。")
    refused(lambda: story.split((range(4), {}), ((), {})), "cases.split.empty", "请给第 2 件选出它的话。")
    refused(lambda: story.split((range(4), {}), ((9,), {})), "cases.split.empty", "请给第 2 件选出它的话。")


def test_a_part_merges_with_the_same_matter_of_others_and_may_be_split_again(world):
    story, other = message(world).until("accept"), world.story(text="织布车间的加班费没发。").until("sign")
    wages, rest = story.split((WAGES, {}), ((1, 2, 3), {}))
    other.join(wages)
    assert (wages.case.state, wages.case.lead.code) == ("merged", "zgh")
    leak, conduct = rest.split(((0, 1), {}), ((2,), {}))
    assert (rest.case.state, conduct.case.text) == ("split", "工会的人还收了钱才肯说话。")
    assert world.opened(story).get(f"/case/{conduct.code}/").status_code == 200
    rest.unsplit()
    assert (rest.case.state, leak.case.state) == ("accepted", "rejoined")


def test_of_two_at_once_one_is_told_and_more_time_comes_once(world):
    story = message(world).until("sign")
    story.ask_extension()
    story.agree_extension()
    story.decide_extension()
    version, due = story.case.version, story.case.due_at
    part, _ = story.split()
    with pytest.raises(Stale):
        split.split(world.dispatcher, story.id, version, wishes=[])
    part.sign(by="women")
    assert part.case.due_at == due
    refused(
        lambda: part.ask_extension(by="women"),
        "cases.extension.again",
        "这件诉求已经延期一次，不能再延。",
    )
    assert part.case.due_at - story.case.received_at > timedelta(days=3)


def test_the_parts_keep_what_every_case_promises(world):
    story = message(world)
    promises = Promises(story)
    for name in ("accept", "dispatch", "sign"):
        getattr(story, name)()
        promises.hold(name)
    parts = story.split()
    promises.hold("split")
    for one in parts:
        Promises(one)
    story.unsplit()
    promises.hold("unsplit")
    promises.at_the_end()


def test_the_desk_deals_out_the_words_and_says_what_is_missing(world):
    story = message(world).until("accept")
    client, path = world.client("dispatcher"), f"/desk/cases/{story.id}/split"
    start = client.get(path).text
    assert "女职工休息室漏水" in start and "13912345678" not in start and "〔电话〕" in start
    values = {
        "version": story.case.version,
        "piece_0": "1",
        "piece_1": "2",
        "category_1": "labour.hours",
        "title_2": "漏水别丢",
    }
    wrong = client.post(path, values)
    assert wrong.status_code == 422 and "漏水别丢" in wrong.text
    for words in ("请勾出“打电话〔电话〕没有人管”归哪一件，免得漏掉。", "请选出这一件说的是什么。"):
        assert words in wrong.text, words
    values |= {"piece_2": "2", "piece_3": ["1", "2"], "category_2": "labour.contract", "lead_2": "不存在的单位"}
    wrong = client.post(path, values)
    assert wrong.status_code == 422 and "不存在的单位" in wrong.text
    done = client.post(path, values | {"lead_2": "区妇联"})
    assert done.status_code == 302
    one, two = (row.case for row in queries.parts_now(story.case))
    assert (one.state, two.state, two.title) == ("accepted", "dispatched", "漏水别丢")
    desk = client.get(f"/desk/cases/{story.id}/").text
    assert one.code in desk and two.title in desk
    assert story.code in client.get(f"/desk/cases/{two.id}/").text
    assert client.get(path).status_code == 409
    assert (
        client.post(f"/desk/cases/{story.id}/unsplit", {"version": story.case.version, "note": "点错了"}).status_code
        == 302
    )
