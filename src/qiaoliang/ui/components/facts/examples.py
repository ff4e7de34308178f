from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            t("提交前核对", "Checked before sending"),
            {"items": [
                {"label": t("什么事", "What"), "value": t("三号楼后面的路灯坏了半个月", "The lamp behind block 3 is out"), "href": "#", "change": t("修改", "Change")},
                {"label": t("在哪里", "Where"), "value": t("南桥街道 梧桐里", "Wutongli, Nanqiao"), "href": "#", "change": t("修改", "Change")},
                {"label": t("电话", "Phone"), "value": "", "href": "#", "change": t("填写", "Add")},
            ]},
        )
    ]  # fmt: skip
