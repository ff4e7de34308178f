"""Answering with a page, and the short message that follows an action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from qiaoliang.ui.contract import Tone


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The template as a page. Without its own Cache-Control it is not stored (ui.headers)."""
    return render(request, template, dict(context or {}), status=status)


_LEVELS: dict[str, int] = {"done": messages.SUCCESS, "act": messages.ERROR, "wait": messages.WARNING}


def flash(request: HttpRequest, text: Any, *, tone: Tone = "done", undo: str = "") -> None:
    """Say ``text`` on the next page; ``undo`` is the address that takes the action back when posted to."""
    messages.add_message(request, _LEVELS.get(tone, messages.INFO), text, extra_tags=f"{tone} {undo}".strip())


def back_to(request: HttpRequest, otherwise: str = "/") -> str:
    """The ``next`` of a form or address, when it is a page of this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe and target.startswith(("/", "http")) else otherwise
