"""A name that stands for cities of several provinces is told, not refused."""

from pathlib import Path

import pytest

from siteplan.data import check_study
from tests.data.folders import write_study, zones


def told(folder: Path, **columns: list[str]) -> list[str]:
    found = check_study(write_study(folder, zones=zones().assign(**columns)))
    assert found.market is not None
    return [str(note) for note in found.market.notes if "several provinces" in note.text]


def test_a_city_in_two_provinces_is_named_with_them(tmp_path: Path) -> None:
    """In Pinyin, Suzhou is one of Jiangsu and one of Anhui."""
    cities, provinces = ["Suzhou"] * 4 + ["Hefei"] * 2, ["Jiangsu"] * 2 + ["Anhui"] * 4
    (said,) = told(tmp_path, city=cities, province=provinces)
    assert said.startswith("zones.city: cities of one name in several provinces count as one city")
    assert "Suzhou: Anhui, Jiangsu" in said
    assert "Hefei" not in said


@pytest.mark.parametrize("city", [["Suzhou"] * 3 + ["Hefei"] * 3, ["Suzhou"] * 3 + [""] * 3], ids=["apart", "nameless"])
def test_cities_that_are_apart_and_zones_without_a_name_are_fine(city: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, city=city, province=["Jiangsu"] * 3 + ["Anhui"] * 3) == []
    assert told(tmp_path / "some", city=["Suzhou"] * 6, province=["Jiangsu"] * 3 + [""] * 3) == []
