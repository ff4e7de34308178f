"""Sealed, found by phone, opened with a reason that the person reads, erased, sealed anew while running."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import translation

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock, ids, keys
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.districts.actions import found
from qiaoliang.base.vault import actions, fields, queries, rotation
from qiaoliang.base.vault.models import Contact, Reveal

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
GIVEN = {"name": "欧阳小桥", "phone": "138 0000 1234", "address": "云桥区幸福路 12 号"}


@pytest.fixture(autouse=True)
def own_keys(tmp_path, monkeypatch):
    monkeypatch.setenv("QIAOLIANG_KEYS", str(tmp_path / "keys"))
    keys.make_missing()
    with clock.frozen(NINE):
        yield
    keys.forget_loaded()


def officer() -> Who:
    return Who(kind="account", id=ids.uuid7(), post_id=ids.uuid7(), organization_id=ids.uuid7())


def raw(table: str) -> bytes:
    """Everything that stands in the table, as bytes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
        return b"|".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for row in cursor.fetchall()
            for value in row
        )


def test_nothing_in_the_tables_can_be_read():
    contact = actions.store(officer(), **GIVEN)
    actions.reveal(officer(), contact.pk, reason="other", note="他说今天在家", subject=("case", ids.uuid7()))
    stored = raw("vault_contact") + raw("vault_reveal") + raw("audit_auditevent")
    for secret in ("欧阳小桥", "小桥", "13800001234", "138 0000 1234", "1234", "幸福路", "今天在家"):
        assert secret.encode() not in stored
        assert base64.b64encode(secret.encode()) not in stored


def test_opening_needs_a_reason_and_is_logged_twice():
    case, who = ids.uuid7(), officer()
    contact = actions.store(who, **GIVEN)
    for reason, note, code in (("", "", "reason"), ("curious", "", "reason"), ("other", " ", "note")):
        with pytest.raises(Refusal) as refused:
            actions.reveal(who, contact.pk, reason=reason, note=note, subject=("case", case))
        assert refused.value.code == code
    assert Reveal.objects.count() == 0
    details = actions.reveal(who, contact.pk, reason="verify", note="", subject=("case", case), role="handler")
    assert (details.name, details.phone, details.address) == tuple(GIVEN.values())
    row, event = Reveal.objects.get(), AuditEvent.objects.get(action="contact.reveal")
    assert (row.account_id, row.post_id, row.subject_id, row.role) == (who.id, who.post_id, case, "handler")
    assert (event.object_id, event.reason, event.refs) == (contact.pk, "verify", {"case": str(case)})
    assert event.fields == row.fields == ["name", "phone", "address"]


def test_the_person_reads_who_looked_and_why():
    contact = actions.store(officer(), phone="13800001234")
    actions.reveal(officer(), contact.pk, reason="verify", note="", subject=("case", ids.uuid7()))
    with translation.override("zh-hans"):
        assert queries.reveals_of([contact.pk])[0].sentence == (
            "一位工作人员在2026年11月23日 09:00 因为需要向您核实情况，看过您的电话。"
        )
    with translation.override("en"):
        sentence = queries.reveals_of([contact.pk])[0].sentence
    assert sentence.startswith("An officer saw your telephone number at 23 November 2026 09:00")


def test_masked_forms_come_with_one_question():
    contacts = [actions.store(officer(), **GIVEN) for _ in range(3)]
    masked = queries.masked(contact.pk for contact in contacts)
    assert {(one.name, one.phone, one.erased) for one in masked.values()} == {("欧**", "138****1234", False)}


@pytest.mark.parametrize("rows", [1, 3])
def test_masked_forms_take_one_query(rows, django_assert_num_queries):
    contacts = [actions.store(officer(), **GIVEN).pk for _ in range(rows)]
    with django_assert_num_queries(1):
        queries.masked(contacts)


def test_a_phone_is_found_however_it_was_written_until_its_time_is_over():
    found(code="yq", name="云桥区", profile={"area_code": "0571", "contact_index_days": 30})
    mobile = actions.store(officer(), phone="138-0000-1234")
    landline = actions.store(officer(), phone="88001234")
    for written in ("13800001234", "+86 138 0000 1234", "１３８００００１２３４"):
        assert list(queries.by_phone(written)) == [mobile]
    assert list(queries.by_phone("0571-88001234")) == [landline]
    assert list(queries.by_phone("13800001235")) == list(queries.by_phone("nothing")) == []
    with clock.frozen(NINE + timedelta(days=31)):
        assert list(queries.by_phone("13800001234")) == []


def test_what_cannot_be_stored_is_said_and_stores_nothing():
    for given, field in (
        ({"phone": "12345"}, "phone"),
        ({"name": "名" * 61}, "name"),
        ({"address": "路" * 201}, "address"),
    ):
        with pytest.raises(Refusal) as refused:
            actions.store(officer(), **given)
        assert refused.value.field == field
    assert Contact.objects.count() == 0
    assert queries.masked([actions.store(officer()).pk]).popitem()[1] == queries.Masked("", "")


def test_a_sealed_value_does_not_open_in_another_row_or_column():
    one, two = actions.store(officer(), **GIVEN), actions.store(officer(), **GIVEN)
    Contact.objects.filter(pk=one.pk).update(phone_sealed=bytes(two.phone_sealed))
    with pytest.raises(keys.KeyProblem):
        queries.opened(Contact.objects.get(pk=one.pk))
    with pytest.raises(keys.KeyProblem):
        fields.unseal_text("vault_contact", two.pk, "name", two.phone_sealed)


def test_erasing_leaves_the_log_and_nothing_of_the_person():
    contact = actions.store(officer(), **GIVEN)
    actions.reveal(officer(), contact.pk, reason="other", note="他说今天在家", subject=("case", ids.uuid7()))
    actions.erase(officer(), contact.pk)
    contact.refresh_from_db()
    assert (contact.name_sealed, contact.phone_sealed, contact.address_sealed, contact.phone_index) == (None,) * 4
    assert queries.masked([contact.pk])[contact.pk] == queries.Masked("", "", erased=True)
    assert (len(queries.reveals_of([contact.pk])), queries.note_of(Reveal.objects.get())) == (1, "")
    assert list(queries.by_phone("13800001234")) == []
    with pytest.raises(Refusal) as refused:
        actions.reveal(officer(), contact.pk, reason="verify", note="", subject=("case", ids.uuid7()))
    assert refused.value.code == "erased"


def test_correcting_replaces_the_old_data():
    contact = actions.store(officer(), **GIVEN)
    actions.correct(officer(), contact.pk, name="欧阳大桥", phone="0571-88001234", address="")
    assert queries.opened(Contact.objects.get()) == queries.Details("欧阳大桥", "0571-88001234", "")
    assert list(queries.by_phone("13800001234")) == []
    assert list(queries.by_phone("0571 88001234")) == [contact]


def test_a_new_key_seals_from_now_on_and_the_rest_follows_in_steps(monkeypatch):
    monkeypatch.setattr(rotation, "STEP", 2)
    old = [actions.store(officer(), **GIVEN) for _ in range(3)]
    actions.reveal(officer(), old[0].pk, reason="other", note="核对", subject=("case", ids.uuid7()))
    keys.add("vault")
    keys.forget_loaded()
    new = actions.store(officer(), **GIVEN)
    assert (new.key_id != old[0].key_id, rotation.left()) == (True, 4)
    assert queries.opened(old[0]) == queries.opened(new)
    assert [rotation.step(), rotation.left(), rotation.step(), rotation.step()] == [3, 1, 1, 0]
    first_key = min(keys.folder().glob("vault-*.key"))
    first_key.unlink()
    keys.forget_loaded()
    assert {queries.opened(contact).name for contact in Contact.objects.all()} == {"欧阳小桥"}
    assert queries.note_of(Reveal.objects.get()) == "核对"
    assert list(queries.by_phone("13800001234").order_by("pk")) == [*old, new]


def test_the_days_openings_for_the_data_officer():
    contact = actions.store(officer(), **GIVEN)
    for moment in ("2026-11-22T15:59:59", "2026-11-22T16:00:00", "2026-11-23T15:59:59", "2026-11-23T16:00:00"):
        with clock.frozen(datetime.fromisoformat(moment).replace(tzinfo=UTC)):
            actions.reveal(officer(), contact.pk, reason="verify", note="", subject=("case", ids.uuid7()))
    assert [row.created_at.hour for row in queries.reveals_on(date(2026, 11, 23))] == [15, 16]
