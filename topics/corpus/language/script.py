"""Characters by which Chinese is told from mojibake and traditional script from simplified."""

from __future__ import annotations

import re

from topics.corpus.document import HAN

COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些"
    "然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公"
    "无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将"
    "组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金"
    "增争济阶油思术极交受联什认六共权收证改清己美再采转单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八"
    "市城镇乡村州省县府院厅局委办关于通知意见方案规划计划实施工作建设推进促进加强完善落实责任单位负责人民政策服务保障企业"
    "創這來為國時們對會動過發產種經現實體機當點從業應開還與關線數軍變條沒結問無系總設長資邊級圖統見計論運農幾區強決戰則"
    "據處隊給門規熱領東導壓濟階極聯認權證轉單風術帶場車務萬達積議聲報類鎮鄉縣廳辦劃負責單位後說學電進電裏兩樣義間質氣題"
    "黨員組織萬億職構標準務範圍辦廣環護興農險醫療養財稅貿質監協調創新區域城鄉民"
)
# Traditional and simplified forms that occur in policy prose, pair by pair.
PAIRS = (
    "國国務务關关於于為为發发會会議议實实業业產产經经濟济員员與与無无從从進进過过個个們们來来時时間间問问題题開开門门"
    "東东車车長长書书見见現现規规視视覺觉觀观親亲計计訂订認认討讨訓训記记講讲許许論论設设訪访證证評评識识訴诉診诊詞词"
    "試试詩诗話话該该詳详語语誤误說说課课調调談谈請请諸诸謀谋謂谓謝谢譯译護护讀读變变讓让財财責责貢贡貧贫貨货販贩貫贯"
    "貴贵買买貸贷費费貿贸資资賃赁賓宾賠赔賣卖賦赋質质賬账賴赖賺赚購购賽赛贊赞贈赠贏赢軌轨軍军軟软軸轴較较載载輔辅輕轻"
    "輛辆輝辉輪轮輯辑輸输轄辖轉转農农運运達达違违遠远適适遲迟遷迁選选遺遗邊边還还郵邮鄉乡鄧邓鄭郑鄰邻醫医釋释針针釣钓"
    "鈔钞鈣钙鉄铁銀银銅铜銷销鋁铝鋒锋鋪铺鋼钢錄录錢钱錦锦錯错鍋锅鍛锻鎮镇鏈链鏡镜鐘钟鐵铁鑒鉴鑽钻閉闭閒闲閣阁閱阅闊阔"
    "隊队陽阳陰阴陳陈陸陆階阶際际隨随險险隱隐難难雙双雜杂離离電电靈灵靜静響响頁页頂顶項项順顺須须預预頒颁頓顿領领頭头"
    "頻频顆颗額额顏颜願愿類类顧顾顯显風风飛飞飯饭飲饮飼饲飽饱飾饰養养餘余館馆馬马馳驰駐驻駕驾驅驱驗验驚惊體体髮发鬥斗"
    "鬧闹魚鱼鮮鲜鳥鸟鳳凤鹽盐麗丽麥麦黃黄點点黨党齊齐齡龄龍龙億亿僅仅償偿優优儲储兒儿內内兩两冊册凍冻凈净淨净準准幾几"
    "凱凯別别劃划劇剧劉刘創创劑剂劍剑動动勞劳勢势勝胜勵励勸劝勻匀區区協协單单卻却厲厉參参吳吴唄呗啟启喪丧喬乔嗎吗嚴严"
    "囑嘱圍围園园圓圆圖图團团執执堅坚報报場场塊块塵尘墊垫墜坠墳坟壓压壘垒壞坏壯壮聲声壽寿夠够夢梦夾夹奪夺奮奋獎奖婦妇"
    "媽妈嬰婴孫孙學学寧宁寶宝審审寫写寬宽寢寝將将專专尋寻對对導导屆届屍尸層层屬属岡冈島岛峽峡崗岗嶺岭嶽岳巖岩幣币師师"
    "帳帐帶带幫帮幹干庫库廁厕廟庙廠厂廢废廣广廳厅張张強强彈弹彌弥彎弯彙汇匯汇徑径徵征後后復复憂忧態态慮虑慣惯慶庆憑凭"
    "憲宪應应懇恳懲惩懷怀懸悬戰战戲戏戶户拋抛掃扫掛挂採采揚扬換换揮挥損损搖摇搶抢擁拥擇择擊击擋挡擔担據据擠挤擬拟擴扩"
    "擺摆擾扰攔拦攜携攝摄攤摊敗败敘叙敵敌數数斷断曆历曉晓暫暂條条極极構构槍枪榮荣樂乐樓楼標标樣样樹树橋桥機机橫横檔档"
    "檢检檯台櫃柜權权歐欧歡欢歲岁歷历歸归殘残殺杀殼壳毀毁氣气決决沒没沖冲況况洩泄涼凉淚泪淵渊淺浅測测湊凑湧涌湯汤溝沟"
    "滅灭滿满漁渔漢汉漲涨漸渐潔洁潤润潛潜澤泽濃浓濕湿濤涛濫滥濱滨瀏浏灘滩灣湾災灾烏乌煉炼煙烟煩烦熱热燈灯燒烧燦灿營营"
    "爐炉爭争爺爷牆墙牽牵犧牺狀状獨独獲获獵猎獻献環环瑪玛瓊琼畝亩畢毕畫画異异當当疊叠瘋疯療疗癢痒盜盗盡尽監监盤盘盧卢"
    "眾众睜睁矚瞩礎础碼码確确磚砖礙碍礦矿禍祸禮礼禦御種种稱称穀谷積积穩稳窮穷竄窜競竞筆笔節节範范築筑簡简簽签籃篮籌筹"
    "籠笼糧粮糾纠紀纪約约紅红純纯紙纸級级紛纷紡纺紮扎細细終终組组結结絕绝絡络給给統统絲丝綜综綠绿維维綱纲網网緊紧緒绪"
    "線线緣缘編编緩缓練练緯纬縣县縮缩縱纵總总績绩織织繞绕繡绣繩绳繪绘繫系繼继續续纏缠纖纤罰罚罷罢羅罗義义習习聖圣聞闻"
    "聯联聰聪職职聽听肅肃脅胁脈脉脫脱腦脑腫肿膚肤膠胶膽胆臉脸臨临臺台舉举舊旧艙舱艦舰艱艰艷艳藝艺莊庄華华萬万葉叶著着"
    "蒼苍蓋盖蓮莲蔣蒋蔭荫蕩荡薩萨藍蓝藥药蘇苏蘭兰處处虛虚號号蟲虫蠟蜡蠶蚕衛卫衝冲補补裝装裡里裏里製制複复襲袭覽览觸触"
    "託托詢询誌志誠诚誘诱誰谁諒谅諾诺謹谨譜谱譽誉豐丰豬猪貓猫賢贤贖赎趕赶趙赵趨趋跡迹踐践躍跃輩辈轟轰辦办辭辞辯辩遞递"
    "遙遥遼辽邁迈鄲郸醬酱釀酿鋰锂鍵键鎖锁鏟铲鑄铸閃闪閩闽闖闯闡阐陝陕隸隶雖虽雞鸡霧雾韓韩頌颂顛颠飄飘餓饿饋馈駁驳騎骑"
    "騙骗騰腾驛驿髒脏鬆松鯨鲸鴨鸭鴻鸿鵝鹅鷹鹰黴霉齒齿龐庞龜龟並并佈布佔占併并侖仑係系俠侠倉仓偉伟側侧偵侦偽伪傑杰備备"
    "傭佣傳传債债傷伤傾倾僑侨儀仪儘尽羣群啓启佇伫姦奸妝妆嫵妩峯峰崑昆嵐岚幟帜慘惨慚惭憐怜憤愤戀恋捨舍捲卷揀拣攏拢攪搅"
    "晝昼暈晕暢畅曠旷朧胧棄弃棟栋棧栈棲栖楊杨樁桩樞枢檸柠櫻樱欄栏欽钦殲歼滬沪滯滞滲渗瀾澜瀕濒灑洒燭烛爾尔牘牍猶犹獄狱"
    "瑣琐甦苏癥症皺皱盞盏瞭了礫砾祕秘稅税稈秆窩窝竊窃竪竖籤签粵粤糞粪紐纽紹绍紳绅綁绑綫线緻致繳缴纜缆罵骂翹翘聳耸腎肾"
    "膩腻臟脏蕭萧薦荐蘆芦蝦虾螞蚂蠻蛮袞衮褲裤襯衬訊讯訝讶詐诈詛诅誇夸諷讽謊谎謙谦譴谴賀贺賄贿賊贼賜赐賭赌贓赃踴踊蹤踪"
    "躉趸軀躯輿舆迴回逕径遊游鉛铅鉤钩銜衔銳锐錫锡鍾钟鏽锈閘闸閥阀隴陇雲云霽霁鞏巩韻韵頸颈頹颓餅饼駛驶駱骆驟骤鬱郁鮑鲍"
    "鹼碱齣出爲为術术負负這这價价則则覈核註注衆众減减納纳徹彻鑑鉴興兴壟垄撫抚貼贴亂乱墾垦愛爱菸烟噸吨連连卹恤僞伪週周"
    "壩坝牀床諮咨訟讼獸兽撥拨締缔亞亚虧亏貯贮燬毁翫玩撈捞惡恶晉晋輻辐撐撑諧谐覆复澇涝鉅巨丟丢儉俭脹胀溫温瞞瞒夥伙倫伦"
    "兌兑貪贪塗涂乾干麼么繕缮蹟迹喫吃腳脚剝剥誼谊闢辟撓挠勁劲奧奥攬揽樑梁刪删箇个喚唤賂赂摯挚蔘参撲扑槓杠桿杆鈾铀瀆渎"
    "鬨哄馴驯盪荡纔才蝕蚀鳴鸣娛娱剛刚頑顽錨锚僱雇釷钍邏逻剎刹滾滚溼湿藉借剋克緝缉賑赈釁衅廚厨縛缚餵喂誹诽謗谤穢秽隻只"
    "潑泼頃顷韌韧牴抵勳勋讚赞諉诿醜丑謬谬篩筛毆殴碩硕蒐搜賞赏鍊炼贍赡曬晒衊蔑氾泛貶贬摺折誣诬謠谣濾滤縫缝紗纱馭驭魯鲁"
    "爛烂噴喷摻掺雛雏僕仆屢屡紉纫陣阵蘊蕴擱搁漿浆餌饵鑼锣褸褛斂敛絨绒緞缎縝缜縷缕縹缥繭茧纓缨罈坛羈羁翺翱聾聋膿脓臘腊"
    "艫舻荊荆莖茎萊莱葦苇蒔莳薑姜蘋苹蘿萝虜虏蛻蜕蝸蜗螢萤蟬蝉蠅蝇襪袜訃讣訛讹詔诏詠咏詭诡詮诠諂谄諜谍諭谕謁谒謄誊譏讥"
    "譚谭豎竖賤贱蹺跷躪躏輟辍輾辗轂毂轍辙遜逊鄒邹酈郦醞酝鈍钝鈞钧鈴铃銘铭鋸锯錘锤鍍镀鎂镁鎳镍鏢镖鑲镶閡阂闋阕陘陉隕陨"
    "霑沾靄霭鞦秋韁缰頤颐顫颤颳刮飪饪餞饯餡馅饅馒饑饥饒饶駝驼駿骏騷骚驢驴髖髋鬚须鬢鬓鯉鲤鰱鲢鱗鳞鱷鳄鳩鸠鴉鸦鵲鹊鸚鹦"
    "黌黉黷黩鼴鼹齋斋齦龈龕龛"
    "汙污衞卫説说閲阅鈎钩鋭锐恆恒宮宫麵面麪面稜棱藴蕴醖酝鑿凿窯窑蕪芜釐厘啞哑滌涤鉀钾誕诞緬缅煥焕籲吁驕骄綏绥錐锥穫获"
    "恥耻兇凶慾欲狹狭錶表廈厦錮锢嶄崭瀝沥疇畴嶼屿搗捣紋纹枱台殯殡"
)
TRADITIONAL, SIMPLIFIED = PAIRS[0::2], PAIRS[1::2]
_TO_SIMPLIFIED = str.maketrans(TRADITIONAL, SIMPLIFIED)
_TRADITIONAL = frozenset(TRADITIONAL)
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# What words become when bytes of UTF-8 or GBK are shown as Western European letters: å›½, ÖÐ.
WESTERN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
# What a second wrong reading makes of replacement characters (锟斤拷), and what runs of Western
# letters hold.
LOST = re.compile(
    r"(?:锟斤拷|锟斤|斤拷|锟绞|锟杰)+|(?:[\u00c0-\u00ff][\u0080-\u00bf\u0152-\u0178\u2013-\u203a\u20ac\u2122]{1,2}){4,}"
)
_LEADERS = re.compile("[…—–·]{2,}")  # of a table of contents, which are no letters
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
OTHER = 0.2  # share of letters (chosen): Japanese has half, a short text that quotes a name 1 in 9
SAMPLE = 20_000
LEAST_SHARE = 0.2
WINDOW = 100


def common_share(text: str) -> tuple[float, int]:
    """Return the share of common characters among the Han characters of a text, and how many those
    are.

    Long texts are judged by ten evenly spaced pieces of 20,000 characters.

    Examples
    --------
    >>> common_share("关于改革的意见")
    (1.0, 7)
    >>> common_share("鍥藉姟闄㈠叧浜")[0]
    0.0
    """
    if len(text) > 10 * SAMPLE:
        step = len(text) // 10
        text = "".join(text[i * step : i * step + SAMPLE] for i in range(10))
    han = HAN.findall(text)
    return (sum(character in COMMON for character in han) / len(han) if han else 0.0), len(han)


def simplified(text: str) -> str:
    """Return a text with the common traditional characters simplified one by one, so that offsets
    hold.

    Examples
    --------
    >>> simplified("都市更新條例")
    '都市更新条例'
    """
    return text.translate(_TO_SIMPLIFIED)


def other_language(text: str) -> str:
    """Return `japanese` or `korean` where a text is written so: one in five of its first 5,000
    letters is kana or Hangul; an empty string for Chinese.

    Examples
    --------
    >>> (other_language("都市計画の見直しについて"), other_language("도시계획에 관한 條例"),
    ...  other_language("都市計劃條例"))
    ('japanese', 'korean', '')
    """
    sample = text[:5000]
    n_han = len(HAN.findall(sample))
    for name, letters in (("japanese", _KANA), ("korean", _HANGUL)):
        found = len(letters.findall(sample))
        if found and found >= OTHER * (n_han + found):
            return name
    return ""


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional script: 15 % of its first 5,000 characters have a
    simplified form, and it is Chinese.

    Examples
    --------
    >>> is_traditional("國務院關於印發通知"), is_traditional("国务院关于印发通知")
    (True, False)
    """
    sample = text[:5000]
    return (
        sum(character in _TRADITIONAL for character in sample)
        >= 0.15 * max(len(HAN.findall(sample)), 1)
    ) and not other_language(sample)


def is_mojibake(text: str) -> bool:
    """Whether a text is what wrong decoding leaves: rare Han characters only, private characters,
    accented letters.
    """
    text = _LEADERS.sub("…", text)
    share, n_han = common_share(text)
    private = len(PRIVATE.findall(text))
    western = len(WESTERN.findall(text))
    if text.count("\ufffd") > 0.2 * len(text):
        return True
    if private + western > max(n_han, 8) and private + western > len(text) * 0.3:
        return True
    return n_han >= 8 and share < (LEAST_SHARE if n_han >= 50 else 0.13)


def garbled_windows(text: str) -> int:
    """Count the runs of 100 Han characters in a text that hold hardly a common one."""
    han = HAN.findall(text)
    hits = [0]
    for character in han:
        hits.append(hits[-1] + (character in COMMON))
    return sum(
        hits[i + WINDOW] - hits[i] < 0.12 * WINDOW for i in range(0, len(han) - WINDOW + 1, WINDOW)
    )
