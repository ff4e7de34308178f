from qiaoliang.ui.words import either as t


def examples():
    return [
        ("", {"next": "?before=9", "previous": "?after=1", "text": t("本页 25 件，共 1,000+ 件", "25 of 1,000+")}),
        ("", {"next": "?before=9"}),
    ]
