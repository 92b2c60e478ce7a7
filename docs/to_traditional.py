"""Draft the Traditional Chinese catalogue, in Taiwan's terms, from the Simplified one: for translators alone.

    pip install opencc-purepy
    python docs/to_traditional.py

Only messages without a translation are drafted, so corrections made by hand stay. OpenCC turns letters and everyday
words; the trade's words, where it is wrong or knows none, are below.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from opencc_purepy import OpenCC  # type: ignore[import-not-found]

LOCALE = Path(__file__).parents[1] / "siteplan/present/locale"
# In Taiwan a row is 列 and a column 欄, in the mainland a row is 行 and a column 列.
ROW, COLUMN = "\ue000", "\ue001"
ROWS = re.compile(r"((?:\}|\d) ?|一|隐藏|数据|这些|成对|开始的|之前的)行(?![车程道驶为])|^行$")
COLUMNS = re.compile(r"(该|此|keep |数据|\} ?)列(?!出|为准|表)|^列$|列(?=名|保留)")
TERMS = {
    "單車": "每車",
    "渠道": "通路",
    "專案": "項目",
    "市場份額": "市占率",
    "網點": "據點",
    "貼現": "折現",
    "情景": "情境",
    "客流量": "人流量",
    "客流": "人流",
    "擬合": "配適",
    "似然": "概似",
    "置信區間": "信賴區間",
    "均值": "平均值",
    "標準化裝修": "標準化裝潢",
    "日誌": "記錄檔",
    "檢驗": "驗證",
    "交付服務中心": "交車服務中心",
    "交付": "交車",
    "商超體驗店": "賣場體驗店",
    "收入水平": "收入水準",
    "購買水平": "購買水準",
    "覆蓋率水平": "覆蓋率水準",
    "概率": "機率",
    "運營": "營運",
    "在營": "營運中",
    "復盤": "檢討",
    "盈虧平衡": "損益兩平",
    "質量": "品質",
    "默認": "預設",
    "單元格": "儲存格",
    "打印": "列印",
    "信息": "資訊",
    "薪酬": "薪資",
    "盈利": "獲利",
    "新能源汽車": "新能源車",
    "計劃": "計畫",
    "佔": "占",
    "內存": "記憶體",
    "台賬": "台帳",
    "箇中": "個中",
    "分割槽": "分區",
    "搜尋程序": "搜尋程式",
    "一臺": "一台",
    "條線索": "筆潛在客戶",
    "線索": "潛在客戶",
    "分值演算法": "分值算法",
    "營銷": "行銷",
    "賬": "帳",
}


def traditional(text: str, convert: OpenCC) -> str:
    """Return a text of the Simplified catalogue as readers in Taiwan write it."""
    marked = COLUMNS.sub(lambda found: (found[1] or "") + COLUMN, ROWS.sub(lambda found: (found[1] or "") + ROW, text))
    told = convert.convert(marked).replace(ROW, "列").replace(COLUMN, "欄")
    for word, term in TERMS.items():
        told = told.replace(word, term)
    return told


def draft() -> None:
    """Fill what the Traditional catalogue lacks."""
    source, target = (LOCALE / name / "LC_MESSAGES/siteplan.po" for name in ("zh_Hans", "zh_Hant"))
    with source.open("rb") as file:
        simplified = read_po(file, "zh_Hans")
    known = read_po(target.open("rb"), "zh_Hant") if target.exists() else _empty()
    convert = OpenCC("s2twp")
    for message in simplified:
        if message.id:
            _drafted(message, known, convert)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_po(file, known, width=76, omit_header=False)


def _empty() -> Catalog:
    words = "# Traditional Chinese words of siteplan, as Taiwan has them."
    return Catalog("zh_Hant", None, words, "siteplan", " ", msgid_bugs_address=" ", language_team="none", fuzzy=False)


def _drafted(message: Message, known: Catalog, convert: OpenCC) -> None:
    found = known.get(message.id)
    if found is not None and found.string and any(found.string):
        return
    texts = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    told = tuple(traditional(text, convert) for text in texts)
    if found is None:
        found = known.add(message.id, "", message.locations, message.flags)
    found.string = told if isinstance(message.id, tuple | list) else told[0]


if __name__ == "__main__":
    draft()
