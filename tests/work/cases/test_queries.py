"""Who sees which cases, what waits for whom, and what it costs to ask."""

import re
from datetime import timedelta

import pytest
from tests.work.cases.world import PHONE

from qiaoliang.base.access.actor import NOBODY, actor_for
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.work.cases import holding, queries
from qiaoliang.work.cases.actions.submit import secret_mac
from qiaoliang.work.cases.models import Case, Deadline
from qiaoliang.work.cases.waiting_count import MOST, waiting_count

OFFICE = ("intake", "intake2", "dispatcher", "supervisor", "callback", "leader", "union_callback", "reviewer", "reviewer2",
          "union_reviewer")  # fmt: skip


def seers(world, story):
    """The short names of those who see the case in their lists."""
    return {name for name, actor in world.actors.items() if queries.visible_to(actor).filter(pk=story.id).exists()}


def waits_for(world, story):
    """Whose list it stands on; the number in everybody's menu is as long as their list, and each is told what to do."""
    waiting = {name: queries.todo(actor).count() for name, actor in world.actors.items()}
    assert {name: waiting_count(actor) for name, actor in world.actors.items()} == waiting
    found = {name for name, actor in world.actors.items() if queries.todo(actor).filter(pk=story.id).exists()}
    assert {name for name, actor in world.actors.items() if queries.waits_for(actor, [story.case])} == found
    return found


def test_a_case_is_seen_where_it_is_held_and_from_above(world):
    story = world.story()
    assert seers(world, story) == {*OFFICE}
    story.accept()
    story.dispatch("lx-v", ("fl",))
    # heads reach down: the town's head over the village
    assert seers(world, story) == {*OFFICE, "village", "town_head", "women", "women_head"}
    taken_in = world.story(by=world.town)
    assert seers(world, taken_in) == {*OFFICE, "town", "town_head"}
    assert not queries.visible_to(NOBODY).exists()


def test_a_case_that_was_returned_is_no_longer_the_old_units(world):
    story = world.story().until("sign")
    assert {"union", "union2", "union_head"} <= seers(world, story)
    story.ask_return()
    story.decide_return(True, "fl")
    assert seers(world, story) == {*OFFICE, "women", "women_head"}
    assert not queries.done_by(world.union).exists()


@pytest.mark.parametrize(
    ("accused", "blind"),
    [
        ("lx", {"town", "town_head", "village", "town_union"}),
        ("lx-v", {"village"}),
        ("zgh", {"union", "union2", "union_head", "union_callback", "union_reviewer", "town_union"}),
        ("yq", set()),
    ],
)
def test_the_accused_circle_sees_nothing_whatever_its_roles(world, accused, blind):
    story = world.story(by=world.town, accused_id=world.unit(accused))
    Case.objects.filter(pk=story.id).update(lead=world.unit("lx"))
    story.case.assignments.create(organization_id=world.unit("lx"), part="lead")
    seen = seers(world, story)
    if accused == "yq":
        assert seen == set()
        return
    assert seen == {*OFFICE, "town", "town_head"} - blind
    assert queries.matching(queries.visible_to(world.intake), "加班费").exists()
    for name in blind:
        actor = world.actors[name]
        assert not queries.matching(queries.visible_to(actor), "加班费").exists()
        assert not queries.may_see_contact(actor, story.case)
        with pytest.raises(Case.DoesNotExist):
            queries.load(actor, story.id)


def test_load_answers_alike_for_not_there_and_not_mine(world):
    story = world.story().until("dispatch")
    assert queries.load(world.union, story.id) == story.case
    for actor, key in ((world.women, story.id), (world.union, world.unit("zgh"))):
        with pytest.raises(Case.DoesNotExist):
            queries.load(actor, key)


def test_what_waits_for_whom_at_every_step(world):
    story, callers = world.story(), {"callback"}
    workers = {"union", "union2"}
    assert waits_for(world, story) == {"intake", "intake2"}
    story.propose_refusal()
    assert waits_for(world, story) == {"intake2"}
    story.decide_refusal(False)
    story.ask(by="intake")
    assert waits_for(world, story) == set()
    story.reply()
    story.accept()
    assert waits_for(world, story) == {"dispatcher"}
    story.dispatch()
    assert waits_for(world, story) == {*workers, "union_head"}
    story.ask_return()
    assert waits_for(world, story) == {"dispatcher"}
    story.decide_return(False)
    story.sign()
    assert waits_for(world, story) == workers
    story.ask()
    assert waits_for(world, story) == set()
    story.reply()
    story.propose()
    assert waits_for(world, story) == {"union_head"}
    story.approve()
    assert waits_for(world, story) == callers
    story.open_callback()
    assert waits_for(world, story) == callers
    story.rate("no")
    assert waits_for(world, story) == workers
    story.withdraw()
    assert waits_for(world, story) == set()


def test_the_number_in_the_menu_costs_one_question_and_ends_at_a_hundred(world, monkeypatch, django_assert_num_queries):
    story = world.story()
    assert (waiting_count(world.intake), waiting_count(world.dispatcher), waiting_count(NOBODY)) == (1, 0, 0)
    assert waiting_count(world.union) == 0
    monkeypatch.setattr(queries, "todo_here", lambda actor: pytest.fail("put together twice within a minute"))
    with django_assert_num_queries(1):
        assert waiting_count(world.intake) == 1
    with django_assert_num_queries(2):  # who works on cases may owe something on those that ended, too
        assert waiting_count(world.union) == 0
    Case.objects.bulk_create(
        Case(code=f"W{n:09}", title="t", text="t", state="submitted", received_at=clock.now(), finder=story.case.finder)
        for n in range(MOST + 5)
    )
    assert waiting_count(world.intake) == MOST


def test_what_one_wrote_oneself_does_not_wait_for_one(world):
    story = world.story().until("propose")
    story.case.answers.update(drafted_by=world.union_head.person)
    assert waits_for(world, story) == set()


def test_todo_is_by_urgency_and_done_and_started_are_newest_first(world):
    old = world.story()
    world.go(days=1)
    new = world.story(by=world.intake)
    assert list(queries.todo(world.intake)) == [old.case, new.case]
    Case.objects.filter(pk=new.id).update(due_at=clock.now() - timedelta(days=5))
    assert list(queries.todo(world.intake)) == [new.case, old.case]
    assert (list(queries.started_by(world.intake)), list(queries.started_by(world.intake2))) == ([new.case], [])
    old.accept()
    new.accept()
    assert list(queries.done_by(world.intake)) == [new.case, old.case]
    assert list(queries.done_by(world.intake2)) == []


def test_late_are_those_past_their_date_that_neither_stand_still_nor_ended(world):
    late, paused, answered, gone = (world.story(phone=PHONE).until("sign") for _ in range(4))
    fresh_cases = Case.objects.all()
    assert not queries.late(fresh_cases).exists()
    paused.ask()
    answered.propose()
    answered.approve()
    gone.withdraw()
    world.go(days=20)
    assert set(queries.late(fresh_cases)) == {late.case, paused.case, answered.case}
    answered.open_callback()
    assert set(queries.late(fresh_cases)) == {late.case, paused.case}  # the reply's date has passed
    paused.reply()
    assert set(queries.late(fresh_cases)) == {late.case, paused.case}  # its first contact is late still
    paused.contact()
    assert list(queries.late(fresh_cases)) == [late.case]
    late.contact()
    late.ask()
    assert list(queries.late(fresh_cases)) == [late.case]  # a question hides no lateness
    late.reply()
    late.propose()
    late.approve()
    assert not queries.late(fresh_cases).exists() and late.case.is_late


def test_matching_finds_code_title_text_and_place_and_nothing_private(world):
    story = world.story(place="柳溪村东头", name="何小满", phone=PHONE)
    story.accept(title="纺织厂Overtime２０２６")
    everything = Case.objects.all()
    for words in (story.code, story.code.lower(), "纺织厂", "overtime2026", "晚上十点", "东头", "加班费 柳溪", " "):
        assert list(queries.matching(everything, words)) == [story.case], words
    for words in ("何小满", PHONE, "不存在", "！！"):
        assert list(queries.matching(everything, words)) == [], words


def test_a_receipt_opens_with_both_keys_only(world):
    story, other = world.story(), world.story()

    def opened(code, secret):
        return queries.receipt_of(code, lambda of: secret_mac(of, secret))

    assert opened(story.code, story.secret) == story.receipt
    assert opened(story.code, other.secret) is None
    assert opened(other.code, story.secret) is None
    assert opened("0000000000", story.secret) is None


def test_where_there_are_no_cases_yet_every_unit_holds_few(world):
    assert not Case.objects.exists()
    for name in ("union", "town_head"):
        actor = world.actors[name]
        actor.kept.clear()
        assert holding.few_of(actor) == {one for one in holding.LISTED if one in actor.held}


def test_who_has_the_same_rights_elsewhere_is_asked_for_by_the_same_questions(world):
    stories, made = {"union": world.story(), "women": world.story()}, []
    for story, unit in zip(stories.values(), ("zgh", "fl"), strict=True):
        story.accept()
        story.dispatch(unit)
    written.forget()
    for name, other in (("union", "women"), ("women", "union")):
        client, own, not_own = world.client(name), stories[name], stories[other]
        for path in ("/desk/cases/", "/desk/todo", f"/desk/cases/?q={own.code}"):
            page = client.get(path).text
            assert (f"/desk/cases/{own.id}/" in page, f"/desk/cases/{not_own.id}/" in page) == (True, False), path
        assert client.get(f"/desk/cases/{own.id}/").status_code == 200
        assert client.get(f"/desk/cases/{not_own.id}/").status_code == 404
        made.append(written._question.cache_info().misses + written._count.cache_info().misses)
    assert made[0] == made[1] > 10, "nothing was put together for the second reader"


@pytest.mark.parametrize("name", ["union", "union_head", "women", "town_head", "village", "intake", "supervisor"])
def test_few_cases_are_looked_for_among_ones_own_and_many_on_the_way_and_the_lists_are_the_same(
    world, name, monkeypatch
):
    stories = [
        world.story(),
        *(world.story(by=who, area_id=world.unit("lx")) for who in (None, world.village, world.town)),
    ]
    for story, unit in zip(stories, ("fl", "zgh", "lx-v", "lx-gh"), strict=True):
        story.accept()
        story.dispatch(unit, helpers=("lx-v",) if unit == "zgh" else ())
    stories[1].sign()
    stories[1].whistle("fl", "lx")
    Case.objects.filter(pk=stories[0].id).update(accused_organization=world.unit("lx"))
    paths = ("/desk/cases/", "/desk/cases/?sort=due", f"/desk/cases/?q={stories[1].code}", "/desk/todo", "/desk/done")
    shown = {}
    for few in (10_000, 0):
        monkeypatch.setattr(holding, "FEW", few)
        monkeypatch.setattr(holding, "_counted", {})
        of = holding.few_of(actor_for(Account.objects.get(username=name)))
        assert of == (frozenset() if name in ("intake", "supervisor") or not few else {"cases.read", "cases.list"})
        client = world.client(name)
        shown[few] = [re.findall(r'href="/desk/cases/([0-9a-f-]{36})/', client.get(path).text) for path in paths]
    assert shown[10_000] == shown[0] and any(shown[0])


LISTS = {"/desk/todo": "intake", "/desk/done": "intake", "/desk/started": "intake", "/desk/cases/": "supervisor"}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_for_one_case_and_for_three(world, path, django_assert_max_num_queries):
    def make():
        story = world.story(by=world.intake, area_id=world.unit("lx"))
        if path == "/desk/done":
            story.accept()
        if path == "/desk/cases/":
            story.until("sign")

    client = world.client(LISTS[path])
    make()
    client.get(path)
    costs = []
    for more in (0, 2):
        for _ in range(more):
            make()
        with django_assert_max_num_queries(40) as asked:
            assert client.get(path).text.count('href="/desk/cases/0') >= 1 + more
        costs.append(len(asked.captured_queries))
    drafts_the_ended_and_what_to_do = 4 if path == "/desk/todo" else 0
    assert costs == [5 + drafts_the_ended_and_what_to_do] * 2


def test_a_cases_page_costs_the_same_however_much_happened(world, django_assert_max_num_queries):
    client = world.client("union")
    story = world.story(phone=PHONE).until("sign")
    client.get(f"/desk/cases/{story.id}/")
    costs = []
    for more in (0, 3):
        for _ in range(more):
            story.contact()
            story.ask()
            story.reply()
        with django_assert_max_num_queries(80) as asked:
            assert client.get(f"/desk/cases/{story.id}/").status_code == 200
        costs.append(len(asked.captured_queries))
    assert Deadline.objects.filter(case=story.id, step="information").count() == 3
    assert costs == [26, 25]  # one more where the last step may be taken back
