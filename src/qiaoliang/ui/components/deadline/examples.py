from qiaoliang.ui.words import either as t


def _days():
    zh = [
        "9月28日 周一",
        "9月29日 周二",
        "9月30日 周三",
        "10月1日 周四",
        "10月7日 周三",
        "10月8日 周四",
        "10月9日 周五",
        "10月10日 周六",
    ]
    en = ["Mon 28 Sep", "Tue 29 Sep", "Wed 30 Sep", "Thu 1 Oct", "Wed 7 Oct", "Thu 8 Oct", "Fri 9 Oct", "Sat 10 Oct"]
    rest = t("国庆假期", "National Day holiday")
    work = t("调休上班", "make-up working day")
    reasons = {3: rest, 4: rest, 7: work}
    return [
        {"text": t(*pair), "counted": i not in (3, 4), "reason": reasons.get(i, "")}
        for i, pair in enumerate(zip(zh, en, strict=True))
    ]


def examples():
    rule = t("求助类：派单后 6 个工作日内答复。", "Asking for help: answered within 6 working days of assignment.")
    return [
        (
            t("按日说明", "Explained by day"),
            {
                "label": t("答复期限", "Answer due"), "date": t("10月10日 周六 18:00 前", "Sat 10 Oct, by 18:00"), "left": t("还有 3 个工作日", "3 working days left"),
                "days": _days(), "rule": rule, "source": t("区群众诉求办理办法", "District rules on cases"), "first": t("9月30日 周三", "Wed 30 Sep"),
                "moves": [t("9月29日 请您补充材料，停 3 天", "29 Sep: we asked you for something, 3 days' pause")],
            },
        ),
        (t("快到期", "Soon"), {"label": t("签收期限", "Sign by"), "date": t("今天 17:30", "today 17:30"), "left": t("还有 2 小时", "2 hours left"), "state": "soon", "compact": True}),
        (t("超期", "Late"), {"label": t("答复期限", "Answer due"), "date": t("11月20日 周五", "Fri 20 Nov"), "left": t("已超期 1 个工作日", "1 working day late"), "state": "late"}),
        (t("暂定", "Provisional"), {"label": t("答复期限", "Answer due"), "date": t("2027年1月6日 周三", "Wed 6 Jan 2027"), "provisional": True}),
    ]  # fmt: skip
