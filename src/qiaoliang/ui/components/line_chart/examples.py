from qiaoliang.ui.words import either as t


def examples():
    months = [
        t(f"{m}月", name)
        for m, name in zip(range(3, 12), ("Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"), strict=True)
    ]
    return [
        (
            "",
            {
                "title": t("每月收到与按期答复", "Received and answered in time, by month"), "name": t("月份", "Month"), "labels": months,
                "description": t("收到的件数从 3 月的 38 件升到 10 月的 96 件。", "Received rose from 38 in March to 96 in October."),
                "series": [
                    {"name": t("收到", "Received"), "values": [38, 44, 52, 61, 75, 70, 82, 96, 57]},
                    {"name": t("按期答复", "Answered in time"), "values": [31, 40, 47, 49, 66, 64, 75, 88, None]},
                ],
            },
        )
    ]  # fmt: skip
