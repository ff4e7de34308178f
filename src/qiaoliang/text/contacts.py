"""What in a text could tell who or where somebody is: telephone and identity numbers, plates, accounts, "my name is …".

It marks; people decide. Rules instead of a model, so that each mark can say which rule made it. Numbers are checked where a check
exists (GB 11643 for identity numbers, Luhn for bank cards), but one that fails the check is still marked when it looks the part:
people mistype. Separators, full width digits and Chinese numerals are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    "－": "-",
    "—": "-",
    "–": "-",
    "\u3000": " ",
}
_TABLE = {ord(old): new for old, new in _WIDE.items()}
_NUMERALS = {
    ord(sign): str(value)
    for signs in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖")
    for value, sign in enumerate(signs)
}
_NUMERALS |= {ord("幺"): "1", ord("○"): "0", ord("两"): "2"}
_SPELLED = re.compile("[" + "".join(map(chr, _NUMERALS)) + r"\d]{7,}")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SURNAMES = (
    "萧傅于闫尤肖王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史"
    "陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_NOT_NAMES = frozenset(
    "是在的了有要想和与住也都就还不没很可为去来到对从于把被让给们家这那某个已经现今说问拨打曾因于区村县市镇校司厂店队户"
)


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` could identify somebody: ``kind`` (see :data:`KINDS`) and ``why``, the rule in words."""

    start: int
    end: int
    kind: str
    why: str


#: rises whenever the rules below find something else, so that what is kept is looked at again
FINDER = 1
#: the kinds a span can have
KINDS = ("phone", "landline", "identity", "passport", "plate", "bank card", "mail", "wechat", "qq", "name", "address")


def find_contacts(text: str) -> list[Span]:
    """Spans of contact-like text, in order, without overlap; positions count in ``text`` as given."""
    # one character for one: positions stay
    plain = _SPELLED.sub(lambda match: match.group().translate(_NUMERALS), text.translate(_TABLE))
    found: list[Span] = []
    for rule in _RULES:
        for span in rule(plain):
            if all(span.end <= other.start or span.start >= other.end for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def mask(text: str, sign: str = "＊") -> str:
    """The text with every character of a contact-like span replaced, its length kept."""
    for span in find_contacts(text):
        text = text[: span.start] + sign * (span.end - span.start) + text[span.end :]
    return text


def _matches(
    pattern: str, kind: str, why: str, accept: Callable[[str], bool] = bool, flags: int = 0
) -> Callable[[str], Iterator[Span]]:
    compiled = re.compile(pattern, flags)

    def rule(text: str) -> Iterator[Span]:
        for match in compiled.finditer(text):
            group = "v" if "v" in compiled.groupindex else 0
            if accept(match.group(group)):
                yield Span(match.start(group), match.end(group), kind, why)

    return rule


def _identity_ok(value: str) -> bool:
    digits = re.sub(r"[\s\-]", "", value)
    month, day = (digits[10:12], digits[12:14]) if len(digits) == 18 else (digits[8:10], digits[10:12])
    return "01" <= month <= "12" and "01" <= day <= "31"


def _card_ok(value: str) -> bool:
    digits = [int(c) for c in value if c.isdigit()]
    doubled = [d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0 or digits[:2] in ([6, 2], [6, 0], [4, 5], [5, 2], [9, 5])


def _name_ok(value: str) -> bool:
    return value[0] in _SURNAMES and not any(c in _NOT_NAMES for c in value[1:])


_S = r"[ \-.·]?"
_NAME = r"(?P<v>[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,2})??(?:[\u4e00-\u9fff]))(?=[，,。.、；;！!（( \n\d:：]|$|电话|手机|联系|男|女|身份证|今年|住|系|是|，|家住|来自|现)"
_RULES: tuple[Callable[[str], Iterator[Span]], ...] = (
    _matches(r"[A-Za-z0-9_.+\-]{1,64} ?@ ?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+", "mail", "an address with @"),
    _matches(
        r"(?<!\d)[1-9]\d{5}[ \-]?(?:18|19|20)\d{2}[ \-]?\d{2}[ ]?\d{2}[ \-]?\d{3}[\dXx*](?!\d)",
        "identity",
        "18 digits with a date of birth",
        _identity_ok,
    ),
    _matches(
        r"(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)",
        "identity",
        "15 digits with a date of birth",
    ),
    _matches(r"身份证(?:号码?|件号)?(?:是|为)?[:\s]*(?P<v>[\dXx*]{6,18})(?!\d)", "identity", "after 身份证"),
    _matches(
        rf"(?<![\d.])(?:\(?(?:\+|00)?86\)?[ \-]?)?1[3-9]\d{_S}\d{{4}}{_S}\d{{4}}(?!\d)",
        "phone",
        "11 digits of a mobile number",
    ),
    _matches(
        r"(?<![\d.])1[3-9]\d{1}[ \-]\d{3}[ \-]\d{5}(?!\d)|(?<![\d.])1(?: \d){10}(?!\d)|(?<![\d.])1(?:-\d){10}(?!\d)",
        "phone",
        "digits of a mobile number, spread out",
        lambda v: sum(c.isdigit() for c in v) == 11,
    ),
    _matches(r"(?<!\d)1[3-9]\d{0,2}[*xX＊]{3,8}\d{2,4}(?!\d)", "phone", "a mobile number partly hidden"),
    _matches(
        r"(?<![\d\-])(?:\(0\d{2,3}\)|0\d{2,3})[ \-]?[2-8]\d{6,7}(?:[\-转]\d{1,5})?(?!\d)",
        "landline",
        "area code and number",
    ),
    _matches(
        r"(?<!\d)400[ \-]?\d{3}[ \-]?\d{4}(?!\d)|(?<!\d)400[ \-]?\d{4}[ \-]?\d{3}(?!\d)", "landline", "a 400 number"
    ),
    _matches(
        r"(?:电话|座机|固话|热线|致电|拨打|联系方式|传真|小灵通|[Tt][Ee][Ll])(?:号码?)?(?:是|为)?[:\s]*(?P<v>[2-9]\d{2,3}[ \-]?\d{4})(?!\d)",
        "landline",
        "after a word for telephone",
    ),
    _matches(
        r"(?:(?:[微徽薇威]\s?[信芯]|[Ww]e[Cc]hat|[Vv][Xx信]|加[VvWw]|wx|WX|加微|卫星)(?:号码?|ID|id)?(?:是|为|同号)?[: \s]*)(?P<v>[A-Za-z][A-Za-z0-9_\-]{4,24}|\d{5,12})",
        "wechat",
        "after a word for WeChat",
    ),
    _matches(r"(?:[QqＱ][QqＱ]|扣扣|企鹅)(?:群?号码?|群)?(?:是|为)?[:\s]*(?P<v>[1-9]\d{4,11})(?!\d)", "qq", "after QQ"),
    _matches(
        r"(?:银行卡|卡号|账号|帐号|账户|帐户|存折|一卡通|社保卡)(?:号码?)?(?:是|为)?[:\s]*(?P<v>\d(?:[ \-]?\d){11,22})",
        "bank card",
        "after a word for an account",
    ),
    _matches(
        r"(?<!\d)(?:[3-69]\d{3})(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?(?!\d)",
        "bank card",
        "16 to 19 digits of a card",
        _card_ok,
    ),
    _matches(
        rf"[{_PROVINCES}][ ·]?[A-HJ-NP-Za-hj-np-z][ ·.\-]?(?=[A-Za-z0-9 ]*\d)[A-HJ-NP-Za-hj-np-z0-9]{{4,5}}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![A-Za-z0-9])",
        "plate",
        "a vehicle's plate",
    ),
    _matches(
        r"(?:车牌|牌照|车号)(?:号码?)?(?:尾号)?(?:是|为)?[:\s]*(?P<v>[A-Za-z]?[·\- ]?[A-Za-z0-9]{5,6})(?![A-Za-z0-9])",
        "plate",
        "after a word for plate",
        lambda v: any(c.isdigit() for c in v),
    ),
    _matches(
        r"(?:护照)(?:号码?)?(?:是|为)?[:\s]*(?P<v>[A-Za-z]{1,2}\d{7,8})|(?<![A-Za-z0-9])[EG]\d{8}(?!\d)",
        "passport",
        "a passport number",
    ),
    _matches(
        rf"(?:我叫|我的名字叫|我名叫|本人叫|名叫|我名字是|我是叫|小名叫|姓名是?[: ]*){_NAME}",
        "name",
        "after 我叫 or 姓名",
        lambda v: not any(c in _NOT_NAMES for c in v),
    ),
    _matches(
        rf"(?:本人姓名|投诉人|反映人|举报人|申请人|联系人|求助人|上访人|留言人|申诉人|信访人|来信人|署名|收件人|户主|户名)(?:是|为|叫)?[: ]*{_NAME}",
        "name",
        "after a word for the writer",
        _name_ok,
    ),
    _matches(rf"(?:本人|我是|我系|我乃){_NAME}", "name", "after 本人 or 我是", _name_ok),
    _matches(r"(?:我|本人|免贵)姓(?P<v>[\u4e00-\u9fff])", "name", "after 我姓", lambda v: v in _SURNAMES),
    _matches(
        r"(?:家住|我住在?|本人住在?|现住|住址[:是为]?|家庭住址[:是为]?|地址[:是为])(?P<v>[^，,。；;！!？?\n]{2,30}?\d{1,4}[ ]?(?:号楼|栋|幢|单元|室|号|房)(?:[^，,。；;！!？?\n的]{0,12}?(?:单元|室|号|房|层|楼|\d{3,4}))*)",
        "address",
        "a home address",
    ),
    _matches(
        r"(?:\d{1,3}|[A-Z]\d{0,2})(?:栋|幢|号楼|座)(?:[一二三四五六七八九十\d]{1,2}单元)?\d{3,4}(?:室|房|号|户)?(?!\d|年|元|人|平|[mM㎡])",
        "address",
        "building and room",
    ),
)
