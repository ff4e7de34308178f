from django import forms

from qiaoliang.ui.words import either as t


def examples():
    states = [("", t("全部", "All")), ("n", t("待签收", "To sign")), ("p", t("办理中", "In progress"))]

    class Filter(forms.Form):
        q = forms.CharField(label=t("关键词", "Words"), required=False, widget=forms.TextInput({"type": "search"}))
        state = forms.ChoiceField(label=t("状态", "State"), choices=states, required=False)
        since = forms.DateField(label=t("收到日期起", "Received since"), required=False)

    return [
        (
            "",
            {
                "form": Filter({"f-state": "p"}, prefix="f"), "shown": ["q", "state"], "reset": "?", "export": "?export=xlsx", "count": t("共 38 件", "38 cases"),
                "orders": [("", t("期限，先到的在前", "Due, earliest first")), ("-due", t("期限，晚到的在前", "Due, latest first"))],
                "chips": [{"label": t("状态：办理中", "State: in progress"), "href": "?"}],
            },
        )
    ]  # fmt: skip
