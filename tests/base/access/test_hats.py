"""Two windows, two posts: a form from a page of the other post is not taken in the wrong name."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qiaoliang.base.access import actions
from qiaoliang.base.access.models import Grant
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def two_posts(officer, place):
    """(browser that checks tokens, the first post, the second): head of the town, and head of the union there."""
    account = officer("one", "lx", ["head"])
    second = organizations.establish_post(SYSTEM, place["lx-gh"], "主席", rank=90)
    organizations.appoint(SYSTEM, account.person, second)
    actions.grant(SYSTEM, second, "head")
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)
    return client, Membership.objects.get(person__account=account, post__title="岗one").post, second


def token_of(text):
    return TOKEN.search(text)[1]


def wear(client, post, token):
    return client.post("/desk/hat", {"post": str(post.pk), "csrfmiddlewaretoken": token})


def form(held, person, token):
    days = {"start": "2026-06-20", "last": "2026-06-25"}
    return {"membership": str(held.pk), "person": str(person.pk), **days, "csrfmiddlewaretoken": token}


def test_a_form_of_the_other_post_is_refused_and_done_once_changed_back(two_posts, officer):
    client, first, second = two_posts
    colleague = officer("two", "lx", ["handler"]).person
    held = Membership.objects.get(post=first)
    window_1 = token_of(client.get("/desk/deputies").text)
    assert wear(client, second, window_1).status_code == 302
    window_2 = token_of(client.get("/desk/rights").text)

    sent = form(held, colleague, window_1)
    answer = client.post("/desk/deputies", sent)
    assert answer.status_code == 409
    said = unescape(answer.text)
    assert "没有办理：这一页是以“柳溪镇 岗one”打开的，您后来在别的窗口换成了“柳溪镇工会 主席”。" in said
    assert held.deputies.count() == 0
    by_htmx = client.post("/desk/deputies", sent, headers={"hx-request": "true"})
    assert (by_htmx.status_code, by_htmx.headers["HX-Retarget"]) == (409, "#flashes")
    assert "再到这里按一次" in by_htmx.text

    again = re.search(r'action="(/desk/hat\?[^"]+)"', answer.text)[1]
    shown = answer.text[answer.text.index(again) :].partition("</form>")[0]
    assert dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown)) == sent
    changed = client.post(unescape(again), sent)
    assert (changed.status_code, changed.headers["Location"]) == (307, "/desk/deputies")
    assert client.post("/desk/deputies", sent).status_code == 302
    assert held.deputies.get().person == colleague

    assert client.post("/desk/deputies", form(held, colleague, window_2)).status_code == 409
    assert wear(client, second, window_2).status_code == 302
    assert "柳溪镇工会主席" in re.sub(r"\s", "", client.get("/desk/rights").text)


def test_what_is_done_in_no_posts_name_passes_and_a_forged_form_never(two_posts):
    client, first, second = two_posts
    window_1 = token_of(client.get("/desk/rights").text)
    wear(client, second, window_1)
    file = {"file": SimpleUploadedFile("a.csv", b"x"), "csrfmiddlewaretoken": window_1}
    assert "请在页面上方换回" in client.post("/desk/deputies", file).text
    forged = client.post("/desk/deputies", {"csrfmiddlewaretoken": "x" * 64, "note": "把这段文字留下来看看"})
    assert (forged.status_code, "放得太久" in forged.text) == (403, True)
    away = f"/desk/hat?post={first.pk}&then=//example.org/"
    assert client.post(away, {"csrfmiddlewaretoken": window_1}).headers["Location"] == "/desk/rights"
    stranger = f"/desk/hat?post={Grant.objects.first().pk}&then=/desk/deputies"
    assert client.post(stranger, {"csrfmiddlewaretoken": window_1}).status_code == 302
    wear(client, second, window_1)
    assert client.post("/account/logout", {"csrfmiddlewaretoken": window_1}).status_code == 302
    assert client.get("/desk/rights").status_code == 302
