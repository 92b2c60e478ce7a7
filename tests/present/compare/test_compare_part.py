"""The page of plans side by side: whole, in the reader's language, without requests, and names are text in it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from siteplan.present.compare.compare_part import BESIDE, beside_part, compare_page
from siteplan.present.compare.compare_tables import province_tables
from siteplan.present.compare.compared import Comparison, beside
from siteplan.present.compare.difference_map import difference_scenes
from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.text.reader import Reader
from tests.side_by_side import compared, kept, other_plan, saved
from tests.worlds import HOSTILE, in_provinces, tiny_plan


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tiny_plan(), tmp_path_factory.mktemp("part") / "a").parent


@cache
def several(home: Path, language: str = "en") -> Comparison:
    plans = [kept(tiny_plan(), "a", home), kept(other_plan(), "b", home), kept(tiny_plan(), "c", home)]
    return beside(plans, Reader(language))


def test_the_page_has_a_map_and_a_table_for_each_further_plan_that_differs(home: Path) -> None:
    """The third is the first once more: a map that says so, and no table of sites."""
    found = several(home)
    page = compare_page(found, difference_scenes(found))
    assert page.count('class="drawn-map"') == 2
    assert "Sites gained and lost: b against a" in page
    assert "Sites gained and lost: c against a" not in page
    assert "same sites in a and c; both reach the same people" in page
    assert "Maps draw the study&#39;s own zones" in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)


def test_it_speaks_the_readers_language(home: Path) -> None:
    found = several(home, "zh-Hans")
    page = compare_page(found, difference_scenes(found))
    assert "仅在 b" in page
    assert "against" not in re.sub(r"<(style|script).*?</\1>", "", page, flags=re.DOTALL)


def test_names_of_files_and_folders_are_text(home: Path) -> None:
    plan = other_plan()
    hostile = replace(plan, market=replace(plan.market, candidates=plan.market.candidates.assign(name=HOSTILE)))
    found = beside([kept(tiny_plan(), "a", home), kept(hostile, HOSTILE.replace("/", "|"), home)], Reader("en"))
    page = compare_page(found, difference_scenes(found))
    assert "<img" not in page
    assert "window.hit" in page
    assert "<script>window" not in page


def test_the_part_says_what_the_page_says(home: Path) -> None:
    found = several(home)
    part, page = beside_part(found, difference_scenes(found)), compare_page(found, difference_scenes(found))
    assert part.topic == BESIDE
    told = re.sub(r"\s+", " ", page.replace("\u00a0", " "))
    assert [said for said in part.sentences if said not in told] == []


def test_who_is_reached_and_what_opens_by_province_only_where_there_are_several() -> None:
    """Each city lies in a province here, and is all of a tier: coverage is that of the tiers."""
    assert province_tables(compared(tiny_plan(), other_plan())) == []
    plans = [in_provinces(plan, Westport="Jiangsu", Eastshire="Anhui") for plan in (tiny_plan(), other_plan())]
    found = compared(*plans)
    covered, opened = province_tables(found)
    west = [plan.kpis.coverage.by_tier["1"] * 100 for plan in (tiny_plan(), other_plan())]
    today = tiny_plan().baseline.coverage.by_tier["1"] * 100
    assert covered.rows[0] == ["Jiangsu", *(f"{share:.1f} %" for share in (today, *west))]
    assert opened.rows == [["Jiangsu", "2", "2"], ["Anhui", "1", "1"]]
    otherwise = replace(found, asked={"coverage": ("sale", "service")})
    assert [table.caption for table in province_tables(otherwise)] == [opened.caption]
    maps = [scene_of(plan) for plan in plans[1:]]
    assert "New sites by province" in compare_page(found, maps)
