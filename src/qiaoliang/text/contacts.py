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
_SEVERAL = re.compile("[" + "".join(map(chr, _NUMERALS)) + "]{2,}")
_DIGIT = "[" + "".join(map(chr, _NUMERALS)) + r"\d]"
_SPELLED = re.compile(rf"{_DIGIT}(?:[ ,、\-·]?{_DIGIT}){{6,}}")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SURNAMES = (
    "萧傅于闫尤肖王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史"
    "陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_NOT_NAMES = frozenset(
    "是在的了有要想和与住也都就还不没很可为去来到对从于把被让给们家这那某个已经现今说问拨打曾因于区村县市镇校司厂店队户"
)


_COMPOUND = "欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|长孙|宇文|端木"
#: words of everyday speech that begin like a name
_NO_NAME = re.compile(
    "党员|党支|党委|高[中一二三考龄血空速兴温压层楼]|单[身亲位元]|施工|安[装全置徽排心]|车[主间祸位辆]|房[主东产子客]|温[州馨]|常[住年常在]|应[届该当]"
    "|孙[女子]|文[员盲明件]|管[理道]|时[间常候]|师[傅范]|司[机法]|农[民村户业]|马[上路]|黄[金牌色]|龙头|连[续着夜]|路[过边口灯上]|万[科元一]|康复|成[年员立]"
    "|和[平谐谁我你您他她]|符合|管[账钱家]|江[苏西边]|宁夏|金[牌店额]|石[头匠]|方[便向式面]|何[时况必以种]|全[体家部职年]|公[司]|白[天领]|强[烈制]|张贴|周[边末围一二三四五六日]|王牌"
    "|向[上你您]|于是|易[拉地]|项目|景区|党|季[度节]|平[时方]|简单|关[于心]|任[何务]|雷同|水|祝|包[括工]|路线|房[屋价内款源租贷]|毕业|谢谢|范围|游行|关[切注键]|万分|申[诉请办]|明[明确]|尤其|白发|管[一不]|和[联老伙年小家孩同朋父母我]|安[排静心]|高[兴度峰]|方[案法]|连[同]|全[都面]|应有|成[为了功]|解[决释]|陈[述旧]|史|鲁莽|许[多可]|牛[奶]|章程|冷"
)


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` could identify somebody: ``kind`` (see :data:`KINDS`) and ``why``, the rule in words."""

    start: int
    end: int
    kind: str
    why: str


#: rises whenever the rules below find something else, so that what is kept is looked at again
FINDER = 3
#: the kinds a span can have
KINDS = ("phone", "landline", "identity", "passport", "plate", "bank card", "mail", "wechat", "qq", "name", "address")


def find_contacts(text: str) -> list[Span]:
    """Spans of contact-like text, in order, without overlap; positions count in ``text`` as given."""
    plain = _SPELLED.sub(_in_digits, text.translate(_TABLE))
    found: list[Span] = []
    for rule in _RULES:
        for span in rule(plain):
            if all(span.end <= other.start or span.start >= other.end for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def _in_digits(run: re.Match[str]) -> str:
    """A run of digits with the Chinese ones as digits, one character for one, so that positions stay; a single one at its end
    is left: 13800001111两个人."""
    return _SEVERAL.sub(lambda numerals: numerals.group().translate(_NUMERALS), run.group())


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


def is_name(words: str) -> bool:
    """Whether what stands where a name is asked for could be one: it begins like one, has a dot in between or Latin letters. "A resident" is
    none."""
    if len(words) < 2:
        return False
    if "·" in words or re.search(r"[A-Za-z]{3}", words):
        return True
    return bool(re.match(_COMPOUND, words)) or (words[0] in _SURNAMES and not _NO_NAME.match(words))


def _name_ok(value: str) -> bool:
    """A surname and a given name, and no word of everyday speech."""
    return not any(c in _NOT_NAMES for c in value[1:]) and not _NO_NAME.match(value)


def _called_ok(value: str) -> bool:
    """Whatever stands after "I am called": also names that are rare as surnames."""
    return (
        not any(c in _NOT_NAMES for c in value[1:])
        and value[0] not in "了他她它们不外苦人车"
        and value[0] not in _NOT_NAMES - {"于", "和"}
    )


def _weak_ok(value: str) -> bool:
    """The same where little stands before it: then no surname that is first of all a word between words."""
    return _name_ok(value) and value[0] not in "和于时路尤向连包成管关应明常任景党水"


def _eleven(value: str) -> bool:
    """Eleven digits in a few groups, or each by itself: not a list of numbers."""
    groups = [len(group) for group in re.findall(r"\d+", value)]
    if re.search("[,、]", value):
        return groups == [3, 4, 4]
    return sum(groups) == 11 and (len(groups) <= 4 or len(groups) == 11)


def _eighteen(value: str) -> bool:
    return len(re.sub(r"\D", "", value)) >= 17 and _identity_ok(value)


_S = r"[ \-.·]?"
_HAN = r"[\u4e00-\u9fff]"
#: a name of the Han: surname and one or two more, as short as what follows allows
_PERSON = rf"(?:(?:{_COMPOUND}){_HAN}{{1,2}}?|[{_SURNAMES}]{_HAN}{{1,2}}?)"
_STOP = r"[，,。.、；;！!?？（）() \n\d:：/]|$"
_KIN = "老婆|妻子|丈夫|老公|儿子|女儿|父亲|母亲|爱人|家属|家人|邻居|妈|爸|哥|弟|姐|妹"
#: what may follow the name of one who tells of themself
_AFTER = rf"(?={_STOP}|电话|手机|联系|微信|男|女|身份证|今年|住|系|是|家|来自|现|我|在|被|于|因|已|从|敬|下岗|去世|反映|投诉|受|可以|的(?:{_KIN}))"
_OWN = rf"(?P<v>{_PERSON}){_AFTER}"
#: the same where little stands before it: only an end may follow
_PLAIN = rf"(?P<v>{_PERSON})(?={_STOP}|电话|手机|男|女|敬上|，)"
_RELATIVE = (
    "妻子|老婆|丈夫|老公|爱人|儿子|女儿|孙子|孙女|孩子|小孩|父亲|母亲|爸爸?|妈妈?|婆婆|公公|岳父|岳母|哥哥?|弟弟?|姐姐?|妹妹?|奶奶|爷爷|外婆|外公|老伴|"
    "工友|同事|同学|学生|邻居|患者|病人|伤者|死者|儿媳|女婿"
)
_N, _R = "[\\d一二三四五六七八九十零〇]", "[\\d一二三四五六七八九零〇]"
_NAME = rf"(?P<v>{_HAN}{{2,3}}?)(?={_STOP}|电话|手机|联系|男|女|身份证|今年|住|系|是|家住|来自|现|我)"
_RULES: tuple[Callable[[str], Iterator[Span]], ...] = (
    _matches(r"[A-Za-z0-9_.+\-]{1,64} ?@ ?[A-Za-z0-9\-]+(?: ?\. ?[A-Za-z0-9\-]+)+", "mail", "an address with @"),
    _matches(
        r"[A-Za-z0-9_.+\-]{2,64} ?(?:#|\(at\)|\[at\]|艾特|圈a) ?[A-Za-z0-9\-]+ ?(?:\.|点|\(dot\)) ?(?:com|cn|net|org)(?:\.cn)?",
        "mail",
        "an address with a word for @",
    ),
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
    _matches(r"(?<!\d)[1-9](?:[ \-]?\d){16}[ \-]?[\dXx](?![\dXx])", "identity", "18 digits in groups", _eighteen),
    _matches(r"身份证(?:号码?|件号)?(?:是|为)?[:\s]*(?P<v>[\dXx*]{6,18})(?!\d)", "identity", "after 身份证"),
    _matches(
        r"身份证(?:号码?)?(?:后|最后|尾号|末尾)[一二三四五六七八]?位?(?:是|为)?[:\s]*(?P<v>\d{3,5}[\dXx])(?!\d)",
        "identity",
        "the end of an identity number",
    ),
    _matches(
        r"(?:军官|士兵|警官|军人|残疾|退休|医保|社保)证(?:号码?)?(?:是|为)?[:\s]*(?P<v>[\u4e00-\u9fff]{1,2}字第?\d{5,8}号?|\d{7,20})",
        "identity",
        "after a word for a certificate",
    ),
    _matches(
        rf"(?<![\d.])(?:\(?(?:\+|00)?86\)?[ \-]?)?1[3-9]\d{_S}\d{{4}}{_S}\d{{4}}(?!\d)",
        "phone",
        "11 digits of a mobile number",
    ),
    _matches(
        r"(?<![\d.])(?:\+?86[ \-]?)?(?P<v>1[ \-.·,、]{0,2}[3-9](?:[ \-.·,、]{0,2}\d){9})(?!\d)",
        "phone",
        "digits of a mobile number, spread out",
        _eleven,
    ),
    _matches(
        r"(?:手机|电话|号码)(?:号码?)?(?:的?尾号|后四位)(?:是|为)?[:\s]*(?P<v>\d{4})(?!\d)",
        "phone",
        "the end of a phone number",
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
        r"(?:电话|座机|固话|热线|致电|拨打|联系方式|传真|小灵通|村部|村委会?|居委会?|办公室|值班室|前台|[Tt][Ee][Ll])(?:号码?)?(?:是|为)?[:\s]*(?P<v>[2-9]\d{2,3}[ \-]?\d{4})(?!\d)",
        "landline",
        "after a word for telephone",
    ),
    _matches(
        r"(?:(?:[微徽薇威]\s?[信芯]|(?<![A-Za-z0-9])(?:[Ww]e[Cc]hat|[Vv][Xx信]|wx|WX)|加我?[VvWw]|加我?微|卫星|绿泡泡|[薇微][❤♥♡心:])(?:号码?|ID|id)?(?:是|为|同号)?[: \s]*)(?P<v>[A-Za-z][A-Za-z0-9_\-]{4,24}|\d{5,12})",
        "wechat",
        "after a word for WeChat",
    ),
    _matches(
        r"(?:(?<![A-Za-z0-9])[QqＱ][QqＱ]|扣扣|企鹅)(?:群?号码?|群)?(?:是|为)?[:\s]*(?P<v>[1-9]\d{4,11})(?!\d)",
        "qq",
        "after QQ",
    ),
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
        r"(?:面包|轿|货|客|跑|小|大|白|黑)车[:\s]*(?P<v>[A-HJ-NP-Z](?=[A-Z0-9]{0,4}\d)[A-HJ-NP-Z0-9]{4,5})(?![A-Za-z0-9])",
        "plate",
        "after a word for a car",
    ),
    _matches(
        r"(?:通行证|台胞证|回乡证|居住证)(?:号码?)?(?:是|为)?[:\s]*(?P<v>[A-Za-z]?\d{8,9})(?!\d)",
        "passport",
        "after a word for a permit",
    ),
    _matches(
        r"(?:护照)(?:号码?)?(?:是|为)?[:\s]*(?P<v>[A-Za-z]{1,2}\d{7,8})|(?<![A-Za-z0-9])[EG]\d{8}(?!\d)",
        "passport",
        "a passport number",
    ),
    _matches(
        rf"(?:[我俺][叫是系]|本人|名叫|姓名是?[: ]*|联系人[: ]*)(?P<v>{_HAN}{{2,6}}[·•]{_HAN}{{2,6}})",
        "name",
        "a name with a point",
    ),
    _matches(
        rf"(?:[我俺]叫|[我俺]的?名字?[叫是]|本人叫|名叫|我是叫|小名叫|喊我|叫我|姓名是?[: ]*)(?P<v>[老小]?{_PERSON}|[老小][{_SURNAMES}])(?={_STOP}|电话|手机|联系|男|女|身份证|今年|住|系|是|家|来自|现|我|就|在|从)",
        "name",
        "after 我叫 or 姓名",
        _name_ok,
    ),
    _matches(
        rf"(?:我叫|我的名字叫|我名叫|本人叫|名叫|我名字是|我是叫|小名叫|姓名是?[: ]*){_NAME}",
        "name",
        "after 我叫 or 姓名",
        _called_ok,
    ),
    _matches(
        rf"(?:本人姓名|投诉人|反映人|举报人|申请人|联系人|求助人|上访人|留言人|申诉人|信访人|来信人|署名|落款|收件人|户主|户名|家长|签名)(?:是|为|叫)?[: ]*{_OWN}",
        "name",
        "after a word for the writer",
        _name_ok,
    ),
    _matches(rf"(?:本人|[我俺]是|[我俺]系|我乃|鄙人|在下)[: ]*{_OWN}", "name", "after 本人 or 我是", _name_ok),
    _matches(rf"(?:{_RELATIVE})(?:名?叫|是|名字[叫是])?[: ]*{_OWN}", "name", "after a word for a relative", _weak_ok),
    _matches(
        rf"(?:村民|居民|业主|住户|租户|群众|职工|员工|工人|教师|党员|残疾人|军属|会员|[一二三四五六七八九十\d]组|[村沟街里屯湾]的)[: ]*{_PLAIN}",
        "name",
        "after a word for who one is",
        _weak_ok,
    ),
    _matches(
        rf"(?:^|[，,。；;！!\s:])(?P<v>{_PERSON})(?=[，, ]{{1,2}}[男女][，,。性\s])",
        "name",
        "before 男 or 女",
        _weak_ok,
    ),
    _matches(rf"(?:^|[\s。！])(?P<v>{_PERSON})(?=\s+20\d\d[年.\-/])", "name", "before a date, as one signs", _weak_ok),
    _matches(rf"\n[ ]*(?P<v>{_PERSON})[ ]*$", "name", "on the last line, as one signs", _weak_ok),
    _matches(
        rf"(?:联系人[:是]?|找|联系)[ ]*(?P<v>[{_SURNAMES}](?:女士|先生|师傅|大姐|大哥|阿姨|老师|同志))",
        "name",
        "after a word for whom to ask",
    ),
    _matches(rf"(?:[我俺]|本人|免贵|敝|鄙)姓(?P<v>[{_SURNAMES}](?:名{_HAN}{{1,2}}(?={_STOP}))?)", "name", "after 我姓"),
    _matches(
        r"(?:家住|[我俺]家(?:住|在)?|[我俺]住在?|本人住在?|租住在?|居住在|现住|住在|家庭住址[:是为]?|住址[:是为]?|户籍(?:地|在)?[:是为]?|门牌(?:号码?)?[:是为]?|快递写|地址[:是为])[ ]?(?P<v>[^，,。；;！!？?\n]{2,30}?(?:\d{1,3}-\d{1,2}-\d{3,4}室?|\d{1,4}[ ]?(?:号院|号楼|栋|幢|单元|室|号|房))(?:[^，,。；;！!？?\n的]{0,12}?(?:单元|室|号|房|层|楼|\d{3,4}|[东西南北中]户))*)",
        "address",
        "a home address",
    ),
    _matches(
        rf"(?:{_N}{{1,3}}|[A-Z]\d{{0,2}})(?:栋|幢|号楼|座)(?:{_N}{{1,2}}单元)?(?:{_N}{{1,2}}[楼层])?(?:{_R}{{3,4}}(?:室|房|号|户)?(?!\d|年|元|人|平|[mM㎡])|\d{{1,2}}号|[东西南北中][户室])",
        "address",
        "building and room",
    ),
    _matches(
        r"(?<![\d\-])\d{1,3}-\d{1,2}-(?!19\d\d|20\d\d)\d{3,4}(?:室|号|户|房)?(?![\d\-])",
        "address",
        "building, unit and room",
    ),
    _matches(r"(?<![\d.#\-])\d{1,3}#\d{3,4}(?!\d)", "address", "building and room"),
    _matches(r"(?<![\d第])\d{3,4}室(?![友内外])", "address", "a room"),
)
