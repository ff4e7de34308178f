"""From the first word to acceptance, referral, refusal or withdrawal: the step, what follows from it, and who may not."""

import pytest
from tests.work.cases.world import NO_RIGHT, PHONE, TEXT, THURSDAY, refused, told, wrong_state

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core.who import Who
from qiaoliang.base.vault import queries as vault
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.actions.submit import secret_mac, title_of
from qiaoliang.work.cases.actions.withdraw import withdraw
from qiaoliang.work.cases.models import Case, Deadline


def test_submit_gives_a_receipt_a_clock_a_place_in_the_index_and_a_notice(world):
    story = world.story(name="何小满", phone=PHONE)
    case = story.case
    assert (case.state, case.title, case.kind) == (
        "submitted",
        "厂里连着三个月每天干到晚上十点，加班费一分没给",
        "help",
    )
    assert (case.received_at, case.first_due_at, case.intake_person) == (THURSDAY, None, None)
    assert bytes(story.receipt.secret_mac) == secret_mac(story.code, story.secret.lower().replace("-", " "))
    assert bytes(story.receipt.secret_mac) != secret_mac(story.code, "0000-0000-0000-0000")
    assert vault.masked([story.receipt.contact_id])[story.receipt.contact_id].phone == "138****5678"
    assert [(one.step, one.ended_at) for one in case.deadlines.all()] == [("accept", None)]
    assert list(queries.matching(Case.objects.all(), "加班费")) == [case]
    assert list(queries.matching(Case.objects.all(), PHONE)) == []
    assert told("submitted") == ["intake", "intake2"]


def test_an_officer_takes_in_for_somebody_and_without_contact_nothing_goes_to_the_vault(world):
    case = world.story(by=world.intake, source="phone", title="加班费").case
    assert (case.intake_person_id, case.intake_organization_id) == (world.intake.person.pk, world.unit("office"))
    assert (case.title, case.source, case.receipts.get().contact_id) == ("加班费", "phone", None)
    assert case.events.get().by_kind == "account"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("路灯坏了。半个月了", "路灯坏了"),
        ("  请问？", "请问"),
        ("字" * 30, "字" * 30),
        (
            "厂里连着三个月每天干到晚上十点，加班费一分没给，我们找了谁都不管用",
            "厂里连着三个月每天干到晚上十点，加班费一分没给…",
        ),
        (
            "厂里，连着三个月每天都要我们干到晚上十点才放人回家去吃饭和睡觉的",
            "厂里，连着三个月每天都要我们干到晚上十点才放人回家去吃饭和…",
        ),
        ("The street lamp at the crossing is broken", "The street lamp at the…"),
        ("a" * 31, "a" * 29 + "…"),
    ],
)
def test_a_title_is_the_first_sentence_in_thirty_characters_and_ends_no_word_in_its_middle(text, title):
    assert title_of(text) == title


def test_accept_sorts_it_starts_the_next_clock_and_tells_the_dispatchers(world):
    story = world.story()
    world.go(hours=2)
    event = story.accept(kind="complaint", title="纺织厂加班费", note="先核实")
    case = story.case
    assert (case.state, case.category.code, case.kind, case.title) == (
        "accepted",
        "labour.hours",
        "complaint",
        "纺织厂加班费",
    )
    assert (event.from_state, event.to_state, event.note) == ("submitted", "accepted", "先核实")
    assert event.message.startswith(f"编号 {story.code} 已受理，归在“加班与休假”。10月9日 周五 11:00 前派给承办单位")
    accepted, waiting = case.deadlines.order_by("id")
    assert (accepted.step, accepted.met_at, waiting.step, waiting.ended_at) == ("accept", event.at, "dispatch", None)
    assert told("accepted") == ["dispatcher"]
    assert list(queries.matching(Case.objects.all(), "纺织厂")) == [case]


def test_accept_is_for_the_intake_and_only_once(world):
    story = world.story()
    for name in ("dispatcher", "union", "leader", "callback", "supervisor"):
        refused(lambda name=name: story.accept(by=name), "cases.accept", NO_RIGHT)
    story.accept()
    refused(story.accept, "cases.accept", wrong_state("已受理，待派单"))


def test_accept_ends_an_open_question_so_that_silence_ends_nothing_later(world):
    story = world.story()
    story.ask(by="intake")
    story.accept()
    assert story.case.requests.get().state == "lapsed"
    assert not Deadline.objects.filter(case=story.id, step="information", ended_at=None).exists()
    assert story.case.stopped_at is None
    refused(story.reply, "cases.reply", "这件诉求没有等着回答的问题。")


def test_a_unit_named_at_submission_stays_shut_out_after_acceptance(world):
    story = world.story(accused_id=world.unit("zgh"))
    story.accept()
    assert story.case.accused_organization_id == world.unit("zgh")
    words = "这样会把您自己的单位也挡在外面。请写明具体是哪个单位，或者请上级单位来受理。"
    other = world.story()
    refused(lambda: other.accept(accused_id=world.unit("yq")), "cases.accept.accused", words)
    refused(lambda: other.accept(accused_id=world.unit("office")), "cases.accept.accused", words)


def test_refer_names_the_body_ends_every_clock_and_is_final(world):
    body = catalog.referral("labour_inspection")
    story = world.story()
    story.ask(by="intake")
    event = story.refer(body=body.code, number="乙-7", message="欠薪由劳动监察处理。", note="已电话说明")
    case = story.case
    assert (case.state, case.referral_code, case.referral_number) == ("referred_out", body.code, "乙-7")
    assert (case.ended_at, event.reason) == (THURSDAY, body.code)
    assert body.label in event.message and "欠薪由劳动监察处理。" in event.message
    assert not case.deadlines.filter(ended_at=None).exists()
    assert case.requests.get().state == "lapsed"
    refused(story.reply, "cases.reply", "这件诉求没有等着回答的问题。")
    refused(story.refer, "cases.refer", wrong_state("已转送"))


def test_refer_from_accepted_by_the_dispatcher_but_not_by_a_handler_or_to_nowhere(world):
    story = world.story()
    story.accept()
    refused(lambda: story.refer(by="union"), "cases.refer", NO_RIGHT)
    refused(lambda: story.refer(body="no-such-body"), "unknown-referral", "没有这个单位，请从列表中选一个。")
    story.refer(by="dispatcher")
    assert story.case.state == "referred_out"


def test_refusal_needs_two_people_and_tells_reason_and_other_ways(world):
    story = world.story()
    refused(lambda: story.decide_refusal(True), "cases.decide_refusal", "这件事已经有人定过了。")
    story.propose_refusal()
    assert (story.case.state, told("refusal_proposed")) == ("submitted", ["intake", "intake2"])
    open_one = "已经有人提议不予受理。"
    refused(story.propose_refusal, "cases.propose_refusal", open_one)
    refused(story.accept, "cases.accept", open_one)
    own = "这是您自己提的，要由另一个人决定。"
    refused(lambda: story.decide_refusal(True, by="intake"), "cases.decide_refusal", own)
    refused(lambda: story.decide_refusal(True, by="union"), "cases.decide_refusal", NO_RIGHT)
    event = story.decide_refusal(True)
    request = story.case.requests.get()
    assert (story.case.state, request.state, request.decided_by) == ("not_accepted", "granted", world.intake2.person)
    assert "事情发生在别的区县" in event.message and "请拨打邻区热线。" in event.message
    assert (event.reason, told("refusal_decided")) == ("elsewhere", ["intake"])
    assert not story.case.deadlines.filter(ended_at=None).exists()


def test_a_refusal_that_is_not_agreed_leaves_the_case_where_it_was(world):
    story = world.story()
    story.propose_refusal()
    event = story.decide_refusal(False)
    assert (story.case.state, story.case.requests.get().state, event.to_state) == ("submitted", "refused", "")
    story.accept()
    assert story.case.state == "accepted"


def test_withdraw_ends_it_from_any_working_state_and_no_later(world):
    for last in ("accept", "dispatch", "sign", "propose"):
        story = world.story().until(last)
        event = story.withdraw(reason="solved", words="自己解决了")
        assert (story.case.state, event.reason, event.note) == ("withdrawn", "solved", "自己解决了")
        assert not story.case.deadlines.filter(ended_at=None).exists()
    story = world.story().until("approve")
    refused(story.withdraw, "cases.withdraw", wrong_state("已答复"))


def test_only_the_person_who_asked_withdraws(world):
    mine, other = world.story(), world.story()
    only = "这一步只能由诉求人本人做。"
    refused(lambda: withdraw(other.resident, mine.id), "cases.withdraw", only)
    refused(lambda: withdraw(Who(kind="resident"), mine.id), "cases.withdraw", only)
    refused(lambda: withdraw(world.dispatcher, mine.id), "cases.withdraw", NO_RIGHT)
    mine.withdraw()
    assert mine.case.state == "withdrawn"


def test_an_officer_outside_the_unit_notes_that_the_person_withdraws(world):
    story = world.story().until("sign")
    said = "本人用留下的号码打来电话，说不办了"
    refused(lambda: story.step(withdraw, "union"), "cases.withdraw", NO_RIGHT)
    event = story.step(withdraw, "intake", reason="solved", words=said)
    assert (story.case.state, event.reason, event.note, event.person.name) == ("withdrawn", "solved", said, "人intake")
    assert event.message.startswith("按您说的，诉求办理中心为您登记撤回了") and said not in event.message
    assert (told("withdrawn_for"), told("withdrawn")) == (["supervisor"], ["union", "union2"])
    page = world.client("union").get(f"/desk/cases/{story.id}/").text
    assert said in page and "事情已经解决" in page


def test_who_would_be_rid_of_the_work_cannot_note_a_withdrawal(world):
    story = world.story().until("sign")
    theirs = "这件诉求由您或您的单位经手，撤回要由别的单位的人登记。"
    refused(lambda: story.step(withdraw, "union_callback"), "cases.withdraw", theirs)
    about = world.story()
    about.accept(accused_id=world.unit("zgh"))
    refused(
        lambda: about.step(withdraw, "union_callback"), "cases.withdraw", "这件诉求反映的是本单位，由别的单位办理。"
    )
    late = world.story().until("approve")
    refused(lambda: late.step(withdraw, "callback"), "cases.withdraw", wrong_state("已答复"))


def test_the_page_of_a_withdrawal_asks_who_said_it(world):
    story = world.story().until("sign")
    client, path = world.client("callback"), f"/desk/cases/{story.id}/withdraw"
    empty = client.post(path, {"version": story.case.version, "reason": "solved", "said": ""})
    assert empty.status_code == 422 and story.case.state == "in_progress"
    assert client.post(path, {"version": story.case.version, "reason": "", "said": "本人来电"}).status_code == 422
    done = client.post(path, {"version": story.case.version, "reason": "solved", "said": "本人来电"}, follow=True)
    assert done.status_code == 200 and story.case.state == "withdrawn"
    assert world.client("union").get(path).status_code == 404, "handlers have no such right"


def test_worries_go_to_the_supervisors_and_not_to_the_unit(world):
    story = world.story().until("sign")
    story.withdraw(reason="worried", words="有人打电话叫我撤")
    assert told("worried") == ["supervisor"]
    assert told("withdrawn") == ["union", "union2"]
    page = f"/desk/cases/{story.id}/"
    assert "有人打电话叫我撤" in world.client("supervisor").get(page).text
    for name in ("union", "union_head", "dispatcher", "leader"):
        assert "有人打电话叫我撤" not in world.client(name).get(page).text


def test_note_moves_nothing_and_remind_reaches_whoever_has_it(world):
    story = world.story()
    story.remind()
    assert told("reminded") == ["intake", "intake2"]
    story.accept()
    story.remind()
    assert "dispatcher" in told("reminded")
    story.dispatch()
    story.remind()
    assert {"union", "union2", "union_head"} <= set(told("reminded"))
    refused(lambda: story.remind(by="union"), "cases.remind", NO_RIGHT)
    before = Case.objects.values().get(pk=story.id)
    story.note()
    after = Case.objects.values().get(pk=story.id)
    assert {name for name in before if before[name] != after[name]} == {"version"}
    refused(lambda: story.note(by="leader"), "cases.note", NO_RIGHT)
    story.sign()
    story.propose()
    story.approve()
    story.rate()
    refused(story.remind, "cases.remind", wrong_state("已办结"))


def test_every_event_has_its_audit_row_without_a_word_of_the_case(world):
    story = world.story(name="何小满", phone=PHONE).until("rate")
    events = list(story.case.events.order_by("id"))
    rows = AuditEvent.objects.filter(object_kind="case", object_id=story.id).order_by("id")
    assert [row.action for row in rows] == [f"cases.{event.step}" for event in events]
    assert [row.refs["event"] for row in rows] == [str(event.id) for event in events]
    everything = str(list(AuditEvent.objects.values()))
    for word in (TEXT[:6], "何小满", PHONE, "织布", "补发"):
        assert word not in everything


def test_what_another_body_did_not_take_on_comes_back_and_keeps_its_day(world):
    story, other = world.story(), world.story()
    received = story.case.received_at
    story.refer()
    other.refer()
    early = "对方在 10月21日 周三 17:30 前接手都来得及。到时还没有人接，请在这里告诉我们。"
    refused(story.not_taken, "cases.not_taken", early)
    refused(lambda: story.not_taken(by="intake"), "cases.not_taken", early)
    page = world.opened(story).get(f"/case/{story.code}/").text
    assert "到 10月21日 周三 17:30 还没有人接手，请在这里说一声" in page and "not-taken" not in page
    world.go(days=20)
    refused(lambda: other.not_taken(by="union"), "cases.not_taken", NO_RIGHT)
    browser, path = world.opened(story), f"/case/{story.code}/not-taken"
    assert path in browser.get(f"/case/{story.code}/").text
    assert browser.post(path, {"text": ""}).status_code == 422
    assert browser.post(path, {"text": "打了三次没人接"}).status_code == 302
    case = story.case
    assert (case.state, case.referral_code, case.received_at, case.ended_at) == ("submitted", "", received, None)
    event = case.events.latest("id")
    assert "没有人接手，现在回到我们这里" in event.message and event.note == "打了三次没人接"
    assert event.reason == case.events.get(step="refer").reason
    assert case.deadlines.filter(ended_at=None).values_list("step", flat=True).get() == "accept"
    assert told("not_taken") == ["intake", "intake2"] and case in queries.todo(world.intake)
    other.not_taken(by="intake")
    other.accept()
    assert told("not_taken") == ["intake", "intake2"]
