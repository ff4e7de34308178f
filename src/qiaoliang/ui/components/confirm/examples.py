from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            "",
            {
                "title": t("要撤回这件诉求吗？", "Withdraw this case?"),
                "consequences": [t("南桥街道会停止办理。", "Nanqiao Subdistrict stops working on it."), t("撤回后不能恢复，需要时可以重新提交。", "It cannot be taken up again; you may send a new one.")],
                "action": "#", "label": t("撤回", "Withdraw"), "back": "#confirm",
            },
        )
    ]  # fmt: skip
