"""The name that somebody gave as their own is masked where it stands in their words, too."""

import pytest
from django.utils import translation

from qiaoliang.text.contacts import FINDER
from qiaoliang.work.cases import masking, queries
from qiaoliang.work.cases.actions.remark import remark
from qiaoliang.work.cases.marking import OWN, with_names
from qiaoliang.work.cases.models import Case

WORDS = "芦前村赵铁柱家门口的水渠堵了，路也淹了。赵铁柱去说了两次。"
NAME = "赵铁柱"


def shown(case):
    return [masking.plain(case, column) for column in ("title", "text", "place")]


def test_it_stands_nowhere_for_who_may_not_see_the_contact(world):
    story = world.story(text=WORDS, name=NAME, place="赵铁柱家")
    assert NAME not in "".join(shown(story.case)) and story.case.title == "路也淹了"
    assert masking.plain(story.case, "text") == "芦前村〔姓名〕家门口的水渠堵了，路也淹了。〔姓名〕去说了两次。"
    story.until("sign")
    for path in ("/desk/cases/", f"/desk/cases/{story.id}/"):
        assert NAME not in world.client("union").get(path).text
    with translation.override("en"):
        assert NAME not in masking.plain(story.case, "text") and "[name of a person]" in masking.plain(
            story.case, "text"
        )
    assert NAME in world.opened(story).get(f"/case/{story.code}/").text, "their own words are theirs"
    assert NAME in Case.objects.get(pk=story.id).text


def test_nobody_finds_by_it(world):
    story, other = world.story(text=WORDS, name=NAME), world.story(text=WORDS)
    found = queries.matching(Case.objects.all(), "赵铁柱")
    assert [one.pk for one in found] == [other.id], "who gave no name is not known by one"
    assert story.case in queries.matching(Case.objects.all(), "水渠")


def test_a_better_finder_forgets_it_no_more_than_a_split_does(world):
    story = world.story(text="织布车间的加班费没发。钱大宝问过两次，休息室漏水。", name="钱大宝")
    Case.objects.filter(pk=story.id).update(finder=FINDER - 1)
    assert "钱大宝" not in masking.plain(story.case, "text"), "in between, too"
    remark()
    assert story.case.finder == FINDER and "钱大宝" not in masking.plain(story.case, "text")
    story.until("accept")
    for part in story.split():
        assert "钱大宝" not in "".join(shown(part.case))


def test_a_place_that_holds_a_part_of_the_name_grows_around_it():
    text = "我叫赵铁柱子，找赵铁柱。"
    start = text.index("赵")
    found = with_names([(start, start + 2, "name")], text, {"赵铁柱子", "赵铁柱"})
    assert found == [(start, start + 4, "name"), (8, 11, OWN)]
    assert with_names([(0, len(text), "address")], text, {"赵铁柱"}) == [(0, len(text), "address")], "once is enough"


@pytest.mark.parametrize("name", ["群众", "王", "", "李女士"])
def test_what_is_no_name_hides_no_word(world, name):
    text = "群众都说王家门口的路灯坏了，李女士家也黑着。"
    said = masking.plain(world.story(text=text, name=name).case, "text")
    assert said == (text if name != "李女士" else text.replace("李女士", "〔姓名〕"))
