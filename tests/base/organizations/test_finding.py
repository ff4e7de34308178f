"""Finding units by what people type."""

from datetime import date

import pytest

from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions, finding
from qiaoliang.base.organizations.models import Organization

pytestmark = pytest.mark.django_db
UNITS = (
    ("zz", "云桥区", "district", ""),
    ("zz1", "云桥区总工会", "union", "zz"),
    ("aa", "长乐镇", "town", "zz"),
    ("aa1", "长乐镇总工会", "union", "aa"),
    ("ab", "重庆路街道", "street", "zz"),
    ("ab1", "红旗社区", "residents_committee", "ab"),
    ("ab2", "红旗村", "village_committee", "aa"),
)


@pytest.fixture(autouse=True)
def district():
    rows = [
        actions.NewOrganization(code=code, name=name, kind=kind, founded=date(2020, 1, 1), territory=above, line="")
        for code, name, kind, above in UNITS
    ]
    made = actions.found_all(SYSTEM, rows)
    actions.add_alias(SYSTEM, made["zz1"], "总工会")
    return made


def codes(words):
    return [Organization.objects.get(pk=one.id).code for one in finding.find(words)]


def test_the_districts_own_comes_first_and_each_says_what_it_belongs_to():
    assert [(one.label, one.above) for one in finding.find("总工会")] == [
        ("云桥区总工会", "云桥区"),
        ("长乐镇总工会", "长乐镇"),
    ]
    assert codes("工会") == ["zz1", "aa1"]
    assert finding.find(" ") == finding.find("没有") == []


def test_initials_find_a_name_in_every_reading_of_its_signs():
    assert codes("zgh") == ["zz1", "aa1"]  # the whole alias before a part of a name
    assert codes("ZGH") == ["zz1", "aa1"]
    assert codes("cqljd") == codes("zqljd") == ["ab"]
    assert codes("clz") == ["aa", "aa1"]
    assert codes("hq") == ["ab1", "ab2"]
    assert codes("qx") == []
    assert codes("aa1") == ["aa1"]


def test_people_are_found_by_a_part_of_the_name_or_the_initials():
    for name in ("石桥生", "曾柳溪", "石桥来", "Anna"):
        actions.register(SYSTEM, name)

    def names(words):
        return sorted(one.name for one in finding.people(words))

    assert names("石桥") == names("sq") == names("SQ") == ["石桥来", "石桥生"]
    assert names(" sqs ") == ["石桥生"]
    assert names("zlx") == names("clx") == ["曾柳溪"]
    assert names("nn") == ["Anna"]
    assert names("") == names(" ") == names("ss") == names("s") == names("xx") == []


def test_units_of_a_list_are_found_by_any_name_the_code_or_the_initials(district):
    def codes_of(words):
        return sorted(one.code for one in finding.units(words))

    assert codes_of("总工会") == codes_of("gh") == codes_of("ZGH") == ["aa1", "zz1"]
    assert codes_of(" clz ") == ["aa", "aa1"]
    assert codes_of("AA1") == ["aa1"]
    assert codes_of("") == codes_of(" ") == codes_of("z") == codes_of("qx") == []


def test_one_name_means_one_unit_or_says_which_it_may_be(district):
    assert finding.named("总工会") == (district["zz1"], [])
    assert finding.named("长乐镇") == (district["aa"], [])
    assert finding.named("乐镇总") == (district["aa1"], [])
    unit, near = finding.named("红旗")
    assert (unit, [one.value for one in near]) == (None, ["红旗社区", "红旗村"])
    unit, near = finding.named("zgh")  # initials are for choosing; sent as they are they name nothing
    assert (unit, [one.value for one in near]) == (None, ["云桥区总工会", "长乐镇总工会"])
    unit, near = finding.named("总工汇")
    assert (unit, [one.value for one in near]) == (None, ["长乐镇总工会", "云桥区总工会"][: len(near)])


def test_two_units_of_one_name_are_told_apart_by_their_code(district):
    Organization.objects.filter(code="ab2").update(name="红旗社区")
    both = [one.value for one in finding.find("红旗社区")]
    assert both == ["红旗社区（ab1）", "红旗社区（ab2）"]
    assert [finding.named(value)[0].code for value in both] == ["ab1", "ab2"]
    assert finding.named("红旗社区")[0] is None


def test_the_list_leads_down_from_the_top(district):
    top = finding.below("", 100)
    assert [(one.label, one.below) for one in top] == [
        ("长乐镇", 2),
        ("重庆路街道", 1),
        ("云桥区", 3),
        ("云桥区总工会", 0),
    ]
    assert [one.label for one in finding.below(str(district["aa"].pk), 100)] == ["长乐镇总工会", "红旗村"]
    assert finding.below("nonsense", 100) == top


def test_looking_costs_the_same_however_many_fit(django_assert_num_queries):
    for words in ("红旗村", "总工会", "h"):
        with django_assert_num_queries(5):
            assert finding.find(words)
