"""Numbers by tier and county, counted again by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siteplan.evaluate import Plan
from siteplan.present.tables.plan_tables import by_county, by_province, by_tier, county_of, site_table, uncovered_rural
from siteplan.present.tables.report_tables import province_table
from siteplan.present.text.reader import Reader
from tests.worlds import in_provinces, tiny_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return tiny_plan()


def test_tiers_add_up_to_the_whole(plan: Plan) -> None:
    tiers = by_tier(plan)
    assert list(tiers.index) == ["1", "4"]  # the study's order
    assert tiers["population"].sum() == plan.zones["population"].sum()
    assert (tiers["demand"] * tiers["share"]).sum() == pytest.approx(plan.kpis.capture)
    assert (tiers["demand"] * tiers["share_before"]).sum() == pytest.approx(plan.baseline.capture)
    assert tiers["covered"].to_dict() == pytest.approx(plan.kpis.coverage.by_tier)
    assert tiers["opened"].to_dict() == {"1": 2, "4": 1}  # C1 and C3 lie in the west, C6 in the east


def test_provinces_add_up_to_the_whole(plan: Plan) -> None:
    """Each city lies in a province of its own here, and all of a tier in one city: figures are those of the tiers."""
    provinces, tiers = by_province(in_provinces(plan, Westport="Jiangsu", Eastshire="Anhui")), by_tier(plan)
    assert list(provinces.index) == ["Jiangsu", "Anhui"]  # most people first
    assert provinces.to_numpy() == pytest.approx(tiers.to_numpy())


def test_a_table_by_province_only_where_there_are_several(plan: Plan) -> None:
    english, chinese = Reader.of(plan.study, "en"), Reader.of(plan.study, "zh-Hans")
    assert province_table(plan, english) is None
    assert province_table(in_provinces(plan, Westport="Jiangsu"), english) is None  # and no province in the east
    both = in_provinces(plan, Westport="Jiangsu", Eastshire="Anhui")
    named = both.market.zones.assign(province_zh=both.market.zones["province"].map({"Jiangsu": "江苏", "Anhui": ""}))
    table = province_table(replace(both, market=replace(both.market, zones=named)), chinese)
    assert table is not None
    assert table.frame["province"].tolist() == ["江苏", "Anhui"]
    assert table.note == ""


def test_people_of_no_province_are_told(plan: Plan) -> None:
    """Half of the east names no province: nine zones of 6,000 people."""
    both = in_provinces(plan, Westport="Jiangsu", Eastshire="Anhui")
    zones = both.market.zones
    some = replace(both, market=replace(both.market, zones=zones.assign(
        province=zones["province"].where(zones["county"] != "Hill", "")
    )))  # fmt: skip
    table = province_table(some, Reader.of(plan.study, "en"))
    assert table is not None
    assert table.note == "Without 54 k persons in zones that name no province."


def test_a_zone_knows_its_county(plan: Plan) -> None:
    counties = by_county(plan.zones)
    assert list(zip(counties["city"], counties["county"], strict=True)) == [
        ("Eastshire", "Dale"), ("Eastshire", "Hill"), ("Westport", "Port"),
    ]  # fmt: skip
    named = counties["county"].loc[county_of(plan.zones)].to_numpy()
    assert (named == plan.zones["county"].to_numpy()).all()
    assert counties.loc[0, "population"] == 9 * 6000  # three columns, three rows of cells


def test_worst_rural_counties_come_first(plan: Plan) -> None:
    worst = uncovered_rural(plan)
    # 18 rural zones of 6,000; 13 are covered with the plan, none today.
    assert worst["uncovered"].sum() == 5 * 6000
    assert worst["uncovered_before"].sum() == 6000 * len(worst) * 9
    assert worst["uncovered"].is_monotonic_decreasing
    assert (worst["minutes"] > 30).all()
    assert len(uncovered_rural(plan, most=1)) == 1


def test_no_row_where_everybody_is_reached(plan: Plan) -> None:
    assert uncovered_rural(replace(plan, zones=plan.zones.assign(covered=True))).empty
    assert uncovered_rural(replace(plan, zones=plan.zones.assign(rural=False))).empty


def test_sites_as_a_plain_table(plan: Plan) -> None:
    sites = site_table(plan)
    assert "geometry" not in sites
    assert sites.loc[sites["site_id"] == "C3", ["lon", "lat"]].to_numpy().tolist() == [[113.175, 23.175]]
