"""The form question: names, descriptions and errors that a screen reader finds."""

import pytest
from django import forms

from qiaoliang.ui import registry
from qiaoliang.ui.contract import ContractError


class Form(forms.Form):
    text = forms.CharField(label="什么事？", max_length=10, widget=forms.Textarea, help_text="写清楚")
    kind = forms.ChoiceField(label="哪一类", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    day = forms.DateField(label="哪天", required=False)
    agree = forms.BooleanField(label="同意", required=False)
    files = forms.FileField(label="照片", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form, name, **more):
    return registry.render("field", {"field": form[name], **more}, {})


def test_a_text_is_never_cut_and_its_control_names_hint_error_and_counter():
    html = drawn(Form({"text": "一二三四五六七八九十十一"}), "text")
    assert "maxlength" not in html
    assert 'aria-describedby="id_text_helptext id_text_error id_text_count"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_text_error"' in html
    assert "写长了：最多 10 字，现在 12 字。" in html


def test_choices_are_a_group_with_a_legend_and_hints():
    html = drawn(Form({"kind": "a"}), "kind", hints={"b": "说明"})
    assert html.startswith("<fieldset")
    assert '<input type="radio" name="kind" value="a" id="id_kind_0" checked>' in html
    assert 'aria-describedby="id_kind_1_hint"' in html


def test_a_date_has_the_browsers_calendar_and_the_form_keeps_its_own_widget():
    form = Form(initial={"day": __import__("datetime").date(2026, 11, 23)})
    assert 'type="date"' in drawn(form, "day")
    assert 'value="2026-11-23"' in drawn(form, "day")
    assert form["day"].field.widget.input_type == "text"


def test_optional_questions_say_so_and_hidden_ones_are_silent():
    assert "（选填）" in drawn(Form(), "day")
    assert "（选填）" not in drawn(Form(), "text")
    assert drawn(Form(), "secret").startswith('<input type="hidden"')


def test_a_checkbox_has_its_label_behind_and_a_file_its_drop_place():
    assert html_order(drawn(Form(), "agree"), '<input type="checkbox"', '<label for="id_agree"')
    assert "data-drop" in drawn(Form(), "files")


def html_order(html, first, second):
    return -1 < html.index(first) < html.index(second)


def test_something_else_than_a_field_is_an_error():
    with pytest.raises(ContractError, match="a form's field is wanted"):
        registry.render("field", {"field": "text"}, {})


def test_the_summary_leads_to_the_first_control_and_names_the_question():
    form = Form({"text": ""})
    form.add_error("text", "请写一写发生了什么事。")
    form.add_error(None, "请先登录。")
    html = registry.render("error_summary", {"form": form}, {})
    assert '<a href="#id_text">什么事：这一项还没有填。</a>' in html
    assert '<a href="#id_text">请写一写发生了什么事。</a>' in html
    assert '<a href="#id_kind_0">哪一类：这一项还没有填。</a>' in html
    assert "<li>请先登录。</li>" in html
    assert "请改一下这 4 处" in html
    assert registry.render("error_summary", {"form": Form()}, {}) == ""
