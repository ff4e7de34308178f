"""What the person reads of each step, in the language they wrote in, whoever took the step in whichever language."""

import re

import pytest
from django.utils import translation

from qiaoliang.work.cases.models import Event
from qiaoliang.work.cases.present import INSIDE, STEPS, event_for_desk, event_for_resident

#: steps whose event carries a letter, and a piece of it in either language
LETTERS = {
    "submit": ("收到了。您的编号是", "We have it. Your number is"),
    "accept": ("已受理，归在“加班与休假”", "is accepted under “Overtime and leave”"),
    "dispatch": ("交给区总工会主办，柳溪镇协助，", "is with 区总工会, with 柳溪镇 helping,"),
    "sign": ("区总工会已签收", "区总工会 has taken case"),
    "ask_information": ("时想问您：哪个车间？", "区总工会 asks: 哪个车间？"),
    "open_callback": ("您说了算", "How did we do"),
    "rate": ("办结，您说已经解决", "is closed as solved, by your own word"),
}


def tell(world, language):
    story = world.story(language=language)
    story.accept()
    story.dispatch("zgh", ("lx",))
    story.sign()
    story.contact(message="周五去厂里")
    story.ask(text="哪个车间？")
    story.reply()
    story.propose()
    story.approve()
    story.open_callback()
    story.rate()
    return story


@pytest.mark.any_database
@pytest.mark.parametrize(("language", "place", "desk"), [("zh-hans", 0, "en"), ("en", 1, "zh-hans")])
def test_each_letter_is_in_the_persons_language(world, language, place, desk):
    with translation.override(desk):
        story = tell(world, language)
    sent = dict(story.case.events.exclude(message="").values_list("step", "message"))
    assert set(sent) == {*LETTERS, "contact", "reply"}
    for step, pieces in LETTERS.items():
        assert pieces[place] in sent[step], sent[step]
        assert "{" not in sent[step]
        if language == "en":
            assert not re.search("周|月|请", sent[step].replace("哪个车间？", "")), sent[step]


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("how", "zh", "en"),
    [
        ("refer", "这件事归", "This is for"),
        ("refuse", "我们没有受理，原因是", "We could not take case"),
        ("withdraw", "撤回", "withdrawn"),
        ("withdraw_for", "诉求办理中心为您登记撤回了", "诉求办理中心 noted that"),
        ("return", "核对职责后从区总工会转到区妇联办理", "moved from 区总工会 to 区妇联"),
        ("rework", "您说还没解决", "You said it is not solved"),
        ("thanks", "谢谢您的评价", "Thank you"),
        ("silent", "按“未评价”办结", "closed without a rating"),
        ("lapse", "先办结", "closed for now"),
    ],
)
def test_each_unhappy_end_has_its_letter_in_both_languages(world, how, zh, en):
    for language, piece in (("zh-hans", zh), ("en", en)):
        story = world.story(language=language)
        _end(story, how)
        last = Event.objects.filter(case=story.id).exclude(message="").latest("id")
        assert piece in last.message, last.message


def _end(story, how):
    from qiaoliang.work.cases.actions.information import lapse
    from qiaoliang.work.cases.actions.rate import close_silent
    from qiaoliang.work.cases.actions.withdraw import withdraw

    if how == "refer":
        story.refer()
    elif how == "refuse":
        story.propose_refusal()
        story.decide_refusal(True)
    elif how == "withdraw":
        story.withdraw()
    elif how == "withdraw_for":
        story.step(withdraw, "intake", reason="solved", words="本人来电")
    elif how == "return":
        story.until("dispatch").ask_return()
        story.decide_return(True, "fl")
    elif how in ("rework", "thanks"):
        story.until("open_callback").rate("no" if how == "rework" else "partly")
    elif how == "silent":
        story.until("open_callback")
        close_silent(story.id)
    else:
        story.ask(by="intake")
        lapse(story.id)


def test_the_person_reads_every_letter_in_the_history_and_no_name_and_no_note(world):
    story = tell(world, "zh-hans")
    events = story.case.events.exclude(step__in=INSIDE).select_related("organization")
    shown = [event_for_resident(event) for event in events]
    everything = str(shown)
    for message in story.case.events.exclude(message="").values_list("message", flat=True):
        assert repr(message)[1:-1] in everything
    assert "电话里说了情况" not in everything
    for name in world.actors:
        assert f"人{name}" not in everything
    replies = [one for one in shown if one.get("quote")]
    assert [(one["who"], one["quote"]) for one in replies] == [("您", "织布车间。")]


def test_the_desk_reads_who_took_each_step_with_their_notes(world):
    story = tell(world, "zh-hans")
    events = {event.step: event_for_desk(event) for event in story.case.events.select_related("organization", "person")}
    assert events["contact"]["who"] == "区总工会 · 人union"
    assert (events["contact"]["text"], events["contact"]["reply"]) == ("电话里说了情况", "周五去厂里")
    assert (events["reply"]["who"], events["reply"]["quote"]) == ("诉求人", "织布车间。")
    assert events["open_callback"]["who"] == "系统"
    assert set(events) <= set(STEPS)
