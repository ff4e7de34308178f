from qiaoliang.ui.words import either as t


def examples():
    return [("", {"href": "#back_link"}), ("", {"href": "#back_link", "label": t("诉求列表", "All cases")})]
