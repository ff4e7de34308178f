"""What a resident sees on a small phone without JavaScript: sizes that words in a test cannot hold."""

import pytest
from tests.harness.browser import PHONE
from tests.work.cases import world as worlds
from tests.work.cases.world import TEXT


@pytest.fixture
def world(transactional_db):
    with worlds.opened() as made:
        yield made


@pytest.fixture
def visitor(world, open_page):
    return open_page(PHONE, java_script_enabled=False)


def boxes(page, selector):
    page.wait_for_load_state("load")
    return [one.bounding_box() for one in page.locator(selector).all()]


def test_the_secret_is_as_large_as_the_code_and_ratings_stand_three_in_a_row(world, visitor):
    visitor.goto("/report/")
    visitor.fill("#id_text", TEXT)
    visitor.click("main .btn-primary")
    visitor.locator("#where .actions .btn-primary").click()
    visitor.click("main .actions .btn-primary")
    visitor.click("main .actions .btn-primary")
    code, secret = boxes(visitor, ".receipt .code")
    assert (code["height"], secret["height"]) == (secret["height"], code["height"])
    assert secret["x"] + secret["width"] <= PHONE[0] and visitor.locator("[data-does=print]").is_hidden()
    story = world.story().until("approve")
    visitor.goto("/case/")
    visitor.fill("#id_code", story.code)
    visitor.fill("#id_secret", story.secret)
    visitor.click("main .btn-primary")
    visitor.goto(f"/case/{story.code}/rate")
    for question in ("solved", "satisfied"):
        row = boxes(visitor, f"#id_{question} label")
        assert len({box["y"] for box in row}) == 1 and len(row) == 3
        assert min(min(box["width"], box["height"]) for box in row) >= 72, "easy to press"
