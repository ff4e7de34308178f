"""Uploads never touch the disk in clear, stop over the limit, and the text beside them is not lost."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.decorators.csrf import csrf_exempt

from qiaoliang.base.attachments import actions, limits
from qiaoliang.base.attachments.uploads import accepts_files_up_to
from qiaoliang.base.core.errors import Refusal


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Where Django's own handler would write."""
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def request(sizes: list[int], **more):
    files = [SimpleUploadedFile(f"{n}.jpg", b"x" * size) for n, size in enumerate(sizes)]
    return RequestFactory().post("/", {"before": "水管坏了", "file": files, "text": "三天没水", **more})


def test_a_large_upload_stays_in_memory_and_djangos_own_handler_would_not(temporary, monkeypatch):
    seen = request([5 * limits.MEGABYTE])
    assert len(seen.FILES["file"].read()) == 5 * limits.MEGABYTE
    assert list(temporary.iterdir()) == []
    monkeypatch.setattr(
        settings, "FILE_UPLOAD_HANDLERS", ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    )
    control = request([5 * limits.MEGABYTE])
    assert control.FILES["file"].size == 5 * limits.MEGABYTE
    assert len(list(temporary.iterdir())) == 1
    control.close()


def test_a_file_over_the_limit_is_forgotten_and_the_words_are_kept():
    seen = request([100, limits.MAX_BYTES + 1, 200])
    small, large, last = seen.FILES.getlist("file")
    assert (small.too_large, large.too_large, last.too_large) == (False, True, False)
    assert (len(large.read()), large.size, len(last.read())) == (0, limits.MAX_BYTES + 1, 200)
    assert (seen.POST["before"], seen.POST["text"]) == ("水管坏了", "三天没水")
    with pytest.raises(Refusal) as refused:
        actions.prepare(large)
    assert refused.value.code == "too_large"


def test_more_files_than_taken_are_not_kept_in_memory():
    files = request([10] * 12).FILES.getlist("file")
    assert [file.too_large for file in files] == [False] * 10 + [True] * 2


def test_a_body_far_over_every_limit_is_not_read():
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size=-1):
            data = super().read(size)
            Counting.taken += len(data)
            return data

    seen = request([100])
    seen.META["CONTENT_LENGTH"] = str(1 << 30)
    body = Counting(seen.META["wsgi.input"].read())
    seen._stream = body
    with pytest.raises(RequestDataTooBig):
        seen.POST  # noqa: B018
    assert Counting.taken == 0


def test_one_view_may_take_a_larger_file_and_still_wants_the_token():
    @accepts_files_up_to(20 * limits.MEGABYTE)
    def view(request):
        return HttpResponse(str(len(request.FILES["file"].read())))

    assert view.csrf_exempt is True
    size = 15 * limits.MEGABYTE
    with_token = request([size], csrfmiddlewaretoken="a" * 32)
    with_token.COOKIES[settings.CSRF_COOKIE_NAME] = "a" * 32
    assert view(with_token).content == str(size).encode()
    refused = RequestFactory(enforce_csrf_checks=True).post("/", {"file": SimpleUploadedFile("a", b"x")})
    assert view(refused).status_code == 403
    assert csrf_exempt(view).csrf_exempt is True
