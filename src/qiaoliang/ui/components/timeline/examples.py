from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            t("一件诉求的经过", "The course of a case"),
            {
                "label": t("办理经过", "What happened"),
                "items": [
                    {
                        "title": t("我们收到了您的诉求", "We received your case"), "when": t("11月16日 周一 08:12", "Mon 16 Nov, 08:12"),
                        "datetime": "2026-11-16T08:12+08:00", "tone": "done", "icon": "check",
                        "quote": t("三号楼后面的路灯坏了半个月，老人晚上不敢出门。", "The lamp behind block 3 has been out for two weeks. The old people stay in after dark."),
                        "files": [{"name": t("路灯.jpg", "lamp.jpg"), "href": "#"}],
                    },
                    {
                        "title": t("交给南桥街道办理", "Given to Nanqiao Subdistrict"), "when": t("11月16日 周一 09:40", "Mon 16 Nov, 09:40"),
                        "who": t("区受理中心", "District intake"), "tone": "done", "icon": "check",
                    },
                    {
                        "title": t("正在办理", "Being worked on"), "when": t("11月17日 周二 10:05", "Tue 17 Nov, 10:05"), "tone": "active", "icon": "refresh", "at": "now",
                        "text": t("已联系供电所，灯具 11月24日到货。", "The power station was asked; the lamp arrives on 24 November."),
                    },
                    {"title": t("答复您", "An answer to you"), "when": t("11月30日前", "by 30 November"), "at": "future"},
                ],
            },
        )
    ]  # fmt: skip
