"""One list of questions, answered alike by both engines."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import ids
from qiaoliang.base.organizations.models import Person
from qiaoliang.base.search import actions, queries
from qiaoliang.base.search.models import Entry

pytestmark = pytest.mark.django_db

TEXTS = {
    "water": ("幸福路停水三天", "云桥区幸福路 12 号院从周一起没有水，K3路公交站旁的井盖也坏了。"),
    "power": ("夜里停电", "幸福里小区每晚九点停电，物业说是线路老化。"),
    "crèche": ("区妇联的亲子课", "希望区妇联在 Yunqiao 开亲子课 (Class B2)，周六也开。"),
    "bridge": ("桥", "老桥"),
    "rare": ("𠮷野家门口", "〇七号 ＡＢＣ１２３"),
    "signs": ("100% 'quoted' \"double\" \\ & | ! ( ) * : <->", "路灯: 坏了; NOT OR AND NEAR"),
    "russian": ("Вода", "нет"),
}

QUESTIONS = [
    ("停水", {"water"}),
    ("停电", {"power"}),
    ("幸福", {"water", "power"}),
    ("幸福路", {"water"}),
    ("幸福里", {"power"}),
    ("停", {"water", "power"}),
    ("水", {"water"}),
    ("天", {"water"}),
    ("课", {"crèche"}),
    ("桥", {"water", "bridge"}),
    ("老桥", {"bridge"}),
    ("桥老", set()),
    ("幸福 停电", {"power"}),
    ("停电 幸福", {"power"}),
    ("停电、幸福！", {"power"}),
    ("水电", set()),
    ("12", {"water"}),
    ("12号", {"water"}),
    ("12号院", {"water"}),
    ("1", set()),
    ("K3路", {"water"}),
    ("k3 路公交", {"water"}),
    ("K3站", set()),
    ("yunqiao", {"crèche"}),
    ("YUNQIAO", {"crèche"}),
    ("ｙｕｎｑｉａｏ", {"crèche"}),
    ("yunqia", set()),
    ("b2", {"crèche"}),
    ("class b2", {"crèche"}),
    ("区妇联", {"crèche"}),
    ("妇联区", set()),
    ("𠮷野", {"rare"}),
    ("𠮷", {"rare"}),
    ("〇七", {"rare"}),
    ("abc123", {"rare"}),
    ("вода", {"russian"}),
    ("вод", set()),
    ("100", {"signs"}),
    ("quoted", {"signs"}),
    ("\"double\" 'quoted'", {"signs"}),
    ("near AND not", {"signs"}),
    ("OR", {"signs"}),
    ("路灯:* | 坏了", {"signs"}),
    ("'); DROP TABLE search_entry; --", set()),
    ("坏了", {"water", "signs"}),
    ("", set()),
    ("%", set()),
    ("* \" ' \\", set()),
    ("没有水K3路", {"water"}),
    ("三天云桥", set()),
    ("停水三天云桥区", set()),
    ("停" * 5000, set()),
    ("幸福 " * 100, {"water", "power"}),
]


@pytest.fixture
def records():
    made = {name: ids.uuid7() for name in TEXTS}
    for name, texts in TEXTS.items():
        actions.index("case", made[name], *texts)
        actions.index("remark", made[name], "停水停电幸福" + name)
    return made


def asked(question: str, records) -> set[str]:
    found = set(queries.matching("case", question))
    return {name for name, record in records.items() if record in found}


@pytest.mark.parametrize(("question", "names"), QUESTIONS, ids=[question[:20] or "empty" for question, _ in QUESTIONS])
def test_a_question_has_one_answer(question, names, records):
    assert asked(question, records) == names


def test_a_list_holds_the_same_rows_whichever_way_it_is_read(records):
    """Wanting none at a time makes every word a common one, wanting a million makes none."""
    named = {record: name for name, record in records.items()}
    Person.objects.bulk_create(Person(id=record, name=name) for record, name in named.items())
    for question, names in QUESTIONS:
        for shown in (0, 1_000_000):
            rows = queries.listed(Person.objects.filter(pk__in=named), "case", queries.read(question, shown))
            assert {named[row.pk] for row in rows} == names, (question, shown)


def test_a_list_is_read_in_its_order_only_where_the_words_are_common():
    """Common are here words that more than 24 of the 60 hold, whatever numbers the entries got."""
    for number in range(60):
        actions.index("case", ids.uuid7(), "路灯坏了" if number % 2 else "井盖", "老桥" if number < 24 else "")
    wanted = 24 * 24 / Entry.objects.latest("id").pk
    for question, is_common in (("路灯", True), ("路灯坏", True), ("老桥", False), ("没有", False)):
        asked = str(queries.listed(Person.objects.all(), "case", queries.read(question, wanted)).query)
        if connection.vendor == "postgresql":
            assert "vector @@" in asked, "the server knows how common each word is"
        else:
            assert ("INSTR" in asked, "MATCH" in asked) == (is_common, not is_common), question


def test_a_record_changes_with_its_text_and_can_be_taken_out(records):
    actions.index("case", records["power"], "路灯亮了")
    assert (asked("停电", records), asked("路灯亮", records)) == (set(), {"power"})
    actions.remove("case", records["power"])
    assert asked("路灯亮", records) == set()
    assert Entry.objects.filter(object_id=records["power"]).count() == 1, "the other kind's entry stays"


@pytest.mark.django_db(transaction=True)
def test_the_index_changes_with_the_record_or_not_at_all():
    with pytest.raises(RuntimeError, match="transaction"):
        actions.index("case", ids.uuid7(), "停水")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.index("case", ids.uuid7(), "停水")
        raise ZeroDivisionError
    assert list(queries.matching("case", "停水")) == []


def test_it_is_one_query_inside_the_callers_own(records, django_assert_num_queries):
    from qiaoliang.base.audit.actions import record
    from qiaoliang.base.core.who import SYSTEM

    record(SYSTEM, "case.note", ("case", records["water"]))
    record(SYSTEM, "case.note", ("case", records["power"]))
    with django_assert_num_queries(1):
        rows = list(AuditEvent.objects.filter(action="case.note", object_id__in=queries.matching("case", "停水")))
    assert [row.object_id for row in rows] == [records["water"]]


def test_a_very_long_text_is_found_by_its_beginning(records):
    actions.index("case", records["bridge"], "开头" + "云桥区" * 20_000 + "结尾")
    assert asked("开头云桥", records) == {"bridge"}
    assert asked("区结尾", records) == set()


def test_an_index_that_lost_a_record_is_noticed(records):
    actions.index("case", records["power"], "路灯亮了")
    actions.remove("remark", records["water"])
    assert queries.is_whole() is True
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("UPDATE search_entry SET vector = NULL WHERE kind = 'remark'")
        else:
            cursor.execute("DROP TRIGGER search_entry_out")
            cursor.execute("DELETE FROM search_entry WHERE kind = 'remark'")
    assert queries.is_whole() is False
