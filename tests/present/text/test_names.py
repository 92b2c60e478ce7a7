"""Names in the reader's language, and the planner's own where there is no other."""

from __future__ import annotations

import pandas as pd

from siteplan.present.text.provenance import sources_line, synthetic_line
from siteplan.present.text.reader import Reader
from siteplan.present.web.popup import Popup, packed_popups
from tests.worlds import HOSTILE, tiny_study


def test_a_translated_column_is_shown_where_it_says_something() -> None:
    table = pd.DataFrame({"name": ["甲", "乙", "丙"], "name_en": ["A", None, ""]})
    assert Reader("en").shown(table, "name").to_list() == ["A", "乙", "丙"]
    assert Reader("zh-Hans").shown(table, "name").to_list() == ["甲", "乙", "丙"]


def test_places_are_found_by_their_own_names() -> None:
    zones = pd.DataFrame({"city": ["广州市"] * 2, "county": ["荔湾区", "越秀区"], "city_en": "Guangzhou"})
    assert Reader("en").place_names(zones)["广州市", "越秀区"] == ("Guangzhou", "越秀区")
    assert Reader("en").cities(["elsewhere", "广州市"], zones) == ["elsewhere", "Guangzhou"]
    assert Reader("zh-Hans").cities(["广州市"], zones) == ["广州市"]


def test_formats_that_a_planner_made_up_stay_as_they_are() -> None:
    assert Reader("en").format_name("service") == "service centre"
    assert Reader("zh-Hans").format_name("pop-up") == "pop-up"


def test_tiers_in_either_language() -> None:
    tiers = tiny_study().tiers.model_copy(update={"names": {"1": "一线", "x": "海岛", "2": "Second"}})
    study = tiny_study().model_copy(update={"tiers": tiers})
    english, chinese = (Reader.of(study, language) for language in ("en", "zh-Hans"))
    assert [english.tier_name(tier) for tier in ("1", "2", "3", "x", "")] == [
        "Tier 1", "Second", "Tier 3", "海岛", "no tier",
    ]  # fmt: skip
    assert [chinese.tier_name(tier) for tier in ("1", "2", "x")] == ["一线", "二线", "海岛"]


def test_sources_are_named_once() -> None:
    study = tiny_study()
    assert sources_line(study, Reader("en")) == "Census (2020); made for tests"
    assert synthetic_line(study, Reader("en")) == "Candidates, Own sites, Competitors"
    bare = study.files.model_copy(
        update={
            name: entry.model_copy(update={"source": "", "date": ""}) for name, entry in study.files.given().items()
        }
    )
    assert sources_line(study.model_copy(update={"files": bare}), Reader("en")) == "the study's own tables"


def test_a_popup_holds_text_only() -> None:
    facts, popups = packed_popups([Popup(HOSTILE, HOSTILE, [(HOSTILE, HOSTILE)])])
    html = str((facts, popups))
    assert "<img" not in html
    assert "{{" not in html
    assert "`" not in html


def test_a_layer_names_its_facts_once_and_in_the_order_of_each_popup() -> None:
    popups = [
        Popup("n", "", [("Score", "1"), ("Rent", "2")]),
        Popup("m", "a", [("Score", "3"), ("Rank", "4"), ("Rent", "5")]),
    ]
    assert packed_popups(popups) == (["Score", "Rank", "Rent"], [["n", "", "1", None, "2"], ["m", "a", "3", "4", "5"]])
    assert packed_popups([]) == ([], [])
