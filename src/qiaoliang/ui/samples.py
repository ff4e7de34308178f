"""Whole pages made of components, with invented matters: the look is judged on them before a domain uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from qiaoliang.ui import navigation, registry
from qiaoliang.ui.components.field.examples import example_form
from qiaoliang.ui.look import Look
from qiaoliang.ui.words import either as t


class SampleLook(Look):
    """Menus and header as a full installation has them."""

    unread = 3
    notices = "#"
    search = "#"

    def _entry(
        self,
        page: str,
        label: tuple[str, str],
        icon: str,
        *,
        count: int = 0,
        group: tuple[str, str] = ("", ""),
        short: tuple[str, str] = ("", ""),
    ) -> Any:
        href = reverse("ui:sample", args=[page])
        item = navigation.Item(
            key=label[1],
            audience="desk",
            label=t(*label),
            icon=icon,
            url="",
            group=t(*group),
            short=t(*short),
            bar=icon in _BAR,
        )
        return navigation.Entry(item, href, self._request.path == href, count)

    @property
    def resident_menu(self) -> tuple[navigation.Entry, ...]:  # type: ignore[override]
        return (
            self._entry("home", ("首页", "Home"), "home"),
            self._entry("question", ("反映", "Report"), "pen"),
            self._entry("case", ("进度", "Follow"), "search", count=1),
            self._entry("receipt", ("公开答复", "Answers"), "message"),
        )

    @property
    def desk_menu(self) -> tuple[navigation.Entry, ...]:  # type: ignore[override]
        work, rules = ("诉求", "Cases"), ("管理", "Administration")
        return (
            self._entry("desk", ("待我处理", "Waiting for me"), "inbox", count=12, group=work, short=("待办", "To do")),
            self._entry("desk-case", ("我已处理", "Done by me"), "check-circle", group=work, short=("已办", "Done")),
            self._entry("desk-form", ("代为登记", "Take in"), "pen", group=work, short=("登记", "Take in")),
            self._entry("figures", ("办理情况", "Figures"), "chart", group=work, short=("情况", "Figures")),
            self._entry("question", ("单位与人员", "Units and people"), "users", group=rules),
            self._entry("mistaken", ("期限与分类", "Terms and kinds"), "sliders", group=rules),
        )

    @property
    def hats(self) -> navigation.Hats:  # type: ignore[override]
        posts = [
            ("1", "南桥街道 承办人", "Handler, Nanqiao"),
            ("2", "区受理中心 派单员", "Dispatcher, District Intake"),
        ]
        return navigation.Hats(
            action="#", choices=tuple(navigation.Hat(value=v, label=t(zh, en), current=v == "1") for v, zh, en in posts)
        )

    @property
    def account(self) -> navigation.Account:  # type: ignore[override]
        return navigation.Account(
            name=t("庄晓岚", "Zhuang Xiaolan"), logout="#", links=((t("密码与验证", "Password and codes"), "#"),)
        )


_BAR = {"inbox", "check-circle", "pen", "chart"}


def nothing() -> dict[str, Any]:
    """For pages whose template holds all."""
    return {}


def question() -> dict[str, Any]:
    return {"form": example_form(prefix="q")}


def mistaken() -> dict[str, Any]:
    return {"form": example_form(data={"q-text": "", "q-place": "", "q-kind": "a"}, prefix="q")}


def receipt() -> dict[str, Any]:
    return {"receipt": registry.examples("receipt")[0][1]}


def case() -> dict[str, Any]:
    first = {
        name: registry.examples(name)[0][1]
        for name in ("timeline", "deadline", "stages", "person_unit", "file_list", "notice")
    }
    return {
        **first,
        "ask": registry.examples("notice")[1][1],
        "undo": registry.examples("notice")[0][1],
        "helper": registry.examples("person_unit")[2][1],
        "handler": registry.examples("person_unit")[1][1],
        "words": registry.examples("quote")[0][1],
        "tag": registry.examples("state_tag")[1][1],
        "title": t("三号楼后面的路灯坏了半个月", "The lamp behind block 3 has been out for two weeks"),
    }


def desk() -> dict[str, Any]:
    return {name: registry.examples(name)[0][1] for name in ("tabs", "filter_bar", "table", "pager")}


def figures() -> dict[str, Any]:
    return {
        name: [attributes for _, attributes in registry.examples(name)] for name in ("stat", "bar_chart", "line_chart")
    }


PAGES: dict[str, Callable[[], dict[str, Any]]] = {
    "case": case,
    "desk": desk,
    "desk-case": case,
    "desk-form": question,
    "figures": figures,
    "home": nothing,
    "mistaken": mistaken,
    "question": question,
    "receipt": receipt,
}


def context(name: str, request: HttpRequest) -> dict[str, Any]:
    """What the template of a sample page gets."""
    return {"look": SampleLook(request), **PAGES[name]()}
