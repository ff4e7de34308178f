"""Places, estates, roads and organisations in a text: from the district's register, and learned from what people write.

A name is what stands before a sign such as 小区, 大道, 小学. How far it reaches to the left is learned: a longer name is believed
when most messages that say the shorter one say the longer one too. Without learning, the two characters before the sign are taken,
which is enough to tell two estates apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: kinds of places and the signs their names end in; longer signs come first where one ends another
SIGNS: Mapping[str, tuple[str, ...]] = {
    "estate": (
        "小区", "社区", "花园", "花苑", "新城", "新村", "家园", "家苑", "公寓", "国际城", "之城", "山庄", "公馆", "名苑", "雅苑", "佳苑", "嘉苑",
        "华府", "华庭", "名邸", "豪庭", "郡", "苑", "府", "庭", "墅", "城", "湾", "滩", "园", "邸",
    ),
    "road": ("大道", "公路", "高速", "立交", "大桥", "隧道", "路口", "路", "街", "巷", "桥", "弄"),
    "area": ("街道", "乡", "镇", "村", "组", "区", "县", "市"),
    "school": ("幼儿园", "小学", "中学", "大学", "学院", "学校", "职院", "一中", "二中", "三中"),
    "site": (
        "广场", "大厦", "商场", "市场", "医院", "公园", "水库", "车站", "地铁站", "加油站", "工业园", "产业园", "商城", "酒店", "宾馆", "影院",
    ),
    "organisation": ("公司", "集团", "银行", "派出所", "居委会", "村委会", "物业", "工厂", "合作社"),
}  # fmt: skip
_KIND = {sign: kind for kind, signs in SIGNS.items() for sign in signs}
_SIGN = re.compile("|".join(sorted(_KIND, key=lambda sign: (-len(sign), sign))))
_CODE = re.compile(r"[A-Z]\d{0,3}(?=[市区县])")
_HAN = "\u4e00-\u9fff"
_BEFORE = re.compile(f"[{_HAN}]{{1,6}}$")
# a name does not reach over these, nor consist of them
_STOP = frozenset(
    "的在是了和与及或把被到从对向由于我你他她它这那该此本每各某有没无不也都就还又但而因为所以请让叫给用去来过住位居地处近旁边内外里前后上下左右中间个们条座栋号楼层期家户位名次市区县省镇乡村街路"
)
#: what stands before a sign without being a name: 附近小区, 我们小区, 交通公路
GENERIC = frozenset([
    "我们", "咱们", "整个", "多个", "附近", "周边", "高档", "新建", "老旧", "居民", "住户", "业主", "安置", "住宅", "商业", "公共", "交通", "道路",
    "主干", "农贸", "物业", "开发", "政府", "地方", "农村", "乡村", "城市", "市政", "人民", "中心", "国际", "几个", "其他", "其它", "有关", "相关",
    "部门", "领导", "学生", "民办", "公办", "一条", "建设", "施工", "高速", "上班", "回家", "走路", "马路", "铁路", "网络", "思路", "线路", "电路",
    "半路", "问路", "校园", "家庭", "法庭", "步行",
])  # fmt: skip
_GENERIC = GENERIC | frozenset([
    "你们", "他们", "这个", "那个", "本小", "我小", "全体", "各个", "每个", "旁边", "所在", "当地", "房产", "有限", "责任", "我村", "本村", "全村",
    "全市", "该市", "一个", "两个", "这条", "那条", "此路", "修建", "公路", "出路", "管路", "一路", "带路", "让路", "无路", "在校", "入园", "公园",
    "开庭", "出庭", "州府", "商城", "全城", "进城", "同城", "省城", "县城", "新区", "城区", "市区", "辖区", "园区", "片区", "地区", "景区", "库区",
    "校区", "学区", "社区", "小区", "我县", "全县", "本县", "我市", "本市", "贵市", "贵县", "全镇", "本镇", "逛街", "上街", "大街", "小巷", "街巷",
    "全区", "我区", "本区",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A name in a text: ``text[start:end]``, its kind (see SIGNS), and the register's name for it where it has one."""

    start: int
    end: int
    name: str
    kind: str
    known: str = ""


class PlaceFinder:
    """Finds names; ``register`` maps every spelling (name or alias) to the district's own name for it."""

    def __init__(self, register: Mapping[str, str] | Iterable[str] = (), learned: Iterable[str] = ()) -> None:
        pairs = register.items() if isinstance(register, Mapping) else ((name, name) for name in register)
        self.register = {spelling: name for spelling, name in pairs if spelling}
        self.learned = frozenset(learned)
        self._exact = _any_of({*self.register, *self.learned})

    def find(self, text: str) -> list[Place]:
        """All names of a (normalised) text in order; where two overlap, the register wins, then the learned, then the longer."""
        found = [self._known(match) for match in self._exact.finditer(text)] if self._exact else []
        taken = {position for place in found for position in range(place.start, place.end)}
        for place in guessed(text):
            if taken.isdisjoint(range(place.start, place.end)):
                found.append(place)
        return sorted(found, key=lambda place: place.start)

    def _known(self, match: re.Match[str]) -> Place:
        name = match.group()
        return Place(match.start(), match.end(), name, kind_of(name), self.register.get(name, ""))

    def names(self, text: str) -> list[str]:
        """Registered and learned names of the text, each once, in order; the register's name where it has one."""
        places = (self._known(match) for match in self._exact.finditer(text)) if self._exact else ()
        return list(dict.fromkeys(place.known or place.name for place in places))


def _any_of(names: set[str]) -> re.Pattern[str] | None:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


def kind_of(name: str) -> str:
    """The kind a name's ending speaks of; ``"place"`` when it has no sign."""
    ends = (sign for sign in _KIND if name.endswith(sign))
    return _KIND.get(max(ends, key=len, default=""), "place")


def guessed(text: str) -> list[Place]:
    """Names that nobody registered or learned: up to two characters before a sign, when they can be part of a name."""
    found: list[Place] = []
    for match in _SIGN.finditer(text):
        start = match.start()
        name = _name_before(text, start, 2)
        if len(name) == 2 and name not in _GENERIC:
            found.append(Place(start - 2, match.end(), name + match.group(), _KIND[match.group()]))
    return found


def _name_before(text: str, end: int, most: int) -> str:
    start = end
    while start > max(0, end - most) and "\u4e00" <= text[start - 1] <= "\u9fff" and text[start - 1] not in _STOP:
        start -= 1
    return text[start:end]


def learn(texts: Iterable[str], at_least: int = 3, at_most: float = 0.03) -> set[str]:
    """Names that at least ``at_least`` messages say and at most a share ``at_most`` of them (beyond that it is no one place)."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        counts.update(_candidates(text))
    limit = max(100, at_most * total)
    ends = {name for name, count in counts.items() if _shortest(name) and at_least <= count <= limit}
    longer = _by_tail(counts)
    return {
        grown
        for grown in (_grow(name, counts, longer) for name in ends)
        if grown[:2] not in _GENERIC and len(grown) > 2
    }


def _candidates(text: str) -> set[str]:
    found: set[str] = set()
    for match in _SIGN.finditer(text):
        before = _name_before(text, match.start(), 5)
        sign = match.group()
        if before[-2:] not in _GENERIC:
            found.update(before[-n:] + sign for n in range(2 if len(sign) == 1 else 1, len(before) + 1))
    return found


def _shortest(name: str) -> bool:
    sign = max((s for s in _KIND if name.endswith(s)), key=len)
    return len(name) == len(sign) + (2 if len(sign) == 1 else 1)


def _grow(name: str, counts: Counter[str], longer: Mapping[str, list[str]]) -> str:
    while len(name) < 8:
        best = max(longer.get(name, ()), key=lambda found: (counts[found], found), default="")
        if not best or counts[best] < 0.6 * counts[name]:
            break
        name = best
    return name


def _by_tail(counts: Counter[str]) -> dict[str, list[str]]:
    tails: dict[str, list[str]] = {}
    for name, count in counts.items():
        if count > 1:
            tails.setdefault(name[1:], []).append(name)
    return tails


def district_codes(text: str) -> set[str]:
    """Codes that stand for a masked city, district or county (``A3区``), without their sign."""
    return set(_CODE.findall(text))
