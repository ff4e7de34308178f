from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            t("为什么", "Why"),
            {
                "summary": t("为什么我能看到这件诉求？", "Why may I see this case?"),
                "text": t("您是承办单位“南桥街道”的承办人，这件诉求派给了您的单位。", "You handle cases of Nanqiao Subdistrict, and this case was assigned to it."),
                "icon": "question",
            },
        )
    ]  # fmt: skip
