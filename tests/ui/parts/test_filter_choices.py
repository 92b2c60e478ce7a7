"""What the filters of the market page may be: places that are there, and no two that read alike."""

from __future__ import annotations

from dataclasses import replace

from siteplan.groundwork import Groundwork
from siteplan.present.text.reader import Reader
from siteplan.ui.parts.filter_choices import choices, counties_in, told_apart
from tests.worlds import in_provinces, tiny_ground, tiny_plan

GROUND, ENGLISH = tiny_ground(), Reader("en")


def with_places(**columns: object) -> Groundwork:
    """The two cities under other names."""
    return replace(GROUND, market=replace(GROUND.market, candidates=GROUND.market.candidates.assign(**columns)))


def test_counties_are_those_of_the_chosen_places() -> None:
    east = {"Eastshire/Dale": "Dale", "Eastshire/Hill": "Hill"}
    assert choices("county", GROUND, ENGLISH) == east | {"Westport/Port": "Port"}
    assert choices("county", GROUND, ENGLISH, cities=["Eastshire"]) == east
    there = replace(GROUND, market=in_provinces(tiny_plan(), Westport="Jiangsu", Eastshire="Anhui").market)
    assert choices("county", there, ENGLISH, provinces=["Anhui"]) == east
    assert choices("county", there, ENGLISH, provinces=["Jiangsu"], cities=["Eastshire"]) == {}


def test_a_county_whose_name_repeats_has_its_city_beside_it() -> None:
    ground = with_places(county="Old Town")
    assert choices("county", ground, ENGLISH) == {
        "Eastshire/Old Town": "Old Town, Eastshire",
        "Westport/Old Town": "Old Town, Westport",
    }
    assert counties_in(ground)["Westport/Old Town"] == ("Westport", "Old Town")


def test_a_place_without_a_name_is_no_choice() -> None:
    assert choices("county", with_places(county=""), ENGLISH) == {}
    assert choices("city", with_places(city=""), ENGLISH) == {}
    assert choices("province", GROUND, ENGLISH) == {}


def test_two_cities_that_read_alike_are_two_choices() -> None:
    """苏州 and 宿州 are both Suzhou in English; a widget that knew them by that word would take the first for both."""
    first = GROUND.market.candidates["city"] == "Westport"
    ground = with_places(city=first.map({True: "苏州市", False: "宿州市"}), city_en="Suzhou")
    assert choices("city", ground, ENGLISH) == {"宿州市": "Suzhou (宿州市)", "苏州市": "Suzhou (苏州市)"}
    assert told_apart({"a": "x", "b": "y"}) == {"a": "x", "b": "y"}
