"""Fold a text to what copies have in common: no punctuation or spaces, one script, one width, one case."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

# Traditional and simplified forms that occur in policy prose, pair by pair.
PAIRS = (
    "國国務务關关於于為为發发展展會会議议實实業业產产經经濟济員员與与無无從从進进過过個个們们來来時时間间問问題题開开門门"
    "東东車车長长書书見见現现規规視视覺觉觀观親亲計计訂订認认討讨訓训記记講讲許许論论設设訪访證证評评識识訴诉診诊詞词試试"
    "詩诗話话該该詳详語语誤误說说課课調调談谈請请諸诸謀谋謂谓謝谢譯译護护讀读變变讓让財财責责貢贡貧贫貨货販贩貫贯貴贵買买"
    "貸贷費费貿贸資资賃赁賓宾賠赔賣卖賦赋質质賬账賴赖賺赚購购賽赛贊赞贈赠贏赢軌轨軍军軟软軸轴較较載载輔辅輕轻輛辆輝辉輪轮"
    "輯辑輸输轄辖轉转農农運运達达違违遠远適适遲迟遷迁選选遺遗邊边還还郵邮鄉乡鄧邓鄭郑鄰邻醫医釋释針针釣钓鈔钞鈣钙鉄铁銀银"
    "銅铜銷销鋁铝鋒锋鋪铺鋼钢錄录錢钱錦锦錯错鍋锅鍛锻鎮镇鏈链鏡镜鐘钟鐵铁鑒鉴鑽钻閉闭閒闲閣阁閱阅闊阔隊队陽阳陰阴陳陈陸陆"
    "階阶際际隨随險险隱隐難难雙双雜杂離离電电靈灵靜静響响頁页頂顶項项順顺須须預预頒颁頓顿領领頭头頻频顆颗額额顏颜願愿類类"
    "顧顾顯显風风飛飞飯饭飲饮飼饲飽饱飾饰養养餐餐餘余館馆馬马馳驰駐驻駕驾驅驱驗验驚惊骨骨體体髮发鬥斗鬧闹魚鱼鮮鲜鳥鸟鳳凤"
    "鹽盐麗丽麥麦黃黄點点黨党齊齐齡龄龍龙億亿僅仅償偿優优儲储兒儿內内兩两冊册凍冻凈净淨净準准幾几凱凯別别劃划劇剧劉刘創创"
    "劑剂劍剑動动勞劳勢势勝胜勵励勸劝勻匀區区協协單单卻却厲厉參参吳吴員员唄呗問问啟启喪丧喬乔嗎吗嚴严囑嘱圍围園园圓圆圖图"
    "團团執执堅坚報报場场塊块塵尘墊垫墜坠墳坟壓压壘垒壞坏壯壮聲声壽寿夠够夢梦夾夹奪夺奮奋獎奖婦妇媽妈嬰婴孫孙學学寧宁寶宝"
    "審审寫写寬宽寢寝將将專专尋寻對对導导屆届屍尸層层屬属岡冈島岛峽峡崗岗嶺岭嶽岳巖岩幣币師师帳帐帶带幫帮幹干庫库廁厕廟庙"
    "廠厂廢废廣广廳厅張张強强彈弹彌弥彎弯彙汇匯汇徑径徵征後后復复德德憂忧態态慮虑慣惯慶庆憑凭憲宪應应懇恳懲惩懷怀懸悬戰战"
    "戲戏戶户拋抛掃扫掛挂採采揚扬換换揮挥損损搖摇搶抢擁拥擇择擊击擋挡擔担據据擠挤擬拟擴扩擺摆擾扰攔拦攜携攝摄攤摊敗败敘叙"
    "敵敌數数斷断曆历曉晓暫暂書书條条極极構构槍枪業业榮荣樂乐樓楼標标樣样樹树橋桥機机橫横檔档檢检檯台櫃柜權权歐欧歡欢歲岁"
    "歷历歸归殘残殺杀殼壳毀毁氣气決决沒没沖冲況况洩泄涼凉淚泪淵渊淺浅測测湊凑湧涌湯汤溝沟滅灭滿满漁渔漢汉漲涨漸渐潔洁潤润"
    "潛潜澤泽濃浓濕湿濟济濤涛濫滥濱滨瀏浏灘滩灣湾災灾為为烏乌煉炼煙烟煩烦熱热燈灯燒烧燦灿營营爐炉爭争爺爷牆墙牽牵犧牺狀状"
    "獨独獲获獵猎獻献環环瑪玛瓊琼產产畝亩畢毕畫画異异當当疊叠瘋疯療疗癢痒盜盗盡尽監监盤盘盧卢眾众睜睁矚瞩礎础碼码確确磚砖"
    "礙碍礦矿禍祸禮礼禦御種种稱称穀谷積积穩稳窮穷竄窜競竞筆笔節节範范築筑簡简簽签籃篮籌筹籠笼糧粮糾纠紀纪約约紅红純纯紙纸"
    "級级紛纷紡纺紮扎細细終终組组結结絕绝絡络給给統统絲丝經经綜综綠绿維维綱纲網网緊紧緒绪線线緣缘編编緩缓練练緯纬縣县縮缩"
    "縱纵總总績绩繁繁織织繞绕繡绣繩绳繪绘繫系繼继續续纏缠纖纤罰罚罷罢羅罗義义習习聖圣聞闻聯联聰聪職职聽听肅肃脅胁脈脉脫脱"
    "腦脑腫肿膚肤膠胶膽胆臉脸臨临臺台舉举舊旧艙舱艦舰艱艰艷艳藝艺節节莊庄華华萬万葉叶著着蒼苍蓋盖蓮莲蔣蒋蔭荫蕩荡薩萨薪薪"
    "藍蓝藥药蘇苏蘭兰處处虛虚號号蟲虫蠟蜡蠶蚕衛卫衝冲補补裝装裡里裏里製制複复襲袭覆覆規规覽览觸触託托詢询誌志誠诚誘诱誰谁"
    "諒谅諾诺謹谨譜谱警警譽誉豐丰豬猪貓猫賢贤贖赎趕赶趙赵趨趋跡迹踐践躍跃輩辈轟轰辦办辭辞辯辩遞递遙遥遼辽邁迈鄲郸醬酱釀酿"
    "鋰锂鍵键鎖锁鏟铲鑄铸閃闪閩闽闖闯闡阐關关陝陕隸隶雖虽雞鸡霧雾韓韩頌颂顛颠飄飘餓饿饋馈駁驳騎骑騙骗騰腾驛驿髒脏鬆松鯨鲸"
    "鴨鸭鴻鸿鵝鹅鷹鹰黴霉齒齿龐庞龜龟並并佈布佔占併并侖仑係系俠侠倉仓偉伟側侧偵侦偽伪傑杰備备傭佣傳传債债傷伤傾倾僑侨儀仪"
    "儘尽羣群啓启佇伫姦奸妝妆嫵妩峯峰崑昆嵐岚幟帜慘惨慚惭憐怜憤愤戀恋捨舍捲卷揀拣攏拢攪搅晝昼暈晕暢畅曠旷朧胧棄弃棟栋棧栈"
    "棲栖楊杨榜榜樁桩樞枢檸柠櫻樱欄栏欽钦殲歼滬沪滯滞滲渗瀾澜瀕濒灑洒燭烛爾尔牘牍猶犹獄狱瑣琐甦苏癥症皺皱盞盏瞭了礫砾祕秘"
    "稅税稈秆窩窝竊窃竪竖籤签粵粤糞粪紐纽紹绍紳绅綁绑綫线緻致繳缴纜缆罵骂羣群翹翘聳耸腎肾膩腻臟脏蕭萧薦荐蘆芦蝦虾螞蚂蠻蛮"
    "袞衮褲裤襯衬訊讯訝讶詐诈詛诅誇夸諷讽謊谎謙谦譴谴賀贺賄贿賊贼賜赐賭赌贓赃踴踊蹤踪躉趸軀躯輿舆迴回逕径遊游鄰邻鉛铅鉤钩"
    "銜衔銳锐錫锡鍾钟鏽锈閘闸閥阀隴陇雲云霽霁鞏巩韻韵頸颈頹颓餅饼駛驶駱骆驟骤鬱郁鮑鲍鹼碱齣出"
)
TRADITIONAL, SIMPLIFIED = PAIRS[0::2], PAIRS[1::2]
# Han (also beyond the basic plane), kana, Latin letters, digits.
KEPT = ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A), (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))


def fold(text: str) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Return the folded characters of a text as code points, and the offset of each in the text.

    Examples
    --------
    >>> codes, places = fold("發展，（２０２４年）")
    >>> "".join(map(chr, codes)), places.tolist()
    ('发展2024年', [0, 1, 4, 5, 6, 7, 8])
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded = np.where(codes < 0x10000, _table()[np.minimum(codes, 0xFFFF)], np.where(codes >= 0x20000, codes, 0))
    places = np.flatnonzero(folded)
    return folded[places].astype(np.uint32), places


@cache
def _table() -> npt.NDArray[np.uint32]:
    """Map each code point of the basic plane to its folded form, 0 for what is left out."""
    table = np.zeros(0x10000, dtype=np.uint32)
    for first, last in KEPT:
        table[first : last + 1] = np.arange(first, last + 1)
    table[0x41:0x5B] += 0x20
    table[0xFF10:0xFF1A] = np.arange(0x30, 0x3A)
    table[0xFF21:0xFF3B] = table[0xFF41:0xFF5B] = np.arange(0x61, 0x7B)
    for traditional, simplified in zip(TRADITIONAL, SIMPLIFIED, strict=True):
        table[ord(traditional)] = ord(simplified)
    return table
