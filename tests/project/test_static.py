"""Style sheets and scripts carry the hash of what is in them, may be kept for ever, and come packed."""

import gzip
import re
from pathlib import Path

import pytest
from django.templatetags.static import static

from qiaoliang.project import static as files

pytestmark = pytest.mark.django_db

FOREVER = "max-age=315360000, public, immutable"
USED = re.compile(r"{% static \"([^\"]+)\" %}")


def body(answer):
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


def test_the_address_is_made_from_what_is_in_the_file(tmp_path):
    assert re.fullmatch(r"/static/ui/resident\.[0-9a-f]{12}\.css", static("ui/resident.css"))
    one, other = files._hashed("ui/a.css", b"a { color: red }"), files._hashed("ui/a.css", b"a { color: blue }")
    assert one != other and one == files._hashed("ui/a.css", b"a { color: red }")
    assert static("ui/no-such.css") == "/static/ui/no-such.css"


def test_a_hashed_file_is_kept_for_ever_and_a_plain_one_for_an_hour(client):
    hashed, plain = client.get(static("ui/resident.css")), client.get("/static/ui/resident.css")
    assert (hashed["Cache-Control"], plain["Cache-Control"]) == (FOREVER, "max-age=3600, public")
    assert body(hashed) == body(plain) == files.sources()["ui/resident.css"].read_bytes()
    assert hashed["X-Content-Type-Options"] == "nosniff"


def test_who_takes_packed_files_gets_them(client):
    answer = client.get(static("ui/resident.css"), headers={"Accept-Encoding": "gzip, deflate"})
    packed = body(answer)
    assert (answer["Content-Encoding"], answer["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed) == files.sources()["ui/resident.css"].read_bytes()
    assert len(packed) < len(gzip.decompress(packed)) / 3


def test_a_page_from_before_an_upgrade_finds_the_file_of_today(client):
    answer = client.get("/static/ui/resident.000000000000.css")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "max-age=3600, public")
    assert body(answer) == files.sources()["ui/resident.css"].read_bytes()


def test_what_is_not_there_is_not_found(client):
    for name in ("ui/none.css", "ui/none.000000000000.css", "", "../settings.py"):
        assert client.get(f"/static/{name}").status_code == 404


def test_a_page_asks_only_for_files_that_are_there():
    home = Path(files.__file__).parents[1]
    asked = {name for page in home.rglob("*.html") for name in USED.findall(page.read_text("utf-8"))}
    assert len(asked) >= 5 and asked <= set(files.sources())


def test_the_first_page_is_light_on_the_wire(client):
    page = client.get("/")
    linked = set(re.findall(r"(?:src|href)=\"(/static/[^\"]+)\"", page.text))
    assert len(linked) == 3, "style, script, icon"
    answers = [client.get(one, headers={"Accept-Encoding": "gzip"}) for one in linked]
    assert len(page.content) + sum(len(body(answer)) for answer in answers) < 30_000


def test_no_style_sheet_asks_for_another_file_whose_name_would_have_no_hash():
    for name, source in files.sources().items():
        if name.endswith(".css"):
            assert re.findall(r"url\(\"?(?!\"?data:)", source.read_text("utf-8")) == [], name


def test_files_are_prepared_once_and_the_last_version_stays(tmp_path, monkeypatch):
    first = files.prepare(tmp_path)
    assert files.prepare(tmp_path) == first and list(tmp_path.iterdir()) == [first]
    seen = (first / files.hashed_names()["ui/resident.css"]).read_bytes()
    assert seen == files.sources()["ui/resident.css"].read_bytes()
    for turn in range(3):
        monkeypatch.setattr(files, "hashed_names", lambda turn=turn: {"ui/resident.css": f"ui/resident.{turn}.css"})
        latest = files.prepare(tmp_path)
    assert latest.is_dir() and len(list(tmp_path.iterdir())) == files.KEPT


def test_where_nothing_can_be_written_the_files_are_handed_out_as_they_are(tmp_path, caplog):
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert files.prepare(blocked) is None
    assert "cannot be written" in caplog.text
