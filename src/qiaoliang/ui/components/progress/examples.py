from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            t("导入", "Import"),
            {
                "label": t("正在导入诉求", "Importing cases"),
                "value": 1860,
                "total": 4326,
                "text": t("1,860 / 4,326，有误 3 行", "1,860 of 4,326, 3 rows with errors"),
            },
        )
    ]
