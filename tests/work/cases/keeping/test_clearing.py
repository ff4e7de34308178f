"""留存: nothing goes before its time and two persons' words; then it is gone, and what is counted stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, TextField
from tests.base.attachments import making_files
from tests.work.cases.keeping import everything

from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.attachments import storage
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.jobs import steady, worker
from qiaoliang.base.jobs.progress import LeaseLost
from qiaoliang.base.vault import actions as vault
from qiaoliang.base.vault.models import Contact, Reveal
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.actions import archive as archiving
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.keeping import queries
from qiaoliang.work.cases.keeping.actions import clear as clearing_job
from qiaoliang.work.cases.keeping.actions import decide
from qiaoliang.work.cases.keeping.actions.clear import clear
from qiaoliang.work.cases.keeping.actions.notice import notice
from qiaoliang.work.cases.keeping.actions.propose import propose
from qiaoliang.work.cases.keeping.choices import What
from qiaoliang.work.cases.keeping.models import Clearing, Kept, Line

SAID, CALLED, ANSWERED = "暗号梧桐雨巷漏水", "贺云屿", "已派人修好梧桐雨巷"
PHONE = "13700000771"


def live(world, days):
    """The worker looks once a day."""
    for _ in range(days):
        world.go(days=1)
        steady.look()


def ended(world):
    steady.look()
    story = world.story(text=f"{SAID}，请来看看。", name=CALLED, phone=PHONE)
    attachments.add(Who(kind="resident"), ("case", story.id), SimpleUploadedFile("a.jpg", making_files.photo()))
    for name in ("accept", "dispatch", "sign"):
        getattr(story, name)()
    story.propose(text=ANSWERED)
    for name in ("approve", "open_callback", "rate"):
        getattr(story, name)()
    notice()
    return story


def cleared(world):
    made = propose()
    decide.put_forward(world.data_officer, made.pk)
    decide.confirm(world.leader, made.pk)
    clear(made.pk)
    return made


def test_contact_goes_after_six_months_and_words_after_two_years(officers):
    story = ended(officers)
    assert all(word in everything.text() for word in (SAID, CALLED, ANSWERED, PHONE))
    live(officers, 181)
    assert propose() is None
    live(officers, 2)
    cleared(officers)
    left = everything.text()
    assert CALLED not in left and PHONE not in left and SAID in left
    assert Contact.objects.get().erased_at is not None
    live(officers, 549)
    cleared(officers)
    left = everything.text()
    assert not [word for word in (SAID, CALLED, ANSWERED, PHONE) if word in left]
    assert not Attachment.objects.exists()
    case = story.case
    assert (case.state, case.closing, case.text) == (State.ARCHIVED, "solved", "")
    assert list(cases.ratings_of(case).values_list("solved", flat=True)) == ["yes"]
    assert case.deadlines.exists() and case.ended_at is not None


def test_a_second_person_confirms_and_nothing_goes_before(officers):
    ended(officers)
    live(officers, 184)
    made = propose()
    for who, step, code in (
        ("leader", decide.confirm, "keeping.not_put_forward"),
        ("union", decide.put_forward, "keeping.right"),
        ("union", decide.confirm, "keeping.right"),
    ):
        with pytest.raises(Refusal) as no:
            step(officers.actors[who], made.pk)
        assert no.value.code == code
    decide.put_forward(officers.data_officer, made.pk)
    with pytest.raises(Refusal) as no:
        decide.confirm(officers.data_officer, made.pk)
    assert no.value.code == "keeping.same"
    clear(made.pk)
    assert PHONE in everything.text()


def test_a_stop_loses_nothing_and_the_job_goes_on_where_it_was(officers, monkeypatch):
    stories = [ended(officers) for _ in range(3)]
    live(officers, 184)
    made = propose()
    decide.put_forward(officers.data_officer, made.pk)
    decide.confirm(officers.leader, made.pk)
    monkeypatch.setattr(clearing_job, "AT_ONCE", 1)

    def stopped(done, total):
        if done == 2:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        clear(made.pk, stopped)
    gone = AuditEvent.objects.filter(action="contact.erase")
    assert (gone.count(), [queries.still_there(one.id) for one in stories]) == (1, [False, True, True])
    worker.run_all()
    assert (gone.count(), [queries.still_there(one.id) for one in stories]) == (3, [False] * 3)
    made.refresh_from_db()
    assert made.done_at is not None and not made.lines.filter(done_at=None).exists()
    clear(made.pk)
    assert gone.count() == 3


def test_what_is_owed_again_when_its_turn_comes_is_left_alone(officers, monkeypatch):
    stories = [ended(officers) for _ in range(2)]
    live(officers, 80)
    made = overdue_list(officers, stories)
    stories[0].reopen()
    clear(made.pk)
    assert list(made.lines.order_by("id").values_list("skipped", flat=True)) == ["owed", "owed"]
    assert [queries.still_there(one.id) for one in stories] == [True, True], "the second one's time is not over"
    broken = overdue_list(officers, stories)
    monkeypatch.setattr(queries, "due", lambda what: Kept.objects.all())
    clear(broken.pk)
    assert [queries.still_there(one.id) for one in stories] == [False, False], "a broken rule would be seen here"


def overdue_list(officers, stories):
    """A confirmed list that is wrong about what is due."""
    made = Clearing.objects.create(records_before=clock.now(), confirmed_at=clock.now())
    for story in stories:
        Line.objects.create(clearing=made, case=story.case, what=What.CONTACT, free_at=clock.now())
    return made


def test_who_looked_goes_after_three_years_and_only_of_what_is_archived(officers):
    story, other = ended(officers), ended(officers)
    for one in (story, other):
        held = one.receipt.contact_id
        vault.reveal(officers.union.who, held, reason="verify", note="", subject=("case", one.id))
    other.reopen()
    notice()
    live(officers, 735)
    cleared(officers)
    assert (story.case.state, Reveal.objects.count()) == (State.ARCHIVED, 2)
    live(officers, 366)
    cleared(officers)
    assert list(Reveal.objects.values_list("subject_id", flat=True)) == [other.id]


def test_a_promise_is_owed_until_it_is_kept_and_its_words_go_with_the_others(officers):
    steady.look()
    story = officers.story(name=CALLED, phone=PHONE).until("sign")
    story.propose(closing="planned", planned_for=clock.today() + timedelta(days=20))
    for name in ("approve", "open_callback", "rate"):
        getattr(story, name)()
    live(officers, 300)
    assert notice() == 0 and not queries.due(What.CONTACT).exists()
    story.keep_promise(text=ANSWERED)
    assert (notice(), Kept.objects.get().free_at) == (1, story.case.promises.get().done_at)
    live(officers, 735)
    cleared(officers)
    assert not [word for word in (ANSWERED, CALLED, PHONE) if word in everything.text()]


def test_every_column_with_peoples_words_is_emptied():
    """A new one fails here, so that it is thought of: it holds a code of ours, or is emptied with the rest."""
    codes = {
        "Case.code", "Case.referral_code", "Deadline.calendar", "Deadline.delay_reason", "Deadline.rung", "Deadline.source",
        "Deadline.unit", "Event.by_kind", "Event.calendar", "Event.from_state", "Event.reason", "Event.step", "Event.to_state",
        "Letter.rung", "Merge.reason", "Rating.not_counted", "Receipt.code", "Receipt.language", "Request.reason",
        "Tally.axis", "Tally.key", "Tally.accused",
    }  # fmt: skip
    held = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("cases").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, TextField | CharField) and not field.choices
    }
    emptied = {f"{model.__name__}.{one}" for model, (_path, columns) in archiving.WRITTEN.items() for one in columns}
    assert held == codes | emptied | {f"Case.{one}" for one in archiving.OF_CASE}


def test_the_bytes_of_a_file_leave_the_disk(officers):
    story = ended(officers)
    row = Attachment.objects.get(owner_id=story.id)
    there = list(storage.path(row.stem, "original").parent.glob(f"{row.stem}.*"))
    assert {path.suffix for path in there} >= {".original", ".large"}
    live(officers, 735)
    cleared(officers)
    worker.run_all()
    assert [path for path in there if path.exists()] == []


def test_every_column_of_sealed_bytes_is_known(db):
    """A new one fails here, so that it is thought of when a case is forgotten."""
    assert everything.sealed_columns() == {
        # opened and looked through by everything.text(), or gone with their row
        "vault.Contact.name_sealed", "vault.Contact.phone_sealed", "vault.Contact.address_sealed", "vault.Contact.phone_index",
        "vault.Reveal.note_sealed", "attachments.Attachment.name_sealed", "attachments.Attachment.digest",
        # emptied when a row became a case, when a form was sent, or a day after a request was answered
        "imports.Row.sealed", "drafts.Draft.sealed", "cases.Draft.sealed", "cases.Draft.token_mac", "exports.Export.typed", "exports.Export.sealed", "jobs.IdempotencyKey.request", "jobs.IdempotencyKey.answer",
        # how somebody looks at a list, by whom it is thrown away; a word with contact data in it is refused
        "saved.View.typed",
        # how officers are reached, and what a gateway wants to know
        "outside.Channel.sealed", "outside.Way.sealed",
        # keyed hashes that lead to nobody
        "imports.Row.digest", "cases.Receipt.secret_mac", "audit.AuditLink.hash", "audit.AuditHead.hash", "audit.AuditHead.signature",
    }  # fmt: skip


def test_a_case_taken_up_again_is_left_alone(officers):
    story = ended(officers)
    live(officers, 80)
    story.reopen()
    notice()
    live(officers, 120)
    assert not queries.due(What.CONTACT).exists() and propose() is None


def test_a_leap_of_the_clock_makes_nothing_due_until_somebody_vouches(officers):
    ended(officers)
    officers.go(days=3650)
    assert not steady.look()
    live(officers, 3)
    assert not queries.due(What.CONTACT).exists() and propose() is None
    steady.vouch(officers.data_officer.who)
    assert queries.due(What.CONTACT).exists() and queries.due(What.WORDS).exists()


def test_the_parts_of_a_message_share_a_contact_and_the_last_of_them_takes_it_away(officers):
    steady.look()
    whole = officers.story(text=f"{SAID}，还有路灯也不亮，请都来看看。", name=CALLED, phone=PHONE).until("accept")
    sooner, later = whole.split()
    sooner.withdraw()
    notice()
    assert not Kept.objects.filter(case=whole.id).exists()  # one of its parts is still being handled
    live(officers, 184)
    cleared(officers)
    assert (sooner.case.receipts.get().contact_id, later.case.receipts.get().contact_id) == (
        None,
        later.receipt.contact_id,
    )
    assert CALLED in everything.text() or Contact.objects.get().erased_at is None
    later.withdraw()
    notice()
    assert Kept.objects.get(case=whole.id).free_at == later.case.ended_at
    live(officers, 184)
    cleared(officers)
    left = everything.text()
    assert Contact.objects.get().erased_at is not None and CALLED not in left and SAID in left
    live(officers, 549)
    cleared(officers)
    assert {one.case.state for one in (whole, sooner, later)} == {State.ARCHIVED}
    assert SAID not in everything.text()
