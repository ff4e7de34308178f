from django import forms

from qiaoliang.ui.words import either as t


def example_form(**kwargs):
    """A form with every kind of control, in the reader's language."""
    kinds = [("a", t("反映问题", "A problem")), ("b", t("求助", "Asking for help")), ("c", t("提建议", "A suggestion"))]
    areas = [
        ("", t("请选择", "Choose one")),
        ("n", t("柳溪镇", "Liuxi Town")),
        ("s", t("南桥街道", "Nanqiao Subdistrict")),
    ]

    class Example(forms.Form):
        text = forms.CharField(label=t("发生了什么事？", "What happened?"), max_length=1000, widget=forms.Textarea)
        place = forms.CharField(label=t("在哪里？", "Where?"), max_length=60)
        kind = forms.ChoiceField(label=t("是哪一类？", "What kind is it?"), choices=kinds, widget=forms.RadioSelect)
        area = forms.ChoiceField(label=t("镇或街道", "Town or subdistrict"), choices=areas, required=False)
        ways = forms.MultipleChoiceField(
            label=t("怎么找到您？", "How may we reach you?"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[("p", t("打电话", "By phone")), ("m", t("发短信", "By text message"))],
        )  # fmt: skip
        phone = forms.CharField(
            label=t("手机号码", "Mobile number"), required=False, widget=forms.TextInput({"type": "tel"})
        )
        day = forms.DateField(label=t("哪一天？", "Which day?"), required=False)
        photos = forms.FileField(label=t("照片", "Photos"), required=False)
        public = forms.BooleanField(label=t("答复可以公开", "The answer may be published"), required=False)

    return Example(prefix=kwargs.pop("prefix", "x"), **kwargs)


def examples():
    form, bad = example_form(), example_form(data={"y-text": "", "y-kind": "?"}, prefix="y")
    return [
        (
            t("一页一问，带字数", "One question, with a counter"),
            {
                "field": form["text"], "question": True,
                "hint": t("写清什么事、什么时候，像跟人说话一样写就行。", "Say what and when, as you would tell a neighbour."),
                "why": t("写得清楚，承办单位少打一次电话问您。", "A clear text saves you a phone call."),
            },
        ),
        (
            t("单选卡片", "Radio cards"),
            {"field": form["kind"], "hints": {
                "a": t("路灯不亮、噪声、欠薪……", "A broken lamp, noise, unpaid wages…"),
                "b": t("有困难，需要帮一把", "Life is hard and a hand is needed"),
            }},
        ),
        (t("并排复选", "Checkboxes side by side"), {"field": form["ways"], "inline": True}),
        (t("下拉", "Select"), {"field": form["area"], "width": "m"}),
        (
            t("电话（不存草稿）", "Phone (never kept as a draft)"),
            {"field": form["phone"], "width": "m", "inputmode": "tel", "autocomplete": "tel", "private": True, "prefix": "+86"},
        ),
        (t("日期", "Date"), {"field": form["day"], "width": "m"}),
        (t("照片", "Photos"), {"field": form["photos"], "hint": t("最多 6 张。照片里的地点信息会被去掉。", "Up to 6. Where a photo was taken is removed.")}),
        (t("勾选", "One checkbox"), {"field": form["public"], "hint": t("公开的答复里不会有您的姓名和电话。", "It never has your name or number.")}),
        (t("有错", "With an error"), {"field": bad["place"]}),
        (t("选项有错", "A choice with an error"), {"field": bad["kind"]}),
    ]  # fmt: skip
