from qiaoliang.ui.words import either as t


def examples():
    return [
        (t("件数", "A count"), {"label": t("已超期", "Late"), "value": "7", "unit": t("件", "cases"), "href": "#stat", "late": True}),
        (t("比率", "A rate"), {"label": t("群众说解决了", "Said solved"), "value": "85%", "of": t("17/20 人答了回访；共回访 44 件", "17 of 20 who answered; 44 were asked")}),
    ]  # fmt: skip
