"""Receiving files into memory only, and stopping early.

Django's own handler writes uploads over 2.5 MB in clear to the temporary folder; ours never touches the disk. What is
over the limit is forgotten at once and the file arrives empty and marked, so that the text typed beside it is not lost.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from qiaoliang.base.attachments import limits


class InMemoryHandler(FileUploadHandler):
    """One for a request; ``max_bytes`` is each file's limit, ``max_request`` the whole body's."""

    max_bytes = limits.MAX_BYTES
    max_request = limits.MAX_REQUEST_BYTES
    max_files = limits.MAX_FILES + 1

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._files, self._buffer, self._too_large = 0, io.BytesIO(), False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any) -> None:
        """Over one request's limit the files are read and forgotten, for the words beside them; far over it, nothing
        is read at all (a 400 page)."""
        if content_length > self.max_request * 2:
            raise RequestDataTooBig("the upload is far over every limit")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._files += 1
        self._buffer, self._too_large = io.BytesIO(), self._files > self.max_files

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._too_large or start + len(raw_data) > self.max_bytes:
            self._buffer, self._too_large = io.BytesIO(), True
        else:
            self._buffer.write(raw_data)

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        file = SimpleUploadedFile(self.file_name or "", self._buffer.getvalue(), self.content_type or "")
        file.too_large = self._too_large  # type: ignore[attr-defined]
        file.size = file_size
        return file


def accepts_files_up_to(max_bytes: int) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For a view that takes one larger file (a spreadsheet). The CSRF check moves inside, for it reads the body."""

    class Handler(InMemoryHandler):
        pass

    Handler.max_bytes = Handler.max_request = max_bytes + limits.MEGABYTE

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        protected = csrf_protect(view)

        @wraps(view)
        def with_handler(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.upload_handlers = [Handler(request)]
            return protected(request, *args, **kwargs)

        return csrf_exempt(with_handler)

    return decorate
