"""How a text will read: its places filled with made-up values, so that whoever words it sees a message and not a pattern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qiaoliang.base.catalog.schema import Table
from qiaoliang.ui.words import either

#: place → (in Chinese, in English); days and people are nobody's
SAMPLES: Mapping[str, tuple[str, str]] = {
    "code": ("A7K2M9P3QX", "A7K2M9P3QX"),
    "title": ("村口的路灯不亮", "The lamp at the village gate is out"),
    "text": ("村口的路灯坏了半个月，晚上走路看不清。", "The lamp has been out for two weeks."),
    "answer": ("路灯已经换好，当晚就亮了。", "The lamp was replaced and was on the same evening."),
    "category": ("设施维修", "Repairs"),
    "place": ("村口", "the village gate"),
    "district": ("本区", "our district"),
    "unit": ("某某镇", "Somewhere Town"),
    "units": ("某某镇、某某局", "Somewhere Town, the bureau"),
    "old": ("某某局", "the bureau"),
    "helpers": ("，某某局协办", ", helped by the bureau"),
    "post": ("承办人", "handler"),
    "phone": ("12345", "12345"),
    "body": ("政务服务热线", "the hotline"),
    "due": ("11月30日 周一 17:30", "Mon 30 Nov, 17:30"),
    "until": ("12月30日", "30 December"),
    "received": ("11月23日", "23 November"),
    "first": ("11月16日", "16 November"),
    "last": ("11月22日", "22 November"),
    "days": ("3 天", "3 days"),
    "question": ("是哪一盏灯？", "Which lamp is it?"),
    "reason": ("配件要等五天。", "The part takes five days."),
    "asked": ("22", "22"),
    "answered": ("15", "15"),
    "in_time": ("80%（12/15）", "80% (12/15)"),
    "open": ("68", "68"),
    "late": ("8", "8"),
}


def reads(rule: Table, entry: Mapping[str, Any]) -> list[str]:
    """The text of a template as paragraphs in the reader's language; nothing for other entries. A place without a made-up
    value keeps its name in brackets."""
    if rule.name != "template":
        return []
    filled = {name: either(*SAMPLES.get(name, (f"〔{name}〕", f"[{name}]"))) for name in entry["slots"]}
    text = str(either(entry["zh"], entry.get("en") or entry["zh"])).format(**filled)
    return [line for line in text.splitlines() if line.strip()]
