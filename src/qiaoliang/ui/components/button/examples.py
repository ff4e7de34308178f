from qiaoliang.ui.words import either as t


def examples():
    return [
        (t("主要", "Primary"), {"label": t("提交诉求", "Send"), "icon": "send", "busy": t("正在提交…", "Sending…")}),
        (t("次要", "Secondary"), {"label": t("存为草稿", "Save draft"), "kind": "secondary", "type": "button"}),
        (t("轻", "Quiet"), {"label": t("撤销", "Undo"), "kind": "quiet", "icon": "undo", "type": "button"}),
        (t("不可撤回", "Cannot be undone"), {"label": t("撤回这件诉求", "Withdraw this case"), "kind": "danger"}),
        (t("链接", "A link"), {"label": t("下一步", "Next"), "href": "#button", "icon_after": "arrow-right"}),
        (t("有快捷键", "With a key"), {"label": t("派单", "Assign"), "key": "d", "kind": "secondary"}),
        (t("暂不可用", "Disabled"), {"label": t("签收", "Sign"), "disabled": True}),
    ]
