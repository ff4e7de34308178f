from qiaoliang.ui.words import either as t


def examples():
    return [
        (t("群众的原话", "A resident's words"), {"text": t("工地夜里十一点还在打桩，孩子第二天要考试。", "They drive piles at eleven at night, and my child has an exam tomorrow."), "by": t("11月20日 网上提交", "20 Nov, on the web")}),
        (t("单位的答复", "The office's answer"), {"text": t("已约谈施工方，22 点后停止打桩；今晚由街道值班人员到场查看。", "The builder was called in: no piling after 22:00. Our duty officer goes there tonight."), "by": t("柳溪镇人民政府 11月21日", "Liuxi Town, 21 Nov"), "reply": True}),
    ]  # fmt: skip
