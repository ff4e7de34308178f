from qiaoliang.ui.words import either as t


def examples():
    return [
        (t("做完了，可撤销", "Done, with undo"), {"text": t("已派给南桥街道，区住建局协办。", "Assigned to Nanqiao Subdistrict, Housing helps."), "tone": "done", "undo": "#"}),
        (t("轮到您", "Your turn"), {"title": t("请您补充一点情况", "We need something from you"), "text": t("请告诉我们是几号楼。", "Which block is it?"), "tone": "wait", "link": t("去补充", "Answer"), "href": "#notice"}),
        (t("危险", "Danger"), {"title": t("有人受伤或正有危险？", "Is somebody hurt or in danger?"), "text": t("请马上打 110、119 或 120，不要等这里的答复。", "Call 110, 119 or 120 now; do not wait for us."), "tone": "act"}),
        (t("说明", "Advice"), {"text": t("不留电话也可以，用回执编号查进度。", "You need not leave a number: follow it with the receipt."), "tone": "active"}),
    ]  # fmt: skip
