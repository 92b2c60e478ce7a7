"""Where a line of a narrow cell may break: Chinese between words, a code word behind its dots and underscores.

Browsers break Chinese between any two characters, and a code word that is too long wherever it ends.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

__all__ = ["broken_code", "broken_heading", "code_pieces", "heading_pieces"]

# The words that headings are made of. What stands between two of them belongs to the later one, "的" to the earlier;
# the longest come first.
_WORD = (
    "每平方米|覆盖率|投资额|实施后|新能源|吸引力|标准误|城市内|途径|倍数|方案|实施|参数|标注|覆盖|人口|"
    "同级|城市|保留|网点|规则|标签|说明|可达|投资|来自|竞争|高于|均等|份额|渠道|成本|超出|"
    "销售|能力|目前|预计|销量|通过|门槛|入选|临界|自有|服务|现状|市场|满足|需求|最近|候选|"
    "对其|购买|平均|车程|去掉|多得|加权|其他|购车|别处|店型|均值|数据|范围|重新|拟合|区间|"
    "下限|上限|全部|城镇|乡村|分值|算法|所需|直线|距离|固定|排名|优选|方向|新增|收入|群体|"
    "研究|原设|现有|充电|缺口|边际|效果|商圈|流失|进入|前列|关店|影响|补充|内容|运营|最优|"
    "处理|办法|单车|毛利|求解|结果|线索|带来|对数|似然|占比|年度|损益|实际|检验|填补|行车|"
    "时间|来源|要求|比例|等级|取值"
)
_HAN = "\u4e00-\u9fff"
_PIECE = re.compile(rf"（[^）]*）|[{_HAN}]*?(?:{_WORD})的?[，、；]?|[{_HAN}]+(?:/[{_HAN}]+)*[，、；]?|[^{_HAN}（]+|（")
_CODE = re.compile(r"(?<=[A-Za-z0-9])[._](?=[A-Za-z])")
_SHORT = 4  # characters of a heading that is as narrow as the figures below it
_LONG = 14  # characters of a code word that may be too wide for its cell


def broken_heading(text: str) -> Markup:
    """Return a heading, escaped, that breaks between its words alone; a unit in brackets stays whole."""
    whole = Markup('<span class="unit">{}</span>')
    return Markup("<wbr>").join(
        whole.format(part) if part.startswith("（") else escape(part) for part in heading_pieces(text)
    )


def broken_code(text: str) -> Markup:
    """Return a text, escaped, whose long code words break behind their dots and underscores."""
    return Markup("<wbr>").join(map(escape, code_pieces(text)))


def code_pieces(text: str) -> list[str]:
    """Return the parts of a text between which a line may break, besides where it does anyhow; joined, they are it."""
    if all(len(word) < _LONG for word in text.split()):
        return [text]
    ends = [found.end() for found in _CODE.finditer(text)]
    return [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]


def heading_pieces(text: str) -> list[str]:
    """Return the parts of a heading between which a line may break, besides at spaces; joined, they are the text."""
    return [text] if len(text) <= _SHORT else _PIECE.findall(text)
