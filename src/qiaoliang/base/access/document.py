"""docs/rights.md from the table. Run ``python -m qiaoliang.base.access.document > docs/rights.md`` after a change."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from qiaoliang.base.access.roles import Role, permissions, roles

_SIGN = {"unit": "●", "subtree": "●●", "district": "●●●"}
_HEAD = """# 谁能做什么，为什么 Who may do what, and why

Generated from `src/qiaoliang/base/access/data/roles.toml` by `python -m qiaoliang.base.access.document`; do not edit.
由上述文件生成，请勿手改。

● 本单位 own unit　●● 本单位及下级 unit and all below　●●● 全区 whole district. A grant may narrow a reach, never widen it.
授权可以收窄范围，不能放宽。⊘ 与其他任何角色互斥 excludes every other role.
"""


def render() -> str:
    """The whole document."""
    return (
        "\n".join([_HEAD, *_table(), "", *(line for role in roles().values() for line in _role(role))]).rstrip() + "\n"
    )


def _table() -> Iterator[str]:
    names = [role.name.zh + ("⊘" if role.separate else "") for role in roles().values()]
    yield "| | " + " | ".join(names) + " |"
    yield "|---|" + "---|" * len(names)
    for key, text in permissions().items():
        cells = [_SIGN[role.rights[key].reach] if key in role.rights else "" for role in roles().values()]
        yield f"| {text.zh}<br>`{key}` | " + " | ".join(cells) + " |"


def _role(role: Role) -> Iterator[str]:
    yield f"## {role.name.zh} {role.name.en} (`{role.key}`)"
    yield ""
    for right in role.rights.values():
        what = permissions()[right.permission]
        yield f"- {_SIGN[right.reach]} **{what.zh}**：{right.because.zh}。"
        yield f"  {what.en[0].upper()}{what.en[1:]}: {right.because.en}."
    yield ""


if __name__ == "__main__":
    sys.stdout.write(render())
