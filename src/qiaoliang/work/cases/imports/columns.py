"""What a column means, by its heading. Pure: headings in, meanings out; a person can change each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qiaoliang.work.cases.imports.choices import Field

#: headings as offices write them, most telling first; compared without spaces, punctuation and capitals
HEADINGS: Mapping[Field, tuple[str, ...]] = {
    Field.EXTERNAL: (
        "工单编号", "工单号", "诉求编号", "留言编号", "信件编号", "受理编号", "业务编号", "编号", "序列号", "流水号",
        "caseid", "ticketid", "ticketno", "externalid", "number", "no", "id",
    ),
    Field.TITLE: ("标题", "主题", "留言主题", "诉求标题", "事项名称", "title", "subject", "summary"),
    Field.TEXT: (
        "诉求内容", "留言详情", "留言内容", "反映内容", "来信内容", "问题描述", "事项描述", "内容", "详情", "正文", "描述",
        "content", "text", "message", "description", "details", "body",
    ),
    Field.TIME: (
        "受理时间", "登记时间", "留言时间", "来电时间", "来信时间", "提交时间", "反映时间", "创建时间", "时间", "日期",
        "receivedat", "createdat", "time", "date", "datetime", "received", "submitted",
    ),
    Field.PLACE: ("事发地点", "事发地址", "地点", "位置", "区域", "所属区域", "place", "location", "area"),
    Field.CATEGORY: ("一级标签", "诉求分类", "问题分类", "事项分类", "类别", "分类", "category", "topic", "label"),
    Field.KIND: ("诉求类型", "事项类型", "工单类型", "类型", "性质", "kind", "type"),
    Field.SOURCE: ("诉求来源", "来源", "渠道", "受理渠道", "来源渠道", "反映渠道", "source", "channel"),
    Field.NAME: (
        "姓名", "诉求人", "诉求人姓名", "反映人", "来电人", "留言人", "联系人", "称呼", "name", "contactname", "caller",
    ),
    Field.PHONE: (
        "联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "来电号码", "电话号码", "phone", "mobile", "tel",
        "telephone", "contact",
    ),
    Field.ADDRESS: ("联系地址", "住址", "家庭住址", "通讯地址", "地址", "address"),
    Field.PERSON: ("用户", "留言用户", "用户名", "用户编号", "账号", "user", "username", "userid", "account"),
}  # fmt: skip
#: headings that speak of a person; such a column may be mapped to the vault, but never be added to the text
_PERSONAL = re.compile(
    r"身份证|证件|姓名|电话|手机|联系|住址|地址|邮箱|微信|QQ|车牌|银行|phone|mobile|mail|wechat|idcard", re.IGNORECASE
)
_NOISE = re.compile(r"[\s\W_]+")


def plain(heading: str) -> str:
    """The heading without spaces, punctuation and capitals: "联系 电话（必填）" is "联系电话必填"."""
    return _NOISE.sub("", heading).casefold().removesuffix("必填").removesuffix("选填")


def is_personal(heading: str) -> bool:
    """Does the heading speak of a person's data?"""
    return bool(_PERSONAL.search(heading))


def guess(headings: Sequence[str]) -> dict[str, str]:
    """heading → field for those that are recognised. Each field is used once: an exact heading first, then one that ends with
    a known word ("来信人联系电话"), the more telling word before the vaguer."""
    found: dict[str, str] = {}
    for exact in (True, False):
        for field, words in HEADINGS.items():
            if field in found.values():
                continue
            heading = _best(words, [one for one in headings if one not in found], exact)
            if heading is not None:
                found[heading] = field
    return found


def _best(words: Sequence[str], headings: Sequence[str], exact: bool) -> str | None:
    for word in words:
        for heading in headings:
            name = plain(heading)
            if name == word or (not exact and len(word) > 1 and not word.isascii() and name.endswith(word)):
                return heading
    return None
