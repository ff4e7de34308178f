from qiaoliang.ui.words import either as t


def examples():
    return [
        (
            t("提交之后", "After sending"),
            {
                "title": t("收到了，谢谢您告诉我们", "Received. Thank you for telling us"), "when": t("2026年11月23日 09:12", "23 November 2026, 09:12"),
                "code": "7K2M-9QXD-4R", "secret": "H3VN-8TPW-2CKJ-6RZY", "qr": "https://qiaoliang.example/c/7K2M9QXD4R",
                "lines": [t("1 个工作日内告诉您由谁来办。", "Within one working day we tell you who handles it.")],
                "keep": t("请拍照或抄下来。我们不保存口令，丢了就查不到。", "Take a picture or write it down. We do not keep the secret and cannot find it again."),
            },
        )
    ]  # fmt: skip
