from qiaoliang.ui.words import either as t


def examples():
    return [
        (t("都办完了", "All done"), {"title": t("手头没有待办", "Nothing waits for you"), "text": t("新派来的诉求会出现在这里。", "What is assigned to you appears here."), "icon": "check-circle"}),
        (
            t("没有找到", "Nothing found"),
            {"title": t("没有找到“路灯”", "Nothing found for “lamp”"), "text": t("换一个词，或者去掉筛选条件。", "Try another word or remove the filters."), "icon": "search", "action": t("去掉筛选", "Remove filters"), "href": "#empty_state"},
        ),
    ]  # fmt: skip
