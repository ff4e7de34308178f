"""Cases as people might write them, for measurements: own words, always the same for the same number."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

PLACES = [
    "幸福里",
    "银杏苑",
    "柳岸新村",
    "三号楼",
    "老菜市场",
    "河堤路",
    "东风巷",
    "纺织厂宿舍",
    "新桥头",
    "果园小区",
    "北门口",
    "槐树湾",
]
THINGS = ["路灯", "下水道", "电梯", "停车位", "垃圾站", "健身器材", "围墙", "水管", "暖气", "井盖", "公交站", "篮球场"]
FAULTS = [
    "坏了半个月",
    "一直没人修",
    "夜里响个不停",
    "又堵住了",
    "被占用了",
    "漏水很厉害",
    "不敢让孩子过去",
    "等了三次都没来",
]
WISHES = [
    "请帮忙看一下。",
    "希望尽快处理。",
    "想知道归谁管。",
    "麻烦给个准话。",
    "老人出门不方便。",
    "我们几家都愿意配合。",
]
#: a two-character word that about one case in twelve has
WORD = "电梯"


def title(chance: random.Random) -> str:
    return chance.choice(PLACES) + chance.choice(THINGS) + chance.choice(FAULTS)


def text(chance: random.Random) -> str:
    """100 to 180 characters, four sentences and what one would like."""
    place, thing = chance.choice(PLACES), chance.choice(THINGS)
    first = f"我住在{place}，附近的{thing}{chance.choice(FAULTS)}。"
    more = [
        f"上个月{chance.randint(1, 28)}号邻居也说过，{chance.choice(PLACES)}那边{chance.choice(FAULTS)}，"
        f"打过{chance.randint(2, 9)}次电话，说要再等{chance.randint(3, 20)}天。"
        for _ in range(2)
    ]
    return first + "".join(more) + chance.choice(WISHES) + chance.choice(WISHES)


def moments(count: int, now: datetime, months: int = 24) -> list[datetime]:
    """``count`` moments of the last months, in order, more of them by day and lately."""
    span = timedelta(days=30 * months) / count
    return [now - span * (count - number) for number in range(count)]


def state_after(age: timedelta, chance: random.Random) -> str:
    """What has become of a case of this age: nearly all are closed; of the newest most are open; a few stay long."""
    days = age.total_seconds() / 86_400
    if days > 20 and chance.random() < 0.995:
        return "closed"
    if chance.random() < days / 15:
        return "closed"
    return chance.choice(("submitted", "accepted", "dispatched", "in_progress", "in_progress", "pending_approval"))


def unit_of(count: int, chance: random.Random) -> int:
    """Which of ``count`` units: a few have most of the work."""
    return min(int(chance.paretovariate(0.8)) - 1, count - 1)
