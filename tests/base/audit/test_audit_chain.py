"""The chain tells every change, deletion, swap and cut tail; a chain without heads would not."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from django.db import connection, transaction

from qiaoliang.base.audit import chain
from qiaoliang.base.audit.actions import NoTransaction, record
from qiaoliang.base.audit.models import AuditEvent, AuditHead, AuditLink, AuditWaiting
from qiaoliang.base.core import ids
from qiaoliang.base.core.who import SYSTEM, Who

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def heads_in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(chain, "heads_file", lambda: tmp_path / "audit-heads.jsonl")


def officer() -> Who:
    return Who(kind="account", id=ids.uuid7(), post_id=ids.uuid7(), organization_id=ids.uuid7())


def log(count: int) -> list[AuditEvent]:
    who = officer()
    return [record(who, "case.note", ("case", ids.uuid7()), fields=["text"], refs={"n": n}) for n in range(count)]


def kinds(**options) -> set[str]:
    return {problem.kind for problem in chain.verify(**options).problems}


def allow_tampering() -> None:
    """What somebody with the database in hand would do first."""
    with connection.cursor() as cursor:
        table = " ON audit_auditevent" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_events_stay{table}")


@pytest.mark.django_db(transaction=True)
def test_an_event_is_written_with_the_deed_or_not_at_all():
    with pytest.raises(NoTransaction):
        record(SYSTEM, "case.note", ("case", ids.uuid7()))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log(1)
        raise ZeroDivisionError
    assert AuditEvent.objects.count() == AuditWaiting.objects.count() == 0
    with transaction.atomic():
        log(1)
    assert AuditEvent.objects.count() == AuditWaiting.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"reason": "老人说水管坏了"},
        {"reason": "13800001234"},
        {"fields": ["the name"]},
        {"refs": {"phone": "+8613800001234"}},
        {"refs": {"idcard": "11010119900101123X"}},
        {"refs": {"list": ["云桥区幸福路"]}},
    ],
)
def test_a_persons_words_do_not_get_into_the_log(given):
    with pytest.raises(ValueError, match="ids and codes only"):
        record(officer(), "case.note", ("case", ids.uuid7()), **given)
    assert AuditEvent.objects.count() == 0


def test_an_event_says_who_what_and_which():
    who, case, unit = officer(), ids.uuid7(), ids.uuid7()
    event = record(who, "case.assign", ("case", case), fields=["lead"], reason="duty", refs={"lead": unit, "n": 2})
    event.refresh_from_db()
    assert (event.actor_kind, event.actor_id, event.post_id) == ("account", who.id, who.post_id)
    assert (event.object_kind, event.object_id, event.fields) == ("case", case, ["lead"])
    assert (event.reason, event.refs) == ("duty", {"lead": str(unit), "n": 2})
    assert record(who, "audit.look", event).object_kind == "auditevent"


def test_advancing_chains_in_order_signs_and_exports():
    events = log(3)
    assert chain.advance() == 3
    events += log(2)
    assert chain.advance() == 2
    assert chain.advance() == 0
    assert list(AuditLink.objects.order_by("position").values_list("event_id", flat=True)) == [e.pk for e in events]
    assert list(AuditHead.objects.order_by("position").values_list("position", flat=True)) == [3, 5]
    assert len(chain.heads_file().read_text().splitlines()) == 2
    found = chain.verify()
    assert (found.events, found.heads, found.exported, found.waiting, found.sound) == (5, 2, 2, 0, True)
    assert found.last == bytes(AuditHead.objects.get(position=5).hash).hex()


def test_a_waiting_event_is_no_fault_and_is_counted():
    log(2)
    chain.advance()
    log(1)
    found = chain.verify()
    assert (found.events, found.waiting, found.sound) == (2, 1, True)


def test_the_database_itself_refuses_to_change_an_event():
    event = log(1)[0]
    with pytest.raises(Exception, match="audit events"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(action="case.other")
    event.refresh_from_db()
    assert event.action == "case.note"


def test_the_export_catches_up_after_a_kill_between_commit_and_file():
    log(2)
    chain.advance()
    log(2)
    chain._advance_batch()
    path = chain.heads_file()
    path.write_text(path.read_text() + '{"hash":"')
    assert chain.last_exported() == 2
    assert chain.export_heads() == 1
    assert chain.last_exported() == 4
    assert (chain.verify().exported, chain.verify().problems) == (2, [])


def test_a_line_torn_by_a_kill_and_written_again_is_forgiven_and_a_spoilt_one_is_not():
    log(2)
    chain.advance()
    path = chain.heads_file()
    line = path.read_text()
    path.write_text(line[:40] + "\n" + line)
    assert chain.verify().sound
    path.write_text(line.replace("a", "b", 1)[:40] + "x\n" + line)
    assert kinds() == {"file"}


def test_a_tail_cut_with_its_head_rows_contradicts_the_exported_heads():
    log(3)
    chain.advance()
    log(3)
    chain.advance()
    last = [link.event_id for link in AuditLink.objects.filter(position__gt=3)]
    AuditEvent.objects.filter(pk__in=last).delete()
    AuditLink.objects.filter(position__gt=3).delete()
    AuditHead.objects.filter(position__gt=3).delete()
    assert kinds() == {"cut", "head"}
    assert kinds(use_heads=False) == set()


def test_a_deleted_event_is_named_by_its_place():
    log(3)
    chain.advance()
    AuditEvent.objects.filter(link__position=2).delete()
    assert [(problem.kind, problem.position) for problem in chain.verify().problems] == [("missing", 2)]
    AuditEvent.objects.filter(link__position=3).delete()
    assert [(problem.kind, problem.position) for problem in chain.verify().problems] == [("missing", 2), ("missing", 3)]


def test_a_head_from_a_backups_print_out_finds_a_tail_cut_from_rows_and_file():
    log(3)
    chain.advance()
    known = (3, chain.verify().last)
    log(1)
    for model in (AuditLink, AuditHead, AuditWaiting, AuditEvent):
        model.objects.all().delete()
    chain.heads_file().unlink()
    assert kinds() == set()
    assert kinds(known_head=known) == {"cut"}


def test_a_chain_computed_anew_contradicts_the_signatures():
    log(4)
    chain.advance()
    allow_tampering()
    AuditEvent.objects.filter(link__position=2).update(action="case.other")
    AuditLink.objects.all().delete()
    AuditWaiting.objects.bulk_create(AuditWaiting(event=event) for event in AuditEvent.objects.all())
    AuditLink.objects.bulk_create(chain._links(AuditEvent.objects.order_by("pk")))
    AuditWaiting.objects.all().delete()
    assert kinds(use_heads=False) == set()
    assert kinds() == {"head"}


def test_a_forged_head_and_an_event_put_in_behind_our_back_are_found():
    log(2)
    chain.advance()
    event = log(1)[0]
    AuditWaiting.objects.all().delete()
    assert kinds() == {"loose"}
    AuditWaiting.objects.create(event=event)
    AuditHead.objects.update(signature=bytes(64))
    assert kinds() == {"head"}


def change(rng: random.Random) -> None:
    """Another value in one column of one event."""
    column, value = rng.choice(
        [
            ("action", "case.other"),
            ("object_id", UUID(int=rng.getrandbits(128))),
            ("actor_id", None),
            ("reason", "other"),
            ("fields", ["title"]),
            ("refs", {"n": 99}),
            ("organization_id", UUID(int=rng.getrandbits(128))),
        ]
    )
    AuditEvent.objects.filter(link__position=rng.randint(1, SIZE)).update(**{column: value})


def delete(rng: random.Random) -> None:
    """One event, sometimes with its link, sometimes with the positions closed up."""
    position, way = rng.randint(1, SIZE - 1), rng.randrange(3)
    AuditEvent.objects.filter(link__position=position).delete()
    if way:
        AuditLink.objects.filter(position=position).delete()
    if way == 2:
        for link in AuditLink.objects.filter(position__gt=position).order_by("position"):
            AuditLink.objects.filter(pk=link.pk).update(position=link.position - 1)


def swap(rng: random.Random) -> None:
    """Two events exchange their places."""
    one, two = rng.sample(range(1, SIZE + 1), 2)
    first, second = AuditLink.objects.get(pk=one), AuditLink.objects.get(pk=two)
    nobody = UUID(int=1)
    AuditLink.objects.filter(pk=one).update(event_id=nobody)
    AuditLink.objects.filter(pk=two).update(event_id=first.event_id)
    AuditLink.objects.filter(pk=one).update(event_id=second.event_id)


def cut(rng: random.Random) -> None:
    """The last events with their links and the head rows that speak of them."""
    keep = rng.randint(0, SIZE - 1)
    gone = list(AuditLink.objects.filter(position__gt=keep).values_list("event_id", flat=True))
    AuditEvent.objects.filter(pk__in=gone).delete()
    AuditLink.objects.filter(position__gt=keep).delete()
    AuditHead.objects.filter(position__gt=keep).delete()


SIZE = 12


@pytest.mark.parametrize("rounds", [100, pytest.param(1000, marks=pytest.mark.long)])
def test_every_tampering_is_found_and_without_heads_every_cut_is_missed(rounds):
    for size in (5, 4, 3):
        log(size)
        chain.advance()
    allow_tampering()
    rng, missed, missed_without_heads = random.Random(20261123), 0, 0
    for number in range(rounds):
        tamper = (change, delete, swap, cut)[number % 4]
        point = transaction.savepoint()
        tamper(rng)
        missed += chain.verify().sound
        missed_without_heads += tamper is cut and chain.verify(use_heads=False).sound
        transaction.savepoint_rollback(point)
    assert chain.verify().sound
    assert (missed, missed_without_heads) == (0, rounds // 4)
