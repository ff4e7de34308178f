from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            "",
            {
                "title": t("谁在办", "Who has it"),
                "content": t("南桥街道办事处主办。", "Nanqiao Subdistrict Office leads."),
                "link": t("改派", "Change"),
                "href": "#card",
            },
        )
    ]
