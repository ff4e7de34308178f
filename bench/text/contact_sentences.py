"""Invented sentences with and without contact-like text, from a fixed seed: what the finder is measured on.

In a template ``{kind:…}`` marks what must be found; everything else must not be. Numbers are drawn, names are invented.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

SEED = 20261123
_PIECE = re.compile(r"\{([a-z ]+):([^{}]*)\}")
_WITH = """
我的电话是{phone:#M}，请尽快联系我
联系电话：{phone:#M3}，急
手机{phone:#M4}，晚上才有空
有事打{phone:#M}找我就行
请回电 {phone:+86 #M}，谢谢
电话{phone:#MW}，全天可打
我手机号{phone:#MC}，请保密
请拨{phone:#MD}，我姓{name:#S}
电话是{phone:#MH}，看到请回
打{phone:86-#M}也行
微信和手机同号{phone:#M}
老伴的手机{phone:#M}，儿子的{phone:#M3}
座机{landline:0731-8#7}，白天有人
可打{landline:(0731)8#7}联系村部
固定电话：{landline:8#3-#4}，上班时间打
热线{landline:400-8#2-#4}一直占线，是他们公司的
传真{landline:07318#7}发过去没回
小店电话{landline:0734-2#6}
身份证号{identity:#ID}，请查一下我的参保
本人身份证：{identity:#IDX}
身份证{identity:#IDS}，户口在云桥区
身份证号码是{identity:43022319******1234}，不方便写全
老身份证{identity:#ID15}能不能换
证件号 {identity:#ID} 已上传
我的车{plate:湘B#P5}被贴了条
车牌{plate:湘A·#P5}的货车每天超载
一辆{plate:粤B#P5}的白色轿车堵住消防通道
新能源车{plate:沪AD#5}充不上电
牌照号{plate:京N #P5}违停
出租车牌号{plate:湘BT#4}拒载，司机态度差
车号{plate:B#5}的大巴甩客
微信号：{wechat:#WX}，可发照片
加我微信{wechat:#WX}看视频
薇信{wechat:#WX}，留言也行
我的vx：{wechat:#WX}
V信{wechat:#WX}随时在线
加v {wechat:#WX} 发证据给你们
微信 {wechat:#WX} 备注诉求
QQ：{qq:#QQ}，照片发过去
扣扣{qq:#QQ}联系
加qq{qq:#QQ}
业主群QQ群号{qq:#QQ}
邮箱{mail:#W#3@qq.com}，请发我
答复请发到 {mail:#W_#W@163.com}
电子邮件{mail:#W.#W@mail.example.cn}已写信两次
请寄信到{mail:#W＠126.com}
银行卡号{bank card:62#6 #4 #4 #4}，退款退这里
打到卡号：{bank card:62#17}
工资打到账号{bank card:4367#4#4#4#3}没到账
存折账号 {bank card:6013#11} 被冻结
护照号{passport:E#8}，出境被拦
我叫{name:#N}，住在云桥区
您好，我叫{name:#N}，是一名退休职工
我名叫{name:#N}，今年六十岁
本人{name:#N}，云桥区居民
我是{name:#N}，去年搬来的
我是{name:#N}。路灯坏了三个月
投诉人：{name:#N}，{phone:#M}
联系人{name:#N}，手机{phone:#M}
反映人{name:#N} 电话 {phone:#M}
姓名：{name:#N}，要求公开答复
申请人：{name:#N}
户主是{name:#N}，房子被划为危房
本人姓{name:#S}，在厂里干了八年
我姓{name:#S}，电话{phone:#M}
我家住{address:翠柏小区3栋2单元501室}，楼上漏水
家住{address:云溪路18号柳岸花园6栋1203室}
住址：{address:青禾里小区12栋304}，请上门看
{address:7栋2单元602}天天半夜装修
我住在{address:望云街道枫林苑5号楼1单元202号}
"""
_WITHOUT = """
2026年3月15日交了物业费12800元至今没开发票
合同编号20260315001234，金额185000元
根据国办函〔2026〕12号文件，应当公开
我叫了救护车，等了四十分钟
我叫他们不要在楼道抽烟，他们不听
我是翠柏小区的业主，小区停水三天
我是一名退休教师，工龄38年
本人是云溪村村民，承包地被占
本人于2019年入职，一直没买社保
我是来反映路灯问题的
我姓什么不重要，请把路修好
建筑面积123.45平方米，单价9800元
请拨打12345或者110都没人管
热线12345打不通
公交302路和15路都不停云溪站
从3月1日到12月31日一共扣了1500元
发票代码044001900111，号码不清
车位编号B2-115，每月280元
这栋楼33层，高98米
每平方米补偿3850元，共计385000元
工期从20250301到20251231
容积率3.5，绿地率35%
噪音85分贝，超过国家标准GB3096-2008
小区共有1234户，入住率75.6%
房产证号不便公开，但已办好
加微信群的业主很多，都在反映
微信里发过通知，没有人管
车牌被套用了怎么办
身份证丢了怎么补办
银行卡被盗刷了怎么投诉
电话一直打不通，打了二十次
我们联系人社局，没有答复
姓名权受到侵犯怎么办
投诉人很多，物业都不理
反映人民来信办理慢
2025-11-20 09:30:15 提交，编号 A3051
高速K123+456处坑洼
经度113.0823，纬度28.2568
第三百二十一条规定，应当退还
一二三四五六七楼都没有水
五一路路口红绿灯坏了
十三五规划里写了要修
户主可以变更吗
户名和实际不符怎么改
我住的地方没有路灯
家住云溪村，进村的路没硬化
3栋的电梯坏了
5栋和6栋之间堆满垃圾
我是不是可以申请公租房
我是在网上看到公示的
本人想问一下落户政策
本人家庭困难，想申请低保
网址 http://www.example.gov.cn/2026/0315.html 打不开
订单号202603151234567890退不了款
快递单号SF1234567890123一直不动
QQ群里都在骂，没人出来解释
微信支付了1280元，没有发票
每月养老金3215.68元，去年3102.50元
水表读数00123456，和单子对不上
药品批号H20183456是不是真的
"""


@dataclass(frozen=True)
class Sentence:
    """A text and the spans ``(start, end, kind)`` that a careful reader would mark."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def sentences(rounds: int = 9) -> list[Sentence]:
    """At least 500 sentences: every template with something to find ``rounds`` times, every other once or more."""
    random_ = random.Random(SEED)  # noqa: S311
    filled = [_fill(line, random_) for _ in range(rounds) for line in _WITH.strip().splitlines()]
    plain = [Sentence(line, ()) for line in _WITHOUT.strip().splitlines()]
    varied = [Sentence(_other_numbers(line.text, random_), ()) for _ in range(3) for line in plain]
    return [*filled, *plain, *varied]


def _fill(line: str, r: random.Random) -> Sentence:
    text, spans, at = "", [], 0
    for piece in _PIECE.finditer(line):
        text += line[at : piece.start()]
        value = _value(piece[2], r)
        spans.append((len(text), len(text) + len(value), piece[1]))
        text, at = text + value, piece.end()
    return Sentence(text + line[at:], tuple(spans))


def _other_numbers(text: str, r: random.Random) -> str:
    """Digits drawn anew inside numbers whose first digit and length say what they are."""
    return re.sub(r"(?<=[1-9])[0-9](?=[0-9.]*[元平分户])", lambda _: str(r.randrange(10)), text)


def _mobile(r: random.Random) -> str:
    return "1" + r.choice("3456789") + "".join(r.choice("0123456789") for _ in range(9))


def _identity(r: random.Random) -> str:
    body = f"43{r.randrange(1, 14):02d}{r.randrange(1, 30):02d}{r.randrange(1950, 2005)}{r.randrange(1, 13):02d}{r.randrange(1, 29):02d}{r.randrange(1000):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def _name(r: random.Random) -> str:
    return r.choice("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕") + "".join(
        r.choice("云桥柏溪禾岚屿泽澄川予墨清朗嘉宁舒") for _ in range(r.choice((1, 2, 2)))
    )


def _value(pattern: str, r: random.Random) -> str:
    mobile, identity = _mobile(r), _identity(r)
    fixed = {
        "#M3": f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}",
        "#M4": f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}",
        "#MW": "".join(chr(ord(d) + 0xFEE0) for d in mobile),
        "#MC": "".join("零一二三四五六七八九"[int(d)] for d in mobile),
        "#MD": " ".join(mobile),
        "#MH": f"{mobile[:3]}****{mobile[7:]}",
        "#M": mobile,
        "#IDX": identity[:-1] + identity[-1].lower(),
        "#IDS": f"{identity[:6]} {identity[6:14]} {identity[14:]}",
        "#ID15": identity[:6] + identity[8:17],
        "#ID": identity,
        "#WX": r.choice("abcdefghkmnw")
        + "".join(r.choice("abcdefghkmn0123456789_") for _ in range(r.randrange(5, 12))),
        "#QQ": str(r.randrange(10_000, 4_000_000_000)),
        "#N": _name(r),
        "#S": _name(r)[0],
    }
    for sign in sorted(fixed, key=len, reverse=True):
        pattern = pattern.replace(sign, fixed[sign])
    pattern = re.sub(
        r"#P(\d)",
        lambda m: str(r.randrange(10)) + "".join(r.choice("ABCDEFGHJKLMNP0123456789") for _ in range(int(m[1]) - 1)),
        pattern,
    )
    pattern = re.sub(r"#W", lambda _: "".join(r.choice("abcdefghijkmn") for _ in range(5)), pattern)
    return re.sub(r"#(\d+)", lambda m: "".join(r.choice("0123456789") for _ in range(int(m[1]))), pattern)
