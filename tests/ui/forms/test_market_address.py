"""The market page in the address: what it says comes back, and what it cannot mean is left out."""

from __future__ import annotations

from typing import Any

import pytest

from siteplan.present.text.reader import Reader
from siteplan.ui.forms.market_address import KEYS, say, understand
from tests.worlds import HOSTILE, tiny_ground

GROUND = tiny_ground()
KNOWN = {"layer": ["demand", "people"], "site": {"C1", "C2"}}


def understood(**asked: list[str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    return understand(asked, KNOWN, GROUND, Reader("en"))


def test_what_the_address_says_comes_back() -> None:
    held = {
        "city": ["Eastshire"], "county": ["Eastshire/Hill", "Eastshire/Dale"], "tier": ["4"], "format": ["mall"],
        "rent": 1.25, "score": 40.0, "layer": "people", "site": "C2",
    }  # fmt: skip
    said = say(held)
    assert understood(**said) == (held, [])
    assert said["rent"] == ["1.25"]
    assert said["score"] == ["40"]


def test_an_empty_widget_says_nothing() -> None:
    assert say({key: [] for key in KEYS} | {"rent": None, "score": None, "layer": None, "site": None}) == {}
    assert say({"score": 0.0}) == {"score": ["0"]}  # at least nought is asked, and shown


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("city", "Atlantis"), ("city", HOSTILE), ("city", "E" * 100_000), ("city", ""), ("province", "Anhui"),
        ("county", "Hill"), ("county", "Westport/Hill"), ("tier", "9"), ("format", "[]"),
        ("score", "100.5"), ("score", "-1"), ("score", "nan"), ("score", "1e1"), ("score", "٤"), ("score", "1_0"),
        ("rent", "inf"), ("rent", "9" * 400), ("rent", "100000001"), ("rent", HOSTILE),
        ("layer", "__class__"), ("site", "C3"), ("site", HOSTILE),
    ],
)  # fmt: skip
def test_what_it_cannot_mean_is_left_out(key: str, text: str) -> None:
    assert understood(**{key: [text]}) == ({}, [(key, text)])


def test_what_it_can_mean_stands_beside_what_it_cannot() -> None:
    assert understood(city=["Eastshire", "Atlantis", "Eastshire"]) == ({"city": ["Eastshire"]}, [("city", "Atlantis")])


def test_a_county_of_another_city_than_the_one_asked_for_is_left_out() -> None:
    values, strange = understood(city=["Westport"], county=["Eastshire/Hill", "Westport/Port"])
    assert values == {"city": ["Westport"], "county": ["Westport/Port"]}
    assert strange == [("county", "Eastshire/Hill")]


def test_of_a_number_asked_twice_the_last_counts() -> None:
    assert understood(rent=["3", "2.5"]) == ({"rent": 2.5}, [("rent", "3")])
