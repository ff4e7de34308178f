from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            "",
            {
                "title": t("转送告知单", "Notice of referral"), "number": t("编号 7K2M-9QXD-4R", "No. 7K2M-9QXD-4R"),
                "content": t("您反映的供水问题由区水务公司办理，我们已于今天转送，对方回执号 20261123-08。", "Your water matter belongs to the district water company. It was passed on today; their receipt is 20261123-08."),
                "unit": t("云桥区群众诉求受理中心", "Yunqiao District Intake Centre"), "day": t("2026年11月23日", "23 November 2026"),
            },
        )
    ]  # fmt: skip
