from django.templatetags.static import static

from qiaoliang.ui.words import either as t


def examples():
    picture = static("ui/logo.svg")
    return [
        (
            "",
            {"items": [
                {"name": "1", "href": "#", "thumb": picture, "alt": t("照片 1", "Photo 1")},
                {"name": "2", "href": "#", "thumb": picture, "alt": t("照片 2", "Photo 2")},
                {"name": t("物业通知.pdf", "notice.pdf"), "href": "#", "size": "120 KB"},
            ]},
        )
    ]  # fmt: skip
