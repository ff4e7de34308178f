from qiaoliang.ui.words import either as t


def examples():
    labels = [
        t("收到", "Received"),
        t("受理", "Accepted"),
        t("办理", "In hand"),
        t("答复", "Answered"),
        t("办结", "Closed"),
    ]
    return [(t("办理中", "In hand"), {"labels": labels, "current": 3, "label": t("办到哪一步", "How far it is")})]
