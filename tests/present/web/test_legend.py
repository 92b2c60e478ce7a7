from siteplan.present.text.reader import Reader
from siteplan.present.theme.classes import Classes
from siteplan.present.theme.colours import NO_DATA
from siteplan.present.web import Entry, LegendSection, map_key, ramp


def test_a_ramp_lists_the_highest_class_first() -> None:
    classes = Classes((0, 10, 20), ("#111111", "#222222"))
    section = ramp("Minutes", classes, "min", Reader("zh-Hans"), no_data=True)
    assert section == LegendSection(
        "Minutes",
        [Entry("10 – 20 分钟", "#222222"), Entry("0 – 10 分钟", "#111111"), Entry("无数据", NO_DATA)],
    )


def test_every_text_of_a_key_is_escaped() -> None:
    key = map_key([LegendSection("<t>", [Entry("<e>", "#111111")])], "<s>", "<n>", Reader("en"))
    assert "&lt;t&gt;" in key.legend
    assert "&lt;e&gt;" in key.legend
    assert "Synthetic data: &lt;n&gt;" in key.legend
    assert key.sources == "Source: &lt;s&gt;"


def test_nothing_synthetic_is_not_mentioned() -> None:
    assert "Synthetic" not in map_key([], "census", "", Reader("en")).legend
