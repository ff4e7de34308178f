from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            "",
            {
                "items": [
                    {"label": t("诉求", "Cases"), "href": "#"},
                    {"label": t("待我处理", "Waiting for me"), "href": "#"},
                ]
            },
        )
    ]
