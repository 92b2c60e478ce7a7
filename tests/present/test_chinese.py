"""The Chinese of the trade: words that planners there use, one each, and none that they stumble over."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from siteplan.present.text.reader import Reader
from siteplan.present.text.words import LOCALE

PO = LOCALE / "zh_Hans" / "LC_MESSAGES" / "siteplan.po"

# What stood there before, and what is said instead.
OLD = {
    r"(?<!超体验)商场店": "商超体验店",
    r"(?<!授权)经销店": "授权经销店",
    r"(?<!交付)服务中心": "交付服务中心",
    r"厂家|厂商|自营": "直营",
    r"合作方|合作伙伴": "授权/合作",
    r"谁可到达": "覆盖人群",
    r"新开|新网点": "新增",
    r"获取|赢得|获得": "预计销量",
    r"失去|损失": "关店影响",
    r"单车成本": "单车渠道成本",
    r"最接近入选|候选点": "备选网点; 候选网点",
    r"入选所需投资": "入选临界投资",
    r"何者为优": "优选方向",
    r"变动时": "权重扰动下",
    r"有多准": "销量预测精度",
    r"优劣的证明": "最优性证明",
    r"(?<![上下国临])界": "上界",
    r"(?<!梯度)提升树": "梯度提升树",
    r"至多需销售": "每家销量不超过",
    r"开设至少": "至少开设",
    r"再放宽": "边际效果",
    r"研究未标注": "未标注",
    r"城市级别": "城市等级",
    r"站点": "网点",
    r"规划": "方案",
    r"业态": "店型",
    r"客流(?!量)": "客流量; 到访流向",
}
PAIRS = {
    "service centre": "交付服务中心", "mall": "商超体验店", "dealer": "授权经销店", "Flows": "到访流向",
    "Foot traffic": "客流量", "City tier": "城市等级", "Tier": "城市等级", "from": "下限", "to": "上限",
    "Plan": "方案", "Format": "店型", "Site": "网点", "own site": "自有网点", "Rural coverage": "乡村覆盖率",
}  # fmt: skip


def messages() -> list[Message]:
    with PO.open("rb") as file:
        return [message for message in read_po(file, locale="zh_Hans") if message.id]


def said(message: Message) -> str:
    return message.string if isinstance(message.string, str) else " ".join(message.string)


@pytest.mark.parametrize("word", OLD)
def test_no_message_has_a_word_that_planners_do_not_use(word: str) -> None:
    assert [said(message) for message in messages() if re.search(word, said(message))] == []


def test_the_words_of_the_trade_stand_there() -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0]: said(message) for message in messages()}
    assert {key: known[key] for key in PAIRS if key in known} == {k: v for k, v in PAIRS.items() if k in known}
    everything = " ".join(known.values())
    needed = ("直营", "授权", "覆盖率", "临界投资", "最优性证明", "边际效果")
    assert [word for word in needed if word not in everything] == []


def test_what_the_commands_say_at_their_end_is_in_the_study_s_language() -> None:
    from pathlib import Path

    from siteplan.present.text.command_words import file_lines, noted, scored_line

    assert file_lines({"Map": Path("map.html"), "Report": Path("report.html")}, Reader("en"))[1:] == [
        "Map     map.html",
        "Report  report.html",
    ]
    told = [
        *file_lines({"Map": Path("m.html")}, Reader("zh-Hans")),
        *noted(["x"], Reader("zh-Hans")),
        scored_line(2, Path("r"), Reader("zh-Hans")),
    ]
    assert told == ["", "地图  m.html", "说明：x", "已为 2 个候选网点评分；结果位于 r。"]
