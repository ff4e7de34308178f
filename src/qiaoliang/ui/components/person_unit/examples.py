from qiaoliang.ui.words import either as t


def examples():
    return [
        (t("主办单位", "The lead unit"), {"unit": t("南桥街道办事处", "Nanqiao Subdistrict Office"), "role": t("主办", "lead"), "phone": "0999-5550123"}),
        (t("承办人", "The handler"), {"name": t("庄晓岚", "Zhuang Xiaolan"), "post": t("社会事务科科长", "Head of Social Affairs"), "unit": t("南桥街道", "Nanqiao Subdistrict"), "href": "#person_unit"}),
        (t("协办", "A helper"), {"unit": t("区住房和城乡建设局", "Housing Bureau"), "role": t("协办", "helper"), "note": t("11月18日签收", "signed 18 Nov")}),
    ]  # fmt: skip
