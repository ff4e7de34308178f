from qiaoliang.ui.components.field.examples import example_form
from qiaoliang.ui.words import either as t


def examples():
    form = example_form(data={"z-text": "", "z-place": "", "z-kind": "a"}, prefix="z")
    form.add_error("text", t("请写一写发生了什么事。", "Tell us what happened."))
    return [(t("两处以上", "More than one"), {"form": form})]
