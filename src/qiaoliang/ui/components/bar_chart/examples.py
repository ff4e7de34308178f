from qiaoliang.ui.words import either as t


def examples():
    themes = [
        ("噪声扰民", "Noise", 41),
        ("公共照明", "Lighting", 28),
        ("欠薪", "Unpaid wages", 19),
        ("停车", "Parking", 12),
    ]
    units = [("南桥街道", "Nanqiao", (31, 8, 1)), ("柳溪镇", "Liuxi", (22, 6, 4)), ("青石乡", "Qingshi", (9, 2, 0))]
    return [
        (
            t("一个系列", "One series"),
            {"title": t("大家在说什么", "What people raise"), "note": t("10月，共 100 件", "October, 100 cases"), "name": t("主题", "Theme"), "value": t("件数", "Cases"),
             "bars": [{"label": t(zh, en), "values": [n], "text": str(n), "href": "#bar_chart"} for zh, en, n in themes]},
        ),
        (
            t("堆叠", "Stacked"),
            {"title": t("各单位手头的诉求", "Cases by unit"), "name": t("单位", "Unit"), "value": t("件数", "Cases"), "series": [t("已答复", "Answered"), t("在办", "Open"), t("超期", "Late")],
             "bars": [{"label": t(zh, en), "values": v, "text": " / ".join(map(str, v))} for zh, en, v in units]},
        ),
    ]  # fmt: skip
