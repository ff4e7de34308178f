"""The tree with two parents: links are dated, the closure is today's, and both agree."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions, queries
from qiaoliang.base.organizations.closure import check_closure
from qiaoliang.base.organizations.models import Closure, Link, Organization

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 15, 4, tzinfo=UTC)
DAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _clock():
    with clock.frozen(NOON):
        yield


def found(code, territory=None, line=None, kind="town", founded=date(2020, 1, 1)):
    return actions.found(
        SYSTEM, code=code, name=f"云桥{code}", kind=kind, founded=founded, territory=territory, line=line
    )


def codes(ids):
    return set(Organization.objects.filter(pk__in=list(ids)).values_list("code", flat=True))


def test_territory_and_line_are_two_trees():
    district = found("yq", kind="district")
    union = found("zgh", district, kind="union")
    town = found("lx", district)
    village_union = found("lx-gh", town, union, kind="union")
    assert codes(queries.subtree_ids(district.pk)) == {"yq", "zgh", "lx", "lx-gh"}
    assert codes(queries.subtree_ids(union.pk)) == {"zgh"}
    assert codes(queries.subtree_ids(union.pk, "line")) == {"zgh", "lx-gh"}
    assert [one.code for one in queries.path(village_union.pk)] == ["yq", "lx", "lx-gh"]
    assert [one.code for one in queries.path(village_union.pk, "line")] == ["zgh", "lx-gh"]
    assert check_closure() == []


def test_a_move_counts_from_its_day_and_the_past_stays():
    district, a, b = found("yq", kind="district"), found("a"), found("b")
    actions.link(SYSTEM, a, district, "territory", start=date(2021, 1, 1))
    actions.link(SYSTEM, b, district, "territory", start=date(2021, 1, 1))
    village = found("v", a, kind="village_committee")
    actions.link(SYSTEM, village, b, "territory", start=date(2026, 3, 1), reason="区划调整")
    assert codes(queries.subtree_ids(a.pk)) == {"a"}
    assert codes(queries.subtree_ids(b.pk)) == {"b", "v"}
    assert codes(queries.subtree_as_of(a.pk, date(2026, 2, 28))) == {"a", "v"}
    assert codes(queries.subtree_as_of(a.pk, date(2026, 3, 1))) == {"a"}
    assert queries.parent_of(village.pk, at=date(2025, 1, 1)) == a
    assert queries.parent_of(village.pk) == b
    assert AuditEvent.objects.filter(action="organization.link", object_id=village.pk).count() == 2


def test_a_planned_move_takes_effect_on_its_day():
    a, b = found("a"), found("b")
    village = found("v", a)
    actions.link(SYSTEM, village, b, "territory", start=date(2026, 7, 1))
    assert codes(queries.subtree_ids(a.pk)) == {"a", "v"}
    with pytest.raises(Refusal) as second:
        actions.link(SYSTEM, village, a, "territory", start=date(2026, 6, 20))
    assert second.value.code == "later_link"
    with clock.frozen(datetime(2026, 6, 30, 16, 1, tzinfo=UTC)):
        assert len(check_closure()) == 2
        actions.change_day()
        assert codes(queries.subtree_ids(b.pk)) == {"b", "v"}
        assert check_closure() == []


def test_no_circle_on_any_day():
    a = found("a")
    b = found("b", a)
    c = found("c", b)
    d = found("d")
    actions.link(SYSTEM, d, c, "territory", start=date(2026, 8, 1))
    for child, parent, start in [(a, c, DAY), (a, a, DAY), (b, d, DAY)]:
        with pytest.raises(Refusal) as refused:
            actions.link(SYSTEM, child, parent, "territory", start=start)
        assert refused.value.code == "circle"
    actions.link(SYSTEM, a, c, "line", start=DAY)
    assert check_closure() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(child=a, parent=a, relation="territory", start=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(child=b, parent=d, relation="territory", start=DAY)


def test_unlinking_and_links_before_the_founding():
    a = found("a")
    young = found("y", founded=date(2026, 1, 1))
    with pytest.raises(Refusal) as early:
        actions.link(SYSTEM, young, a, "territory", start=date(2025, 1, 1))
    assert early.value.code == "before_founding"
    actions.link(SYSTEM, young, a, "territory")
    actions.unlink(SYSTEM, young, "territory")
    assert codes(queries.subtree_ids(a.pk)) == {"a"}
    with pytest.raises(Refusal) as gone:
        actions.unlink(SYSTEM, young, "territory")
    assert gone.value.code == "no_link"


def test_check_closure_finds_what_is_missing_and_what_is_wrong():
    a = found("a")
    b = found("b", a)
    Closure.objects.filter(ancestor=a, descendant=b).delete()
    Closure.objects.create(relation="line", ancestor=a, descendant=b, depth=1)
    problems = check_closure()
    assert len(problems) == 2
    assert any("is missing" in line and line.startswith("territory") for line in problems)
    assert any("is wrong" in line and line.startswith("line") for line in problems)


def test_dissolving_ends_posts_and_terms_but_keeps_the_place_in_the_tree():
    town = found("t")
    village = found("v", town)
    post = actions.establish_post(SYSTEM, village, "主任")
    person = actions.register(SYSTEM, "石桥生")
    held = actions.appoint(SYSTEM, person, post, start=date(2024, 1, 1))
    with pytest.raises(Refusal) as children:
        actions.dissolve(SYSTEM, town, reason="撤并")
    assert children.value.code == "has_children"
    actions.dissolve(SYSTEM, village, reason="撤并")
    held.refresh_from_db()
    assert (held.end, held.end_reason) == (DAY, "撤并")
    assert codes(queries.subtree_ids(town.pk)) == {"t", "v"}
    assert village not in queries.alive()
    assert village in queries.alive(date(2026, 6, 14))
    with pytest.raises(Refusal) as again:
        actions.dissolve(SYSTEM, village, reason="撤并")
    assert again.value.code == "dissolved"
    actions.dissolve(SYSTEM, town, reason="撤并")


def test_names_codes_and_kinds():
    town = found("lx")
    for change, code in [
        ({"code": "lx"}, "code_in_use"),
        ({"kind": "club"}, "unknown_kind"),
        ({"name": " "}, "no_name"),
    ]:
        with pytest.raises(Refusal) as refused:
            actions.found(SYSTEM, **({"code": "new", "name": "新", "kind": "town"} | change))
        assert refused.value.code == code
    actions.rename(SYSTEM, town, "柳溪街道", short_name="柳溪")
    actions.add_alias(SYSTEM, town, "柳溪老镇")
    assert [one.pk for one in queries.search("云桥lx")] == [town.pk]
    assert [one.pk for one in queries.search("老镇")] == [town.pk]
    assert queries.search("没有这个") == []
    assert town.label == "柳溪"


def test_a_whole_district_at_once():
    rows = [
        actions.NewOrganization(code="v", name="村", kind="village_committee", territory="t", line="d",
                                founded=date(2021, 5, 1), aliases=("老村", "老村"),
                                posts=(actions.NewPost(title="主任", headcount=2),)),
        actions.NewOrganization(code="t", name="镇", kind="town", territory="d", founded=date(2020, 1, 1)),
        actions.NewOrganization(code="d", name="区", kind="district", founded=date(2019, 1, 1)),
    ]  # fmt: skip
    made = actions.found_all(SYSTEM, rows)
    assert codes(queries.subtree_ids(made["d"].pk)) == {"d", "t", "v"}
    assert check_closure() == []
    assert AuditEvent.objects.filter(action="organization.found").count() == 3
    assert [(p.organization.code, p.depth) for p in queries.tree()] == [
        ("d", 0),
        ("t", 1),
        ("v", 2),
    ]
    wrong = [
        ([actions.NewOrganization(code="x", name="x", kind="town", territory="nobody")], "no_parent"),
        ([actions.NewOrganization(code="t", name="x", kind="town")], "code_in_use"),
        ([actions.NewOrganization(code="x", name="x", kind="club")], "unknown_kind"),
        (
            [
                actions.NewOrganization(code="x", name="x", kind="town", territory="y"),
                actions.NewOrganization(code="y", name="y", kind="town", territory="x"),
            ],
            "circle",
        ),
    ]
    for more, code in wrong:
        with pytest.raises(Refusal) as refused:
            actions.found_all(SYSTEM, more)
        assert refused.value.code == code
    assert Organization.objects.count() == 3


MOVE = st.tuples(
    st.sampled_from(["link", "unlink", "found"]), st.integers(0, 7), st.integers(0, 7), st.integers(-40, 40)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MOVE, max_size=14))
def test_the_closure_is_what_brute_force_says_after_any_moves(moves):
    """Whatever sequence of dated moves is tried, refused or done, the table equals the walk over the links, today and
    forty days on, and no organisation ever stands below itself."""
    with transaction.atomic():
        places = [found(f"o{n}", founded=date(2026, 1, 1)) for n in range(8)]
        for what, one, other, days in moves:
            day = date.fromordinal(DAY.toordinal() + days)
            _try(what, places, one, other, day)
            assert _brute_force(DAY) == _table()
        for ahead in (0, 7, 40):
            with clock.frozen(datetime.fromtimestamp(NOON.timestamp() + ahead * 86400, UTC)):
                actions.change_day()
                assert _brute_force(clock.today()) == _table()
                assert check_closure() == []
        transaction.set_rollback(True)


def _try(what, places, one, other, day):
    try:
        with transaction.atomic():
            if what == "link":
                actions.link(SYSTEM, places[one], places[other], "territory", start=day)
            elif what == "unlink":
                actions.unlink(SYSTEM, places[one], "territory", end=day)
            else:
                places.append(found(f"o{len(places)}", places[one], founded=max(day, date(2026, 1, 1))))
    except Refusal as refused:
        assert refused.code in {"later_link", "circle", "no_link", "before_founding"}


def _brute_force(day):
    links = [
        (link.child_id, link.parent_id)
        for link in Link.objects.filter(relation="territory")
        if link.start <= day and (link.end is None or day < link.end)
    ]
    pairs = {(pk, pk): 0 for pk in Organization.objects.values_list("pk", flat=True)}
    for depth in range(1, 12):
        level = [(parent, d) for (a, d), n in pairs.items() if n == depth - 1 for child, parent in links if child == a]
        for pair in level:
            assert pair not in pairs, "an organisation stands below itself"
            pairs[pair] = depth
    return {(a, d, n) for (a, d), n in pairs.items()}


def _table():
    return set(Closure.objects.filter(relation="territory").values_list("ancestor_id", "descendant_id", "depth"))
