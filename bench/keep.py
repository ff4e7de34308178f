"""``python bench/keep.py --cases 20000 --photos 2000``: how large a backup is and how long backup, check, drill and restore take.

The rows are the product's own, copied with new ids (a case with its receipt, contact, event, audit event and search entry);
the photos are sealed files of ``--photo-size`` bytes. Beside each figure stands what the disk itself needs for as many
bytes (written and synced), measured in the same run.
"""

from __future__ import annotations

import argparse
import copy
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.harness import folders, postgres  # noqa: E402


@contextmanager
def timed(what: str, found: dict[str, float]) -> Iterator[None]:
    start = time.monotonic()
    yield
    found[what] = time.monotonic() - start


def fill(cases: int, photos: int, size: int) -> None:
    """Many rows of a district at work."""
    from django.db import transaction
    from tests.project.keep import town

    from qiaoliang.base.attachments import storage
    from qiaoliang.base.attachments.models import Attachment
    from qiaoliang.base.audit import chain
    from qiaoliang.base.audit.models import AuditEvent, AuditWaiting
    from qiaoliang.base.core import codes, ids
    from qiaoliang.base.vault.fields import seal_text
    from qiaoliang.base.vault.models import Contact
    from qiaoliang.work.cases.models import Case, Event, Receipt

    town.people()
    first = Case.objects.order_by("pk").first()
    receipt, event, deed = first.receipts.get(), first.events.first(), AuditEvent.objects.order_by("-pk").first()
    contact = Contact.objects.get(pk=receipt.contact_id)

    def another(row, **values):
        made = copy.copy(row)
        made._state = copy.copy(row._state)
        made._state.adding, made.pk = True, ids.uuid7()
        for name, value in values.items():
            setattr(made, name, value)
        return made

    for start in range(0, cases, 1000):
        rows, contacts, receipts, events, deeds = [], [], [], [], []
        for _ in range(min(1000, cases - start)):
            rows.append(another(first, code=codes.new_code()))
            contacts.append(another(contact))
            contacts[-1].name_sealed = seal_text("vault_contact", contacts[-1].pk, "name", "桥一")
            contacts[-1].phone_sealed = seal_text("vault_contact", contacts[-1].pk, "phone", town.PHONE)
            receipts.append(another(receipt, case_id=rows[-1].pk, contact_id=contacts[-1].pk, code=rows[-1].code))
            events.append(another(event, case_id=rows[-1].pk))
            deeds.append(another(deed, object_id=rows[-1].pk))
        with transaction.atomic():
            for model, made in (
                (Case, rows),
                (Contact, contacts),
                (Receipt, receipts),
                (Event, events),
                (AuditEvent, deeds),
            ):
                model.objects.bulk_create(made, batch_size=200)
            AuditWaiting.objects.bulk_create([AuditWaiting(event=one) for one in deeds])
    photo, noise = Attachment.objects.get(), os.urandom(size)
    for number in range(photos):
        stem = storage.new_stem()
        storage.write(stem, {"small": noise[:4000], "large": noise[: size // 3], "original": noise[: size * 2 // 3]})
        name = storage.seal_name(stem, "a.jpg")
        another(photo, stem=stem, digest=number.to_bytes(32, "big"), name_sealed=name).save(force_insert=True)
    chain.advance()


def disk_alone(folder: Path, size: int) -> float:
    """Seconds to write and sync as many bytes."""
    start, piece = time.monotonic(), os.urandom(1 << 20)
    with (folder / "raw").open("wb") as file:
        for _ in range(max(1, size >> 20)):
            file.write(piece)
        os.fsync(file.fileno())
    (folder / "raw").unlink()
    return time.monotonic() - start


def measure(args: argparse.Namespace) -> None:
    folder = folders.make("bench")
    (folder / "home" / "static").mkdir(parents=True)
    os.environ.update(QIAOLIANG_MODE="test", QIAOLIANG_DATA=str(folder / "home"))
    from qiaoliang.project import setup

    setup.django()
    from tests.project.keep import town as towns

    from qiaoliang.base.core import keys
    from qiaoliang.project.commands.migrate import migrate
    from qiaoliang.project.keep import archive, backup, restore, showing

    found: dict[str, float] = {}
    target = folder / "backup.zip"
    try:
        migrate(verbosity=0)
        keys.make_missing(folder / "keys")
        town = towns.copy(None, folder / "town", folder / "keys")
        with town.entered():
            fill(args.cases, args.photos, args.photo_size)
            with timed("backup", found):
                manifest = backup.make(target)
            with timed("backup --verify", found):
                archive.examine(target)
            with timed("restore --drill", found):
                restore.drill(target, restore.Wish())
        with towns.empty(folder / "bare", folder / "keys").entered(), timed("restore", found):
            restore.restore(target, restore.Wish())
        size = target.stat().st_size
        raw = disk_alone(folder, size)
        whole = sum(size for size, _digest in manifest.parts.values())
        print(
            f"{manifest.engine}: {sum(manifest.rows.values()):,} rows, {manifest.rows['cases_case']:,} cases, {manifest.files:,} files"
        )
        print(f"unpacked {showing.size(whole)}, archive {showing.size(size)}; writing as many bytes alone {raw:.1f} s")
        for what, seconds in found.items():
            print(f"{what:16} {seconds:7.1f} s   {whole / seconds / (1 << 20):6.0f} MB/s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--photos", type=int, default=2_000)
    parser.add_argument("--photo-size", type=int, default=300_000)
    parser.add_argument("--postgres", action="store_true")
    args = parser.parse_args()
    if args.postgres:
        with postgres.temporary_cluster() as address:
            os.environ["DATABASE_URL"] = address
            measure(args)
    else:
        os.environ["DATABASE_URL"] = ""
        measure(args)


if __name__ == "__main__":
    main()
