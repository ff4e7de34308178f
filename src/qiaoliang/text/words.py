"""Text made comparable: width, traditional characters, repeated paste; cut into words and character pairs.

Everything the engine compares goes through :func:`normalise` first, so that ``ＡＢＣ``, ``１２３`` and ``垃圾車`` meet ``ABC``, ``123``
and ``垃圾车``. The result keeps one character per character where it can, never invents any, and is not shown to people.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: what is read of one message, in characters; the rest of a very long paste adds nothing to what it is about
READ = 20_000

# Pairs traditional → simplified. Only characters whose simplified form does not depend on the word.
_TRADITIONAL = (
    "車東門見貝馬魚鳥長風頁飛齒龍龜麥黃黨齊兒兩個們倫偉側偵傑傘備債傷傾僅僑價儀億優儲儉傳傭僱償內冊冪凍凜凱別刪則剛創劃劇劉劍劑勁動務勝勞勢勵勸勻匯區協單厭厲參"
    "吳呂員問啟啞喚喪喬喲嗎嗚嗆嘆嘔嘗嘩嘰噴噸嚇嚐嚨嚴囑國圍園圓圖團執堅堯報場塊塗塵墊墜墳墾壇壓壘壞壟壯壺壽夢夾奪奮妝姍姦娛婁婦媽嫗嬌嬰孫學宮寢實寧審寫寬寵寶將專尋對導"
    "屆屍層屢屬岡島峽崗嶄嶺巒巔帥師帳帶幀幣幫幟幹幾庫廁廂廈廚廟廠廢廣廳張強彈彎彙後徑從復徵徹恆恥悅惡惱愛愜慘慚慣慮慶憂憑憲憶懇應懲懶懷懸懼戀戰戲戶拋挾捨掃掄掛採揀揚換"
    "損搖搗搶撈撓撥撫撲擁擇擊擋擔據擠擬擴擺擾攏攔攜攝攤攪敗敘敵數斂斃斷時晉晝暈暫曆曉曠書會朧極構槍標樁樂樓樞樣樹橋機橫檔檢檯檸櫃櫥欄權歐歡歲歷歸殘殺殼毀毆氣氫氾決沒況"
    "洩湊淒淚淨淪淵淺減渦測渾湧湯準溝溫滄滅滌滬滯滲滾滿漁漢漲漸漿潑潔潛潤潰澀澆澗澤濁濃濕濟濤濫濱濾瀏瀕瀝瀟瀾灘灣災為烏無煉煙煩熱燈燒燙營燦燭爐爛爭爺爾牆牽犧狀狹獄獎獨獲"
    "獵獸獻環現瑪瑋瓊產畝畢畫異當疊痙瘋瘡療癢癥癡癮癱發皺盜盞監盤盧眾睏睜瞞矚矯硯碩確碼磚礎礙礦祕禍禦禪禮禿稅種稱穀積穎穩窩窮窯竄竅竊競筆筍節範築簡簽簾籃籌籍籠糧糾紀約"
    "紅紋納紐純紗紙級紛紡紮細紳紹終組絆結絕絞絡給統絲經綁綏綜綠維綱網綴緊緒線緝締緣編緩練緯縣縫縮縱總績繁織繞繡繩繪繳繼續纏纜罰罷羅義習聖聞聯聰聲職聽肅脅脈腎腦腫腳膚膠膩"
    "臉臘臟臨臺與興舉舊艙艦艱芻茲荊莊莖華萬葉於葦葷蔣蔥蔭蕩蕭薦薩藍藝藥蘇蘋蘭蘿虛虧號蝕蝦螞螢蟲蠅蠟蠢術衛衝補裝裡製複褲襪襯襲規覓視覺覽觀觸訂訃計訊討訓託記訟訪設許訴診"
    "註詐評詞詢試詩該詳誇誌認誕誘語誠誤說誰課調談請諒論諷諸諾謀謂謊謎講謝謠謹證譜識譚警譯議護讀變讓豈豎豐豬貓貞負財貢貧貨販貪貫責貯貴貶買貸費貼賀賃賄資賈賊賓賜賞賠賢賣賤賦"
    "質賬賭賴購賽贈贊贏趕趙跡踐踴蹤躍軌軍軒軟軸較載輔輕輛輝輩輪輯輸轄轉轎轟辦辭辯農迴逕這連進遊運過達違遙遜遞遠適遲遷選遺遼還邁邊邏郵鄉鄒鄧鄭鄰醜醫醬釀釋釘針釣鈍鈔鈣鈴鉛"
    "銀銅銘銳銷鋁鋪鋼錄錢錦錯錶鍋鍛鍵鎖鎮鏈鏡鐘鐵鑄鑑鑒鑰鑽閃閉開閒間閘閣閱闊闖關闡陣陰陳陸陽隊階隕際隨險隱隻雙雜雞離難雲電霧靈靜韓響項順須預頑頒頓頗領頭頻題額顏願類顧"
    "顯飄飢飯飲飼飽飾餅養餐餓餘館饋饑駐駕駛駁騎騙騷騰驅驗驚驟髒體髮鬆鬥鬧鮮鯉鯨鳳鳴鴨鴻鵝鷹鹽麗麵黴點齡佔併係傢僞凈卻廈嘍噁囉堿壩彥徠恒慾擡斬棄檻櫻氈汙污洶涼淥溼滸滷瀉灑"
    "煥熒燉燜爍牠犢狽猶獅獪璽甌畵皚眥瞇砲磯窪竪筧粵糞糢紆絨綉綢綫綵緋緬緻縛縷繃纖缽罎罵羨耬聳膽艷苧蒼蓋蓮蔔蔬薑薔蘆蘊處虜蛻蝸蠶衆裊褸襤覬訖訛訝訶詔詛詣詬詭詮誅誑誦誨誹諂諄"
    "諜諧諮諱諺謁謄謅謙謬譁譏譟贓贖趨跼踫躊躪軀輓輻轍辮迳逹遡邇鄲釁鈎鉗鉤鋤鋒鋸錐錘鎊鎢鏟鏽鐐鑼閂閏閩閭閻闌隴雛霽靄鞏韌頃頌頰顆顛颱餃餌餡騖騾鬚鬢鰻鱉鵑鶴鷗麼齋齣齦龐"
    "亂僕勳嬸悶憤擰擲攆曬棧棟槓樸渙漚漣澱瀰煒熾瘍碭稈窺籤膿舖蝟蟬襖譴賒蹺軋醞鉅鑲隸韋餵駝驢鯊鴉盪濺錨閥鍍鎂貳賁賑躥鄺釵鈉鈾鉀鋰銹霑鬍鹼麩齶癟癩瀋礫籬糰繕翹聾腸臍莢藪"
    "蟻衊袞謾讒貰贗趲蹟躉醃釐閨闢鞦韆飆颶饒馴駭骯鬱魯鯽鱔鷄鷺麴黶囪坵墻嶼嶇嶽巋幃彆慟慪憊懨戧撻撳擄攙斕曖曇柵梘棗楊樅樺橢櫓欖欽殤殮殯毿氬溈濘煬燁燼獰玀瑣璣瘓瘞癤癰睞"
    "瞼禎禱穢籜粧紉紂紓絎絢綰緞縝繚羈翽脛臥艫葒薈蠣褳詁詒詡誆諉諳謐譎讕貽賅賚贅軾轅郟鄖酈鈺鉉銖鋌錮鍥鏃鐲閡闋陝隉靚鞽韜顫飭饉駢驛髏鬩魘鰥鴛鴦鸚黷齬"
)
_SIMPLIFIED = (
    "车东门见贝马鱼鸟长风页飞齿龙龟麦黄党齐儿两个们伦伟侧侦杰伞备债伤倾仅侨价仪亿优储俭传佣雇偿内册幂冻凛凯别删则刚创划剧刘剑剂劲动务胜劳势励劝匀汇区协单厌厉参"
    "吴吕员问启哑唤丧乔哟吗呜呛叹呕尝哗叽喷吨吓尝咙严嘱国围园圆图团执坚尧报场块涂尘垫坠坟垦坛压垒坏垄壮壶寿梦夹夺奋妆姗奸娱娄妇妈妪娇婴孙学宫寝实宁审写宽宠宝将专寻对导"
    "届尸层屡属冈岛峡岗崭岭峦巅帅师帐带帧币帮帜干几库厕厢厦厨庙厂废广厅张强弹弯汇后径从复征彻恒耻悦恶恼爱惬惨惭惯虑庆忧凭宪忆恳应惩懒怀悬惧恋战戏户抛挟舍扫抡挂采拣扬换"
    "损摇捣抢捞挠拨抚扑拥择击挡担据挤拟扩摆扰拢拦携摄摊搅败叙敌数敛毙断时晋昼晕暂历晓旷书会胧极构枪标桩乐楼枢样树桥机横档检台柠柜橱栏权欧欢岁历归残杀壳毁殴气氢泛决没况"
    "泄凑凄泪净沦渊浅减涡测浑涌汤准沟温沧灭涤沪滞渗滚满渔汉涨渐浆泼洁潜润溃涩浇涧泽浊浓湿济涛滥滨滤浏濒沥潇澜滩湾灾为乌无炼烟烦热灯烧烫营灿烛炉烂争爷尔墙牵牺状狭狱奖独获"
    "猎兽献环现玛玮琼产亩毕画异当叠痉疯疮疗痒症痴瘾瘫发皱盗盏监盘卢众困睁瞒瞩矫砚硕确码砖础碍矿秘祸御禅礼秃税种称谷积颖稳窝穷窑窜窍窃竞笔笋节范筑简签帘篮筹籍笼粮纠纪约"
    "红纹纳纽纯纱纸级纷纺扎细绅绍终组绊结绝绞络给统丝经绑绥综绿维纲网缀紧绪线缉缔缘编缓练纬县缝缩纵总绩繁织绕绣绳绘缴继续缠缆罚罢罗义习圣闻联聪声职听肃胁脉肾脑肿脚肤胶腻"
    "脸腊脏临台与兴举旧舱舰艰刍兹荆庄茎华万叶于苇荤蒋葱荫荡萧荐萨蓝艺药苏苹兰萝虚亏号蚀虾蚂萤虫蝇蜡蠢术卫冲补装里制复裤袜衬袭规觅视觉览观触订讣计讯讨训托记讼访设许诉诊"
    "注诈评词询试诗该详夸志认诞诱语诚误说谁课调谈请谅论讽诸诺谋谓谎谜讲谢谣谨证谱识谭警译议护读变让岂竖丰猪猫贞负财贡贫货贩贪贯责贮贵贬买贷费贴贺赁贿资贾贼宾赐赏赔贤卖贱赋"
    "质账赌赖购赛赠赞赢赶赵迹践踊踪跃轨军轩软轴较载辅轻辆辉辈轮辑输辖转轿轰办辞辩农回径这连进游运过达违遥逊递远适迟迁选遗辽还迈边逻邮乡邹邓郑邻丑医酱酿释钉针钓钝钞钙铃铅"
    "银铜铭锐销铝铺钢录钱锦错表锅锻键锁镇链镜钟铁铸鉴鉴钥钻闪闭开闲间闸阁阅阔闯关阐阵阴陈陆阳队阶陨际随险隐只双杂鸡离难云电雾灵静韩响项顺须预顽颁顿颇领头频题额颜愿类顾"
    "显飘饥饭饮饲饱饰饼养餐饿余馆馈饥驻驾驶驳骑骗骚腾驱验惊骤脏体发松斗闹鲜鲤鲸凤鸣鸭鸿鹅鹰盐丽面霉点龄占并系家伪净却厦喽恶啰碱坝彦徕恒欲抬斩弃槛樱毡污污汹凉渌湿浒卤泻洒"
    "焕荧炖焖烁它犊狈犹狮狯玺瓯画皑眦眯炮矶洼竖笕粤粪模纡绒绣绸线彩绯缅致缚缕绷纤钵坛骂羡耧耸胆艳苎苍盖莲卜蔬姜蔷芦蕴处虏蜕蜗蚕众袅褛褴觊讫讹讶诃诏诅诣诟诡诠诛诳诵诲诽谄谆"
    "谍谐咨讳谚谒誊诌谦谬哗讥噪赃赎趋局碰踌躏躯挽辐辙辫径达溯迩郸衅钩钳钩锄锋锯锥锤镑钨铲锈镣锣闩闰闽闾阎阑陇雏霁霭巩韧顷颂颊颗颠台饺饵馅骛骡须鬓鳗鳖鹃鹤鸥么斋出龈庞"
    "乱仆勋婶闷愤拧掷撵晒栈栋杠朴涣沤涟淀弥炜炽疡砀秆窥签脓铺猬蝉袄谴赊跷轧酝巨镶隶韦喂驼驴鲨鸦荡溅锚阀镀镁贰贲赈蹿邝钗钠铀钾锂锈沾胡碱麸腭瘪癞沈砾篱团缮翘聋肠脐荚薮"
    "蚁蔑衮谩谗贳赝趱迹趸腌厘闺辟秋千飙飓饶驯骇肮郁鲁鲫鳝鸡鹭曲黡囱丘墙屿岖岳岿帏别恸怄惫恹戗挞揿掳搀斓暧昙栅枧枣杨枞桦椭橹榄钦殇殓殡毵氩沩泞炀烨烬狞猡琐玑痪瘗疖痈睐"
    "睑祯祷秽箨妆纫纣纾绗绚绾缎缜缭羁翙胫卧舻荭荟蛎裢诂诒诩诓诿谙谧谲谰贻赅赉赘轼辕郏郧郦钰铉铢铤锢锲镞镯阂阕陕陧靓鞒韬颤饬馑骈驿髅阋魇鳏鸳鸯鹦黩龉"
)
_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]*")
_CONTENT = re.compile(r"\w")
_PLAIN = re.compile(r"[\u4e00-\u9fff]")


@cache
def _simplify() -> dict[int, str]:
    pairs = zip(_TRADITIONAL, _SIMPLIFIED, strict=True)
    table = {ord(old): new for old, new in pairs if old != new}
    wide = {
        code: unicodedata.normalize("NFKC", chr(code))
        for code in (*range(0xFF01, 0xFF5F), 0x3000, *range(0x2460, 0x2474))
    }
    return table | wide


def normalise(text: str) -> str:
    """Half width, simplified characters, runs of white space as one blank; at most ``READ`` characters of it."""
    whole = text[:READ].encode("utf-8", "replace").decode()  # half of a surrogate pair stops every cutter
    return _SPACES.sub(" ", whole.translate(_simplify())).strip()


@cache
def _simplify_table() -> npt.NDArray[np.uint32]:
    import numpy as np

    table = np.arange(0x10000, dtype=np.uint32)
    for code, new in _simplify().items():
        if len(new) == 1:
            table[code] = ord(new)
    table[[9, 10, 13, 0x200B, 0xFEFF]] = 32
    return table


def normalise_all(texts: Sequence[str]) -> list[str]:
    """Many texts at once, much faster than :func:`normalise`; runs of blanks stay as they are."""
    import numpy as np

    if not texts:
        return []
    joined = "\0".join([text[:READ].replace("\0", " ") for text in texts])
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
    table = _simplify_table()
    plain = np.where(codes < 0x10000, table[np.minimum(codes, 0xFFFF)], codes)
    return plain.astype("<u4").tobytes().decode("utf-32-le").split("\0")


def sentences(text: str) -> list[str]:
    """The sentences with their closing marks, in order, none empty; joined they give the text without outer blanks."""
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()]


def once(text: str) -> str:
    """The text without sentences it already said: what was pasted five times counts once. Short sentences stay."""
    found = sentences(text)
    if len(found) < 2:
        return _unrepeat(text)
    seen: set[str] = set()
    kept = [s for s in found if len(s) < 8 or not (s in seen or seen.add(s))]  # type: ignore[func-returns-value]
    return "".join(kept)


def _unrepeat(text: str) -> str:
    period = (text + text).find(text, 1) if len(text) > 1 else len(text)
    return text[:period] if 0 < period < len(text) else text


def cut(text: str) -> list[str]:
    """The words of a text, in order, without punctuation and blanks. Segmented text (blanks between words) works as well."""
    return [word for word in cut_all(text) if _CONTENT.search(word)]


def cut_all(text: str) -> list[str]:
    """Words, punctuation and blanks of a text in order; joined they give the text."""
    import rjieba

    found: list[str] = rjieba.cut(text)
    return found


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of Han characters; other characters end a pair."""
    return [a + b for a, b in itertools.pairwise(text) if _PLAIN.match(a) and _PLAIN.match(b)]


def is_empty(text: str) -> bool:
    """Whether nothing can be read from it: no letter, digit or Han character (emoji and punctuation only)."""
    return not _CONTENT.search(text)
