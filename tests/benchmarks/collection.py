"""Session notes of any number, as years of writing would leave them, the same in every run.

Words are as frequent as in real notes: some in every third note, thousands in a handful (Zipf's
law), and a note comes back to its own words. It says 300 to 1,500 characters in lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHORTEST, LONGEST = 300, 1_500
WORDS = 12_000
"""How many different words are used."""
OWN_WORDS = 60
"""How many of them one note comes back to."""

COMMON = """
地域 自治体 研修 取組 森林 住民 連携 事業 交流 課題 職員 移住 関係人口 観光 港区 置賜 子ども 高齢者 企業
人材 情報 参加者 意見 会場 講師 資源 活用 予算 計画 支援 環境 農業 教育 防災 医療 福祉 公共交通 空き家 特産品
まちづくり DX デジタル化 オンライン ワークショップ アンケート カーボンニュートラル 脱炭素 再生可能エネルギー
ふるさと納税 地域おこし協力隊 テレワーク 二地域居住 森林環境譲与税 企業版ふるさと納税 地方創生 広域連携
米沢市 長井市 南陽市 高畠町 川西町 小国町 白鷹町 飯豊町 米沢牛 紅大豆 ラ・フランス つや姫 雪室 木育 木材利用
バイオマス 有機農業 六次産業化 直売所 道の駅 商店街 空き店舗 起業 副業人材 包括連携協定 共創 合意形成 広報
SNS 動画 フレイル予防 健康寿命 学校給食 部活動 探究学習 高校生 大学生 若者会議 女性活躍 外国人 多文化共生
"""
NAMES = (
    "徳大寺 祥宏",
    "前神 有里",
    "髙橋 康子",
    "山﨑 健一",
    "佐藤 𠮷雄",
    "渡邉 神奈",
    "長野 麻子",
)
HEADINGS = ("について", "に関する講義", "をめぐる意見交換", "の現地視察", "の発表", "のまとめ")
PARTICLES = (*"のののををががににははとでもや", "から", "まで", "として", "による", "への")
ENDS = (
    "が必要である。",
    "を進めている。",
    "が課題。",
    "を検討したい。",
    "につながった。",
    "という声があった。",
    "(R4.9.26)",
    "を約30%増やす。",
)
LETTERS = (
    "山川田村町市人木林森水土地方大小中上下前後東西南北新古高低長短春夏秋冬朝夜年月日時分金銀銅鉄石花草"
    "竹米麦豆茶酒油塩魚鳥牛馬犬虫空海湖池島橋道路車船駅港門家室戸庭園店館院校社寺神仏王国家族父母子兄弟"
    "友客民衆老若男女心体手足目耳口声色形音光影風雨雪氷火熱力気電波線点面角円球数量価値品質性格能技術芸"
    "学習知識情報言語文字書画絵図歌曲映像演説会議論評判決定案計画策略目標的確実行動作業務職工商農林漁"
)
KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニノハヒフマミメモラリルレロワン"


@dataclass(frozen=True)
class Draft:
    """A note to be: what it says, and of which event it is one."""

    heading: str
    speaker: str
    lines: Sequence[str]


def drafts(count: int) -> Iterator[Draft]:
    """Give so many notes; the first ones are the same however many there are."""
    words, weights = vocabulary()
    for number in range(count):
        dice = Random(number)  # noqa: S311  # the same in every run
        own = dice.choices(words, cum_weights=weights, k=OWN_WORDS)
        subjects = iter(dice.choices(own, k=LONGEST))
        wanted = dice.randint(SHORTEST, LONGEST)
        lines: list[str] = []
        while wanted > 0:
            line = _line(dice, subjects)
            lines.append(line)
            wanted -= len(line)
        yield Draft(
            heading=next(subjects) + dice.choice(HEADINGS),
            speaker=dice.choice(NAMES) if number % 3 else "",
            lines=lines,
        )


@cache
def vocabulary() -> tuple[Sequence[str], Sequence[float]]:
    """Give the words, the most frequent first, and their weights, added up."""
    dice = Random(0)  # noqa: S311  # the same in every run
    words = dict.fromkeys(COMMON.split())
    while len(words) < WORDS:
        letters = KATAKANA if dice.random() < 0.15 else LETTERS
        words[("".join(dice.choices(letters, k=dice.choice((2, 2, 2, 3, 4)))))] = None
    return list(words), list(accumulate(1 / (rank + 20) for rank in range(WORDS)))


def _line(dice: Random, subjects: Iterator[str]) -> str:
    parts = []
    for _ in range(dice.randint(2, 9)):
        parts += [next(subjects), dice.choice(PARTICLES)]
        if dice.random() < 0.1:
            parts.append("、")
    return "".join(parts[:-1]) + dice.choice(ENDS)
