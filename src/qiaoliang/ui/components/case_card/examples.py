from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            t("群众看自己的", "A resident's own"),
            {
                "title": t("三号楼后面的路灯坏了半个月", "The lamp behind block 3 has been out for two weeks"), "href": "#case_card",
                "state": {"label": t("办理中", "In progress"), "tone": "active"}, "meta": ["7K2M-9QXD-4R", t("南桥街道", "Nanqiao Subdistrict"), t("11月16日收到", "received 16 Nov")],
                "due": t("11月30日前答复", "answer by 30 Nov"), "next": t("南桥街道在办，下次告诉您进展：11月24日。", "Nanqiao Subdistrict has it; next news on 24 November."),
            },
        ),
        (
            t("待我处理，已超期", "Mine, late"),
            {
                "title": t("工地夜里十一点还在打桩", "Pile driving at eleven at night"), "href": "#case_card", "unread": True,
                "state": {"label": t("待签收", "To sign"), "tone": "new"}, "meta": [t("噪声扰民", "Noise"), t("柳溪镇", "Liuxi Town")], "due": t("已超期 1 个工作日", "1 working day late"), "late": True,
            },
        ),
    ]  # fmt: skip
