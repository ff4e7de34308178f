"""What is taken, what is made of it, what is refused with which sentence, and who gets to see it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time

import pikepdf
import pytest
from django.test import Client
from django.utils import translation
from PIL import Image
from tests.base.attachments.making_files import (
    PLACE,
    archive,
    clear_png,
    locked_pdf,
    pdf,
    pdf_bomb,
    photo,
    png_bomb,
    upload,
)

from qiaoliang.base.attachments import actions, chores, limits, queries, registry, storage
from qiaoliang.base.attachments.cleaning.__main__ import MEMORY_BYTES
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import ids, keys
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import worker
from qiaoliang.base.jobs.actions import enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("QIAOLIANG_KEYS", str(tmp_path / "keys"))
    keys.make_missing()
    monkeypatch.setattr(storage, "folder", lambda: tmp_path / "files")
    yield tmp_path / "files"
    keys.forget_loaded()


def case():
    return ("case", ids.uuid7())


def stored(folder) -> list[str]:
    return sorted(file.suffix for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize(("made_as", "kind"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("HEIF", "heic")])
def test_a_photo_is_known_by_its_content_and_made_anew_without_its_place(made_as, kind, own_folder):
    data = photo(made_as)
    assert PLACE in data
    row = actions.add(SYSTEM, case(), upload(data, "C:\\照片\\家门口.pdf"))
    assert (row.kind, row.width, row.height, row.size) == (kind, 600, 400, len(data))
    assert queries.name_of(row) == "家门口.pdf"
    for variant, longest in (("large", 600), ("small", 400)):
        part = storage.read(row.stem, variant)
        with Image.open(io.BytesIO(part)) as image:
            assert (image.format, max(image.size), dict(image.getexif())) == ("JPEG", longest, {})
        assert PLACE not in part
    assert storage.read(row.stem, "original") == data
    assert stored(own_folder) == [".large", ".original", ".small"]


def test_a_large_photo_is_made_smaller_and_stands_upright():
    row = actions.add(SYSTEM, case(), upload(photo(size=(3000, 1500), turned=True)))
    with Image.open(io.BytesIO(storage.read(row.stem, "large"))) as image:
        assert image.size == (1024, 2048)
    assert (row.width, row.height) == (1500, 3000)


def test_what_is_clear_becomes_white():
    row = actions.add(SYSTEM, case(), upload(clear_png()))
    with Image.open(io.BytesIO(storage.read(row.stem, "large"))) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_pdf_keeps_what_it_shows_and_loses_what_it_does():
    data = pdf()
    bad = (b"SCRIPT", b"LAUNCHED", b"EMBEDDED", b"AUTHOR-NAME", PLACE)
    assert all(word in data for word in bad)
    row = actions.add(SYSTEM, case(), upload(data))
    assert (row.kind, row.pages, row.variants) == ("pdf", 2, ("large", "original"))
    with pikepdf.open(io.BytesIO(storage.read(row.stem, "large"))) as cleaned:
        out = io.BytesIO()
        cleaned.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        assert set(cleaned.Root.keys()) == {"/Type", "/Pages"}
        assert "/Annots" not in cleaned.pages[0].obj
        assert [int(image.Width) for image in cleaned.pages[0].get_images().values()] == [600]
        assert [int(number) for number in cleaned.pages[1].mediabox] == [0, 0, 300, 400]
    assert [word for word in bad if word in out.getvalue()] == []
    assert b"STAMP-IS-DRAWN" in out.getvalue()


def test_a_page_keeps_the_size_it_inherits():
    with pikepdf.open(io.BytesIO(pdf())) as document:
        for page in document.pages:
            del page.obj["/MediaBox"]
        document.Root.Pages["/MediaBox"] = [0, 0, 222, 111]
        out = io.BytesIO()
        document.save(out)
    row = actions.add(SYSTEM, case(), upload(out.getvalue()))
    with pikepdf.open(io.BytesIO(storage.read(row.stem, "large"))) as cleaned:
        assert [int(number) for number in cleaned.pages[0].mediabox] == [0, 0, 222, 111]


BAD = {
    "empty": (b"", "empty", "这个文件是空的"),
    "cut short": (photo()[:2000], "broken", "文件已损坏"),
    "noise behind a signature": (b"\xff\xd8\xff" + bytes(range(256)) * 8, "broken", "文件已损坏"),
    "heic in name only": (b"\x00\x00\x00\x18ftypheic" + bytes(400), "broken", "文件已损坏"),
    "broken pdf": (b"%PDF-1.7\nnothing", "broken", "文件已损坏"),
    "office document": (archive(b"x").replace(b"a.txt", b"[Content_Types].xml"), "kind", "另存为 PDF"),
    "text": ("水管坏了".encode(), "kind", "无法识别"),
    "zip bomb": (archive(bytes(50_000_000)), "kind", "压缩包"),
    "web page": (b"<html><script>alert(1)</script>", "kind", "网页"),
    "film": (b"\x00\x00\x00\x18ftypmp42" + bytes(400), "kind", "视频"),
    "gif": (b"GIF89a" + bytes(100), "kind", "图片"),
    "photo with an archive behind it": (photo() + archive(), "polyglot", "两种"),
    "photo with a page in its head": (photo()[:20] + b"<script>x</script>" + photo()[20:], "polyglot", "两种"),
    "photo with a pdf in its head": (photo()[:20] + b"%PDF-1.4" + photo()[20:], "polyglot", "两种"),
    "pdf with an archive behind it": (pdf() + archive(), "polyglot", "两种"),
    "900 million pixels": (png_bomb(), "pixels", "6400 万"),
    "locked pdf": (locked_pdf(), "locked", "密码"),
    "101 pages": (pdf(101), "pages", "100 页"),
}


@pytest.mark.any_database
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_a_clear_sentence_and_leaves_nothing(name, own_folder):
    data, code, words = BAD[name]
    with pytest.raises(Refusal) as refused, translation.override("zh-hans"):
        actions.add(SYSTEM, case(), upload(data, "photo.jpg"))
    with translation.override("zh-hans"):
        assert (refused.value.code, words in str(refused.value)) == (code, True), str(refused.value)
    assert (Attachment.objects.count(), stored(own_folder)) == (0, [])


#: asks in a process that has no other children, whose memory would be counted with the cleaning's
CLEAN = """
import resource, sys
from qiaoliang.base.attachments.cleaning import outside, result
try:
    outside.clean("pdf", sys.stdin.buffer.read())
except result.Refused as refused:
    print(refused, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


@pytest.mark.any_database
def test_a_file_that_unpacks_to_gigabytes_ends_its_own_process_only():
    command = [sys.executable, "-c", CLEAN]
    answer = subprocess.run(command, input=pdf_bomb(), capture_output=True, check=True).stdout.decode().split()
    assert answer[0] in ("complex", "broken")
    assert 0 < int(answer[1]) < MEMORY_BYTES


def test_a_file_over_the_limit_is_refused_unread():
    large = upload(b"\xff\xd8\xff" + bytes(limits.MAX_BYTES))
    with pytest.raises(Refusal) as refused:
        actions.prepare(large)
    assert (refused.value.code, large.tell()) == ("too_large", 0)


def test_the_same_bytes_are_told_and_not_doubled_and_nine_are_enough(own_folder):
    one, other = case(), case()
    actions.add(SYSTEM, one, upload(photo(shade=0), "a.jpg"))
    with pytest.raises(Refusal) as refused:
        actions.add(SYSTEM, one, upload(photo(shade=0), "b.jpg"))
    assert refused.value.code == "duplicate"
    actions.add(SYSTEM, other, upload(photo(shade=0), "a.jpg"))
    for shade in range(1, limits.MAX_FILES):
        actions.add(SYSTEM, one, upload(photo(size=(8, 8), shade=shade * 20)))
    with pytest.raises(Refusal) as refused:
        actions.add(SYSTEM, one, upload(photo(size=(8, 8), shade=250)))
    assert refused.value.code == "too_many"
    found = queries.of([one, other, case()])
    assert [len(files) for files in found.values()].count(0) == 1
    assert (len(found[one[1]]), len(found[other[1]])) == (9, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_files_of_many_owners_take_one_query(rows, django_assert_num_queries):
    owners = [case() for _ in range(rows)]
    for owner in owners:
        actions.add(SYSTEM, owner, upload(photo(size=(8, 8))))
    with django_assert_num_queries(1):
        queries.of(owners)


def test_nothing_on_the_disk_can_be_read(own_folder):
    actions.add(SYSTEM, case(), upload(photo(), "王某家.jpg"))
    for file in own_folder.rglob("*.*"):
        data = file.read_bytes()
        assert PLACE not in data
        assert b"JFIF" not in data
        assert (file.stat().st_mode & 0o077, "王" in file.name) == (0, False)
    row = Attachment.objects.get()
    assert "王".encode() not in bytes(row.name_sealed)


def test_moving_keeps_what_is_new_and_drops_what_is_there():
    draft, target = ("draft", ids.uuid7()), case()
    for shade in (0, 50):
        actions.add(SYSTEM, draft, upload(photo(size=(8, 8), shade=shade)))
    actions.add(SYSTEM, target, upload(photo(size=(8, 8), shade=50)))
    assert actions.move(draft, target) == 1
    assert [len(files) for files in queries.of([draft, target]).values()].count(2) == 1
    assert queries.of([draft])[draft[1]] == []


def test_removed_files_go_and_orphans_are_swept_and_named_ones_stay(own_folder):
    kept = actions.add(SYSTEM, case(), upload(photo(size=(8, 8))))
    gone = actions.add(SYSTEM, case(), upload(photo(size=(8, 8))))
    actions.remove(SYSTEM, gone)
    assert worker.run_all() == 1
    storage.write("ab" * 16, {"large": b"left by a kill"})
    storage.write("cd" * 16, {"large": b"being uploaded now"})
    long_ago = time.time() - chores.ORPHAN_SECONDS - 60
    for file in [*own_folder.glob("ab/*"), *own_folder.glob(f"*/{kept.stem}*")]:
        os.utime(file, (long_ago, long_ago))
    enqueue("attachments.sweep", {})
    worker.run_all()
    assert {file.name.split(".")[0] for file in own_folder.rglob("*.*")} == {kept.stem, "cd" * 16}


def test_a_changed_or_exchanged_file_does_not_open():
    one, two = (actions.add(SYSTEM, case(), upload(photo(size=(8, 8), shade=shade))) for shade in (0, 50))
    storage.path(one.stem, "large").write_bytes(storage.path(two.stem, "large").read_bytes())
    with pytest.raises(keys.KeyProblem):
        storage.read(one.stem, "large")


def test_a_new_key_seals_all_files_anew():
    rows = [actions.add(SYSTEM, case(), upload(photo(size=(8, 8), shade=shade), "家.jpg")) for shade in (0, 50)]
    keys.add("files")
    keys.forget_loaded()
    enqueue("attachments.reseal", {})
    worker.run_all()
    min(keys.folder().glob("files-*.key")).unlink()
    keys.forget_loaded()
    for row in Attachment.objects.all():
        assert all(storage.read(row.stem, variant) for variant in row.variants)
        assert queries.name_of(row) == "家.jpg"
    assert len(rows) == Attachment.objects.filter(key_id=keys.newest("files")).count() == 2


@pytest.fixture
def readers(monkeypatch):
    monkeypatch.setattr(registry, "_readers", {})
    registry.readable_by(
        "case",
        lambda request, owner_id: request.GET.get("as") in ("reader", "keeper"),
        original=lambda request, owner_id: request.GET.get("as") == "keeper",
    )


def test_a_file_is_served_to_its_readers_only_and_safely(readers):
    row = actions.add(SYSTEM, case(), upload(photo(), "家门口.jpg"))
    client = Client()
    for variant, who, status in (
        ("large", "", 404),
        ("large", "reader", 200),
        ("small", "reader", 200),
        ("original", "reader", 404),
        ("original", "keeper", 200),
        ("other", "keeper", 404),
    ):
        answer = client.get(f"/files/{row.pk}/{variant}?as={who}")
        assert answer.status_code == status, (variant, who)
    answer = client.get(f"/files/{row.pk}/large?as=reader")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert (answer["Content-Security-Policy"], answer["Cache-Control"]) == (
        "default-src 'none'; sandbox",
        "private, no-store",
    )
    assert answer["Content-Disposition"].startswith("inline")
    answer = client.get(f"/files/{row.pk}/original?as=keeper")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(f"/files/{ids.uuid7()}/large?as=keeper").status_code == 404
    assert client.post(f"/files/{row.pk}/large?as=reader").status_code == 405


def test_a_pdf_is_handed_out_to_be_kept_not_shown_and_an_owner_without_readers_shows_nothing(readers):
    row = actions.add(SYSTEM, case(), upload(pdf()))
    answer = Client().get(f"/files/{row.pk}/large?as=reader")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="document.pdf"',
    )
    assert Client().get(f"/files/{row.pk}/small?as=keeper").status_code == 404
    other = actions.add(SYSTEM, ("remark", ids.uuid7()), upload(pdf()))
    assert Client().get(f"/files/{other.pk}/large?as=keeper").status_code == 404


def test_adding_is_on_record_without_the_files_name():
    owner = case()
    row = actions.add(SYSTEM, owner, upload(photo(), "王某家.jpg"))
    event = AuditEvent.objects.get(action="attachment.add")
    assert (event.object_id, event.refs) == (row.pk, {"case": str(owner[1]), "kind": "jpeg"})
