from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            "",
            {
                "label": t("我的诉求", "My cases"),
                "items": [
                    {"label": t("待我处理", "Waiting for me"), "href": "#tabs", "current": True, "count": "12"},
                    {"label": t("我已处理", "Done by me"), "href": "#tabs"},
                    {"label": t("我发起", "Started by me"), "href": "#tabs", "count": "3"},
                ],
            },
        )
    ]
