"""Filling a field of a step's form with a value that was offered beside it, by an ordinary button: all that was typed stays, and
nothing is sent yet."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, QueryDict

FILL = "fill"


def asked(request: HttpRequest) -> bool:
    """Whether the button of an offered value was pressed."""
    return request.method == "POST" and FILL in request.POST


def offer(field: str, value: str) -> str:
    """What such a button sends."""
    return f"{field}={value}"


def fill(form: forms.Form, sent: QueryDict) -> None:
    """Put what was typed into an untouched form, and the offered value into its field."""
    for name, field in form.fields.items():
        values = sent.getlist(name)
        form.initial[name] = values if isinstance(field, forms.MultipleChoiceField) else "".join(values[-1:])
    name, _equals, value = sent[FILL].partition("=")
    if name in form.fields:
        form.initial[name] = value
