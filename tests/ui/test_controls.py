"""Controls are drawn by ourselves as Django draws them."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from qiaoliang.ui.controls import DRAWN, Renderer

BAD = "<b>&\"'"
CHOICES = [
    ("", gettext_lazy("All")),
    (BAD, BAD),
    (1, "一"),
    (None, "none"),
    ("safe", mark_safe("<i>a</i>")),
    (BAD, [("x", BAD), (2, "二")]),
]
#: Django's template → widgets that use it
WIDGETS = [
    forms.TextInput({"class": BAD, "hidden": True, "disabled": False, "maxlength": 3, "data-x": None}),
    forms.NumberInput(), forms.EmailInput(), forms.URLInput(), forms.PasswordInput(render_value=True), forms.HiddenInput(),
    forms.DateInput({"type": "date"}), forms.DateTimeInput(), forms.TimeInput(), forms.CheckboxInput(), forms.Select({"required": True}, CHOICES),
    forms.SelectMultiple(choices=CHOICES), forms.Textarea(), forms.RadioSelect(choices=CHOICES),
    forms.CheckboxSelectMultiple(choices=CHOICES), forms.SplitDateTimeWidget(), forms.ClearableFileInput(),
]  # fmt: skip


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda one: type(one).__name__)
def test_a_control_is_drawn_letter_for_letter_as_by_django(widget):
    values = [None, "", BAD, 1, True, date(2026, 1, 2), ["x", BAD], mark_safe("<i>")]
    for value in values if not isinstance(widget, forms.MultiWidget) else [None]:
        told = {"id": "id_x", "aria-describedby": BAD}
        drawn = [widget.render(BAD, value, told, one()) for one in (Renderer, DjangoTemplates)]
        ours, theirs = (one.replace("\n\n", "\n") for one in drawn)  # empty lines between options
        assert ours == theirs
        assert "<b>" not in ours


def test_the_common_controls_need_no_template(monkeypatch):
    used = {one.template_name for one in WIDGETS}
    assert {"django/forms/widgets/text.html", "django/forms/widgets/select.html"} <= DRAWN.keys() & used
    monkeypatch.setattr(DjangoTemplates, "get_template", lambda *_: pytest.fail("a template was asked for"))
    assert forms.Select(choices=CHOICES).render("x", 1).count("<option") == 7
