"""Invented sentences as people write them in a hurry, put down by hand without a look at the rules. ``{kind:…}`` is what a careful
reader would mark; a sentence without braces holds nothing to mark, often something that only looks so.

``TUNED`` was used to widen the rules. ``HELD`` was measured once, after that: what to expect of the next stranger's sentence.
"""

from __future__ import annotations

import re

from contact_sentences import Sentence

TUNED = """
我电话{phone:1 3 8 0 0 1 2 3 4 5 6} 晚上打
打我手机{phone:1380-0123-456}就行
手机：{phone:138.0012.3456}
{phone:１３８ ００１２ ３４５６}，全角的手机号也行吧
电话{phone:一三八零零一二三四五六}
电话{phone:幺三八，零零一二，三四五六}
{phone:一三八 零零一二 三四五六}，别写成数字
我手机壹叁捌开头的那个你们有
{phone:138零零一二三四五六}
联系{phone:138 001 23456}
电话：{phone:0086-13800123456}
{phone:(+86)13800123456}微信同号
{phone:13800123456}（微信同号）
{phone:13800123456}/{phone:13900123456}两个都能打
电话{phone:13800123456}转王姐
打不通就打老伴{phone:13800123456}
{phone:138-0012-3456}，不要打座机
座机{landline:0734 8123456}
{landline:0734—8123456}村部电话
村部{landline:8123456}，白天有人接
家里电话{landline:8123456}没人接就是下地了
宾馆前台{landline:0734-8123456转801}
微信{wechat:qiaoxi_2020}
加微信：{wechat:wxid_8a7b6c5d4e}
微信号{wechat:liangzi-88}
薇❤{wechat:liangzi88}
加我V {wechat:liangzi88}
我微信就是手机号{phone:13800123456}
微 信 {wechat:liangzi88}
vx{wechat:liangzi88}
VX号码是{wechat:liangzi88}
绿泡泡{wechat:liangzi88}
微信同号{phone:13800123456}
扣扣号{qq:88123456}
企鹅号{qq:88123456}
QQ邮箱{mail:88123456@qq.com}
邮箱{mail:liangzi88#qq.com}把#换成@
邮箱 {mail:liangzi88(at)163.com}
{mail:liangzi88 @ qq . com}
{mail:liangzi.88@yunqiao.example}
支付宝{phone:13800123456}
支付宝账号{mail:liangzi88@126.com}
身份证{identity:430223195507121234}
身份证号：{identity:4302 2319 5507 1212 34}
证号{identity:43022319550712123X}
身份证后六位{identity:121234}
身份证尾号{identity:1234}
农行卡{bank card:6228 4800 1234 5678 901}
工行{bank card:6222021234567890123}
卡号是{bank card:6217-0012-3456-7890-123}
社保卡号{bank card:6213361234567890123}
对公账户{bank card:18123401040012345}
车牌{plate:湘D·A1234}
{plate:湘DA1234}，灰色面包车
湘D的面包车{plate:A12B34}
{plate:湘d a1234}天天停消防通道
三轮车没牌照
{plate:湘DF12345}是绿牌
车牌尾号{plate:A1234}
警车{plate:湘D1234警}
挂车{plate:湘D1234挂}
俺叫{name:柳清泉}，六十八了
我系{name:柳清泉}，住柳溪
我是咱村的{name:柳清泉}
我是村民{name:柳清泉}，反映一下
本人{name:柳清泉}，男，65岁
鄙人{name:柳清泉}
敝姓{name:柳}
免贵姓{name:柳}，叫我老柳就行
我姓{name:柳}名{name:清泉}
我的名字是{name:柳清泉}
我名字叫{name:柳清泉}
我叫{name:欧阳清泉}，复姓
我叫{name:古丽娜尔·阿不都}，从新疆来
我叫{name:柳清泉}我要反映路灯问题
此致 反映人{name:柳清泉}
村民：{name:柳清泉}
业主{name:柳清泉}
{name:柳清泉}，女，42岁，租住在这里
户主{name:柳清泉}已经去世
妻子{name:周禾}住院了
我老公{name:周禾}在厂里受的伤
我儿子叫{name:周禾}，上三年级
孩子{name:周禾}今年七岁
我爸{name:周禾}，八十一岁
联系人：{name:周女士}
请找{name:周师傅}
我姓名{name:柳清泉}
落款：{name:柳清泉}
投诉人{name:柳清泉}敬上
俺是柳家沟的{name:柳清泉}
人家都喊我{name:柳老三}
住在{address:柳岸花园6-2-501}
我家{address:柳岸花园6栋2单元501}
{address:六栋二单元五零一}漏水
家住{address:柳溪村四组28号}
住址{address:青禾路12号院3号楼2层东户}
地址：{address:云溪镇柳溪村四组门牌28号}
就在幸福里{address:3-1-1202室}
门牌号{address:青禾路128号}，靠河那边
我是{address:5栋1203}的
{address:A座1801}天天装修
住{address:三号楼四单元六楼西户}
我租住在{address:青禾路9弄18号402室}
楼上{address:602室}漏水漏到我家
{address:2-3-402}的住户
快递写{address:柳岸花园12幢1单元904}
护照{passport:E12345678}
港澳通行证{passport:C12345678}
军官证号{identity:南字第1234567号}
房号{address:8#1203}
我是路灯管理处的
我叫不动他们
我叫外卖都进不了门
我是党员，也是业主
本人系退伍军人
我是老师
我是上个月搬来的租户
我是代表全体业主来的
我姓什么叫什么都不重要
本人愿意作证
投诉人要求道歉
联系人社局也没用
联系人员说不归他管
户主要求分户
业主群里都在说
业主委员会没有成立
村民小组不开会
村民：我们都不同意
王府井小区二期没通气
张家湾村村口的桥塌了
马上就到冬天了
周大福门口的井盖没了
老凤祥旁边的巷子积水
李宁专卖店门口占道
陈麻花作坊油烟大
刘一手火锅扰民
何氏牙科收费高
我在万福超市买的米发霉
我是云桥建筑有限公司的员工
我是大润发的收银员
厂里一共有138个人没签合同
一三五路公交停了
周一三五停水二四六停电
二〇二五年十一月二十日提交
十二月三十一日前解决
一二三四五，上山打老虎
编号1380012345不是电话
合同金额13800123.45元
共支付138001234元
2025112013800012
发票号13800123
工单号138001234567890
110和12345都打了
96533供电热线没人接
拨打12333咨询社保
热线12328打不通
400米外就是学校
400多户业主没有房产证
每月1800元，押金3600元
8123元没退
3-5天就坏一次
3-2-1倒计时的灯坏了
2-3个月没发工资
6栋到12栋全部停水
3栋2单元的电梯坏了
二号楼一层没灯
五楼以上没有水压
101国道坑多
202路公交不准点
G5513高速下口拥堵
K3+500处塌方
8月12日34号文件
第128号提案
12号线地铁噪音
文号湘政发〔2020〕12号
湘江边的护栏坏了
湘A、湘D的车都不让进
京东快递不送上门
苏宁的空调没人装
A区到B区的路
3D打印店味道大
B2层停车场漏水
微信群通知太晚
微信小程序打不开
微信支付扣了两次
加微信才给退款
QQ空间的事不归你们管
邮箱满了收不到
扣扣索索就是不给
卡号丢了怎么补
账户冻结三个月
身份证过期怎么办
身份证号码填错了
车牌识别系统坏了
车号看不清
我的名字被冒用了
姓名写错了要改
"""
HELD = """
有事call我{phone:13512340987}
我号码{phone:135 1234 0987}
手机{phone:135-1234-0987}，短信也行
{phone:135 12 34 09 87}
电话{phone:１３５１２３４０９８７}
{phone:一三五一二三四零九八七}打这个
电话是{phone:幺三五幺二三四零九八七}
号码怕被搜到：{phone:135一二三四零九八七}
老板电话{phone:13512340987}，工头{phone:13612340987}
请联系{phone:86 13512340987}
手机尾号{phone:0987}
打{phone:1351234 0987}
座机{landline:0734-2233445}
电话 {landline:(0734) 2233445}
村委会电话{landline:2233445}
小灵通{landline:2233445}早就停了
食堂订餐{landline:223-3445}
微信{wechat:xiaohe0987}
微信 id:{wechat:xiaohe_0987}
加v：{wechat:xiaohe0987}
薇：{wechat:xiaohe0987}
威信{wechat:xiaohe0987}
微信号同手机{phone:13512340987}
QQ{qq:223344556}
q号{qq:223344556}
Q群{qq:223344556}
{mail:xiaohe0987@sina.cn}
邮箱{mail:xiaohe0987艾特163点com}
{mail:xiaohe_0987＠163．com}
身份证号码{identity:430223196802290056}
证件号码：{identity:430223196802290056}
身份证：{identity:430223 19680229 0056}
我身份证{identity:43022319680229005x}
身份证{identity:430223********0056}
卡号{bank card:6228481234567890128}
建行卡{bank card:6217 0029 3000 1234 567}
退到{bank card:6228481234567890128}
收款账号：{bank card:6228 4812 3456 7890 128}
存折{bank card:605110012345678901}
{plate:湘D8K123}
车牌号是{plate:湘D·8K123}
{plate:湘D-8K123}那辆白车
{plate:粤S8K123}堵门
{plate:湘D D12345}新能源
车牌{plate:8K123}
{plate:沪C8K12挂}
俺叫{name:何满仓}
我叫{name:何满仓}，65岁，柳溪村人
我叫{name:何满仓}是个木匠
我是{name:何满仓}的老婆
我系{name:何满仓}
我名叫{name:何满仓}
本人姓名{name:何满仓}
本人{name:何满仓}于3月入职
我是退休工人{name:何满仓}
我是残疾人{name:何满仓}，腿脚不便
申请人：{name:何满仓}
来信人 {name:何满仓}
{name:何满仓} 2026年3月5日
反映人：{name:何满仓}（签名）
家长：{name:何满仓}
学生{name:何小苗}，三年级二班
我女儿{name:何小苗}被同学打了
我爱人{name:何满仓}下岗了
我妈{name:何桂香}住院
我婆婆叫{name:何桂香}
我姓{name:何}，在菜市场卖菜
免贵姓{name:何}
鄙姓{name:何}
工友{name:何满仓}可以作证
我是{name:买买提·热合曼}
我叫{name:司马青}，住老街
找{name:何师傅}就知道
联系人：{name:何先生}
我是三组{name:何满仓}
我家在{address:和园3栋2单元1102}
住{address:和园三栋二单元一一零二}
{address:和园3-2-1102}
和园{address:3幢1102室}
家住{address:老街58号}
住址：{address:解放路58号附2号}
我住{address:柳溪村九组15号}
{address:9号楼3单元701}夜里放音响
{address:1102室}的租户
地址{address:和园小区3号楼2单元11楼1102}
门牌{address:解放路58号}
{address:3栋11楼2号}漏水
我是和园{address:3栋2单元1102}业主
户籍{address:云桥区老街58号}
我是{address:3#1102}业主
护照号码{passport:G87654321}
台胞证{passport:12345678}
我是来问低保的
我是新来的
我是租房子的
我叫他别烧了
我叫了三次车
我叫苦不迭
本人三月入职，至今没签合同
本人已经退休
本人手机丢了
我姓名登记错了
我姓氏少见，打不出来
投诉人不在本地
申请人和被申请人都同意
反映人数很多
联系人换了
联系人手不够
家长会上说的
家长们都反对
学生宿舍没热水
学生证怎么补
我妈住院三个月
我女儿上三年级
我爱人下岗了
工友们都没拿到钱
村民何时能通水
何家村的路断了
何记米粉占道经营
马路边的树倒了
高楼扔东西
张贴的告示没了
周边没有公厕
王牌驾校不退费
石头厂粉尘大
金店门口停车
万科的房子漏水
我是恒大的业主
我是云桥机械厂的
我是老街居委会的
白天没人，晚上扰民
江边的灯不亮
方便的话请回复
安装公司不来
路面塌陷3米
共1351234元
面积135.12平方米
编号GT13512340987654
135个车位
订单13512340987654321
2026年3月5日15时
2026-03-05 135号
三五天修一次
一二百人没水喝
零五年的老房子
七八十岁的老人爬楼
二三十户停气
12315已经投诉过
12348法律援助
114查不到
95598停电报修
10086扣费
400元一个月
0734是区号
2233号提案
3-2比分的球赛扰民
8号楼旁边
3单元没灯
58路公交改线
11楼以上没水
二楼阳台渗水
老街58米处
A1出口积水
D8高铁站
湘D牌照的车不让进
湘菜馆油烟
沪昆高速噪音
G60匝道
微信发不了
加微信领鸡蛋的骗局
薇诺娜的护肤品
扣扣减减就剩八百
邮件一直没回
点com的网站打不开
身份证丢在医院
卡被吞了
账号登不上去
存折过期
护照怎么办
门牌掉了
户籍在外地
地址搬迁没通知
住得远来不了
住三楼的老人下不来
"""
_PIECE = re.compile(r"\{([a-z ]+):([^{}]*)\}")


def hard(which: str) -> list[Sentence]:
    """The sentences of a list with their spans."""
    return [_read(line) for line in which.strip().splitlines()]


def _read(line: str) -> Sentence:
    text, spans, at = "", [], 0
    for piece in _PIECE.finditer(line):
        text += line[at : piece.start()]
        spans.append((len(text), len(text) + len(piece[2]), piece[1]))
        text, at = text + piece[2], piece.end()
    return Sentence(text + line[at:], tuple(spans))
