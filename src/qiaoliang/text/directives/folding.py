"""One reading of many spellings: folds width and traditional characters, one character for one, so offsets stay."""

from __future__ import annotations

import re

# Characters frequent in official Chinese whose simplified form is another one. 1:1 only; the folded text is for matching,
# never shown.
_TRADITIONAL = (
    "個个們们來来這这對对於于與与為为會会議议員员長长門门開开關关問问題题點点說说話话講讲讓让請请認认識识記记設设"
    "計计訂订調调論论證证評评試试該该詳详談谈讀读變变責责資资質质費费賞赏購购貫贯賴赖贏赢貢贡負负財财貨货買买賣卖"
    "組组織织級级結结統统經经線线網网絡络維维總总縣县緊紧續续繼继約约納纳紀纪練练終终細细給给絕绝編编緣缘縮缩"
    "區区黨党團团圍围國国園园圓圆圖图場场塊块壞坏壓压報报執执堅坚壯壮處处備备復复夠够頭头奮奋奪夺婦妇孫孙學学"
    "寧宁實实寫写審审寶宝將将專专導导屆届屬属層层歲岁島岛幫帮幹干幾几庫库廠厂廣广應应廢废廳厅張张強强彈弹歸归"
    "當当錄录徑径從从後后愛爱態态慣惯慶庆憑凭憲宪懷怀懸悬戰战戲戏戶户擔担據据擴扩擇择舉举損损換换搶抢撥拨撲扑"
    "擊击擬拟攔拦攜携攝摄攬揽敗败敵敌數数斷断時时晉晋暢畅條条極极構构樣样標标樓楼樞枢樹树橋桥機机檔档檢检權权"
    "歡欢歷历殘残殺杀氣气決决況况沒没溝沟滅灭準准滿满漁渔漢汉潔洁濟济灣湾濕湿災灾無无煉炼煙烟熱热營营獎奖獨独"
    "獲获環环現现產产畝亩異异畫画療疗發发監监盤盘盡尽確确礎础禮礼種种稱称積积穩稳競竞節节範范築筑簡简簽签類类"
    "糧粮糾纠紅红純纯紙纸繁繁職职聯联聽听聲声聞闻聚聚肅肃脅胁腦脑臨临興兴舊旧艱艰藝艺蘇苏蓋盖薦荐藥药虧亏衛卫"
    "裝装製制複复見见規规視视覺觉覽览觀观觸触訓训託托誠诚誤误課课諸诸謀谋護护讚赞豐丰賽赛贊赞趕赶軍军軟软較较"
    "輕轻輔辅輪轮輸输轉转辦办農农連连進进運运過过達达違违遠远適适遞递選选遺遗邊边還还郵邮鄉乡釋释針针錢钱鋪铺"
    "鎮镇鐵铁鑄铸鏈链閉闭閱阅闊阔隊队階阶際际隨随險险隱隐雙双雜杂離离難难電电靈灵靜静響响頁页項项順顺預预領领"
    "額额風风飛飞養养餘余館馆駐驻騙骗驗验驟骤體体鬥斗魚鱼鮮鲜點点齊齐齡龄龍龙彙汇匯汇併并佈布倉仓側侧偽伪傑杰"
    "傳传債债傷伤傾倾僅仅價价億亿儀仪優优償偿儲储兒儿內内兩两冊册軌轨凍冻劃划則则剛刚創创劇剧勁劲動动務务勝胜"
    "勞劳勢势勵励勸劝協协單单衝冲卻却參参啟启喚唤喪丧嚴严囑嘱墾垦夥伙奪夺寬宽尋寻帳账帶带廉廉彥彦徹彻懲惩戀恋"
    "挾挟掃扫揚扬搖摇撫抚撤撤擠挤攤摊敘叙暫暂曉晓業业槍枪樂乐樸朴歐欧歎叹毀毁測测涼凉淨净淺浅湧涌源源滾滚漲涨"
    "潛潜潤润灑洒燈灯燒烧爭争爺爷牽牵狀状獻献瑣琐瓊琼盜盗盧卢眾众瞭了矛矛碼码礦矿禍祸窮穷竊窃竪竖筆笔籌筹籍籍"
    "羅罗義义習习聖圣膚肤臺台艦舰莊庄莖茎華华萬万葉叶蕩荡處处號号蠶蚕補补襯衬訊讯訪访訴诉診诊詐诈詢询誇夸誌志"
    "語语誰谁諒谅諮咨謝谢譽誉貧贫販贩貸贷貿贸賀贺賊贼賠赔賬账躍跃車车載载輛辆輝辉轄辖邏逻鄰邻醫医釐厘銀银銳锐"
    "銷销鋼钢錯错鍵键鍛锻鎖锁鐘钟閒闲間间閘闸闡阐陣阵陸陆陽阳險险霧雾韌韧頒颁頓顿頻频顆颗顧顾顯显飲饮飯饭飽饱"
    "餐餐駕驾驅驱驚惊鬧闹鹽盐麗丽麥麦黃黄齒齿週周採采託托註注誡诫遊游鬆松鬱郁麼么裡里裏里著着"
)
_PUNCTUATION = dict(zip(",;()?!％．　", "，；（）？！%. ", strict=True))
_TABLE = {
    **{ord(a): b for a, b in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)},
    **{0xFF01 + i: chr(0x21 + i) for i in range(94) if chr(0x21 + i).isalnum()},
    **{ord(a): b for a, b in _PUNCTUATION.items()},
    ord("〇"): "〇",
    ord("○"): "〇",
    ord("Ｏ"): "O",
    ord("－"): "-",
    ord("—"): "—",
    ord("～"): "~",
    ord("﹑"): "、",
    ord("､"): "、",
    ord("\u00a0"): " ",
    ord("\t"): " ",
    ord("「"): "“",
    ord("」"): "”",
    ord("『"): "“",
    ord("』"): "”",
    ord("∶"): "：",
}
_BETWEEN_DIGITS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_COLON = re.compile(r":(?!\d)")
_QUOTES = re.compile(r'"([^"\n]*)"')


def fold(text: str) -> str:
    """The same text, same length, in half-width digits, Chinese punctuation and simplified characters."""
    folded = text.translate(_TABLE)
    folded = _BETWEEN_DIGITS.sub(",", folded)
    folded = _COLON.sub("：", folded)
    return _QUOTES.sub(lambda found: f"“{found[1]}”", folded)
