from qiaoliang.ui import registry
from qiaoliang.ui.words import either as t


def _tag(zh, en, tone):
    return registry.render("state_tag", {"label": t(zh, en), "tone": tone}, {})


def examples():
    columns = [
        {"label": t("事项", "Matter"), "prime": True}, {"label": t("状态", "State")}, {"label": t("类别", "Kind"), "phone": False},
        {"label": t("承办", "With")}, {"label": t("期限", "Due"), "sort": "?sort=due", "sorted": "ascending"}, {"label": t("催办", "Reminders"), "right": True},
    ]  # fmt: skip
    rows = [
        {"href": "#table", "value": "1", "unread": True, "keys": {"a": "/ui/sample/desk-form"}, "cells": [t("工地夜里十一点还在打桩", "Pile driving at eleven at night"), _tag("已超期 1 天", "1 day late", "act"), t("噪声扰民", "Noise"), t("柳溪镇", "Liuxi Town"), t("11月20日 周五", "Fri 20 Nov"), "2"]},
        {"href": "#table", "value": "2", "cells": [t("三号楼后面的路灯坏了半个月", "The lamp behind block 3 is out"), _tag("办理中", "In progress", "active"), t("公共照明", "Street lighting"), t("南桥街道", "Nanqiao"), t("11月30日 周一", "Mon 30 Nov"), "0"]},
        {"href": "#table", "value": "3", "chosen": True, "cells": [t("想给村里老人办一个识字班", "A reading class for the old people of our village"), _tag("待派单", "To assign", "new"), t("文化活动", "Culture"), "", t("11月24日 周二", "Tue 24 Nov"), "0"]},
    ]  # fmt: skip
    return [
        (
            t("可选、可排序", "Choosable and sortable"),
            {
                "columns": columns,
                "rows": rows,
                "caption": t("待我处理的诉求", "Cases waiting for me"),
                "choose": "case",
            },
        )
    ]
